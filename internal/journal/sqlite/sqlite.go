// Package sqlite keeps the journal, and the tables of other packages beside it,
// in one SQLite file (内嵌存储). It knows how to write durably, many callers to
// one commit, and how the records lie in the file. It knows no event.
//
// # What is stored
//
//	streams(id, name)   a small number for each stream
//	records(id, at, who, cause, kind, body, hash)   the journal: one row a record. id is
//	        the number of the stream times 2^32 plus seq, so a stream lies together, in
//	        order, under the cheapest kind of key. at is in microseconds since 1970 UTC.
//	        prev is not stored: it is the hash of the row before.
//	journal   a view that shows the records to a person: stream, seq, at, who, ...
//	schemas(owner, version)   which package's tables are at which version
//
// Triggers refuse UPDATE and DELETE on streams and records. Beside them are the
// tables that other packages make with [DB.Migrate]. PRAGMA application_id says
// that the file is one of this product. Versions are kept per owner in a table,
// not in PRAGMA user_version and not by goose, because several packages own
// tables here and each numbers its own steps.
//
// # One writer
//
// Every write goes through one goroutine with one connection ([DB.Write], and
// the journal's Append). It takes all calls that wait at the moment and commits
// them together: one sync for all of them. A single call waits for nobody. WAL
// with synchronous=FULL: a call that returned nil is on disk. Readers ([DB.SQL])
// use other connections, see the last commit, and do not wait for the writer.
//
// Only one process may write. [Open] holds a lock beside the file (name.lock)
// that the system frees when the process ends, however it ends; others get
// [ErrHeld]. [OpenReadOnly] works beside a writer.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// applicationID marks the file: "shup" in ASCII.
const applicationID = 0x73687570

// ErrHeld says that another process writes to this file.
var ErrHeld = errors.New("another shuping holds this data folder: stop it first, or use a command that only reads (show, archive export)")

// ErrReadOnly answers writes to a database opened by OpenReadOnly.
var ErrReadOnly = errors.New("the database is open for reading only")

// ErrClosed answers writes after Close.
var ErrClosed = errors.New("the database is closed")

// DB is an open file. It is safe for use by many goroutines at once.
type DB struct {
	path   string
	reads  *sql.DB
	lock   *lock   // nil when read-only
	writer *writer // nil when read-only
	closed sync.Once

	numbers sync.Map // of streams, name to int64: they never change
}

// Open opens the file for writing, making it if it is not there. ErrHeld if
// another process has it open for writing; an error that names both versions if
// a newer shuping wrote it.
func Open(path string) (*DB, error) {
	l, err := hold(path + ".lock")
	if err != nil {
		return nil, err
	}
	db := &DB{path: path, lock: l}
	if err := errors.Join(private(path), db.open()); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), db.Close())
	}
	return db, nil
}

// private makes the file for its owner alone before SQLite makes it for everybody; its log
// takes over who may read it.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// OpenReadOnly opens the file for reading, also while another process writes to
// it. The file must exist.
func OpenReadOnly(path string) (*DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	db := &DB{path: path}
	err := db.openReads("mode=ro")
	if err == nil {
		err = db.check()
	}
	if err == nil {
		err = db.Migrate(context.Background(), owner, steps)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), db.Close())
	}
	return db, nil
}

func (db *DB) open() error {
	// Looked at before it is made a WAL file: it may be somebody else's.
	if err := db.openReads("mode=rwc"); err != nil {
		return err
	}
	if err := db.check(); err != nil {
		return err
	}
	w, err := newWriter(dsn(db.path, "mode=rw",
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)",
		// 8000 pages of 4 kB: measured best for rows that land all over the tree.
		"_pragma=wal_autocheckpoint(8000)",
		"_pragma=journal_size_limit(67108864)"))
	if err != nil {
		return err
	}
	db.writer = w
	return db.Migrate(context.Background(), owner, steps)
}

func (db *DB) openReads(mode string) error {
	reads, err := sql.Open("sqlite", dsn(db.path, mode, "_pragma=query_only(1)"))
	if err != nil {
		return err
	}
	reads.SetMaxIdleConns(4)
	db.reads = reads
	return reads.Ping()
}

// check refuses a file that another program made.
func (db *DB) check() error {
	var id, tables int
	row := db.reads.QueryRow(`SELECT (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_schema)`)
	if err := row.Scan(&id, &tables); err != nil {
		return err
	}
	if id != applicationID && (id != 0 || tables != 0) {
		return fmt.Errorf("an SQLite file of another program (application_id %#x): choose another data folder", id)
	}
	return nil
}

func dsn(path string, params ...string) string {
	params = append([]string{"_pragma=busy_timeout(500)", "_pragma=foreign_keys(1)"}, params...)
	return fileURL(path) + "?" + strings.Join(params, "&")
}

// fileURL names the file as SQLite wants it. The path is escaped: a folder may be
// called "100% ?" or begin with a drive letter.
func fileURL(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath()
}

// SQL gives the connections that read. They see what is committed and refuse to
// write (query_only); writes go through Write.
func (db *DB) SQL() *sql.DB { return db.reads }

// Write runs do in a transaction and returns when it is durable. Calls that wait
// at the same time share one commit, each in its own savepoint: if do returns an
// error, what it did is undone, that error comes back, and the others are not
// affected. An error of the commit itself comes back to all; then the write may
// or may not have happened. If ctx ends before do was begun, nothing is written;
// once begun it is not interrupted.
//
// do runs on the one writing goroutine: it must be quick, must not call Write or
// Append, and must close the rows it opens. A panic in do undoes what it did and
// goes on in the caller.
func (db *DB) Write(ctx context.Context, do func(*Tx) error) error {
	if db.writer == nil {
		return ErrReadOnly
	}
	return db.writer.run(ctx, job{do: do})
}

// Close waits for the writes that are under way and closes the file. A second
// Close does nothing.
func (db *DB) Close() (err error) {
	db.closed.Do(func() { err = db.close() })
	return err
}

func (db *DB) close() error {
	var errs []error
	if db.reads != nil {
		errs = append(errs, db.reads.Close())
	}
	if db.writer != nil {
		errs = append(errs, db.writer.close())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.free())
	}
	return errors.Join(errs...)
}
