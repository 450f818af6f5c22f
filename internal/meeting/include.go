package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// Include corrects who should attend (补入应到名单): it takes back an exclusion, or
// adds somebody whom the list forgot, with a reason and somebody else who agreed
// (N5.3). For a forgotten person the class is named.
type Include struct {
	Person   string `json:"person" form:"required,from=persons"`
	Class    string `json:"class,omitempty" form:"from=classes"`
	Reason   string `json:"reason" form:"required,long"`
	Approver string `json:"approver" form:"required,from=persons"`
}

func (*Include) Kind() string { return "include" }

func (c *Include) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.rollFor("include"); err != nil {
		return nil, err
	}
	if err := act.Filled("person", c.Person); err != nil {
		return nil, err
	}
	class, expected := c.Class, 0
	if entry := s.Roll.People[c.Person]; entry != nil {
		if entry.Excluded == nil {
			return nil, decider.Refuse("", "on-roll-already", "person", c.Person, "class", entry.Class).At("person")
		}
		if class != "" && class != entry.Class {
			return nil, decider.Refuse("", "class-differs", "person", c.Person, "class", entry.Class).At("class")
		}
		class = entry.Class
	} else if err := act.Filled("class", class); err != nil {
		return nil, err
	}
	if err := s.mayBe(c.Person, class, "class"); err != nil {
		return nil, err
	}
	if err := s.approved(c.Reason, c.Approver, call.Who); err != nil {
		return nil, err
	}
	counted, _ := s.Type().ClassByID(class)
	if counted.Expected {
		expected = s.Roll.expected(class) + 1
	}
	return []decider.Event[State]{&Included{Stamp: act.By(call), Person: c.Person, Class: class, Reason: c.Reason, Approver: c.Approver,
		Counts: counted.Expected, Expected: expected}}, nil
}

// Included has the number of people of the class who should attend now.
type Included struct {
	Stamp
	Person   string `json:"person"`
	Class    string `json:"class"`
	Reason   string `json:"reason"`
	Approver string `json:"approver"`
	Counts   bool   `json:"counts"` // among those who should attend
	Expected int    `json:"expected"`
}

func (*Included) Kind() string { return "included" }

func (e *Included) Apply(s *State) {
	p := s.Roll.People[e.Person]
	if p == nil {
		p = &Entry{Class: e.Class, Listed: true, Expected: e.Counts}
		s.Roll.People[e.Person] = p
		s.Roll.Order = append(s.Roll.Order, e.Person)
	}
	p.Excluded = nil
	p.Included = &Exclusion{Stamp: e.Stamp, Reason: e.Reason, Approver: e.Approver, Seq: s.Seq + 1}
}
