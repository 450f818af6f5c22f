package meeting

import (
	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/decider"
)

// OpenRoll opens the roll (开始签到) with the list of who should and who may attend,
// frozen (N5.2, N5.3, N6.1). Everybody stands in one class. A guide is not in a
// class that votes (N5.7). A subject is in the class he or she belongs to: the
// secretary is a member of the branch and counts for the quorum.
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
	t, classOf := s.Type(), map[string]string{}
	for _, a := range c.Roster {
		if err := act.Filled("person", a.Person, "class", a.Class); err != nil {
			return nil, err
		}
		if was, twice := classOf[a.Person]; twice {
			return nil, decider.Refuse("", "roster-twice", "person", a.Person, "first", was, "second", a.Class).At("roster")
		}
		classOf[a.Person] = a.Class
		if err := s.mayBe(a.Person, a.Class, "roster"); err != nil {
			return nil, err
		}
	}
	e := &RollOpened{Stamp: act.By(call), Roster: c.Roster}
	for _, class := range t.Classes {
		sum := ListedClass{Class: class.ID, Expected: class.Expected}
		for _, a := range c.Roster {
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
