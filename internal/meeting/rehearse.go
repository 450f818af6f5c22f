package meeting

import (
	"strconv"
	"strings"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// Rehearse begins a practice meeting (演练) beside this one: with its arrangements,
// people and forms, and a record of its own that is never kept. One at a time, and only
// before the roll opens, so that nobody practises while it is in earnest.
type Rehearse struct{}

func (*Rehearse) Kind() string { return "rehearse" }

func (c *Rehearse) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	switch {
	case s.Brief.Rehearsal:
		return nil, decider.Refuse("", "rehearsal-itself")
	case s.Away != nil:
		return nil, s.refuseAway("carried-out")
	case s.Roll != nil:
		return nil, decider.Refuse("", "too-late", "before", "event.meeting.roll-opened")
	case s.Rehearsing != 0:
		return nil, decider.Refuse("", "rehearsing", "no", s.Rehearsing)
	}
	return []decider.Event[State]{&RehearsalBegun{Stamp: act.By(call), No: s.Rehearsals + 1}}, nil
}

// RehearsalBegun says that the practice meeting of that number is there.
type RehearsalBegun struct {
	Stamp
	No int `json:"no"`
}

func (*RehearsalBegun) Kind() string { return "rehearsal-begun" }

func (e *RehearsalBegun) Apply(s *State) { s.Rehearsing, s.Rehearsals = e.No, e.No }

// WipeRehearsal ends the practice meeting (清除演练): its record, slips and ballots are
// destroyed, and that this was done is all that is left of it.
type WipeRehearsal struct{}

func (*WipeRehearsal) Kind() string { return "wipe-rehearsal" }

func (c *WipeRehearsal) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if s.Rehearsing == 0 {
		return nil, decider.Refuse("", "not-rehearsing")
	}
	return []decider.Event[State]{&RehearsalWiped{Stamp: act.By(call), No: s.Rehearsing}}, nil
}

// RehearsalWiped says that nothing of the practice meeting is left.
type RehearsalWiped struct {
	Stamp
	No int `json:"no"`
}

func (*RehearsalWiped) Kind() string { return "rehearsal-wiped" }

func (e *RehearsalWiped) Apply(s *State) { s.Rehearsing = 0 }

// RehearsalPrefix begins the id of every practice meeting; no meeting of a year has it.
const RehearsalPrefix = "rh."

// RehearsalID is the id of a meeting's practice meeting.
func RehearsalID(meeting string, no int) string {
	return RehearsalPrefix + meeting + "." + strconv.Itoa(no)
}

// IsRehearsal says whether an id is that of a practice meeting.
func IsRehearsal(id string) bool { return strings.HasPrefix(id, RehearsalPrefix) }
