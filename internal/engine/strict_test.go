package engine_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"shuping/internal/engine"
	"shuping/internal/journal"
)

func TestStrictOpening(t *testing.T) {
	for name, c := range map[string]struct {
		kind, body, want string
	}{
		"unknown kind":  {"gone", `{}`, "stream ledger/1, record 2: ledger: unknown kind gone"},
		"unknown field": {"moved", `{"amount":1,"colour":"red"}`, `stream ledger/1, record 2: ledger event moved: `},
		"no JSON":       {"moved", `{"amount":`, `stream ledger/1, record 2: ledger event moved: `},
	} {
		store := &journal.Memory{}
		records := []journal.Record{
			{At: fixed().Now(), Kind: "moved", Body: []byte(`{"amount":1}`)},
			{At: fixed().Now(), Kind: c.kind, Body: []byte(c.body)},
		}
		journal.Seal("ledger/1", journal.Head{}, records)
		if err := store.Append(t.Context(), "ledger/1", journal.Head{}, records); err != nil {
			t.Fatal(err)
		}
		streams := engine.New(ledgers, store, fixed())
		for range 2 {
			if _, err := streams.Open(t.Context(), "1"); err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%s: got %v", name, err)
			}
			if _, err := streams.Do(t.Context(), clerk, "1", &put{Amounts: []int{1}}); err == nil {
				t.Errorf("%s: written to", name)
			}
		}
	}
}

// bent shows the records of another store with one of them changed.
type bent struct{ journal.Store }

func (b bent) Read(ctx context.Context, stream string, from uint64) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for r, err := range b.Store.Read(ctx, stream, from) {
			if r.Seq == 2 {
				r.Body = []byte(`{"amount":1000}`)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestABrokenChainIsNotOpened(t *testing.T) {
	store := &journal.Memory{}
	if _, err := open(t, store, "1").Do(t.Context(), clerk, &put{Amounts: []int{1, 2, 3}}); err != nil {
		t.Fatal(err)
	}
	_, err := engine.New(ledgers, bent{store}, fixed()).Open(t.Context(), "1")
	var fault *journal.Fault
	if !errors.As(err, &fault) || fault.Seq != 2 || fault.What != journal.WrongHash {
		t.Errorf("got %v", err)
	}
}
