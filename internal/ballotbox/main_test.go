package ballotbox

import (
	"bytes"
	"context"
	"fmt"
	"math/rand"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"shuping/internal/ballot"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		castUntilKilled(dir)
		return
	}
	goleak.VerifyTestMain(m)
}

// testForm makes a form of so many subjects, options and classes.
func testForm(subjects, options, classes int) ballot.Form {
	list := func(word string, n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprint(word, i+1)
		}
		return out
	}
	return ballot.Form{Subjects: list("s", subjects), Options: list("o", options), Classes: list("c", classes)}
}

// fatal is what *testing.T and *rapid.T have in common.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

func must(t fatal, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// seeded is a random source that is the same in every run.
func seeded(seed int64) *rand.Rand { return rand.New(rand.NewSource(seed)) }

// open opens a store whose lone ballots do not wait.
func open(t fatal, dir string, o Options) *Boxes {
	t.Helper()
	if o.Linger == 0 {
		o.Linger = -1
	}
	s, err := Open(dir, o)
	must(t, err)
	return s
}

// newBox makes the box "members" in a store and closes the store after the test.
func newBox(t *testing.T, s *Boxes, form ballot.Form, slips ...int) (*Box, [][]Code) {
	t.Helper()
	t.Cleanup(func() { must(t, s.Close()) })
	codes, err := s.Create(context.Background(), "members", form, slips)
	must(t, err)
	b, err := s.Box("members")
	must(t, err)
	return b, codes
}

// marksOf is a ballot of its own for each i: with 4 options and 5 subjects there
// are 1024.
func marksOf(i, subjects int) []ballot.Mark {
	marks := make([]ballot.Mark, subjects)
	for s := range marks {
		marks[s] = ballot.Tick(i >> (2 * s) & 3)
	}
	return marks
}

// atRest waits until the box's log is cut.
func atRest(t fatal, b *Box) {
	t.Helper()
	for range 500 {
		b.disk.Lock()
		frames := b.file.late
		b.disk.Unlock()
		if frames == 0 {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
	t.Fatal("the log is not cut")
}

// wait waits until so many ballots wait in the box.
func (b *Box) wait(t fatal, n int) {
	t.Helper()
	for range 5000 {
		if b.waiting() == n {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("nobody waits")
}

var ctx = context.Background()

func contains(data []byte, marks []ballot.Mark) bool {
	plain := make([]byte, len(marks))
	for i, m := range marks {
		plain[i] = byte(m)
	}
	return bytes.Contains(data, plain)
}
