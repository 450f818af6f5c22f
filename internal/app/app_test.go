package app

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shuping/internal/journal/sqlite"
	"shuping/internal/office"
	"shuping/internal/people"
)

var ctx = context.Background()

func open(t *testing.T, dir string, readOnly bool) *App {
	t.Helper()
	a, err := Open(ctx, Config{Data: dir, Now: time.Now, Random: rand.Reader, ReadOnly: readOnly})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func TestOneProcessWritesAndOthersMayLook(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, false)
	if _, err := Open(ctx, Config{Data: dir, Now: time.Now, Random: rand.Reader}); !errors.Is(err, sqlite.ErrHeld) {
		t.Errorf("a second writer: %v", err)
	} else if !strings.Contains(err.Error(), dir) {
		t.Errorf("the error does not name the folder: %v", err)
	}
	err := a.People.Apply(ctx, people.Changes{Persons: []people.Person{{ID: "p1", Name: "甲"}}})
	if err != nil {
		t.Fatal(err)
	}
	beside := open(t, dir, true)
	if p, err := beside.People.Person(ctx, "p1"); err != nil || p.Name != "甲" {
		t.Errorf("beside the writer: %+v, %v", p, err)
	}
}

func TestAFolderThatIsNotThereIsNotMadeByLooking(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	if _, err := Open(ctx, Config{Data: dir, Now: time.Now, Random: rand.Reader, ReadOnly: true}); err == nil {
		t.Error("opened")
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder was made: %v", err)
	}
}

func TestTheFirstLinkIsForAnOfficeWithoutAccounts(t *testing.T) {
	a := open(t, t.TempDir(), false)
	token, err := a.FirstLink(ctx)
	if err != nil || token == "" {
		t.Fatalf("%q, %v", token, err)
	}
	acc, err := a.SignIn.Redeem(ctx, token)
	if err != nil || acc.Person != firstPerson {
		t.Fatalf("%+v, %v", acc, err)
	}
	if again, err := a.FirstLink(ctx); err != nil || again == "" {
		t.Errorf("nobody else has an account, so the office needs a link again: %q, %v", again, err)
	}
	if err := a.People.Apply(ctx, people.Changes{Persons: []people.Person{{ID: "p1", Name: "甲"}}}); err != nil {
		t.Fatal(err)
	}
	if err := a.People.SetAccount(ctx, people.Account{Person: "p1", Roles: []string{people.Office}}); err != nil {
		t.Fatal(err)
	}
	if later, err := a.FirstLink(ctx); err != nil || later != "" {
		t.Errorf("somebody has the role, and still: %q, %v", later, err)
	}
}

// The server answers, and ends when it is told to.
func TestServe(t *testing.T) {
	a := open(t, t.TempDir(), false)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	run, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() {
		done <- a.ServeAt(run, Listening{At: l}, slog.New(slog.NewTextHandler(io.Discard, nil)), "test")
	}()
	for _, path := range []string{"/healthz", "/readyz"} {
		r, err := http.Get("http://" + l.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", path, r.Status)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// What a person hands in is there after the folder was closed and opened again.
func TestWhatWasHandedInIsThereAgain(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, false)
	err := a.People.Apply(ctx, people.Changes{
		Persons:       []people.Person{{ID: "p1", Name: "甲"}, {ID: "p2", Name: "乙"}},
		Organisations: []people.Organisation{{ID: "o1", Name: "甲支部", Kind: "支部", Secretary: "p1", Deputy: "p2"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	call, err := a.Office.Caller(ctx, "p1")
	if err != nil {
		t.Fatal(err)
	}
	call.Roles = []string{people.Office}
	if _, err := a.Office.Hand(ctx, call, office.Paper{Stream: "cycle/2018", Kind: "open", Values: map[string][]string{"policy": {"notice-2018"}}}); err != nil {
		t.Fatal(err)
	}
	before, head, err := a.Doors.All()[0].State(ctx, "2018")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	b := open(t, dir, false)
	after, again, err := b.Doors.All()[0].State(ctx, "2018")
	if err != nil || again != head || string(after) != string(before) {
		t.Errorf("%v, head %v and %v", err, head, again)
	}
	if !strings.Contains(string(after), `"kind":"党支部"`) {
		t.Error("the roster's word for the kind was not put into the policy's")
	}
}
