package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
	"shuping/internal/journal/sqlite"
)

const childEnv = "SHUPING_TEST_APPEND_TO"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		if err := appendForEver(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// appendForEver is the process that gets killed: three writers on three streams,
// each says what was acknowledged to it.
func appendForEver(path string) error {
	db, err := sqlite.Open(path)
	if err != nil {
		return err
	}
	failed := make(chan error)
	var out sync.Mutex
	for i := range 3 {
		go func() {
			name := fmt.Sprint("meeting/", i)
			head, err := db.Journal().Head(context.Background(), name)
			for err == nil {
				records := journaltest.Records(name, head, 1+int(head.Seq)%3)
				if err = db.Journal().Append(context.Background(), name, head, records); err != nil {
					break
				}
				head = journaltest.HeadOf(records)
				out.Lock()
				fmt.Println(name, head.Seq, head.Hash)
				out.Unlock()
			}
			failed <- err
		}()
	}
	return <-failed
}

// A process that appends is killed at a random moment, again and again on one
// file: everything that was acknowledged is there, and the chains hold.
func TestKilledWhileAppending(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shuping.db")
	random := rand.New(rand.NewPCG(20181217, 2))
	acknowledged := map[string]journal.Head{}
	for round := range 6 {
		killAfter(t, path, 1+random.IntN(120), acknowledged)
		db := open(t, path)
		for name, ack := range acknowledged {
			found := false
			head, err := journal.Verify(name, func(yield func(journal.Record, error) bool) {
				for r, err := range db.Journal().Read(t.Context(), name, 1) {
					found = found || r.Seq == ack.Seq && r.Hash == ack.Hash
					if !yield(r, err) {
						return
					}
				}
			})
			if err != nil || !found || head.Seq < ack.Seq {
				t.Fatalf("round %d, %s: acknowledged up to %d, found up to %d: %v", round, name, ack.Seq, head.Seq, err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killAfter starts the process, kills it after so many acknowledgements, and
// notes all that it gave.
func killAfter(t *testing.T, path string, lines int, acknowledged map[string]journal.Head) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+path)
	var stderr strings.Builder
	child.Stderr = &stderr
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for in := bufio.NewScanner(out); in.Scan(); {
		var name, hash string
		var head journal.Head
		if _, err := fmt.Sscan(in.Text(), &name, &head.Seq, &hash); err != nil || len(hash) != 64 {
			continue // the line at which it was killed
		}
		if err := head.Hash.UnmarshalText([]byte(hash)); err != nil {
			t.Error(err)
		}
		acknowledged[name] = head
		if n++; n == lines {
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = child.Wait() // "killed" is what is wanted
	if n < lines {
		t.Fatalf("ended after %d acknowledgements: %s", n, stderr.String())
	}
}
