package journaltest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shuping/internal/journal"
)

// Many goroutines append to the same head: exactly one wins each round.
func testOneWins(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	var head journal.Head
	for round := range 12 {
		var wait sync.WaitGroup
		won := make(chan journal.Head, 16)
		for i := range 8 {
			wait.Go(func() {
				r := Records("a", head, 1+i%3)
				r[0].Who = fmt.Sprint("p-", i)
				end := journal.Seal("a", head, r)
				switch err := s.Append(t.Context(), "a", head, r); {
				case err == nil:
					won <- end
				case !errors.Is(err, journal.ErrConflict):
					t.Errorf("round %d: %v", round, err)
				}
			})
		}
		wait.Wait()
		if len(won) != 1 {
			t.Fatalf("round %d: %d won", round, len(won))
		}
		head = <-won
		if got, err := s.Head(t.Context(), "a"); err != nil || got != head {
			t.Fatalf("round %d: head %v, %v", round, got, err)
		}
	}
	end, err := journal.Verify("a", s.Read(t.Context(), "a", 1))
	if err != nil || end != head {
		t.Errorf("%v, %v", end, err)
	}
}

func testManyStreams(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	var wait sync.WaitGroup
	for i := range 32 {
		wait.Go(func() {
			name := fmt.Sprintf("meeting/%02d", i)
			var all []journal.Record
			for range 10 {
				next := Records(name, HeadOf(all), 1+i%2)
				if err := s.Append(t.Context(), name, HeadOf(all), next); err != nil {
					t.Error(err)
					return
				}
				all = append(all, next...)
			}
			got, err := ReadAll(t.Context(), s, name, 1)
			if d := cmp.Diff(all, got); d != "" || err != nil {
				t.Errorf("%s: %v\n%s", name, err, d)
			}
		})
	}
	wait.Wait()
	if names, err := s.Streams(t.Context(), "meeting/"); err != nil || len(names) != 32 {
		t.Errorf("%q, %v", names, err)
	}
}

// An append of several records is seen whole or not at all.
func testSnapshot(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		var head journal.Head
		for range 40 {
			r := Records("a", head, 5)
			if err := s.Append(t.Context(), "a", head, r); err != nil {
				t.Error(err)
				return
			}
			head = HeadOf(r)
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		head, err := journal.Verify("a", s.Read(t.Context(), "a", 1))
		if err != nil || head.Seq%5 != 0 {
			t.Fatalf("%v, %v", head, err)
		}
	}
}

func testCancellation(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	first := Records("a", journal.Head{}, 100)
	must(t, s.Append(t.Context(), "a", journal.Head{}, first))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var err error
	for _, err = range s.Read(ctx, "a", 1) {
		if n++; n == 3 {
			cancel()
		}
	}
	if !errors.Is(err, context.Canceled) || n > 99 {
		t.Errorf("read: %v after %d records", err, n)
	}
	if err := s.Append(ctx, "a", HeadOf(first), Records("a", HeadOf(first), 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("append: %v", err)
	}
	if _, err := s.Head(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("head: %v", err)
	}
	if _, err := s.Streams(ctx, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("streams: %v", err)
	}
	want(t, s, "a", first)
}

// A reader that stops early, or reads or appends while it reads, hinders nobody.
func testBreakOff(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	all := Records("a", journal.Head{}, 50)
	must(t, s.Append(t.Context(), "a", journal.Head{}, all))
	for i := range 40 {
		for r, err := range s.Read(t.Context(), "a", 1) {
			must(t, err)
			if r.Seq == 2 {
				next := Records("a", HeadOf(all), 1)
				must(t, s.Append(t.Context(), "a", HeadOf(all), next))
				all = append(all, next...)
			}
			if r.Seq == uint64(i+2) {
				break
			}
		}
	}
	want(t, s, "a", all)
}
