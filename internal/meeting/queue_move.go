package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// MoveQuestion changes the order of the queue (调整次序): a question comes before another
// one, or last.
type MoveQuestion struct {
	Waiting string `json:"waiting" form:"required,from=waiting"`
	Before  string `json:"before,omitempty" form:"from=waiting"` // empty: to the end
}

func (*MoveQuestion) Kind() string { return "move-question" }

func (c *MoveQuestion) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if _, err := s.stillWaits(c.Waiting, "waiting"); err != nil {
		return nil, err
	}
	if c.Before != "" {
		if _, err := s.stillWaits(c.Before, "before"); err != nil {
			return nil, err
		}
	}
	after := *s
	after.Queue = append([]Waiting(nil), s.Queue...)
	after.place(c.Waiting, c.Before)
	if c.Waiting == c.Before || sameOrder(after.Waits(""), s.Waits("")) {
		return nil, decider.Refuse("", "nothing-changed")
	}
	return []decider.Event[State]{&QuestionMoved{Stamp: act.By(call), Waiting: c.Waiting, Before: c.Before}}, nil
}

func sameOrder(a, b []Waiting) bool {
	for i := range a {
		if a[i].ID != b[i].ID {
			return false
		}
	}
	return true
}

// QuestionMoved has the question and the one before which it stands now.
type QuestionMoved struct {
	Stamp
	Waiting string `json:"waiting"`
	Before  string `json:"before,omitempty"`
}

func (*QuestionMoved) Kind() string { return "question-moved" }

func (e *QuestionMoved) Apply(s *State) { s.place(e.Waiting, e.Before) }
