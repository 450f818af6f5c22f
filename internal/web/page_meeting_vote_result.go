package web

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/words"
)

// resultView is a result by subject.
type resultView struct {
	Announced bool
	When      string
	Where     string
	Ballots   int
	Subjects  []subjectResult // line by line
	Tables    []resultTable   // the same, question by question
	FewerThan int
	Hidden    bool // something is not shown because of few ballots
}

// resultTable is the result at one question.
type resultTable struct {
	Question string // its name, where the ballot has several
	Columns  []string
	Mean     bool // a mean stands beside the columns, or instead of them
	Weighed  bool // the columns are shares by the weights of the parts
	Subjects []subjectResult
}

type subjectResult struct {
	ID         string
	Name, Post string
	Question   string
	Hidden     bool
	Valid      int
	Blank      int
	Multiple   int
	Breach     int
	Own        int
	Abstain    bool // a blank entry is an abstention
	Bars       []Bar
	Mean       string // of numbers or places
	Given      int    // how many gave a number or a place
	Without    string // parts of the voters that gave no entry, so that there is no result
}

// invalid is how many entries do not count.
func (s subjectResult) invalid() int {
	if s.Abstain {
		return s.Multiple + s.Breach
	}
	return s.Blank + s.Multiple + s.Breach
}

// rest says what else was on the ballots, in words.
func (s subjectResult) rest(w *words.Words) string {
	if !s.Abstain && s.Breach == 0 && s.Own == 0 && s.Mean == "" {
		return w.Say("hall.of-valid", "valid", s.Valid, "blank", s.Blank, "multiple", s.Multiple)
	}
	parts := []string{w.Say("hall.given", "n", s.Given)}
	blank := "hall.blank-n"
	if s.Abstain {
		blank = "hall.abstained-n"
	}
	for _, p := range []struct {
		key string
		n   int
	}{{blank, s.Blank}, {"hall.multiple-n", s.Multiple}, {"hall.breach-n", s.Breach}, {"hall.own-n", s.Own}} {
		if p.n > 0 {
			parts = append(parts, w.Say(p.key, "n", p.n))
		}
	}
	return strings.Join(parts, w.Say("hall.comma"))
}

// resultOf is what may be shown of the result: what was announced to everybody; the
// accepted count before that only to those who announce it.
func resultOf(r *room) *resultView {
	n := len(r.s.Results)
	if n == 0 {
		return nil
	}
	if last := &r.s.Results[n-1]; last.Announced == nil && r.may("announce") {
		all := slices.Concat(last.Phone, last.Paper)
		total, err := ballot.Add(all...)
		found, wrong := last.Form.Findings(all)
		if err != nil || wrong != nil {
			return nil // unreachable unless the accepted tallies are of two forms
		}
		out := &resultView{Ballots: total.Ballots}
		for i, c := range total.Subjects {
			out.add(r, last.Form, i, c, found[i], false)
		}
		return out
	}
	if r.s.Announced() == nil {
		return nil
	}
	return announcedOf(r)
}

// announcedOf is the announced result, in the order of the form.
func announcedOf(r *room) *resultView {
	res := r.s.Announced()
	p := res.Announced.Published
	out := &resultView{Announced: true, When: r.W.DateTime(inChina(res.Announced.At)), Where: res.Announced.Where, Ballots: p.Ballots,
		FewerThan: r.s.Type().Ballot.FewerThan}
	for i, c := range p.Total {
		var found ballot.Finding
		if i < len(p.Findings) {
			found = p.Findings[i]
		} else {
			found = ballot.Finding{Given: c.Count.Valid(), Whole: c.Count.Valid()}
		}
		out.add(r, res.Form, i, c.Count, found, c.Hidden)
		out.Hidden = out.Hidden || c.Hidden
	}
	return out
}

// add puts a line to the view and to the table of its question.
func (v *resultView) add(r *room, f ballot.Form, line int, c ballot.Count, found ballot.Finding, hidden bool) {
	asked := f.Asked()
	l := f.Lines()[line]
	q := &asked[l.Question]
	id := f.Subjects[l.Subject]
	s := subjectResult{ID: id, Name: r.subject(id), Post: r.post(id), Hidden: hidden, Valid: found.Given, Blank: c.Blank, Multiple: c.Multiple,
		Breach: c.Breach, Own: c.Own, Abstain: f.Abstain, Given: found.Given}
	if len(asked) > 1 {
		s.Question = questionName(r.s.Type(), q.ID)
	}
	if !hidden {
		s.fill(r, f, q, c, found)
	}
	for len(v.Tables) < len(asked) {
		v.Tables = append(v.Tables, resultTable{})
	}
	t := &v.Tables[l.Question]
	t.Question, t.Mean, t.Weighed = s.Question, q.Kind != ballot.Choice, q.Kind == ballot.Choice && len(f.Parts) > 0
	if t.Columns == nil && q.Kind != ballot.Score {
		t.Columns = labels(r.W, q)
	}
	t.Subjects, v.Subjects = append(t.Subjects, s), append(v.Subjects, s)
}

// fill puts numbers and shares to a line that may be shown.
func (s *subjectResult) fill(r *room, f ballot.Form, q *ballot.Question, c ballot.Count, found ballot.Finding) {
	if len(found.Without) > 0 && len(found.Shares) == 0 && found.Mean == "" {
		s.Without = r.partNames(found.Without)
	}
	s.Mean = meanText(found.Mean)
	if q.Kind == ballot.Score {
		return
	}
	names := labels(r.W, q)
	for i, n := range c.Options {
		b := Bar{Label: names[i], Value: n, Of: c.Valid(), Rank: rankOf(&r.s.Brief, names[i])}
		if q.Kind == ballot.Choice {
			if b.Of = found.Whole; slices.Contains(f.Unsure, names[i]) {
				b.Of = 0
			}
			if len(f.Parts) > 0 {
				b.Share, b.Fill = "—", 0
				if i < len(found.Shares) && found.Shares[i] != "" {
					b.Share, b.Fill = shareText(r.W, found.Shares[i])
				}
			}
		}
		s.Bars = append(s.Bars, b)
	}
}

// people are the subjects, each once, in the order of the form.
func (v resultView) people() (all []subjectResult) {
	for _, s := range v.Subjects {
		if !slices.ContainsFunc(all, func(o subjectResult) bool { return o.ID == s.ID }) {
			all = append(all, s)
		}
	}
	return all
}

// cells are a subject's numbers in a table of several questions: shares where parts are
// weighed, a dash where nothing is asked or may be shown.
func (t resultTable) cells(subject string) []string {
	out := make([]string, t.width())
	for i := range out {
		out[i] = "—"
	}
	for _, s := range t.Subjects {
		if s.ID != subject || s.Hidden {
			continue
		}
		for i, b := range s.Bars {
			if out[i] = strconv.Itoa(b.Value); t.Weighed {
				out[i] = b.Share
			}
		}
		if t.Mean && s.Mean != "" {
			out[len(out)-2] = s.Mean
		}
		out[len(out)-1] = strconv.Itoa(s.invalid())
	}
	return out
}

// partNames are the names of parts of the voters.
func (r *room) partNames(ids []string) string {
	var names []string
	for _, id := range ids {
		for _, p := range r.s.Type().Ballot.Weights.Parts {
			if p.ID == id {
				names = append(names, p.Name)
			}
		}
	}
	return r.W.List(names)
}

// shareText is an exact share as a percentage with its thousandths, rounded down as all
// percentages are.
func shareText(w *words.Words, e ballot.Exact) (string, int) {
	r := e.Rat()
	if r == nil {
		return "—", 0
	}
	r.Mul(r, big.NewRat(1000, 1))
	n := int(new(big.Int).Div(r.Num(), r.Denom()).Int64())
	return w.Percent(n, 1000), n
}

// meanText is an exact mean in decimals; one that has no end is cut off after two and says so.
func meanText(e ballot.Exact) string {
	r := e.Rat()
	if r == nil {
		return ""
	}
	for digits := range 5 {
		text := r.FloatString(digits)
		if same, ok := new(big.Rat).SetString(text); ok && same.Cmp(r) == 0 {
			return text
		}
	}
	cut := new(big.Rat).Mul(r, big.NewRat(100, 1))
	whole := new(big.Int).Div(cut.Num(), cut.Denom())
	return new(big.Rat).SetFrac(whole, big.NewInt(100)).FloatString(2) + "…"
}

// rankOf is the place of a grade among the policy's, 1 the best, 0 for none.
func rankOf(b *brief.Brief, grade string) int {
	for i, g := range b.Policy.Grading.Grades {
		if g.Name == grade {
			return i + 1
		}
	}
	return 0
}
