package cycle

import (
	"sort"
	"strings"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// SetScope says whose secretaries are under review (确定述评对象, N1.1 to N1.3): by
// the kind of organisation, less the exemptions that the office asks for beyond
// the notice, each with a reason and an approver. It may be set anew, with a
// reason, as long as nothing rests on it.
type SetScope struct {
	Exemptions []Exemption `json:"exemptions"`
	Reason     string      `json:"reason" form:"long"` // when it is set anew
}

// Exemption asks to leave one organisation's secretary out.
type Exemption struct {
	Org      string `json:"org" form:"required,from=orgs"`
	Reason   string `json:"reason" form:"required,long"`
	Approver string `json:"approver" form:"required,from=persons"` // person
}

func (*SetScope) Kind() string { return "set-scope" }

func (c *SetScope) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if s.ScopeSet != nil {
		if s.scopeUsed() {
			return nil, decider.Refuse("", "scope-used")
		}
		if err := act.Filled("reason", c.Reason); err != nil {
			return nil, err
		}
	}
	asked := map[string]Exemption{}
	other := s.Policy.Scope.Other
	for _, x := range c.Exemptions {
		switch {
		case s.Orgs[x.Org] == nil:
			return nil, act.NotOnFile("org", x.Org).At("exemptions")
		case asked[x.Org].Org != "":
			return nil, act.Twice("org", x.Org).At("exemptions")
		case strings.TrimSpace(x.Reason) == "" || x.Approver == "":
			return nil, decider.Refuse("N1.1", "exemption-unfounded", "org", s.Orgs[x.Org].Name).By(other.Clause).At("exemptions")
		}
		if err := act.Approved(x.Reason, x.Approver, call.Who, s.Orgs[x.Org].Secretary); err != nil {
			return nil, err
		}
		asked[x.Org] = x
	}
	e := &ScopeSet{Stamp: act.By(call), Reason: c.Reason}
	for _, id := range s.OrgOrder {
		if err := e.place(s, s.Orgs[id], asked[id]); err != nil {
			return nil, err
		}
	}
	e.lots(s)
	if len(e.Subjects) == 0 && len(e.Draws) == 0 {
		return nil, decider.Refuse("N1.1", "no-subjects")
	}
	return []decider.Event[State]{e}, nil
}

// scopeUsed says that something was built on the scope already.
func (s *State) scopeUsed() bool {
	for _, kind := range []string{"drawn", "subject-exempted", "liaison-assigned", "report-filed", "visit-recorded", "assessment-recorded", "higher-feedback-recorded", "meeting-called"} {
		if s.Seen[kind] > 0 {
			return true
		}
	}
	return false
}

// place puts an organisation where the policy wants its kind.
func (e *ScopeSet) place(s *State, o *Org, x Exemption) error {
	in := func(rules []policy.KindRule) (policy.Basis, bool) {
		for _, r := range rules {
			if r.Kind == o.Kind {
				return r.Basis, true
			}
		}
		return policy.Basis{}, false
	}
	if b, ok := in(s.Policy.Scope.Exempt); ok {
		e.Exempt = append(e.Exempt, Exempt{Org: o.ID, Rule: "N1.2", Clause: b.Clause})
		return nil
	}
	if x.Org != "" {
		e.Exempt = append(e.Exempt, Exempt{Org: o.ID, Rule: "N1.1", Clause: s.Policy.Scope.Other.Clause, Reason: x.Reason, Approver: x.Approver})
		return nil
	}
	if b, ok := in(s.Policy.Scope.Subjects); ok {
		e.Subjects = append(e.Subjects, SubjectRule{Org: o.ID, Rule: "N1.1", Clause: b.Clause})
		return nil
	}
	for _, d := range s.Policy.Scope.Draws {
		if d.Kind == o.Kind {
			return nil // lots
		}
	}
	return decider.Refuse("N1.1", "kind-unplaced", "org", o.Name, "kind", o.Kind).At("exemptions")
}

// lots freezes the candidates of every kind that is drawn from. Where there are
// no more than are to be taken, all of them are subjects and nothing is drawn.
func (e *ScopeSet) lots(s *State) {
	out := map[string]bool{}
	for _, x := range e.Exempt {
		out[x.Org] = true
	}
	for _, d := range s.Policy.Scope.Draws {
		list := Draw{Kind: d.Kind, Take: d.Take, Clause: d.Clause}
		for _, id := range s.OrgOrder {
			if o := s.Orgs[id]; o.Kind == d.Kind && !out[id] {
				list.Candidates = append(list.Candidates, o.Name)
			}
		}
		if len(list.Candidates) > d.Take {
			sort.Strings(list.Candidates)
			e.Draws = append(e.Draws, list)
			continue
		}
		for _, id := range s.OrgOrder {
			if o := s.Orgs[id]; o.Kind == d.Kind && !out[id] {
				e.Subjects = append(e.Subjects, SubjectRule{Org: id, Rule: "N1.3", Clause: d.Clause})
			}
		}
	}
}

// SubjectRule is an organisation whose secretary is a subject, and by which rule.
type SubjectRule struct {
	Org    string `json:"org"`
	Rule   string `json:"rule"`
	Clause string `json:"clause"`
}

// Exempt is an organisation whose secretary is not under review, and why.
type Exempt struct {
	Org      string `json:"org"`
	Rule     string `json:"rule"`
	Clause   string `json:"clause"`
	Reason   string `json:"reason,omitempty"`
	Approver string `json:"approver,omitempty"`
}

// ScopeSet is the list of subjects, with the lists that are still to be drawn from.
type ScopeSet struct {
	Stamp
	Subjects []SubjectRule `json:"subjects"`
	Exempt   []Exempt      `json:"exempt"`
	Draws    []Draw        `json:"draws"`
	Reason   string        `json:"reason,omitempty"`
}

func (*ScopeSet) Kind() string { return "scope-set" }

func (e *ScopeSet) Apply(s *State) {
	s.ScopeSet, s.Exempt, s.Draws = &e.Stamp, e.Exempt, nil
	s.Subjects, s.SubjectOrder = map[string]*Subject{}, nil
	for _, r := range e.Subjects {
		s.addSubject(r)
	}
	for _, d := range e.Draws {
		s.Draws = append(s.Draws, &d)
	}
}

func (s *State) addSubject(r SubjectRule) {
	o := s.Orgs[r.Org]
	s.Subjects[o.ID] = &Subject{ID: o.ID, Person: o.Secretary, OrgName: o.Name, Kind: o.Kind, Post: o.Post, Rule: r.Rule, Clause: r.Clause}
	s.SubjectOrder = append(s.SubjectOrder, o.ID)
}
