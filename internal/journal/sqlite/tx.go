package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"

	"shuping/internal/journal"
)

// mostPrepared bounds the statements that are kept ready. Queries are meant to
// be literals; if somebody builds them, the later ones are just not kept.
const mostPrepared = 256

// Tx is what a function given to Write may do with the shared transaction: read
// and write, not commit. There is no ctx: a statement that is interrupted would
// undo the work of everybody in the same commit.
type Tx struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt

	// For the journal's appends, see add.
	insert readyInsert
	args   [7]driver.NamedValue
	heads  map[int64]journal.Head // of streams by number, as of the transaction so far
}

// Exec runs a statement. A text of several statements separated by semicolons
// runs all of them.
func (tx *Tx) Exec(query string, args ...any) (sql.Result, error) {
	if s := tx.prepare(query); s != nil {
		return s.Exec(args...)
	}
	return tx.conn.ExecContext(context.Background(), query, args...)
}

// Query runs a query. The rows must be closed before the function returns.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	if s := tx.prepare(query); s != nil {
		return s.Query(args...)
	}
	return tx.conn.QueryContext(context.Background(), query, args...)
}

// QueryRow runs a query for at most one row.
func (tx *Tx) QueryRow(query string, args ...any) *sql.Row {
	if s := tx.prepare(query); s != nil {
		return s.QueryRow(args...)
	}
	return tx.conn.QueryRowContext(context.Background(), query, args...)
}

// prepare returns the statement made ready, or nil if it is to be run as text:
// scripts, and whatever does not compile, so that the error comes from running.
func (tx *Tx) prepare(query string) *sql.Stmt {
	if s := tx.prepared[query]; s != nil {
		return s
	}
	if len(tx.prepared) >= mostPrepared || strings.Contains(query, ";") {
		return nil
	}
	s, err := tx.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil
	}
	tx.prepared[query] = s
	return s
}

func (tx *Tx) close() {
	for _, s := range tx.prepared {
		_ = s.Close()
	}
	if tx.insert != nil {
		_ = tx.insert.Close()
	}
	_ = tx.conn.Close()
}
