package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"shuping/internal/journal"
)

// Journal gives the records of this file as a journal.Store. Appends go through
// the writer and share commits with each other and with Write.
func (db *DB) Journal() journal.Store { return store{db} }

type store struct{ db *DB }

// insert adds a record if the one before it is the expected one, and there is
// none with its number: the whole of optimistic appending in one statement.
const insert = `INSERT INTO records SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
  WHERE (SELECT hash FROM records WHERE stream = ?1 AND seq = ?2 - 1) IS ?9
  ON CONFLICT DO NOTHING`

func (s store) Append(ctx context.Context, stream string, expect journal.Head, records []journal.Record) error {
	if err := journal.CheckAppend(stream, expect, records); err != nil {
		return err
	}
	if s.db.writer == nil {
		return ErrReadOnly
	}
	err := s.db.writer.run(ctx, job{single: len(records) == 1, do: func(tx *Tx) error {
		for i := range records {
			if err := insertRecord(tx, &records[i]); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		return fmt.Errorf("append to %s: %w", stream, err)
	}
	return nil
}

func insertRecord(tx *Tx, r *journal.Record) error {
	var prev []byte // NULL for the first: there is no row before it
	if r.Seq > 1 {
		prev = r.Prev[:]
	}
	body := r.Body
	if body == nil {
		body = []byte{}
	}
	res, err := tx.Exec(insert, r.Stream, int64(r.Seq), r.At.UnixMicro(), r.Who, r.Cause, r.Kind, body, r.Hash[:], prev)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return journal.ErrConflict
}

func (s store) Head(ctx context.Context, stream string) (journal.Head, error) {
	var h journal.Head
	var hash []byte
	err := s.db.reads.QueryRowContext(ctx,
		`SELECT seq, hash FROM records WHERE stream = ? ORDER BY seq DESC LIMIT 1`, stream).Scan(&h.Seq, &hash)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return journal.Head{}, nil
	case err != nil:
		return journal.Head{}, fmt.Errorf("head of %s: %w", stream, err)
	}
	copy(h.Hash[:], hash)
	return h, nil
}

// Streams steps from name to name, so that its cost does not grow with the
// number of records.
func (s store) Streams(ctx context.Context, prefix string) ([]string, error) {
	rows, err := s.db.reads.QueryContext(ctx, `WITH RECURSIVE names(name) AS (
	    SELECT min(stream) FROM records WHERE stream >= ?1
	  UNION ALL
	    SELECT (SELECT min(stream) FROM records WHERE stream > name) FROM names
	    WHERE substr(CAST(name AS BLOB), 1, length(CAST(?1 AS BLOB))) = CAST(?1 AS BLOB)
	) SELECT name FROM names
	  WHERE substr(CAST(name AS BLOB), 1, length(CAST(?1 AS BLOB))) = CAST(?1 AS BLOB)`, prefix)
	if err != nil {
		return nil, fmt.Errorf("streams: %w", err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("streams: %w", err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("streams: %w", err)
	}
	return names, nil
}

func (s store) Read(ctx context.Context, stream string, from uint64) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		going := true
		err := s.read(ctx, stream, max(from, 1), func(r journal.Record) bool {
			going = yield(r, nil)
			return going
		})
		if err != nil && going {
			yield(journal.Record{}, fmt.Errorf("read %s: %w", stream, err))
		}
	}
}
