package ballotbox

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"modernc.org/sqlite"
)

// schema is described in the package comment.
const schema = `
CREATE TABLE meta(form TEXT NOT NULL, closed INTEGER NOT NULL, proof BLOB NOT NULL) STRICT;
CREATE TABLE slip(hash BLOB PRIMARY KEY, class INTEGER NOT NULL, state INTEGER NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE slot(key INTEGER PRIMARY KEY, ballot BLOB NOT NULL) WITHOUT ROWID, STRICT;`

// settings of the connection, in this order: the lock is exclusive before anything
// is read, because a second process must not have the same box and the log then
// needs no shared memory; the log is cut by hand, because SQLite would leave it as
// long as it was.
const settings = `
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA wal_autocheckpoint = 0;
PRAGMA cache_size = -32000;
PRAGMA temp_store = MEMORY;`

// file is one box on the disk. It is the driver's connection itself, without the
// pool of database/sql: there is one writer, and each layer costs ballots a second.
type file struct {
	conn                    driver.Conn
	begin, commit, rollback stmt
	piles                   *piles
	late                    int // ballots in piles that are not at their places yet
}

// stmt is a prepared statement of the driver.
type stmt interface {
	driver.Stmt
	driver.StmtExecContext
}

// openFile opens the SQLite file at path, which must be there, and its piles.
func openFile(path, pilesPath string) (*file, error) {
	f, err := connect(path, "rw")
	if err != nil {
		return nil, err
	}
	if err = f.prepare(); err == nil {
		f.piles, err = openPiles(pilesPath, leastRoom)
	}
	if err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

// newFile makes an SQLite file with empty tables at path.
func newFile(path string) (*file, error) {
	f, err := connect(path, "rwc")
	if err != nil {
		return nil, err
	}
	if err := f.exec("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL;" + schema); err != nil {
		return nil, errors.Join(err, f.close())
	}
	if err := f.prepare(); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

func connect(path, mode string) (*file, error) {
	uri := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: "mode=" + mode}
	connector, err := sqlite.NewConnector(uri.String())
	if err != nil {
		return nil, err
	}
	conn, err := connector.Connect(context.Background())
	if err != nil {
		return nil, err
	}
	f := &file{conn: conn}
	if err := f.exec(settings); err != nil { // not in the URI: the driver would sort them
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

// prepare makes the statements of transactions ready.
func (f *file) prepare() error {
	for _, p := range []struct {
		to  *stmt
		sql string
	}{
		{&f.begin, "BEGIN IMMEDIATE"},
		{&f.commit, "COMMIT"},
		{&f.rollback, "ROLLBACK"},
	} {
		s, err := f.conn.Prepare(p.sql)
		if err != nil {
			return err
		}
		ready, ok := s.(stmt)
		if !ok {
			panic(fmt.Sprintf("ballotbox: %T cannot execute", s)) // unreachable unless the driver changes
		}
		*p.to = ready
	}
	return nil
}

// close gives the file back; the log has been cut before, or is read again at the
// next opening.
func (f *file) close() error {
	var errs []error
	for _, s := range []stmt{f.begin, f.commit, f.rollback} {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	if f.piles != nil {
		errs = append(errs, f.piles.close())
	}
	return errors.Join(append(errs, f.conn.Close())...)
}

// exec runs one statement.
func (f *file) exec(sql string, args ...any) error {
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	execer, ok := f.conn.(driver.ExecerContext)
	if !ok {
		panic("ballotbox: the driver cannot execute") // unreachable unless the driver changes
	}
	_, err := execer.ExecContext(context.Background(), sql, named)
	return err
}

// many runs do with a function that executes one statement again and again. Each
// time it must change one row.
func (f *file) many(sql string, do func(exec func(args ...driver.Value) error) error) error {
	s, err := f.conn.Prepare(sql)
	if err != nil {
		return err
	}
	var named [3]driver.NamedValue
	err = do(func(args ...driver.Value) error {
		for i, a := range args {
			named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
		}
		res, err := s.(stmt).ExecContext(context.Background(), named[:len(args)])
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err == nil && n != 1 {
			err = fmt.Errorf("%d rows changed by %q, want 1: %w", n, sql, ErrDamaged)
		}
		return err
	})
	return errors.Join(err, s.Close())
}

// query hands each row to take. The values are the row's own.
func (f *file) query(sql string, columns int, take func([]driver.Value) error) error {
	querier, ok := f.conn.(driver.QueryerContext)
	if !ok {
		panic("ballotbox: the driver cannot query") // unreachable unless the driver changes
	}
	rows, err := querier.QueryContext(context.Background(), sql, nil)
	if err != nil {
		return err
	}
	for {
		row := make([]driver.Value, columns)
		if err = rows.Next(row); err != nil {
			break
		}
		if err = take(row); err != nil {
			break
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, rows.Close())
}

// within runs do in one transaction that is durable when within returns nil.
func (f *file) within(do func() error) error {
	if _, err := f.begin.ExecContext(context.Background(), nil); err != nil {
		return err
	}
	err := do()
	if err == nil {
		_, err = f.commit.ExecContext(context.Background(), nil)
	}
	if err != nil {
		_, undo := f.rollback.ExecContext(context.Background(), nil)
		return errors.Join(err, undo)
	}
	return nil
}

// cut carries the log into the box and cuts it to nothing, so that what lies on
// the disk is what is in the box and no history of it.
func (f *file) cut() error {
	return f.query("PRAGMA wal_checkpoint(TRUNCATE)", 3, func(row []driver.Value) error {
		if row[0] != int64(0) {
			return errors.New("somebody else reads the box")
		}
		return nil
	})
}
