package meeting

import (
	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// Adjourn ends the sitting for a reason (休会、改期), such as a quorum that was not
// reached (N5.3). The next one starts with a new roll and the agenda from its
// beginning; what this one recorded is kept. A vote that is going on is ended first, and
// after the result was announced there is nothing left to adjourn.
type Adjourn struct {
	Reason string `json:"reason" form:"required,long"`
	// Next is the day of the next sitting, if it is known.
	Next calendar.Date `json:"next,omitempty" form:"date"`
}

func (*Adjourn) Kind() string { return "adjourn" }

func (c *Adjourn) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	switch r := s.Round(); {
	case s.Roll == nil:
		return nil, decider.Refuse("", "too-early", "after", "event.meeting.roll-opened")
	case s.Closed != nil || r != nil && r.Accepted != nil:
		return nil, decider.Refuse("", "nothing-to-adjourn")
	case r != nil && r.Voided == nil:
		return nil, decider.Refuse("", "vote-going-on", "round", r.No)
	case c.Next != "" && c.Next < s.Date:
		return nil, decider.Refuse("", "next-is-earlier", "next", c.Next, "date", s.Date).At("next")
	}
	return []decider.Event[State]{&Adjourned{Stamp: act.By(call), Reason: c.Reason, Next: c.Next, Gates: Gates(s)}}, nil
}

// Adjourned has the gates as they were at that moment.
type Adjourned struct {
	Stamp
	Reason string        `json:"reason"`
	Next   calendar.Date `json:"next,omitempty"`
	Gates  []Gate        `json:"gates"`
}

func (*Adjourned) Kind() string { return "adjourned" }

func (e *Adjourned) Apply(s *State) {
	s.Adjourned = &Adjournment{Stamp: e.Stamp, Reason: e.Reason, Next: e.Next, Gates: e.Gates}
	s.Past = append(s.Past, s.Sitting)
	if e.Next != "" {
		s.Brief.Date = e.Next
	}
	s.Sitting = Sitting{Date: s.Brief.Date}
}

// Adjournment is why and when a sitting ended.
type Adjournment struct {
	Stamp
	Reason string        `json:"reason"`
	Next   calendar.Date `json:"next,omitempty"`
	Gates  []Gate        `json:"gates"`
}
