package engine_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
)

// machine hands commands of two nodes to one stream of a store that fails as it
// likes, and keeps a model of what must be there.
type machine struct {
	store   *journal.Memory
	faulty  *journaltest.Faulty
	nodes   [2]*engine.Streams[ledger]
	amount  int                            // of everything that was acknowledged, or found to be written
	records int                            // as many
	sure    bool                           // false after an Unsure: one command may be in the store or not
	maybe   func(records []journal.Record) // looks whether it is
}

func (m *machine) restart(i int) { m.nodes[i] = engine.New(ledgers, m.faulty, config()) }

// settle finds out, from the store itself, what an unsure command did.
func (m *machine) settle(t *rapid.T) {
	if m.sure {
		return
	}
	records, err := journaltest.ReadAll(t.Context(), m.store, "ledger/1", uint64(m.records)+1)
	if err != nil {
		t.Fatal(err)
	}
	m.maybe(records)
	m.sure = true
}

func (m *machine) do(t *rapid.T, cmd decider.Command[ledger], gain, n int) {
	m.settle(t)
	m.faulty.Plan(func(journaltest.Op) journaltest.Fail {
		return rapid.SampledFrom([]journaltest.Fail{0, 0, 0, 0, 0, journaltest.FailsBefore, journaltest.FailsAfter}).Draw(t, "fail")
	})
	node := rapid.IntRange(0, 1).Draw(t, "node")
	records, err := m.nodes[node].Do(t.Context(), decider.Call{Who: "p-1"}, "1", cmd)
	m.faulty.Plan(nil)
	var refusal *decider.Refusal
	var unsure *engine.Unsure
	switch {
	case err == nil:
		if len(records) != n {
			t.Fatalf("%d records, want %d", len(records), n)
		}
		m.amount, m.records = m.amount+gain, m.records+n
	case errors.As(err, &refusal):
		if m.amount+gain >= 0 {
			t.Fatalf("refused although %d are there: %v", m.amount, err)
		}
	case errors.As(err, &unsure):
		m.sure = false
		m.maybe = func(found []journal.Record) {
			if len(found) == n {
				m.amount, m.records = m.amount+gain, m.records+n
			} else if len(found) != 0 {
				t.Fatalf("%d records of a command with %d", len(found), n)
			}
		}
	case !errors.Is(err, journaltest.ErrFault):
		t.Fatal(err)
	}
}

// check compares live state, a replay, the naive reading and the model.
func (m *machine) check(t *rapid.T) {
	m.settle(t)
	want, head, err := naive(m.store, "ledger/1")
	if err != nil {
		t.Fatal(err)
	}
	if want.Amount != m.amount || head.Seq != uint64(m.records) || m.amount < 0 {
		t.Fatalf("the store holds %d in %d records, want %d in %d", want.Amount, head.Seq, m.amount, m.records)
	}
	fresh, err := engine.New(ledgers, m.store, config()).Open(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	got, gotHead := copyOf(fresh)
	if d := cmp.Diff(*want, got); d != "" || gotHead != head {
		t.Fatalf("replayed: %s", d)
	}
	for i, node := range m.nodes {
		s, err := node.Open(t.Context(), "1")
		if err != nil {
			t.Fatal(err)
		}
		// A command that is refused makes the node read what it has missed.
		var r *decider.Refusal
		if _, err := s.Do(t.Context(), decider.Call{Who: "nobody"}, &draw{}); !errors.As(err, &r) {
			t.Fatalf("node %d: %v", i, err)
		}
		got, gotHead := copyOf(s)
		if d := cmp.Diff(*want, got); d != "" || gotHead != head {
			t.Fatalf("node %d at %v, want %v: %s", i, gotHead, head, d)
		}
	}
}

// Whatever the store does, before or after it wrote: what was acknowledged is
// there once, what was refused or failed is not, and live state is replayed state.
func TestUnderFaults(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{store: &journal.Memory{}, sure: true}
		m.faulty = journaltest.NewFaulty(m.store)
		m.restart(0)
		m.restart(1)
		t.Repeat(map[string]func(*rapid.T){
			"put": func(t *rapid.T) {
				amounts := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 3).Draw(t, "amounts")
				sum := 0
				for _, a := range amounts {
					sum += a
				}
				m.do(t, &put{Amounts: amounts, Note: rapid.SampledFrom([]string{"", "记"}).Draw(t, "note")}, sum, len(amounts))
			},
			"draw": func(t *rapid.T) {
				a := rapid.IntRange(0, 15).Draw(t, "amount")
				m.do(t, &draw{Amount: a}, -a, 1)
			},
			"restart": func(t *rapid.T) { m.restart(rapid.IntRange(0, 1).Draw(t, "node")) },
			"":        m.check,
		})
	})
}
