package decider_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"shuping/internal/decider"
)

// A till: an amount that is paid in and out, never below zero.
type till struct {
	Amount int
	Log    []string
}

type pay struct {
	Amount int    `json:"amount"`
	Note   string `json:"note,omitempty"`
}

func (*pay) Kind() string { return "pay" }
func (p *pay) Decide(s *till, call decider.Call) ([]decider.Event[till], error) {
	if s.Amount+p.Amount < 0 {
		return nil, decider.Refuse("N0", "till.empty", "got", s.Amount).At("amount")
	}
	return []decider.Event[till]{&paid{Amount: p.Amount, Note: p.Note, At: call.At}}, nil
}

type paid struct {
	Amount int               `json:"amount"`
	Note   string            `json:"note,omitempty"`
	At     time.Time         `json:"at"`
	Tags   map[string]int    `json:"tags,omitempty"`
	Sum    [4]byte           `json:"sum"`
	Raw    []byte            `json:"raw"`
	Took   time.Duration     `json:"took"`
	Big    int64             `json:"big,string"`
	Inner  *struct{ A int }  `json:"inner"`
	List   []string          `json:"list"`
	Any    map[int]time.Time `json:"any"`
}

func (*paid) Kind() string { return "paid" }
func (p *paid) Apply(s *till) {
	s.Amount += p.Amount
	s.Log = append(s.Log, p.Note)
}

type closed struct{}

func (*closed) Kind() string { return "closed" }
func (*closed) Apply(*till)  {}

var tills = &decider.Decider[till]{
	Name:     "till",
	Commands: []decider.Command[till]{&pay{}},
	Events:   []decider.Event[till]{&paid{}, &closed{}},
	Allow: func(_ *till, call decider.Call, cmd decider.Command[till]) error {
		if call.Who == "" {
			return decider.Refuse("", "till.nobody")
		}
		return nil
	},
}

func TestAllowIsAskedBeforeDecide(t *testing.T) {
	var r *decider.Refusal
	_, err := tills.Decide(&till{}, decider.Call{}, &pay{Amount: -1})
	if !errors.As(err, &r) || r.Code != "till.nobody" {
		t.Errorf("got %v", err)
	}
	_, err = tills.Decide(&till{Amount: 2}, decider.Call{Who: "p-1"}, &pay{Amount: -3})
	if !errors.As(err, &r) || err.Error() != "refused by N0: till.empty at amount got=2" {
		t.Errorf("got %v", err)
	}
	events, err := tills.Decide(&till{}, decider.Call{Who: "p-1"}, &pay{Amount: 3})
	if err != nil || len(events) != 1 || events[0].Kind() != "paid" {
		t.Errorf("got %v, %v", events, err)
	}
}

func TestRefusal(t *testing.T) {
	r := decider.Refuse("N5.3", "meeting.quorum", "present", 32, "need", 33).By("三（三）")
	if r.Clause != "三（三）" || r.Error() != "refused by N5.3: meeting.quorum need=33 present=32" {
		t.Errorf("got %q", r.Error())
	}
	defer func() {
		if recover() == nil {
			t.Error("an odd number of values was taken")
		}
	}()
	decider.Refuse("", "x", slices.Collect(maps.Keys(map[any]bool{"name": true}))...)
}
