package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// TakeQuestion asks a question of the queue (选用提问), in the words in which it waits: it
// becomes a question of the meeting, stands on the screen, and is to be answered.
type TakeQuestion struct {
	Waiting string `json:"waiting" form:"required,from=waiting"`
}

func (*TakeQuestion) Kind() string { return "take-question" }

func (c *TakeQuestion) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	w, err := s.stillWaits(c.Waiting, "waiting")
	if err != nil {
		return nil, err
	}
	if err := s.asking(w.Subject, "waiting"); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&Asked{Stamp: act.By(call), ID: s.freeQuestion(), Subject: w.Subject, Class: w.Class, Question: w.Question, Waiting: w.ID}}, nil
}
