package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
	"shuping/internal/journal/sqlite"
)

func table(t *testing.T) *sqlite.DB {
	t.Helper()
	db := open(t, filepath.Join(t.TempDir(), "shuping.db"))
	if err := db.Migrate(t.Context(), "test", []string{`CREATE TABLE n (i INTEGER PRIMARY KEY) STRICT`}); err != nil {
		t.Fatal(err)
	}
	return db
}

func add(i int) func(*sqlite.Tx) error {
	return func(tx *sqlite.Tx) error { _, err := tx.Exec(`INSERT INTO n VALUES (?)`, i); return err }
}

func count(t *testing.T, db *sqlite.DB) (n int) {
	t.Helper()
	if err := db.SQL().QueryRow(`SELECT count(*) FROM n`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Calls that wait while the writer is busy share the next commit, and the failure
// of some undoes only their own.
func TestGroupCommit(t *testing.T) {
	db := table(t)
	const calls = 40
	var coming atomic.Int32
	busy := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		err := db.Write(t.Context(), func(*sqlite.Tx) error {
			close(busy)
			for coming.Load() < calls {
				time.Sleep(time.Millisecond)
			}
			time.Sleep(20 * time.Millisecond) // until they have really come
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-busy
	wrong := errors.New("on purpose")
	var shared atomic.Int32
	for i := range calls {
		wait.Go(func() {
			coming.Add(1)
			err := db.Write(t.Context(), func(tx *sqlite.Tx) error {
				if count(t, db) == 0 { // nothing of the others is committed yet
					shared.Add(1)
				}
				if err := add(i)(tx); err != nil {
					return err
				}
				if i%4 == 3 {
					return wrong
				}
				return nil
			})
			if (err != nil) != (i%4 == 3) || err != nil && !errors.Is(err, wrong) {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	wait.Wait()
	if n := count(t, db); n != calls*3/4 {
		t.Errorf("%d rows, want %d", n, calls*3/4)
	}
	if shared.Load() < calls/2 {
		t.Errorf("only %d of %d shared the commit", shared.Load(), calls)
	}
}

// Appends and other writes in one commit, from many goroutines: each row is
// there exactly if its call was answered with nil.
func TestMixedWrites(t *testing.T) {
	db := table(t)
	var wait sync.WaitGroup
	var ok atomic.Int32
	for i := range 24 {
		wait.Go(func() {
			name := fmt.Sprint("m/", i%6)
			for k := range 10 {
				err := db.Write(t.Context(), add(i*10/2+k)) // half of the numbers come twice
				if err == nil {
					ok.Add(1)
				}
				head, err := db.Journal().Head(t.Context(), name)
				if err != nil {
					t.Error(err)
				}
				err = db.Journal().Append(t.Context(), name, head, journaltest.Records(name, head, 1+k%2))
				if err != nil && !errors.Is(err, journal.ErrConflict) {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if n := count(t, db); n != int(ok.Load()) {
		t.Errorf("%d rows, %d acknowledged", n, ok.Load())
	}
	for i := range 6 {
		name := fmt.Sprint("m/", i)
		if _, err := journal.Verify(name, db.Journal().Read(t.Context(), name, 1)); err != nil {
			t.Error(err)
		}
	}
}

func TestWriteThatPanics(t *testing.T) {
	db := table(t)
	func() {
		defer func() {
			if r := recover(); r != "a bug" {
				t.Errorf("recovered %v", r)
			}
		}()
		_ = db.Write(t.Context(), func(tx *sqlite.Tx) error {
			if err := add(1)(tx); err != nil {
				t.Error(err)
			}
			panic("a bug")
		})
	}()
	if err := db.Write(t.Context(), add(2)); err != nil || count(t, db) != 1 {
		t.Errorf("%v, %d rows", err, count(t, db))
	}
}

// A statement that makes SQLite undo everything fails all who share the commit.
func TestWriteThatUndoesEverything(t *testing.T) {
	db := table(t)
	err := db.Write(t.Context(), func(tx *sqlite.Tx) error {
		if err := add(1)(tx); err != nil {
			return err
		}
		_, _ = tx.Exec(`ROLLBACK`)
		return nil
	})
	if err == nil || count(t, db) != 0 {
		t.Errorf("%v, %d rows", err, count(t, db))
	}
	if err := db.Write(t.Context(), add(2)); err != nil || count(t, db) != 1 {
		t.Errorf("afterwards: %v, %d rows", err, count(t, db))
	}
}

func TestWriteGivenUp(t *testing.T) {
	db := table(t)
	ctx, cancel := context.WithCancel(t.Context())
	given := make(chan error, 1)
	err := db.Write(t.Context(), func(*sqlite.Tx) error {
		go func() { given <- db.Write(ctx, add(1)) }()
		cancel()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-given; !errors.Is(err, context.Canceled) || count(t, db) != 0 {
		t.Errorf("%v, %d rows", err, count(t, db))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), add(2)); !errors.Is(err, sqlite.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Errorf("closed again: %v", err)
	}
}

func TestTx(t *testing.T) {
	db := table(t)
	err := db.Write(t.Context(), func(tx *sqlite.Tx) error {
		for i := range 300 { // more texts than are kept ready
			if _, err := tx.Exec(fmt.Sprintf(`INSERT INTO n VALUES (%d)`, i)); err != nil {
				return err
			}
		}
		var n int
		if err := tx.QueryRow(`SELECT count(*) FROM n -- new`).Scan(&n); err != nil || n != 300 {
			t.Errorf("%d, %v", n, err)
		}
		rows, err := tx.Query(`SELECT i FROM n WHERE i < ? -- new`, 3)
		if err != nil {
			return err
		}
		defer rows.Close()
		for n = 0; rows.Next(); n++ {
		}
		if n != 3 || rows.Err() != nil {
			t.Errorf("%d, %v", n, rows.Err())
		}
		if _, err := tx.Query(`SELECT nothing`); err == nil {
			t.Error("no such column")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	err = db.Write(t.Context(), func(tx *sqlite.Tx) error {
		rows, err := tx.Query(`SELECT i FROM n WHERE i < ?`, 3)
		if err != nil {
			return err
		}
		return rows.Close()
	})
	if err != nil {
		t.Error(err)
	}
}

// An append that shared a commit which came to nothing leaves nothing in memory either:
// what the store says is the head is the head that the next append has to continue.
func TestAppendAfterLostCommit(t *testing.T) {
	db := table(t)
	j := db.Journal()
	for round := range 20 {
		name := fmt.Sprint("m/", round%2)
		var wait sync.WaitGroup
		started, let := make(chan struct{}), make(chan struct{})
		wait.Go(func() {
			_ = db.Write(t.Context(), func(*sqlite.Tx) error { // keeps the writer while the others line up
				close(started)
				<-let
				return nil
			})
		})
		<-started
		for i := range 6 {
			wait.Go(func() {
				if i == round%6 {
					_ = db.Write(t.Context(), func(tx *sqlite.Tx) error { _, err := tx.Exec(`ROLLBACK`); return err })
					return
				}
				head, err := j.Head(t.Context(), name)
				if err == nil {
					_ = j.Append(t.Context(), name, head, journaltest.Records(name, head, 1+i%2)) // lost, or too late
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		close(let)
		wait.Wait()
		head, err := j.Head(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Append(t.Context(), name, head, journaltest.Records(name, head, 1)); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if _, err := journal.Verify(name, j.Read(t.Context(), name, 1)); err != nil {
			t.Fatal(err)
		}
	}
}
