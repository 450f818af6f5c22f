package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// TakeUp is the first record of a meeting on the device that it was carried to (接手).
// The program hands it in when it has opened the box that was made for it alone.
type TakeUp struct {
	Trip string `json:"trip" form:"required"`
}

func (*TakeUp) Kind() string { return "take-up" }

func (c *TakeUp) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.onTrip(c.Trip); err != nil {
		return nil, err
	}
	if s.Away.TakenUp != nil {
		return nil, decider.Refuse("", "taken-up-already", "device", s.Away.Device)
	}
	return []decider.Event[State]{&TakenUp{Stamp: act.By(call), Trip: c.Trip}}, nil
}

// onTrip refuses what belongs to another journey than that of now.
func (s *State) onTrip(trip string) error {
	if s.Away == nil {
		return decider.Refuse("", "not-carried-out", "meeting", s.Brief.Meeting)
	}
	if s.Away.Trip != trip {
		return decider.Refuse("", "other-trip", "trip", trip, "now", s.Away.Trip)
	}
	return nil
}

// TakenUp says that the device has the record.
type TakenUp struct {
	Stamp
	Trip string `json:"trip"`
}

func (*TakenUp) Kind() string { return "taken-up" }

func (e *TakenUp) Apply(s *State) { s.Away.TakenUp = &e.Stamp }
