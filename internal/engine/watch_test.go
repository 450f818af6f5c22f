package engine_test

import (
	"context"
	"testing"

	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
)

func TestWatch(t *testing.T) {
	s := open(t, &journal.Memory{}, "1")
	put1 := func() {
		t.Helper()
		if _, err := s.Do(t.Context(), clerk, &put{Amounts: []int{1}}); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := s.Watch(ctx)
	other := s.Watch(t.Context())
	if h := <-c; h.Seq != 0 {
		t.Errorf("at first: %v", h)
	}
	put1()
	if h := <-c; h.Seq != 1 {
		t.Errorf("after one: %v", h)
	}
	for range 5 {
		put1()
	}
	if h := <-c; h.Seq != 6 {
		t.Errorf("the slow one gets %v, not the latest", h)
	}
	select {
	case h := <-c:
		t.Errorf("told twice: %v", h)
	default:
	}
	cancel()
	if h, ok := <-c; ok {
		t.Errorf("not closed: %v", h)
	}
	put1()
	if h := <-other; h.Seq != 7 {
		t.Errorf("the other gets %v", h)
	}
}

// A node that has missed something tells its watchers when it catches up.
func TestWatchAfterCatchingUp(t *testing.T) {
	store := &journal.Memory{}
	here, there := open(t, store, "1"), open(t, store, "1")
	c := here.Watch(t.Context())
	<-c
	for i := range uint64(2) {
		if _, err := there.Do(t.Context(), clerk, &put{Amounts: []int{1}}); err != nil {
			t.Fatal(err)
		}
		if _, err := here.Do(t.Context(), clerk, &put{Amounts: []int{1}}); err != nil {
			t.Fatal(err)
		}
		if h := <-c; h.Seq != 2*i+2 {
			t.Errorf("got %v", h)
		}
	}
}

// The decider's Note is told of every event, live and on replay alike.
func TestNoteIsTold(t *testing.T) {
	noting := &decider.Decider[ledger]{
		Name: ledgers.Name, Commands: ledgers.Commands, Events: ledgers.Events, Allow: ledgers.Allow,
		Note: func(s *ledger, kind string) { s.Notes = append(s.Notes, kind) },
	}
	store := &journal.Memory{}
	live, err := engine.New(noting, store, fixed()).Open(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := live.Do(t.Context(), clerk, &put{Amounts: []int{1, 2}}); err != nil {
		t.Fatal(err)
	}
	replayed, err := engine.New(noting, store, fixed()).Open(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*engine.Stream[ledger]{live, replayed} {
		if l, _ := copyOf(s); len(l.Notes) != 2 || l.Notes[0] != "moved" {
			t.Errorf("told of %q", l.Notes)
		}
	}
}
