package cycle

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/draw"
)

// DrawLots draws whose secretaries of a kind are under review (抽取述职对象, N1.3):
// by a seed that became public after the list of candidates was closed, so that
// everybody can draw again and get the same.
type DrawLots struct {
	OrgKind    string        `json:"kind" form:"required,from=draws"` // kind of organisation
	Seed       string        `json:"seed" form:"required"`
	SeedSource string        `json:"seed_source" form:"required,long"`       // where it was made in public
	Date       calendar.Date `json:"date" form:"required,date"`              // when it became public
	Witnesses  []string      `json:"witnesses" form:"required,from=persons"` // persons
	// Candidates are the names as they were made public; given, they must be the frozen list.
	Candidates []string `json:"candidates" form:"hidden"`
}

func (*DrawLots) Kind() string { return "draw" }

func (c *DrawLots) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("seed", c.Seed, "seed_source", c.SeedSource, "witnesses", strings.Join(c.Witnesses, "")); err != nil {
		return nil, err
	}
	d := s.draw(c.OrgKind)
	if d == nil {
		return nil, act.NotOnFile("draws", c.OrgKind).At("kind")
	}
	if d.Lots != nil {
		return nil, decider.Refuse("N1.3", "drawn-already", "kind", c.OrgKind, "date", d.Date).By(d.Clause).At("kind")
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if err := notBefore("date", c.Date, calendar.Of(s.ScopeSet.At), "event.cycle.scope-set"); err != nil {
		return nil, err
	}
	if given := slices.Sorted(slices.Values(c.Candidates)); len(given) > 0 && !slices.Equal(given, d.Candidates) {
		return nil, decider.Refuse("N1.3", "candidates-differ", "got", strings.Join(given, ", "), "want", strings.Join(d.Candidates, ", ")).By(d.Clause).At("candidates")
	}
	lots, err := draw.Take(d.Candidates, d.Take, c.Seed)
	if err != nil {
		return nil, err // unreachable unless the frozen list is wrong: open checked the names
	}
	e := &Drawn{Stamp: act.By(call), OrgKind: c.OrgKind, Seed: strings.TrimSpace(c.Seed), SeedSource: c.SeedSource, Date: c.Date, Witnesses: c.Witnesses, Lots: lots}
	for _, l := range lots {
		if l.Taken {
			e.Subjects = append(e.Subjects, SubjectRule{Org: s.orgNamed(l.Name), Rule: "N1.3", Clause: d.Clause})
		}
	}
	return []decider.Event[State]{e}, nil
}

func (s *State) draw(kind string) *Draw {
	for _, d := range s.Draws {
		if d.Kind == kind {
			return d
		}
	}
	return nil
}

func (s *State) orgNamed(name string) string {
	for id, o := range s.Orgs {
		if o.Name == name {
			return id
		}
	}
	panic("cycle: no organisation is named " + name) // unreachable: the lots are the organisations' names
}

// Draw is a drawing of lots: the frozen list and, once drawn, what came out.
type Draw struct {
	Kind       string        `json:"kind"` // of organisation
	Take       int           `json:"take"`
	Clause     string        `json:"clause"`
	Candidates []string      `json:"candidates"` // names of organisations, sorted
	Seed       string        `json:"seed,omitempty"`
	SeedSource string        `json:"seed_source,omitempty"`
	Date       calendar.Date `json:"date,omitempty"`
	Witnesses  []string      `json:"witnesses,omitempty"`
	Lots       []draw.Lot    `json:"lots,omitempty"` // in drawn order; nil until drawn
}

// Drawn is a draw with all its lots.
type Drawn struct {
	Stamp
	OrgKind    string        `json:"kind"`
	Seed       string        `json:"seed"`
	SeedSource string        `json:"seed_source"`
	Date       calendar.Date `json:"date"`
	Witnesses  []string      `json:"witnesses"`
	Lots       []draw.Lot    `json:"lots"`
	Subjects   []SubjectRule `json:"subjects"` // the secretaries who are drawn
}

func (*Drawn) Kind() string { return "drawn" }

func (e *Drawn) Apply(s *State) {
	d := s.draw(e.OrgKind)
	d.Seed, d.SeedSource, d.Date, d.Witnesses, d.Lots = e.Seed, e.SeedSource, e.Date, e.Witnesses, e.Lots
	for _, r := range e.Subjects {
		s.addSubject(r)
	}
}
