package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// Exclude takes somebody off those who should attend (不计入应到人数), with a reason
// and somebody else who agreed (N5.3): it changes the quorum. It is done before the
// meeting opens; somebody who is in the hall cannot be excluded.
type Exclude struct {
	Person   string `json:"person" form:"required,from=persons"`
	Reason   string `json:"reason" form:"required,long"`
	Approver string `json:"approver" form:"required,from=persons"`
}

func (*Exclude) Kind() string { return "exclude" }

func (c *Exclude) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.rollFor("exclude"); err != nil {
		return nil, err
	}
	if err := act.Filled("person", c.Person); err != nil {
		return nil, err
	}
	entry := s.Roll.People[c.Person]
	switch {
	case entry == nil:
		return nil, act.NotOnFile("person", c.Person)
	case !entry.Expected:
		return nil, decider.Refuse("", "not-expected", "person", c.Person, "class", entry.Class).At("person")
	case entry.Excluded != nil:
		return nil, decider.Refuse("", "excluded-already", "person", c.Person, "reason", entry.Excluded.Reason).At("person")
	case entry.Here:
		return nil, decider.Refuse("", "excluded-is-here", "person", c.Person).At("person")
	}
	if err := s.approved(c.Reason, c.Approver, call.Who); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&Excluded{Stamp: act.By(call), Person: c.Person, Reason: c.Reason, Approver: c.Approver,
		Expected: s.Roll.expected(entry.Class) - 1}}, nil
}

// rollFor refuses a change of who should attend while there is no roll or after
// the meeting was opened on it.
func (s *State) rollFor(kind string) error {
	switch {
	case s.Roll == nil:
		return decider.Refuse("", "too-early", "after", "event.meeting.roll-opened")
	case s.Opening != nil:
		return decider.Refuse("", "roll-fixed", "act", "command.meeting."+kind)
	}
	return nil
}

// Excluded has the number of people of the class who should attend now.
type Excluded struct {
	Stamp
	Person   string `json:"person"`
	Reason   string `json:"reason"`
	Approver string `json:"approver"`
	Expected int    `json:"expected"`
}

func (*Excluded) Kind() string { return "excluded" }

func (e *Excluded) Apply(s *State) {
	p := s.Roll.People[e.Person]
	p.Excluded = &Exclusion{Stamp: e.Stamp, Reason: e.Reason, Approver: e.Approver, Seq: s.Seq + 1}
}
