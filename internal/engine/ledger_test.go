package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
)

// ledger is the state of the tests' own decider: an amount that is never below
// zero, and who put in what.
type ledger struct {
	Amount int            `json:"amount"`
	By     map[string]int `json:"by"`
	Notes  []string       `json:"notes"`
}

// put pays in: one event an amount, so that a command has several.
type put struct {
	Amounts []int  `json:"amounts"`
	Note    string `json:"note,omitempty"`
}

func (*put) Kind() string { return "put" }
func (c *put) Decide(s *ledger, call decider.Call) ([]decider.Event[ledger], error) {
	var events []decider.Event[ledger]
	for _, a := range c.Amounts {
		events = append(events, &moved{Who: call.Who, Amount: a, Sum: s.Amount + a, Seed: int(call.Seed[0]), Note: c.Note})
	}
	return events, nil
}

// draw pays out, if there is enough.
type draw struct {
	Amount int `json:"amount"`
}

func (*draw) Kind() string { return "draw" }
func (c *draw) Decide(s *ledger, call decider.Call) ([]decider.Event[ledger], error) {
	if s.Amount < c.Amount {
		return nil, decider.Refuse("N1", "ledger.short", "got", s.Amount, "want", c.Amount)
	}
	return []decider.Event[ledger]{&moved{Who: call.Who, Amount: -c.Amount, Sum: s.Amount - c.Amount}}, nil
}

// spoil decides on things that a correct program does not.
type spoil struct {
	How string `json:"how"`
}

func (*spoil) Kind() string { return "spoil" }
func (c *spoil) Decide(*ledger, decider.Call) ([]decider.Event[ledger], error) {
	switch c.How {
	case "unknown":
		return []decider.Event[ledger]{&stranger{}}, nil
	case "unwritable":
		return []decider.Event[ledger]{&moved{}, &stranger{F: func() {}}}, nil
	case "error":
		return nil, errors.New("impossible call")
	case "control":
		return []decider.Event[ledger]{&moved{Note: c.How}}, nil
	}
	return nil, nil
}

type moved struct {
	Who    string `json:"who"`
	Amount int    `json:"amount"`
	Sum    int    `json:"sum"`
	Seed   int    `json:"seed,omitempty"`
	Note   string `json:"note,omitempty"`
}

func (*moved) Kind() string { return "moved" }
func (e *moved) Apply(s *ledger) {
	if s.By == nil {
		s.By = map[string]int{}
	}
	s.Amount += e.Amount
	s.By[e.Who] += e.Amount
	if e.Note != "" {
		s.Notes = append(s.Notes, e.Note)
	}
}

// stranger is an event that the decider does not list.
type stranger struct{ F any }

func (*stranger) Kind() string  { return "stranger" }
func (*stranger) Apply(*ledger) {}

var ledgers = &decider.Decider[ledger]{
	Name:     "ledger",
	Commands: []decider.Command[ledger]{&put{}, &draw{}, &spoil{}},
	Events:   []decider.Event[ledger]{&moved{}},
	Allow: func(_ *ledger, call decider.Call, _ decider.Command[ledger]) error {
		if call.Who == "nobody" {
			return decider.Refuse("", "ledger.nobody")
		}
		return nil
	},
}

// config gives a clock that ticks a second a call and chance from a seed. It is
// for one goroutine.
func config() engine.Config {
	now := time.Date(2018, 12, 17, 9, 0, 0, 123456789, time.FixedZone("CST", 8*3600))
	return engine.Config{
		Now:    func() time.Time { now = now.Add(time.Second); return now },
		Random: rand.NewChaCha8([32]byte{7}),
	}
}

func fixed() engine.Config {
	return engine.Config{
		Now:    func() time.Time { return time.Date(2018, 12, 17, 9, 0, 0, 0, time.UTC) },
		Random: zeros{},
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// naive reads the raw records a second way, without decider or engine.
func naive(store journal.Store, stream string) (*ledger, journal.Head, error) {
	s := &ledger{}
	var head journal.Head
	for r, err := range store.Read(context.Background(), stream, 1) {
		if err != nil {
			return nil, head, err
		}
		var e map[string]any
		if err := json.Unmarshal(r.Body, &e); err != nil {
			return nil, head, err
		}
		amount := int(e["amount"].(float64))
		s.Amount += amount
		if s.By == nil {
			s.By = map[string]int{}
		}
		s.By[fmt.Sprint(e["who"])] += amount
		if note, ok := e["note"]; ok {
			s.Notes = append(s.Notes, fmt.Sprint(note))
		}
		if int(e["sum"].(float64)) != s.Amount && r.Cause == "draw" {
			return nil, head, fmt.Errorf("record %d was decided on another amount than %d", r.Seq, s.Amount)
		}
		head = journal.Head{Seq: r.Seq, Hash: r.Hash}
	}
	return s, head, nil
}

// copyOf takes a copy of the live state.
func copyOf(s *engine.Stream[ledger]) (l ledger, head journal.Head) {
	s.View(func(live *ledger, h journal.Head) {
		text, err := json.Marshal(live)
		if err == nil {
			err = json.Unmarshal(text, &l)
		}
		if err != nil {
			panic(err)
		}
		head = h
	})
	return l, head
}
