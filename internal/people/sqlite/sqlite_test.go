package sqlite_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	file "shuping/internal/journal/sqlite"
	"shuping/internal/people"
	"shuping/internal/people/peopletest"
	"shuping/internal/people/sqlite"
)

func open(t *testing.T) *sqlite.Store {
	t.Helper()
	db, err := file.Open(filepath.Join(t.TempDir(), "shuping.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	s, err := sqlite.Open(context.Background(), sqlite.Database{
		Reads: db.SQL(), Migrate: db.Migrate,
		Write: func(ctx context.Context, do func(sqlite.Tx) error) error {
			return db.Write(ctx, func(tx *file.Tx) error { return do(tx) })
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	peopletest.Suite(t, func(t *testing.T) people.Store { return open(t) })
}

func TestSessions(t *testing.T) {
	now := time.Unix(1545955200, 0)
	s := open(t).Sessions(func() time.Time { return now })
	find := func(token, want string) {
		t.Helper()
		data, found, err := s.Find(token)
		if err != nil || found != (want != "") || string(data) != want {
			t.Errorf("%s: got %q %v %v, want %q", token, data, found, err, want)
		}
	}
	find("a", "")
	for token, data := range map[string]string{"a": "1", "b": "2", "c": "3"} {
		if err := s.Commit(token, []byte(data), now.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.Commit("a", []byte("9"), now.Add(2*time.Hour)), s.Delete("b"), s.Delete("b")); err != nil {
		t.Fatal(err)
	}
	find("a", "9")
	find("b", "")
	now = now.Add(time.Hour)
	find("c", "")
	find("a", "9")
}

func TestOpenTellsWhoseTablesFailed(t *testing.T) {
	gone := errors.New("disk gone")
	_, err := sqlite.Open(context.Background(), sqlite.Database{
		Migrate: func(context.Context, string, []string) error { return gone }})
	if !errors.Is(err, gone) || err.Error() != "people: disk gone" {
		t.Error(err)
	}
}
