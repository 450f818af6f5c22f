package engine_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"go.uber.org/goleak"

	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var clerk = decider.Call{Who: "p-1"}

func open(t *testing.T, store journal.Store, id string) *engine.Stream[ledger] {
	t.Helper()
	s, err := engine.New(ledgers, store, fixed()).Open(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTimeAndChanceAreGiven(t *testing.T) {
	store := &journal.Memory{}
	streams := engine.New(ledgers, store, config())
	call := decider.Call{Who: "p-1", At: time.Unix(0, 0), Seed: [32]byte{99}}
	records, err := streams.Do(t.Context(), call, "2018", &put{Amounts: []int{1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range records {
		if want := time.Date(2018, 12, 17, 1, 0, 1, 123456000, time.UTC); !r.At.Equal(want) || r.At.Location() != time.UTC {
			t.Errorf("at %v, want %v", r.At, want)
		}
		if r.Stream != "ledger/2018" || r.Seq != uint64(i+1) || r.Who != "p-1" || r.Cause != "put" || r.Kind != "moved" {
			t.Errorf("got %+v", r)
		}
		if strings.Contains(string(r.Body), `"seed":99`) {
			t.Error("the caller's seed was used")
		}
	}
	again, err := engine.New(ledgers, &journal.Memory{}, config()).Do(t.Context(), call, "2018", &put{Amounts: []int{1, 2}})
	if err != nil || again[1].Hash != records[1].Hash {
		t.Errorf("the same again is another: %v", err)
	}
}

func TestNothingIsWrittenOfARefusalOrAMistake(t *testing.T) {
	store := &journal.Memory{}
	s := open(t, store, "1")
	var refusal *decider.Refusal
	var unknown *decider.UnknownKind
	for name, c := range map[string]struct {
		call decider.Call
		cmd  decider.Command[ledger]
		is   func(error) bool
	}{
		"allow":   {decider.Call{Who: "nobody"}, &put{}, func(err error) bool { return errors.As(err, &refusal) }},
		"decide":  {clerk, &draw{1}, func(err error) bool { return errors.As(err, &refusal) }},
		"nothing": {clerk, &put{}, func(err error) bool { return strings.Contains(err.Error(), "neither refused") }},
		"unknown": {clerk, &spoil{"unknown"}, func(err error) bool { return errors.As(err, &unknown) }},
		"encode":  {clerk, &spoil{"unwritable"}, func(err error) bool { return strings.Contains(err.Error(), "encode stranger") }},
		"error":   {clerk, &spoil{"error"}, func(err error) bool { return err.Error() == "impossible call" }},
		"who":     {decider.Call{Who: "a\nb"}, &put{Amounts: []int{1}}, func(err error) bool { return strings.Contains(err.Error(), "who is") }},
	} {
		if records, err := s.Do(t.Context(), c.call, c.cmd); err == nil || !c.is(err) || records != nil {
			t.Errorf("%s: got %v, %v", name, records, err)
		}
	}
	if head, _ := store.Head(t.Context(), "ledger/1"); head.Seq != 0 {
		t.Errorf("%d records", head.Seq)
	}
	broken := engine.New(ledgers, store, engine.Config{Now: time.Now, Random: iotest.ErrReader(io.ErrUnexpectedEOF)})
	if _, err := broken.Do(t.Context(), clerk, "1", &put{Amounts: []int{1}}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

// Each way in which an append can fail, one by one.
func TestFailedAppends(t *testing.T) {
	for _, c := range []struct {
		name        string
		append      journaltest.Fail
		read        journaltest.Fail
		acknowledge bool
		unsure      bool
		written     uint64
	}{
		{"before", journaltest.FailsBefore, journaltest.Works, false, false, 0},
		{"after", journaltest.FailsAfter, journaltest.Works, true, false, 2},
		{"before, and reading fails", journaltest.FailsBefore, journaltest.FailsBefore, false, true, 0},
		{"after, and reading fails", journaltest.FailsAfter, journaltest.FailsBefore, false, true, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := journaltest.NewFaulty(&journal.Memory{})
			s := open(t, store, "1")
			if _, err := s.Do(t.Context(), clerk, &put{Amounts: []int{5}}); err != nil {
				t.Fatal(err)
			}
			store.Plan(func(op journaltest.Op) journaltest.Fail {
				if op == journaltest.OpAppend {
					return c.append
				}
				return c.read
			})
			records, err := s.Do(t.Context(), clerk, &put{Amounts: []int{1, 2}})
			var unsure *engine.Unsure
			if (err == nil) != c.acknowledge || (len(records) == 2) != c.acknowledge || errors.As(err, &unsure) != c.unsure {
				t.Errorf("got %v, %v", records, err)
			}
			if err != nil && !errors.Is(err, journaltest.ErrFault) {
				t.Errorf("got %v", err)
			}
			if c.unsure {
				if _, head := copyOf(s); head.Seq != 1 {
					t.Errorf("applied without reading: %v", head)
				}
				if _, err := s.Do(t.Context(), clerk, &put{Amounts: []int{1}}); err == nil {
					t.Error("decided without reading")
				}
			}
			store.Plan(nil)
			if _, err := s.Do(t.Context(), clerk, &put{Amounts: []int{1}}); err != nil {
				t.Fatal(err)
			}
			if _, head := copyOf(s); head.Seq != 2+c.written {
				t.Errorf("head %d, want %d", head.Seq, 2+c.written)
			}
		})
	}
}

// always answers every append with the same conflict.
type always struct{ journal.Store }

func (always) Append(context.Context, string, journal.Head, []journal.Record) error {
	return journal.ErrConflict
}

func TestConflictsAreBounded(t *testing.T) {
	s := open(t, always{&journal.Memory{}}, "1")
	if _, err := s.Do(t.Context(), clerk, &put{Amounts: []int{1}}); !errors.Is(err, journal.ErrConflict) {
		t.Errorf("got %v", err)
	}
}

// Two nodes on one store: each decides on what the other wrote.
func TestTwoNodes(t *testing.T) {
	store := &journal.Memory{}
	nodes := [2]*engine.Stream[ledger]{open(t, store, "1"), open(t, store, "1")}
	if _, err := nodes[0].Do(t.Context(), clerk, &put{Amounts: []int{50}}); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for i := range 40 {
		wait.Go(func() {
			var refusal *decider.Refusal
			_, err := nodes[i%2].Do(t.Context(), clerk, &draw{2})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				done++
			} else if !errors.As(err, &refusal) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if want, _, err := naive(store, "ledger/1"); err != nil || want.Amount != 0 || done != 25 {
		t.Errorf("%+v, %d done, %v", want, done, err)
	}
}

// A reader never sees half of a command.
func TestViewSeesWholeCommands(t *testing.T) {
	s := open(t, &journal.Memory{}, "1")
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 200 {
			if _, err := s.Do(t.Context(), clerk, &put{Amounts: []int{1, 1, 1}}); err != nil {
				t.Error(err)
			}
		}
	}()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		s.View(func(l *ledger, h journal.Head) {
			if l.Amount%3 != 0 || h.Seq != uint64(l.Amount) {
				t.Errorf("amount %d at head %d", l.Amount, h.Seq)
			}
		})
	}
}

func TestCancelled(t *testing.T) {
	s := open(t, &journal.Memory{}, "1")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Do(ctx, clerk, &put{Amounts: []int{1}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := engine.New(ledgers, &journal.Memory{}, fixed()).Open(ctx, "1"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// slow is a store whose append waits until it is let go.
type slow struct {
	journal.Store
	begun, let chan struct{}
}

func (s slow) Append(ctx context.Context, stream string, expect journal.Head, records []journal.Record) error {
	close(s.begun)
	<-s.let
	return s.Store.Append(ctx, stream, expect, records)
}

// Who waits for its turn gives up when its ctx ends.
func TestCancelledWhileWaiting(t *testing.T) {
	store := slow{&journal.Memory{}, make(chan struct{}), make(chan struct{})}
	s := open(t, store, "1")
	first := make(chan error, 1)
	go func() {
		_, err := s.Do(t.Context(), clerk, &put{Amounts: []int{1}})
		first <- err
	}()
	<-store.begun
	ctx, cancel := context.WithCancel(t.Context())
	second := make(chan error, 1)
	go func() {
		_, err := s.Do(ctx, clerk, &put{Amounts: []int{1}})
		second <- err
	}()
	cancel()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(store.let)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if _, head := copyOf(s); head.Seq != 1 {
		t.Errorf("head %v", head)
	}
}

func TestNames(t *testing.T) {
	streams := engine.New(ledgers, &journal.Memory{}, fixed())
	for _, id := range []string{"", "a/b", "a b", ".a", "..", "a\x00", "a\xff", "a\uFFFD", strings.Repeat("a", 101), "a%", "a\\b"} {
		var bad *engine.BadName
		if _, err := streams.Open(t.Context(), id); !errors.As(err, &bad) {
			t.Errorf("open %q: %v", id, err)
		}
		if _, err := streams.Find(t.Context(), id); !errors.As(err, &bad) {
			t.Errorf("find %q: %v", id, err)
		}
	}
	for _, id := range []string{"2018", "a.b_c-d", "金坡-2018", strings.Repeat("a", 100)} {
		if s, err := streams.Open(t.Context(), id); err != nil || s.Name() != "ledger/"+id {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestOneStreamPerID(t *testing.T) {
	streams := engine.New(ledgers, &journal.Memory{}, fixed())
	var wait sync.WaitGroup
	got := make([]*engine.Stream[ledger], 16)
	for i := range got {
		wait.Go(func() {
			s, err := streams.Open(t.Context(), fmt.Sprint(i%2))
			if err != nil {
				t.Error(err)
			}
			got[i] = s
		})
	}
	wait.Wait()
	for i, s := range got {
		if s != got[i%2] {
			t.Error("two streams of one id")
		}
	}
}
