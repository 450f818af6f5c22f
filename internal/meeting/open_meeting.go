package meeting

import (
	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// OpenMeeting opens the meeting (宣布开会) when every gate is open: who presides and
// the guide are there (N5.1), each class that must be there is (N5.2, N6.1), quorum
// (N5.3) and composition (N5.4) are met, all by exact numbers of people in the
// hall. A gate that is only advice opens with a reason.
type OpenMeeting struct {
	Reason string `json:"reason,omitempty" form:"long"`
}

func (*OpenMeeting) Kind() string { return "open-meeting" }

func (c *OpenMeeting) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	switch {
	case s.Roll == nil:
		return nil, decider.Refuse("", "too-early", "after", "event.meeting.roll-opened")
	case s.Opening != nil:
		return nil, decider.Refuse("", "too-late", "before", "event.meeting.meeting-opened")
	}
	gates, d := Gates(s), act.Departures{Reason: c.Reason}
	for _, g := range gates {
		if r := g.refusal(s); r != nil {
			if err := d.Breach(policy.Basis{Clause: g.Clause, Strength: g.Strength}, r); err != nil {
				return nil, err
			}
		}
	}
	return []decider.Event[State]{&MeetingOpened{Stamp: act.By(call), Gates: gates, Presence: s.Presence(), Departures: d.List}}, nil
}

// MeetingOpened has every gate as it was measured and who was there by class.
type MeetingOpened struct {
	Stamp
	Gates      []Gate           `json:"gates"`
	Presence   []brief.Presence `json:"presence"`
	Departures []Departure      `json:"departures,omitempty"`
}

func (*MeetingOpened) Kind() string { return "meeting-opened" }

func (e *MeetingOpened) Apply(s *State) {
	s.Opening = &Opening{Stamp: e.Stamp, Gates: e.Gates, Presence: e.Presence, Seq: s.Seq + 1}
	s.Departures = append(s.Departures, e.Departures...)
}

// Opening is the opening of a sitting with what was found at the door.
type Opening struct {
	Stamp
	Gates    []Gate           `json:"gates"`
	Presence []brief.Presence `json:"presence"`
	Seq      uint64           `json:"seq"` // number of the record
}
