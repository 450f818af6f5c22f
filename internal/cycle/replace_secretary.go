package cycle

import (
	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// ReplaceSecretary puts somebody else in office as the secretary of an organisation
// (更换书记, N1.1) for a reason, with an approver. Whoever holds the post when it
// comes to the meetings reports: what the one before wrote stays on file and does not
// count, and so a report already approved has to be written anew. Once a meeting is
// called or a grade is decided, the person under review stays the same; such a
// meeting has to be called off first.
type ReplaceSecretary struct {
	Org      string        `json:"org" form:"required,from=orgs"`
	Person   string        `json:"person" form:"required,from=persons"`
	Post     string        `json:"post"` // "" keeps it
	Deputy   string        `json:"deputy" form:"from=persons"`
	Date     calendar.Date `json:"date" form:"required,date"`
	Reason   string        `json:"reason" form:"required,long"`
	Approver string        `json:"approver" form:"required,from=persons"` // person
}

func (*ReplaceSecretary) Kind() string { return "replace-secretary" }

func (c *ReplaceSecretary) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	o := s.Orgs[c.Org]
	if o == nil {
		return nil, act.NotOnFile("org", c.Org)
	}
	if err := act.Filled("person", c.Person); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	switch c.Person {
	case o.Secretary:
		return nil, decider.Refuse("N1.1", "secretary-same", "org", o.Name, "person", c.Person).At("person")
	case s.Liaison[c.Org]:
		return nil, decider.Refuse("N9.5", "liaison-self", "org", o.Name).By(s.Policy.Duties.Liaison.Clause).At("person")
	case c.Deputy:
		return nil, decider.Refuse("N1.1", "deputy-is-secretary", "org", o.Name, "person", c.Person).At("deputy")
	}
	if err := act.Approved(c.Reason, c.Approver, call.Who, o.Secretary, c.Person); err != nil {
		return nil, err
	}
	e := &SecretaryReplaced{Stamp: act.By(call), Org: c.Org, Person: c.Person, Was: o.Secretary, Post: c.Post, Deputy: c.Deputy,
		Date: c.Date, Reason: c.Reason, Approver: c.Approver}
	if e.Post == "" {
		e.Post = o.Post
	}
	if e.Deputy == "" && o.Deputy != c.Person {
		e.Deputy = o.Deputy
	}
	if sub := s.Subjects[c.Org]; sub != nil {
		if err := s.bound(sub); err != nil {
			return nil, err
		}
		e.Reports = len(sub.Reports)
	}
	return []decider.Event[State]{e}, nil
}

// SecretaryReplaced is an organisation with another secretary.
type SecretaryReplaced struct {
	Stamp
	Org      string        `json:"org"`
	Person   string        `json:"person"`
	Was      string        `json:"was"`
	Post     string        `json:"post,omitempty"`
	Deputy   string        `json:"deputy,omitempty"`
	Date     calendar.Date `json:"date"`
	Reason   string        `json:"reason"`
	Approver string        `json:"approver"`
	// Reports is how many versions on file do not count any more.
	Reports int `json:"reports,omitempty"`
}

func (*SecretaryReplaced) Kind() string { return "secretary-replaced" }

func (e *SecretaryReplaced) Apply(s *State) {
	o := s.Orgs[e.Org]
	o.Secretary, o.Post, o.Deputy = e.Person, e.Post, e.Deputy
	if sub := s.Subjects[e.Org]; sub != nil {
		sub.Person, sub.Post, sub.Earlier, sub.Approved = e.Person, e.Post, e.Reports, 0
	}
}
