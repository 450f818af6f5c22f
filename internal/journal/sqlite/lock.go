package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// lock is an exclusive lock on a file of its own. It is SQLite's own lock on an
// empty database, which works the same on every system and ends with the
// process.
type lock struct {
	db   *sql.DB
	conn *sql.Conn
}

func hold(path string) (*lock, error) {
	db, err := sql.Open("sqlite", fileURL(path)+"?mode=rwc&_pragma=busy_timeout(0)")
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	l := &lock{db: db}
	if l.conn, err = db.Conn(ctx); err == nil {
		_, err = l.conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err == nil {
		return l, nil
	}
	var e *driver.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY {
		err = ErrHeld
	}
	return nil, errors.Join(fmt.Errorf("%s: %w", path, err), l.free())
}

func (l *lock) free() error {
	if l.conn != nil {
		_ = l.conn.Close() // the transaction ends with the connection
	}
	return l.db.Close()
}
