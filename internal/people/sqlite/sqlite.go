// Package sqlite keeps people in the tables of an SQLite file that it shares
// with the journal: the driver of people.Store and of the web's sessions. It
// does not open the file and does not know who else writes to it; the wiring
// gives it the readers and the one writer.
//
// The tables are described in package people.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"shuping/internal/people"
)

// Tx is what a write may do inside the shared transaction.
type Tx interface {
	Exec(query string, args ...any) (sql.Result, error)
	Query(query string, args ...any) (*sql.Rows, error)
	QueryRow(query string, args ...any) *sql.Row
}

// Database is the shared file. Write runs its function in a transaction and
// returns when that is durable; Migrate runs the new ones of the owner's steps,
// each once.
type Database struct {
	Reads   *sql.DB
	Write   func(ctx context.Context, do func(Tx) error) error
	Migrate func(ctx context.Context, owner string, steps []string) error
}

// Store is a people.Store.
type Store struct{ db Database }

var _ people.Store = (*Store)(nil)

const owner = "people"

// steps are the versions of the tables; new ones are added at the end only.
var steps = []string{`
CREATE TABLE organisations (
  id TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, higher TEXT NOT NULL,
  secretary TEXT NOT NULL, deputy TEXT NOT NULL, liaison TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE persons (
  id TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, sex TEXT NOT NULL, born INTEGER NOT NULL,
  phone TEXT NOT NULL, remark TEXT NOT NULL, initials TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE memberships (
  org TEXT NOT NULL REFERENCES organisations, person TEXT NOT NULL REFERENCES persons, class TEXT NOT NULL,
  post TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (org, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_of_person ON memberships (person);
CREATE TABLE accounts (
  person TEXT PRIMARY KEY REFERENCES persons, disabled INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE account_roles (
  person TEXT NOT NULL REFERENCES persons, role TEXT NOT NULL, PRIMARY KEY (person, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE links (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32), person TEXT NOT NULL REFERENCES persons,
  expires INTEGER NOT NULL, used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX links_of_person ON links (person);
CREATE TABLE sessions (
  token TEXT PRIMARY KEY, data BLOB NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_end ON sessions (expires);
`}

// Open makes the tables if they are not there.
func Open(ctx context.Context, db Database) (*Store, error) {
	if err := db.Migrate(ctx, owner, steps); err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	return &Store{db}, nil
}

// collect reads all rows with scan.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows, *T) error) (all []T, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// unknown turns the lack of a row into people.ErrUnknown.
func unknown(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return people.ErrUnknown
	}
	return err
}
