package meeting

import (
	"encoding/hex"
	"slices"
	"strconv"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
	"shuping/internal/draw"
)

// DrawCheck draws by lot the sheets on which people compare the reading with the paper
// (抽取核对票). How many is computed for each subject: if so many entries had been read
// wrongly that another option could come first, the sheets drawn would show it but for
// the risk that the policy names (see ballot.SampleSize). Where a check found an entry that
// was read wrongly, all sheets of that page are looked at.
type DrawCheck struct{}

func (*DrawCheck) Kind() string { return "draw-check" }

func (c *DrawCheck) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	if err := s.ready(r); err != nil {
		return nil, err
	}
	if len(r.issuedPhone()) > 0 && r.Phone == nil {
		return nil, decider.Refuse("", "box-missing", "box", r.Box)
	}
	if last := r.Reading.check(); last != nil && !last.Stale {
		return nil, decider.Refuse("", "check-drawn-already")
	}
	b := s.Type().Ballot
	e := &CheckDrawn{Stamp: act.By(call), Seed: hex.EncodeToString(call.Seed[:]), Percent: b.CheckRisk(), Least: b.CheckLeast()}
	totals := r.totals()
	forms := r.forms()
	for _, form := range forms {
		last := 0
		for _, b := range r.Reading.of(form) {
			last = max(last, b.Read.Rows[len(b.Read.Rows)-1].FormPage)
		}
		for p := 1; p <= last; p++ {
			sample := r.sample(form, p, len(forms), totals, e.Percent, e.Least)
			if sample.Sheets, err = drawn(r.sheetsOf(form, p), sample.need(), e.Seed); err != nil {
				return nil, err
			}
			if len(forms) > 1 {
				sample.Layout = form
			}
			e.Samples = append(e.Samples, sample)
		}
	}
	return []decider.Event[State]{e}, nil
}

// totals are what each line of the form has, papers and phone ballots together.
func (r *Round) totals() []ballot.Count {
	all := r.readTallies()
	if r.Phone != nil {
		all = append(all, r.Phone.Tallies...)
	}
	sum := empty(r.Form)
	for i := range sum {
		for _, t := range all {
			for o, n := range t.Subjects[i].Options {
				sum[i].Options[o] += n
			}
		}
	}
	return sum
}

// sample is how many sheets of a page of a form are looked at, row by row. Where there are
// several forms, one of them at least has its part of the entries that turn an outcome.
func (r *Round) sample(form string, formPage, forms int, totals []ballot.Count, percent, least int) Sample {
	sheets := len(r.sheetsOf(form, formPage))
	out := Sample{FormPage: formPage, Of: sheets, All: r.foundWrong(form, formPage)}
	b := r.Reading.of(form)[0]
	lines := r.linesOf(b)
	for _, row := range b.rowsOf(formPage) {
		l := lines[row.Row-1]
		if l.at < 0 {
			continue
		}
		turn := (ballot.WrongToTurn(totals[l.at].Options) + forms - 1) / forms
		if r.anyTurns(l.q) {
			turn = 1
		}
		n := max(min(least, sheets), ballot.SampleSize(sheets, turn, percent))
		if out.All {
			n = sheets
		}
		out.Rows = append(out.Rows, SampleRow{Row: row.Row, Turn: turn, Sheets: n})
	}
	return out
}

// anyTurns says whether one wrong entry is taken to turn an outcome, because what it changes
// cannot be told from sums: classes weigh differently, a number goes into a mean, or a rule
// about the whole ballot makes other entries invalid.
func (r *Round) anyTurns(q *ballot.Question) bool {
	return len(r.Form.Parts) > 0 || q.Kind == ballot.Score || r.Form.Breaches()
}

// drawn are the first n of the pages by lot.
func drawn(pages []PageRef, n int, seed string) ([]PageRef, error) {
	byName := map[string]PageRef{}
	var names []string
	for _, p := range pages {
		name := strconv.Itoa(p.Batch) + "/" + strconv.Itoa(p.Page)
		byName[name], names = p, append(names, name)
	}
	lots, err := draw.Take(names, n, seed)
	if err != nil {
		return nil, err
	}
	var out []PageRef
	for _, l := range lots[:n] {
		out = append(out, byName[l.Name])
	}
	return out, nil
}

// CheckDrawn has the sheets and how their number came about; package draw draws them
// again from the seed.
type CheckDrawn struct {
	Stamp
	Seed    string   `json:"seed"`
	Percent int      `json:"percent"` // the risk
	Least   int      `json:"least"`   // sheets that are looked at anyway
	Samples []Sample `json:"samples"` // one per page of the form
}

func (*CheckDrawn) Kind() string { return "check-drawn" }

func (e *CheckDrawn) Apply(s *State) {
	g := s.Round().reading()
	g.Checks = append(g.Checks, Check{Stamp: e.Stamp, Seed: e.Seed, Percent: e.Percent, Least: e.Least, Samples: e.Samples})
	g.Counted = nil
}

// Sample is what is looked at of one page of a form.
type Sample struct {
	Layout   string      `json:"layout,omitempty"` // of the form, where there are several
	FormPage int         `json:"form_page"`
	Of       int         `json:"of"`     // sheets there are
	Sheets   []PageRef   `json:"sheets"` // in the order in which they were drawn
	Rows     []SampleRow `json:"rows"`
	All      bool        `json:"all,omitempty"` // a wrong entry was found before
}

// SampleRow is how many of the drawn sheets are looked at for one row: the first ones.
type SampleRow struct {
	Row    int `json:"row"`
	Turn   int `json:"turn"` // wrong entries that could turn the outcome
	Sheets int `json:"sheets"`
}

func (s *Sample) need() (n int) {
	for _, r := range s.Rows {
		n = max(n, r.Sheets)
	}
	return n
}

// Check is a comparison of sheets drawn by lot with their reading.
type Check struct {
	Stamp
	Seed    string    `json:"seed"`
	Percent int       `json:"percent"`
	Least   int       `json:"least"`
	Samples []Sample  `json:"samples"`
	Done    []Checked `json:"done,omitempty"`
	// Stale: something changed after it was drawn, so it says nothing any more.
	Stale bool `json:"stale,omitempty"`
}

// check is the last one, nil before the first.
func (g *Reading) check() *Check {
	if g == nil || len(g.Checks) == 0 {
		return nil
	}
	return &g.Checks[len(g.Checks)-1]
}

// Next are the sheets of the check that nobody has looked at, in the order drawn, with
// the rows to look at on each.
func (c *Check) Next() (out []ToCheck) {
	for _, s := range c.Samples {
		for i, page := range s.Sheets {
			if slices.ContainsFunc(c.Done, func(d Checked) bool { return d.PageRef == page }) {
				continue
			}
			t := ToCheck{PageRef: page, FormPage: s.FormPage}
			for _, row := range s.Rows {
				if i < row.Sheets {
					t.Rows = append(t.Rows, row.Row)
				}
			}
			out = append(out, t)
		}
	}
	return out
}

// ToCheck is a sheet to be looked at.
type ToCheck struct {
	PageRef
	FormPage int
	Rows     []int
}
