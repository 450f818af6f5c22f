package cycle

import (
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Open opens the year (启动年度述评, N1.5) with the notice as data, the
// organisations as they are, the grades of earlier years that are on file (for
// N10.3), and what is left of last year's rectification (N2.4, N11.3).
type Open struct {
	ID         string          `json:"id" form:"required"` // of the stream
	Title      string          `json:"title" form:"required"`
	Policy     policy.Policy   `json:"policy" form:"required"`
	PolicyHash string          `json:"policy_source_hash" form:"required"` // SHA-256 of the source, lower-case hex
	Orgs       []Org           `json:"orgs" form:"required"`
	Previous   []PreviousGrade `json:"previous"`
	Carried    []Carried       `json:"carried"`
}

// Carried is an item of rectification left unfinished by an earlier year.
type Carried struct {
	ID      string        `json:"id" form:"required"`
	Person  string        `json:"person"`
	Org     string        `json:"org" form:"required"`
	Problem string        `json:"problem" form:"required,long"`
	Measure string        `json:"measure" form:"long"`
	Due     calendar.Date `json:"due" form:"date"`
}

func (*Open) Kind() string { return "open" }

func (c *Open) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if s.ID != "" {
		return nil, decider.Refuse("", "opened-already", "id", s.ID)
	}
	if err := act.Filled("id", c.ID, "title", c.Title, "policy", c.Policy.ID); err != nil {
		return nil, err
	}
	if err := usable(&c.Policy, c.PolicyHash); err != nil {
		return nil, err
	}
	orgs, err := c.orgs()
	if err != nil {
		return nil, err
	}
	if err := c.previous(); err != nil {
		return nil, err
	}
	if err := c.carried(); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&Opened{Stamp: act.By(call), ID: c.ID, Title: c.Title, Policy: c.Policy, PolicyHash: c.PolicyHash,
		Orgs: orgs, Previous: c.Previous, Carried: c.Carried}}, nil
}

// orgs checks the organisations and writes their kinds as the policy names them.
func (c *Open) orgs() ([]Org, error) {
	if len(c.Orgs) == 0 {
		return nil, decider.Refuse("N1.1", "field-empty", "field", "field.orgs").At("orgs")
	}
	ids, names, kinds := map[string]bool{}, map[string]bool{}, kindNames(c.Policy.Kinds)
	out := make([]Org, 0, len(c.Orgs))
	for _, o := range c.Orgs {
		o.ID, o.Name = strings.TrimSpace(o.ID), strings.TrimSpace(o.Name) // as lots are drawn by names
		kind, known := kinds[o.Kind]
		switch {
		case o.ID == "" || o.Name == "":
			return nil, decider.Refuse("N1.1", "org-unnamed", "id", o.ID, "name", o.Name).At("orgs")
		case ids[o.ID]:
			return nil, act.Twice("org", o.ID).At("orgs")
		case names[o.Name]:
			return nil, act.Twice("org", o.Name).At("orgs")
		case !known:
			return nil, decider.Refuse("N1.1", "kind-unknown", "org", o.Name, "kind", o.Kind).At("orgs")
		case o.Secretary == "":
			return nil, decider.Refuse("N1.1", "secretary-missing", "org", o.Name).At("orgs")
		}
		ids[o.ID], names[o.Name] = true, true
		o.Kind = kind
		out = append(out, o)
	}
	return out, nil
}

// kindNames maps every word for a kind to the kind's name.
func kindNames(kinds []policy.Kind) map[string]string {
	m := map[string]string{}
	for _, k := range kinds {
		m[k.Name] = k.Name
		for _, a := range k.Aliases {
			m[a] = k.Name
		}
	}
	return m
}

func (c *Open) previous() error {
	type key struct {
		person string
		year   int
	}
	seen := map[key]bool{}
	for _, p := range c.Previous {
		if err := checkPrevious(&c.Policy, p, "previous"); err != nil {
			return err
		}
		if k := (key{p.Person, p.Year}); seen[k] {
			return act.Twice("previous", p.Person).At("previous")
		} else {
			seen[k] = true
		}
	}
	return nil
}

func (c *Open) carried() error {
	orgs, ids := map[string]bool{}, map[string]bool{}
	for _, o := range c.Orgs {
		orgs[o.ID] = true
	}
	for _, it := range c.Carried {
		switch {
		case strings.TrimSpace(it.ID) == "" || strings.TrimSpace(it.Problem) == "":
			return decider.Refuse("N11.3", "field-empty", "field", "field.problem").At("carried")
		case ids[it.ID]:
			return act.Twice("carried", it.ID)
		case !orgs[it.Org]:
			return act.NotOnFile("org", it.Org).At("carried")
		}
		ids[it.ID] = true
	}
	return nil
}

// Opened is a year that has begun.
type Opened struct {
	Stamp
	ID         string          `json:"id"`
	Title      string          `json:"title"`
	Policy     policy.Policy   `json:"policy"`
	PolicyHash string          `json:"policy_source_hash"`
	Orgs       []Org           `json:"orgs"`
	Previous   []PreviousGrade `json:"previous"`
	Carried    []Carried       `json:"carried"`
}

func (*Opened) Kind() string { return "opened" }

func (e *Opened) Apply(s *State) {
	*s = State{ID: e.ID, Title: e.Title, Year: e.Policy.Year, Policy: e.Policy, PolicyHash: e.PolicyHash, Opened: e.Stamp,
		Previous: e.Previous, Carried: e.Carried, Orgs: map[string]*Org{}, Subjects: map[string]*Subject{},
		Liaison: map[string]string{}, Meetings: map[string]*Meeting{}, Seen: map[string]int{}}
	for _, o := range e.Orgs {
		s.Orgs[o.ID] = &o
		s.OrgOrder = append(s.OrgOrder, o.ID)
	}
}
