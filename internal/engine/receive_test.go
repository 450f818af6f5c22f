package engine_test

import (
	"errors"
	"testing"

	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
)

// recordsOf reads a whole stream.
func recordsOf(t *testing.T, store journal.Store, stream string) (all []journal.Record) {
	t.Helper()
	for r, err := range store.Read(t.Context(), stream, 1) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// What was written elsewhere continues the head, is passed over when it is here already,
// and is seen at once by who looks.
func TestReceive(t *testing.T) {
	here, there := &journal.Memory{}, &journal.Memory{}
	home, away := engine.New(ledgers, here, fixed()), engine.New(ledgers, there, fixed())
	do := func(ss *engine.Streams[ledger], amount int) {
		t.Helper()
		if _, err := ss.Do(t.Context(), clerk, "1", &put{Amounts: []int{amount}}); err != nil {
			t.Fatal(err)
		}
	}
	do(home, 5)
	if err := away.Receive(t.Context(), "1", recordsOf(t, here, "ledger/1")); err != nil {
		t.Fatal(err)
	}
	do(away, 7)
	do(away, 1)
	back := recordsOf(t, there, "ledger/1")
	s := open(t, here, "1")
	watch := s.Watch(t.Context())
	<-watch
	for range 2 { // the second time there is nothing left to do
		if err := home.Receive(t.Context(), "1", back[1:]); err != nil {
			t.Fatal(err)
		}
	}
	live, err := home.Find(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	if l, head := copyOf(live); l.Amount != 13 || head.Seq != 3 {
		t.Errorf("%+v at %v", l, head)
	}
	if err := home.Receive(t.Context(), "1", back); err != nil {
		t.Errorf("the whole stream: %v", err)
	}
}

// Whatever does not continue the head is refused whole.
func TestReceiveRefuses(t *testing.T) {
	here, there := &journal.Memory{}, &journal.Memory{}
	home, away := engine.New(ledgers, here, fixed()), engine.New(ledgers, there, fixed())
	for _, ss := range []*engine.Streams[ledger]{home, away} {
		if _, err := ss.Do(t.Context(), clerk, "1", &put{Amounts: []int{5}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := away.Do(t.Context(), clerk, "1", &put{Amounts: []int{7}}); err != nil {
		t.Fatal(err)
	}
	back := recordsOf(t, there, "ledger/1")
	edit := func(change func(r *journal.Record)) []journal.Record {
		r := back[1]
		change(&r)
		return []journal.Record{r}
	}
	sealed := edit(func(r *journal.Record) { r.Kind = "gone" })
	journal.Seal("ledger/1", journal.Head{Seq: 1, Hash: back[0].Hash}, sealed)
	other := edit(func(r *journal.Record) { r.Who = "p-2" })
	journal.Seal("ledger/1", journal.Head{Seq: 1, Hash: back[0].Hash}, other)
	for name, records := range map[string][]journal.Record{
		"body changed": edit(func(r *journal.Record) { r.Body = []byte(`{"who":"p-1","amount":700,"sum":705}`) }),
		"a gap":        edit(func(r *journal.Record) { r.Seq = 3 }),
		"other stream": edit(func(r *journal.Record) { r.Stream = "ledger/2" }),
		"unknown kind": sealed,
	} {
		var not *engine.NotContinuing
		if err := home.Receive(t.Context(), "1", records); !errors.As(err, &not) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := home.Receive(t.Context(), "1", back[1:]); err != nil {
		t.Fatal(err)
	}
	var not *engine.NotContinuing
	if err := home.Receive(t.Context(), "1", other); !errors.As(err, &not) || not.Seq != 2 {
		t.Errorf("another second record: %v", err)
	}
	if n := len(recordsOf(t, here, "ledger/1")); n != 2 {
		t.Errorf("%d records", n)
	}
	faulty := journaltest.NewFaulty(&journal.Memory{})
	broken := engine.New(ledgers, faulty, fixed())
	faulty.Plan(func(op journaltest.Op) journaltest.Fail {
		if op == journaltest.OpAppend {
			return journaltest.FailsAfter
		}
		return journaltest.Works
	})
	if err := broken.Receive(t.Context(), "1", back); !errors.Is(err, journaltest.ErrFault) {
		t.Error(err)
	}
	if err := broken.Receive(t.Context(), "1", back); err != nil { // it was written; the next try finds it
		t.Error(err)
	}
}
