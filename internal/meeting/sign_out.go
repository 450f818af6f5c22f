package meeting

import (
	"time"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// SignOut records who left (离场). Who is not in the hall when the vote opens gets
// no ballot.
type SignOut struct {
	Persons []string `json:"persons" form:"required,from=persons"`
	// At is when they left, hh:mm on the day of the meeting; empty for now.
	At string `json:"at,omitempty"`
}

func (*SignOut) Kind() string { return "sign-out" }

func (c *SignOut) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	at, err := s.moving(call, c.Persons, c.At)
	if err != nil {
		return nil, err
	}
	var absent []string
	for _, p := range c.Persons {
		if !s.Roll.isHere(p) {
			absent = append(absent, p)
		}
	}
	if len(absent) > 0 {
		return nil, decider.Refuse("", "not-present", "persons", people(absent), "number", len(absent)).At("persons")
	}
	return []decider.Event[State]{&SignedOut{Stamp: act.By(call), Moved: at, Persons: c.Persons}}, nil
}

// SignedOut has who left.
type SignedOut struct {
	Stamp
	Moved   time.Time `json:"moved"` // when they left, UTC
	Persons []string  `json:"persons"`
}

func (*SignedOut) Kind() string { return "signed-out" }

func (e *SignedOut) Apply(s *State) {
	for _, id := range e.Persons {
		p := s.Roll.People[id]
		p.Here = false
		p.Moves = append(p.Moves, Move{At: e.Moved, Late: s.Opening != nil, Seq: s.Seq + 1})
	}
}
