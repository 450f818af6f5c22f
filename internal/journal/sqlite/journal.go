package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"

	"shuping/internal/journal"
)

// Journal gives the records of this file as a journal.Store. Appends go through
// the writer and share commits with each other and with Write.
func (db *DB) Journal() journal.Store { return store{db} }

type store struct{ db *DB }

// mostSeq is the greatest number that a record can have in this store.
const mostSeq = 1<<32 - 1

// rowID is the key of a record.
func rowID(number int64, seq uint64) int64 { return number<<32 | int64(seq) }

const insert = `INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)`

func (s store) Append(ctx context.Context, stream string, expect journal.Head, records []journal.Record) error {
	if err := journal.CheckAppend(stream, expect, records); err != nil {
		return err
	}
	if s.db.writer == nil {
		return ErrReadOnly
	}
	if expect.Seq+uint64(len(records)) > mostSeq {
		return fmt.Errorf("append to %s: a stream has at most %d records", stream, uint64(mostSeq))
	}
	known, ok := s.db.numbers.Load(stream)
	number, _ := known.(int64)
	err := s.db.writer.run(ctx, job{single: ok && len(records) == 1, do: func(tx *Tx) (err error) {
		if !ok {
			if number, err = numberFor(tx, stream, expect); err != nil {
				return err
			}
		}
		return tx.add(number, expect, records)
	}})
	if err != nil {
		return fmt.Errorf("append to %s: %w", stream, err)
	}
	if !ok {
		s.db.numbers.Store(stream, number) // not before it is committed
	}
	return nil
}

// numberFor finds the number of a stream, or gives one to a stream that begins.
func numberFor(tx *Tx, stream string, expect journal.Head) (number int64, err error) {
	err = tx.QueryRow(numberOf, stream).Scan(&number)
	switch {
	case !errors.Is(err, sql.ErrNoRows):
		return number, err
	case expect.Seq != 0:
		return 0, journal.ErrConflict
	}
	err = tx.QueryRow(`INSERT INTO streams (name) VALUES (?) RETURNING id`, stream).Scan(&number)
	return number, err
}

const numberOf = `SELECT id FROM streams WHERE name = ?`

// add adds records to a stream if its head is the expected one. The head is known from the
// last append to it: asking for it each time would be one more search of the tree. It goes
// past database/sql, as reading does.
func (tx *Tx) add(number int64, expect journal.Head, records []journal.Record) error {
	head, ok := tx.heads[number]
	if !ok {
		var err error
		if head, err = headOf(tx, number); err != nil {
			return err
		}
	}
	if head != expect {
		tx.heads[number] = head
		return journal.ErrConflict
	}
	delete(tx.heads, number) // until it is known again
	err := tx.conn.Raw(func(raw any) (err error) {
		if tx.insert == nil {
			if tx.insert, err = prepareInsert(raw); err != nil {
				return err
			}
		}
		for i := range records {
			r := &records[i]
			body := r.Body
			if body == nil {
				body = []byte{}
			}
			for k, v := range [...]driver.Value{rowID(number, r.Seq), r.At.UnixMicro(), r.Who, r.Cause, r.Kind, body, r.Hash[:]} {
				tx.args[k] = driver.NamedValue{Ordinal: k + 1, Value: v}
			}
			if _, err := tx.insert.ExecContext(context.Background(), tx.args[:]); err != nil {
				return err
			}
		}
		return nil
	})
	clear(tx.args[:])
	if err == nil {
		last := &records[len(records)-1]
		tx.heads[number] = journal.Head{Seq: last.Seq, Hash: last.Hash}
	}
	return err
}

// readyInsert is the driver's statement that adds a record.
type readyInsert interface {
	driver.Stmt
	driver.StmtExecContext
}

func prepareInsert(raw any) (readyInsert, error) {
	s, err := raw.(driver.Conn).Prepare(insert)
	if err != nil {
		return nil, err
	}
	ready, ok := s.(readyInsert)
	if !ok {
		panic(fmt.Sprintf("journal: %T cannot execute", s)) // unreachable unless the driver changes
	}
	return ready, nil
}

// querier is what a head can be asked of.
type querier interface {
	QueryRow(query string, args ...any) *sql.Row
}

// headOf reads the head of a stream.
func headOf(from querier, number int64) (h journal.Head, err error) {
	var hash []byte
	err = from.QueryRow(`SELECT id & 0xffffffff, hash FROM records WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1`,
		rowID(number, 0), rowID(number, mostSeq)).Scan(&h.Seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Head{}, nil
	}
	copy(h.Hash[:], hash)
	return h, err
}

// number returns the number of a stream, 0 if it has no records.
func (s store) number(ctx context.Context, stream string) (number int64, err error) {
	if known, ok := s.db.numbers.Load(stream); ok {
		return known.(int64), ctx.Err()
	}
	err = s.db.reads.QueryRowContext(ctx, numberOf, stream).Scan(&number)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, nil
	case err != nil:
		return 0, err
	}
	s.db.numbers.Store(stream, number)
	return number, nil
}

func (s store) Head(ctx context.Context, stream string) (journal.Head, error) {
	number, err := s.number(ctx, stream)
	var h journal.Head
	if err == nil && number != 0 {
		h, err = headOf(reading{ctx, s.db.reads}, number)
	}
	if err != nil {
		return journal.Head{}, fmt.Errorf("head of %s: %w", stream, err)
	}
	return h, nil
}

// reading asks the connections that read.
type reading struct {
	ctx context.Context
	db  *sql.DB
}

func (r reading) QueryRow(query string, args ...any) *sql.Row {
	return r.db.QueryRowContext(r.ctx, query, args...)
}

func (s store) Streams(ctx context.Context, prefix string) ([]string, error) {
	rows, err := s.db.reads.QueryContext(ctx, `SELECT name FROM streams
	  WHERE substr(CAST(name AS BLOB), 1, length(?1)) = ?1 ORDER BY name`, []byte(prefix))
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
