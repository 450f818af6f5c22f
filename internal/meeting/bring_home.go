package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// BringHome ends a journey where it began (带回): the device's records stand here,
// continuing the ones it was given, and the meeting goes on here. The program hands it
// in when it has checked them.
type BringHome struct {
	Trip string `json:"trip" form:"required"`
}

func (*BringHome) Kind() string { return "bring-home" }

func (c *BringHome) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.onTrip(c.Trip); err != nil {
		return nil, err
	}
	if s.Away.HandedBack == nil {
		return nil, decider.Refuse("", "not-handed-back", "device", s.Away.Device)
	}
	return []decider.Event[State]{&BroughtHome{Stamp: act.By(call), Trip: c.Trip}}, nil
}

// BroughtHome says that the record is here again.
type BroughtHome struct {
	Stamp
	Trip string `json:"trip"`
}

func (*BroughtHome) Kind() string { return "brought-home" }

func (e *BroughtHome) Apply(s *State) { s.Away = nil }
