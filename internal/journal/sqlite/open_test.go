package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
	"shuping/internal/journal/sqlite"
)

func TestOnlyOneWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shuping.db")
	first := open(t, path)
	if _, err := sqlite.Open(path); !errors.Is(err, sqlite.ErrHeld) {
		t.Errorf("in the same process: %v", err)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+path)
	if out, err := child.CombinedOutput(); err == nil || !strings.Contains(string(out), sqlite.ErrHeld.Error()) {
		t.Errorf("in another process: %v, %s", err, out)
	}
	records := journaltest.Records("a", journal.Head{}, 1)
	if err := first.Journal().Append(t.Context(), "a", journal.Head{}, records); err != nil {
		t.Error(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, path)
}

func TestReadingBesideAWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shuping.db")
	if _, err := sqlite.OpenReadOnly(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	writer := open(t, path)
	reader, err := sqlite.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var head journal.Head
	for range 3 {
		records := journaltest.Records("a", head, 2)
		if err := writer.Journal().Append(t.Context(), "a", head, records); err != nil {
			t.Fatal(err)
		}
		head = journaltest.HeadOf(records)
		if got, err := journal.Verify("a", reader.Journal().Read(t.Context(), "a", 1)); err != nil || got != head {
			t.Errorf("got %v, %v", got, err)
		}
	}
	err1 := reader.Journal().Append(t.Context(), "a", head, journaltest.Records("a", head, 1))
	err2 := reader.Write(t.Context(), func(*sqlite.Tx) error { return nil })
	for _, err := range []error{err1, err2} {
		if !errors.Is(err, sqlite.ErrReadOnly) {
			t.Errorf("got %v", err)
		}
	}
	for _, db := range []*sqlite.DB{reader, writer} {
		if _, err := db.SQL().Exec(`CREATE TABLE x (y)`); err == nil {
			t.Error("wrote through a reading connection")
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	alone, err := sqlite.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer alone.Close()
	if got, err := alone.Journal().Head(t.Context(), "a"); err != nil || got != head {
		t.Errorf("after the writer: %v, %v", got, err)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ sql, want string }{
		"foreign": {`CREATE TABLE x (y)`, "an SQLite file of another program"},
		"newer": {`CREATE TABLE schemas (owner TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
			INSERT INTO schemas VALUES ('journal', 99); PRAGMA application_id = 1936225648`, "tables of journal are at version 99"},
		"older": {`CREATE TABLE schemas (owner TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
			PRAGMA application_id = 1936225648`, ""},
	} {
		path := filepath.Join(dir, name)
		raw, err := sql.Open("sqlite", path)
		if err == nil {
			_, err = raw.Exec(c.sql)
		}
		if err := errors.Join(err, raw.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := sqlite.OpenReadOnly(path); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, to read: %v", name, err)
		}
		db, err := sqlite.Open(path)
		if c.want == "" && err == nil {
			_ = db.Close()
		} else if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, filepath.Join(dir, "no", "folder")} {
		if db, err := sqlite.Open(path); err == nil {
			_ = db.Close()
			t.Errorf("%s was opened", path)
		}
	}
}

func TestMigrate(t *testing.T) {
	ctx := context.Background()
	db := open(t, filepath.Join(t.TempDir(), "shuping.db"))
	steps := []string{`CREATE TABLE p (id TEXT PRIMARY KEY) STRICT; INSERT INTO p VALUES ('a')`}
	for range 2 {
		if err := db.Migrate(ctx, "people", steps); err != nil {
			t.Fatal(err)
		}
	}
	steps = append(steps, `ALTER TABLE p ADD COLUMN name TEXT; INSERT INTO p VALUES ('b', 'x')`, `INSERT INTO p VALUES ('a', 'again')`)
	if err := db.Migrate(ctx, "people", steps); err == nil || !strings.HasPrefix(err.Error(), "tables of people, step 3: ") {
		t.Errorf("got %v", err)
	}
	if err := db.Migrate(ctx, "people", steps[:2]); err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(ctx, "people", steps[:1]); err == nil || !strings.Contains(err.Error(), "use the newer shuping") {
		t.Errorf("got %v", err)
	}
	var n int
	if err := db.SQL().QueryRow(`SELECT count(*) FROM p WHERE name IS NULL OR name = 'x'`).Scan(&n); err != nil || n != 2 {
		t.Errorf("got %d, %v", n, err)
	}
}

func TestTheJournalIsOnlyAddedTo(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "shuping.db"))
	records := journaltest.Records("a", journal.Head{}, 2)
	if err := db.Journal().Append(t.Context(), "a", journal.Head{}, records); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{`UPDATE records SET who = 'x'`, `DELETE FROM records`, `UPDATE streams SET name = 'b'`, `DELETE FROM streams`} {
		err := db.Write(t.Context(), func(tx *sqlite.Tx) error { _, err := tx.Exec(q); return err })
		if err == nil || !strings.Contains(err.Error(), "only ever added to") {
			t.Errorf("%s: %v", q, err)
		}
	}
	var stream, at, body, hash string
	var seq int
	err := db.SQL().QueryRow(`SELECT stream, seq, at, body, hash FROM journal ORDER BY seq DESC`).Scan(&stream, &seq, &at, &body, &hash)
	if err != nil || stream != "a" || seq != 2 || at != "2018-12-17T09:30:00Z" || body != string(records[1].Body) || hash != records[1].Hash.String() {
		t.Errorf("the view shows %s %d %s %s %s, %v", stream, seq, at, body, hash, err)
	}
}

func TestBackup(t *testing.T) {
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "shuping.db"))
	records := journaltest.Records("a", journal.Head{}, 50)
	if err := db.Journal().Append(t.Context(), "a", journal.Head{}, records); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "备份 1.db")
	if err := db.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(t.Context(), file); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("over an existing file: %v", err)
	}
	if err := db.Backup(t.Context(), filepath.Join(dir, "no", "folder")); err == nil {
		t.Error("into no folder")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Backup(ctx, filepath.Join(dir, "cancelled")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for _, name := range []string{"cancelled", "cancelled.part", "备份 1.db.part"} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left: %v", name, err)
		}
	}
	if _, err := db.SQL().Exec(`CREATE TABLE x (y)`); err == nil {
		t.Error("a reading connection can write after a backup")
	}
	copied := open(t, file)
	if head, err := journal.Verify("a", copied.Journal().Read(t.Context(), "a", 1)); err != nil || head != journaltest.HeadOf(records) {
		t.Errorf("got %v, %v", head, err)
	}
}

// What holds records belongs to the account that runs the program, whatever the folder allows; the
// lock beside it holds nothing.
func TestFileIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // it has rights of another kind, which a file takes over from its folder
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "x.db")
	db, err := sqlite.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || !strings.Contains(e.Name(), ".lock") && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
	}
}
