package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// DeclineQuestions says of questions in the queue that they are not asked, with a word why
// (不采用): one, or all that are left.
type DeclineQuestions struct {
	Waiting []string `json:"waiting" form:"required,from=waiting"`
	Reason  string   `json:"reason" form:"required,long"`
}

func (*DeclineQuestions) Kind() string { return "decline-questions" }

func (c *DeclineQuestions) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.held(); err != nil {
		return nil, err
	}
	if len(c.Waiting) == 0 {
		return nil, decider.Refuse("", "field-empty", "field", "field.waiting").At("waiting")
	}
	if id := twice(c.Waiting); id != "" {
		return nil, decider.Refuse("", "stands-twice", "what", "field.waiting", "id", id).At("waiting")
	}
	for _, id := range c.Waiting {
		if _, err := s.stillWaits(id, "waiting"); err != nil {
			return nil, err
		}
	}
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&QuestionsDeclined{Stamp: act.By(call), Waiting: c.Waiting, Reason: c.Reason}}, nil
}

// QuestionsDeclined has the questions that are not asked, and why.
type QuestionsDeclined struct {
	Stamp
	Waiting []string `json:"waiting"`
	Reason  string   `json:"reason"`
}

func (*QuestionsDeclined) Kind() string { return "questions-declined" }

func (e *QuestionsDeclined) Apply(s *State) {
	for _, id := range e.Waiting {
		s.waiting(id).Declined = &Decline{Stamp: e.Stamp, Reason: e.Reason}
	}
}
