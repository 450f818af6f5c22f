package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

const owner = "journal"

// steps are the versions of the journal's own tables.
var steps = []string{`
CREATE TABLE streams (
  id   INTEGER PRIMARY KEY CHECK (id > 0 AND id < 0x7fffffff),
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE records (
  id    INTEGER PRIMARY KEY CHECK (id & 0xffffffff > 0),
  at    INTEGER NOT NULL,
  who   TEXT    NOT NULL,
  cause TEXT    NOT NULL,
  kind  TEXT    NOT NULL,
  body  BLOB    NOT NULL,
  hash  BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE VIEW journal AS
  SELECT s.name AS stream, r.id & 0xffffffff AS seq, strftime('%Y-%m-%dT%H:%M:%SZ', r.at / 1000000, 'unixepoch') AS at,
         r.who, r.cause, r.kind, CAST(r.body AS TEXT) AS body, lower(hex(r.hash)) AS hash
  FROM streams s JOIN records r ON r.id BETWEEN s.id << 32 AND (s.id << 32) + 0xffffffff;
CREATE TRIGGER streams_are_not_changed BEFORE UPDATE ON streams
  BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;
CREATE TRIGGER streams_are_not_removed BEFORE DELETE ON streams
  BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;
CREATE TRIGGER records_are_not_changed BEFORE UPDATE ON records
  BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;
CREATE TRIGGER records_are_not_removed BEFORE DELETE ON records
  BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;
`}

// Migrate brings the tables of owner, a package's name, to the version that has
// all the steps: SQL scripts, of which only new ones are ever added to the end.
// Each runs once, in a transaction with the mark that it ran. A database with
// more steps than these was written by a newer program and is refused, and so is
// one with fewer when it is open for reading only.
func (db *DB) Migrate(ctx context.Context, owner string, steps []string) error {
	if db.writer == nil {
		return db.checkVersion(ctx, owner, len(steps))
	}
	return db.Write(ctx, func(tx *Tx) error {
		_, err := tx.Exec(`CREATE TABLE IF NOT EXISTS schemas (owner TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID`)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
			return err
		}
		have, err := version(tx.QueryRow(versionQuery, owner))
		if err != nil {
			return err
		}
		if have > len(steps) {
			return newer(owner, have, len(steps))
		}
		for i := have; i < len(steps); i++ {
			if _, err := tx.Exec(steps[i]); err != nil {
				return fmt.Errorf("tables of %s, step %d: %w", owner, i+1, err)
			}
		}
		_, err = tx.Exec(`INSERT INTO schemas VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version`, owner, len(steps))
		return err
	})
}

const versionQuery = `SELECT version FROM schemas WHERE owner = ?`

func version(row *sql.Row) (n int, err error) {
	err = row.Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

func newer(owner string, have, know int) error {
	return fmt.Errorf("tables of %s are at version %d, this shuping knows %d: use the newer shuping that wrote them", owner, have, know)
}

func (db *DB) checkVersion(ctx context.Context, owner string, know int) error {
	have, err := version(db.reads.QueryRowContext(ctx, versionQuery, owner))
	switch {
	case err != nil:
		return err
	case have > know:
		return newer(owner, have, know)
	case have < know:
		return fmt.Errorf("tables of %s are at version %d, this shuping wants %d: open the data folder once with shuping serve", owner, have, know)
	}
	return nil
}
