package sqlite_test

import (
	"path/filepath"
	"testing"

	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
	"shuping/internal/journal/sqlite"
)

func open(t testing.TB, path string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

type closing struct {
	journal.Store
	db *sqlite.DB
}

func (c closing) Close() error { return c.db.Close() }

func TestSuite(t *testing.T) {
	dirs := map[string]string{}
	journaltest.Suite(t, func(t *testing.T) journal.Store {
		if dirs[t.Name()] == "" {
			dirs[t.Name()] = t.TempDir()
		}
		db := open(t, filepath.Join(dirs[t.Name()], "100% 述评?.db"))
		return closing{db.Journal(), db}
	})
}
