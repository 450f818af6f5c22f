package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// OpenRoll opens the roll (开始签到) with the list of who should and who may attend,
// frozen (N5.2, N5.3, N6.1). Everybody stands in one class. A guide is not in a
// class that votes (N5.7). A subject is in the class he or she belongs to: the
// secretary is a member of the branch and counts for the quorum. Who stands on the list in
// two classes counts in the first of the notice's order, where it has one: one person, one
// ballot (N5.2).
type OpenRoll struct {
	Roster []brief.Attendee `json:"roster" form:"required,hidden"`
}

func (*OpenRoll) Kind() string { return "open-roll" }

func (c *OpenRoll) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if s.Roll != nil {
		return nil, decider.Refuse("", "roll-open").At("roster")
	}
	if len(c.Roster) == 0 {
		return nil, decider.Refuse("", "field-empty", "field", "field.roster").At("roster")
	}
	t, at := s.Type(), map[string]int{}
	e := &RollOpened{Stamp: act.By(call)}
	for _, a := range c.Roster {
		if err := act.Filled("person", a.Person, "class", a.Class); err != nil {
			return nil, err
		}
		if err := s.mayBe(a.Person, a.Class, "roster"); err != nil {
			return nil, err
		}
		i, twice := at[a.Person]
		if !twice {
			at[a.Person] = len(e.Roster)
			e.Roster = append(e.Roster, a)
			continue
		}
		was := e.Roster[i].Class
		class, ok := counts(t, was, a.Class)
		if !ok {
			return nil, decider.Refuse("", "roster-twice", "person", a.Person, "first", was, "second", a.Class).At("roster")
		}
		e.Roster[i].Class = class
		e.Twice = append(e.Twice, InTwo{Person: a.Person, Classes: []string{was, a.Class}, Counts: class})
	}
	for _, class := range t.Classes {
		sum := ListedClass{Class: class.ID, Expected: class.Expected}
		for _, a := range e.Roster {
			if a.Class == class.ID {
				sum.Listed++
			}
		}
		e.Classes = append(e.Classes, sum)
	}
	return []decider.Event[State]{e}, nil
}

// mayBe refuses a class that the meeting does not have, and a guide in a class that votes.
func (s *State) mayBe(person, class, field string) error {
	t := s.Type()
	k, ok := t.ClassByID(class)
	if !ok {
		return decider.Refuse("", "class-unknown", "class", class, "person", person).At(field)
	}
	if k.Votes && t.Guide.Holds() {
		for _, g := range s.Brief.Guides {
			if g == person {
				return decider.Refuse("N5.7", "guide-votes", "person", person, "class", k.Name).By(t.Guide.Clause).At(field)
			}
		}
	}
	return nil
}

// RollOpened has the list and what it came to by class.
type RollOpened struct {
	Stamp
	Roster  []brief.Attendee `json:"roster"`
	Classes []ListedClass    `json:"classes"`
	// Twice are the people who stood on the list in two classes, and which counts.
	Twice []InTwo `json:"twice,omitempty"`
}

// InTwo is somebody in two classes (一人多重身份).
type InTwo struct {
	Person  string   `json:"person"`
	Classes []string `json:"classes"`
	Counts  string   `json:"counts"`
}

// counts is which of two classes counts by the notice's order, false where it has none for
// them.
func counts(t *policy.Meeting, a, b string) (string, bool) {
	order := t.TwoClasses.Order
	i, j := slices.Index(order, a), slices.Index(order, b)
	if !t.TwoClasses.Holds() || a == b || i < 0 || j < 0 {
		return "", false
	}
	return order[min(i, j)], true
}

// ListedClass is how many people of a class are on the list, and whether they are
// the ones who should attend.
type ListedClass struct {
	Class    string `json:"class"`
	Listed   int    `json:"listed"`
	Expected bool   `json:"expected"`
}

func (*RollOpened) Kind() string { return "roll-opened" }

func (e *RollOpened) Apply(s *State) {
	expected := map[string]bool{}
	for _, c := range e.Classes {
		expected[c.Class] = c.Expected
	}
	s.Date = s.Brief.Date
	s.Roll = &Roll{Stamp: e.Stamp, People: make(map[string]*Entry, len(e.Roster))}
	for _, a := range e.Roster {
		s.Roll.Order = append(s.Roll.Order, a.Person)
		s.Roll.People[a.Person] = &Entry{Class: a.Class, Listed: true, Expected: expected[a.Class]}
	}
}
