package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// HandBack is the device's last record of a meeting that was carried to it (交回): what
// comes after it is written at home again. Not while a vote waits for its count.
type HandBack struct{}

func (*HandBack) Kind() string { return "hand-back" }

func (c *HandBack) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if s.Away == nil || s.Away.TakenUp == nil {
		return nil, decider.Refuse("", "not-carried-out", "meeting", s.Brief.Meeting)
	}
	if s.Away.HandedBack != nil {
		return nil, s.custody()
	}
	if err := s.noVote(); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&HandedBack{Stamp: act.By(call), Trip: s.Away.Trip}}, nil
}

// HandedBack ends what the device may write.
type HandedBack struct {
	Stamp
	Trip string `json:"trip"`
}

func (*HandedBack) Kind() string { return "handed-back" }

func (e *HandedBack) Apply(s *State) { s.Away.HandedBack = &e.Stamp }
