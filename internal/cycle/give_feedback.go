package cycle

import (
	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// GiveFeedback tells the secretaries their results collectively (集体反馈, N9.1).
type GiveFeedback struct {
	Way      string        `json:"way" form:"required,from=feedback"`
	Date     calendar.Date `json:"date" form:"required,date"`
	Speaker  string        `json:"speaker" form:"required,from=persons"` // person who told them
	Subjects []string      `json:"subjects" form:"from=subjects"`        // none: all
	Reason   string        `json:"reason" form:"long"`                   // when late
}

func (*GiveFeedback) Kind() string { return "give-feedback" }

func (c *GiveFeedback) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	ways := s.Policy.Results.Feedback
	if err := act.Filled("way", c.Way, "speaker", c.Speaker); err != nil {
		return nil, err
	}
	if err := oneOf(ways.Basis, "N9.1", "way", c.Way, ways.Ways); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	subjects := c.Subjects
	if len(subjects) == 0 {
		subjects = append(subjects, s.SubjectOrder...)
	}
	for i, id := range subjects {
		sub, err := s.subject(id)
		if err != nil {
			return nil, act.NotOnFile("subject", id).At("subjects")
		}
		for _, earlier := range subjects[:i] {
			if earlier == id {
				return nil, act.Twice("subject", sub.OrgName).At("subjects")
			}
		}
	}
	if err := notBefore("date", c.Date, s.gradedOn(subjects), "event.cycle.grades-decided"); err != nil {
		return nil, err
	}
	d := departing(c.Reason)
	if err := d.inTime(s, c.Date, byRule("N9.1", subjects...)); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&FeedbackGiven{act.By(call), Feedback{c.Way, c.Date, c.Speaker, subjects}, d.List}}, nil
}

// Feedback is one occasion on which results were told.
type Feedback struct {
	Way      string        `json:"way"`
	Date     calendar.Date `json:"date"`
	Speaker  string        `json:"speaker"`
	Subjects []string      `json:"subjects"`
}

// FeedbackGiven is results told to the secretaries.
type FeedbackGiven struct {
	Stamp
	Feedback
	Departures []Departure `json:"departures,omitempty"`
}

func (*FeedbackGiven) Kind() string { return "feedback-given" }

func (e *FeedbackGiven) Apply(s *State) {
	s.Feedbacks = append(s.Feedbacks, e.Feedback)
	for _, id := range e.Subjects {
		s.Subjects[id].Told = s.Subjects[id].Decision
	}
	s.Departures = append(s.Departures, e.Departures...)
}
