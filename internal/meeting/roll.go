package meeting

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"shuping/internal/brief"
	"shuping/internal/policy"
)

// Roll is the roll of a sitting (签到册): who should be there, who may, who came and
// who went.
type Roll struct {
	Stamp
	Order  []string          `json:"order"` // person ids: the list, then arrivals in their order
	People map[string]*Entry `json:"people"`
}

// Entry is one person on the roll.
type Entry struct {
	Class string `json:"class"` // class id of the meeting's type
	// Listed people were on the list; the others came and were written down.
	Listed bool `json:"listed"`
	// Expected people are those who should attend (应到), as the policy had it.
	Expected bool       `json:"expected"`
	Excluded *Exclusion `json:"excluded,omitempty"`
	Included *Exclusion `json:"included,omitempty"` // the correction that put the person (back) on the list
	Here     bool       `json:"here"`
	Moves    []Move     `json:"moves,omitempty"`
}

// Exclusion is why somebody does not (or again does) count among those who should
// attend, and who agreed.
type Exclusion struct {
	Stamp
	Reason   string `json:"reason"`
	Approver string `json:"approver"`
	Seq      uint64 `json:"seq"` // number of the record
}

// Move is an arrival or a departure.
type Move struct {
	In   bool      `json:"in"`
	At   time.Time `json:"at"`             // UTC; when it happened, as far as it was said
	Late bool      `json:"late,omitempty"` // after the meeting was opened
	Seq  uint64    `json:"seq"`            // number of the record, which orders moves and the opening
}

// LateMove is somebody who came or left after the meeting was opened.
type LateMove struct {
	Person string
	Class  string
	Move
}

// LateMoves are the arrivals and departures after the opening, in the order of their records.
func (s *State) LateMoves() (all []LateMove) {
	if s.Roll == nil {
		return nil
	}
	for _, person := range s.Roll.Order {
		e := s.Roll.People[person]
		for _, m := range e.Moves {
			if m.Late {
				all = append(all, LateMove{person, e.Class, m})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b LateMove) int { return cmp.Compare(a.Seq, b.Seq) })
	return all
}

// here counts the people of some classes who are in the hall.
func (r *Roll) here(classes ...string) int {
	return r.count(classes, func(e *Entry) bool { return e.Here })
}

// expected counts the people of some classes who should be in the hall.
func (r *Roll) expected(classes ...string) int {
	return r.count(classes, func(e *Entry) bool { return e.Expected && e.Excluded == nil })
}

func (r *Roll) count(classes []string, of func(*Entry) bool) int {
	if r == nil {
		return 0
	}
	n := 0
	for _, e := range r.People {
		if slices.Contains(classes, e.Class) && of(e) {
			n++
		}
	}
	return n
}

// isHere says whether a person is in the hall.
func (r *Roll) isHere(person string) bool {
	return r != nil && r.People[person] != nil && r.People[person].Here
}

// Presence is how many people of each class should be there and are, in the
// policy's order.
func (s *State) Presence() []brief.Presence {
	var list []brief.Presence
	for _, c := range s.Type().Classes {
		list = append(list, brief.Presence{Class: c.ID, Expected: s.Roll.expected(c.ID), Present: s.Roll.here(c.ID)})
	}
	return list
}

// Voters counts the people of a class in the hall who get a ballot: the subjects
// themselves get none unless the policy says so, or says of their class that they vote on
// each other and not on themselves, and no class that does not vote does. The class may
// be several that are counted as one.
func (s *State) Voters(class string) int {
	if k, ok := s.Type().BallotClass(class); !ok || !k.Votes || s.Roll == nil {
		return 0
	}
	n, classes := 0, strings.Split(class, policy.Joined)
	for person, e := range s.Roll.People {
		if slices.Contains(classes, e.Class) && e.Here && (!isSubject(&s.Brief, person) || SubjectVotes(s, e.Class)) {
			n++
		}
	}
	return n
}

// SubjectVotes says whether a subject who is in that class gets a ballot.
func SubjectVotes(s *State, class string) bool {
	c, _ := s.Type().ClassByID(class)
	if c.NotSelf {
		return len(s.Brief.Subjects) > 1 // one alone has nobody else on the form
	}
	return s.Type().Ballot.SubjectVotes
}
