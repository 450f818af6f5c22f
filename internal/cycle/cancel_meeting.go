package cycle

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// CancelMeeting calls a meeting off that was not held (取消会议); another may then
// be called for the same subjects.
type CancelMeeting struct {
	Meeting string `json:"meeting" form:"required,from=meetings"`
	Reason  string `json:"reason" form:"required,long"`
}

func (*CancelMeeting) Kind() string { return "cancel-meeting" }

func (c *CancelMeeting) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	m := s.Meetings[c.Meeting]
	if m == nil {
		return nil, act.NotOnFile("meeting", c.Meeting)
	}
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	if err := notCancelled(m); err != nil {
		return nil, err
	}
	if m.Held() != nil {
		return nil, decider.Refuse("", "meeting-held", "meeting", m.ID, "date", m.Held().Date).At("meeting")
	}
	return []decider.Event[State]{&MeetingCancelled{act.By(call), c.Meeting, c.Reason}}, nil
}

func notCancelled(m *Meeting) error {
	if m.Cancelled != nil {
		return decider.Refuse("", "meeting-cancelled", "meeting", m.ID, "reason", m.Cancelled.Reason).At("meeting")
	}
	return nil
}

// Cancellation is why a meeting was called off.
type Cancellation struct {
	Stamp
	Reason string `json:"reason"`
}

// MeetingCancelled is a meeting called off.
type MeetingCancelled struct {
	Stamp
	Meeting string `json:"meeting"`
	Reason  string `json:"reason"`
}

func (*MeetingCancelled) Kind() string { return "meeting-cancelled" }

func (e *MeetingCancelled) Apply(s *State) {
	s.Meetings[e.Meeting].Cancelled = &Cancellation{e.Stamp, e.Reason}
}
