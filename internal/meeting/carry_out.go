package meeting

import (
	"encoding/hex"
	"strings"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// CarryOut gives the record of the meeting to another device (携出), which holds the
// meeting in a hall without a network. From then on nothing can be handed in here: the
// device's records are to continue this one. Not while a vote waits for its count,
// because its box lies here, and not when the meeting is over.
type CarryOut struct {
	// Key is the public key of the device, which alone can open the box that travels.
	Key    string `json:"key" form:"required"`
	Device string `json:"device" form:"required"` // what people call it
}

func (*CarryOut) Kind() string { return "carry-out" }

func (c *CarryOut) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("key", c.Key, "device", c.Device); err != nil {
		return nil, err
	}
	if s.Away != nil { // also on the device itself: a record is not passed on
		return nil, s.refuseAway("carried-out")
	}
	if s.Brief.Rehearsal {
		return nil, decider.Refuse("", "rehearsal-itself")
	}
	if s.Closed != nil {
		return nil, decider.Refuse("", "too-late", "before", "event.meeting.meeting-closed")
	}
	if err := s.noVote(); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&CarriedOut{Stamp: act.By(call), Trip: hex.EncodeToString(call.Seed[:8]), Key: strings.TrimSpace(c.Key), Device: strings.TrimSpace(c.Device)}}, nil
}

// noVote refuses while a vote has neither a count nor been voided.
func (s *State) noVote() error {
	if r := s.Round(); r != nil && r.Voided == nil && r.Accepted == nil {
		return decider.Refuse("", "vote-going-on", "round", r.No)
	}
	return nil
}

// CarriedOut is the last record here until the meeting is back or recalled.
type CarriedOut struct {
	Stamp
	Trip   string `json:"trip"` // names this journey
	Key    string `json:"key"`
	Device string `json:"device"`
}

func (*CarriedOut) Kind() string { return "carried-out" }

func (e *CarriedOut) Apply(s *State) {
	s.Away = &Away{Stamp: e.Stamp, Trip: e.Trip, Key: e.Key, Device: e.Device, Seq: s.Seq + 1}
}

// Away is where the record of a meeting is while it is not where it was called.
type Away struct {
	Stamp
	Trip   string `json:"trip"`
	Key    string `json:"key"` // public key of the device
	Device string `json:"device"`
	Seq    uint64 `json:"seq"` // number of the record that gave it away
	// TakenUp is on the device only, until the meeting is back.
	TakenUp    *Stamp `json:"taken_up,omitempty"`
	HandedBack *Stamp `json:"handed_back,omitempty"`
}

// writable says whether this is the device that has the record, and it did not hand
// it back.
func (a *Away) writable() bool { return a.TakenUp != nil && a.HandedBack == nil }
