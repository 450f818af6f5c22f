package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// Recall takes the meeting back from a device that is lost or broken (收回): it goes on
// here, from the record with which it was given away. What the device wrote is not
// merged when it comes back after all; it is kept as evidence. It can be handed in
// where the meeting was given away only.
type Recall struct {
	Reason string `json:"reason" form:"required,long"`
}

func (*Recall) Kind() string { return "recall" }

func (c *Recall) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if s.Away == nil {
		return nil, decider.Refuse("", "not-carried-out", "meeting", s.Brief.Meeting)
	}
	if s.Away.TakenUp != nil {
		return nil, decider.Refuse("", "recall-at-home", "device", s.Away.Device)
	}
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&Recalled{Stamp: act.By(call), Trip: s.Away.Trip, Reason: c.Reason}}, nil
}

// Recalled ends a journey without its records.
type Recalled struct {
	Stamp
	Trip   string `json:"trip"`
	Reason string `json:"reason"`
}

func (*Recalled) Kind() string { return "recalled" }

func (e *Recalled) Apply(s *State) {
	s.Lost = append(s.Lost, Lost{Stamp: e.Stamp, Trip: e.Trip, Key: s.Away.Key, Device: s.Away.Device, Reason: e.Reason})
	s.Away = nil
}

// Lost is a journey that was recalled.
type Lost struct {
	Stamp
	Trip     string     `json:"trip"`
	Key      string     `json:"key"`
	Device   string     `json:"device"`
	Reason   string     `json:"reason"`
	Evidence []Evidence `json:"evidence,omitempty"` // what came back after all
}

// lost finds a recalled journey, nil for none.
func (s *State) lost(trip string) *Lost {
	for i := range s.Lost {
		if s.Lost[i].Trip == trip {
			return &s.Lost[i]
		}
	}
	return nil
}
