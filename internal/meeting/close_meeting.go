package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// CloseMeeting closes the meeting (散会) when every item of the agenda is done, in its
// order (N5.5, N6.2), and the result was announced on the spot (N5.6).
type CloseMeeting struct {
	Reason string `json:"reason,omitempty" form:"long"`
}

func (*CloseMeeting) Kind() string { return "close-meeting" }

func (c *CloseMeeting) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	if r := s.Round(); r != nil && r.Accepted == nil && r.Voided == nil {
		return nil, decider.Refuse("", "vote-going-on", "round", r.No)
	}
	if r := s.speaking(); r != nil {
		return nil, decider.Refuse("", "report-running", "subject", r.Subject)
	}
	if open := s.Waits(""); len(open) > 0 {
		return nil, decider.Refuse("N6.2", "questions-waiting", "number", len(open))
	}
	d := act.Departures{Reason: c.Reason}
	for _, it := range s.Type().Agenda {
		if err := s.finish(it, &d); err != nil {
			return nil, err
		}
	}
	return []decider.Event[State]{&MeetingClosed{Stamp: act.By(call), Departures: d.List}}, nil
}

// MeetingClosed ends the meeting; its minutes can be handed back.
type MeetingClosed struct {
	Stamp
	Departures []Departure `json:"departures,omitempty"`
}

func (*MeetingClosed) Kind() string { return "meeting-closed" }

func (e *MeetingClosed) Apply(s *State) {
	s.Closed = &e.Stamp
	s.Departures = append(s.Departures, e.Departures...)
}
