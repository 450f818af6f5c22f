package policy

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Line is one rule of a policy for a person to read beside the notice (条文对照).
// Its words are in the language catalogue under policy.explain.<Code>, with Args
// as variables; names in Args are those of the policy.
type Line struct {
	Key      string            `json:"key"`  // where it stands in the file, such as meetings[0].quorum
	Rule     string            `json:"rule"` // number in docs/RULES.md
	Clause   string            `json:"clause"`
	Strength Strength          `json:"strength"`
	Code     string            `json:"code"`
	Args     map[string]string `json:"args,omitempty"`
	// Parts are values that are phrases themselves; Words says the whole sentence.
	Parts map[string][]Phrase `json:"parts,omitempty"`
}

// KV are Args as pairs of name and value, in the names' order, then Parts as codes.
func (l Line) KV() []any {
	kv := pairs(l.Args)
	for _, name := range slices.Sorted(maps.Keys(l.Parts)) {
		kv = append(kv, name, partsOf(map[string][]Phrase{name: l.Parts[name]}))
	}
	return kv
}

// String is for logs and tests: rule, clause, strength, code and values.
func (l Line) String() string {
	s := fmt.Sprintf("%s %s %s: %s", l.Rule, l.Clause, l.Strength, reason(l.Code, l.Args))
	if len(l.Parts) > 0 {
		s += " " + partsOf(l.Parts)
	}
	return s
}

// Explain puts every rule of the policy in a line, in the order N1 to N11. Rules
// that the notice does not have are left out.
func Explain(p *Policy) []Line {
	e := &explanation{}
	e.scope(p)
	e.content(p)
	e.report(p)
	e.verification(p)
	for i := range p.Meetings {
		e.meeting(p, i)
	}
	e.grading(p)
	e.results(p)
	e.consequences(p)
	e.rectification(&p.Correction)
	e.deadlines(p)
	sort.SliceStable(e.lines, func(i, j int) bool { return ruleOrder(e.lines[i].Rule) < ruleOrder(e.lines[j].Rule) })
	return e.lines
}

// ruleOrder puts N2.10 after N2.9 and N10 after N9.
func ruleOrder(rule string) int {
	major, minor, _ := strings.Cut(strings.TrimPrefix(rule, "N"), ".")
	n, _ := strconv.Atoi(major)
	m, _ := strconv.Atoi(minor)
	return n*1000 + m
}

type explanation struct{ lines []Line }

// say adds a line for a rule that the notice has. kv are pairs of a name and a value.
func (e *explanation) say(key, rule string, b Basis, code string, kv ...any) {
	if !b.Holds() {
		return
	}
	args, parts := split(kv)
	e.lines = append(e.lines, Line{key, rule, b.Clause, b.Strength, code, args, parts})
}

// list joins names as Chinese does; the names of a policy are Chinese in every language.
func list(names []string) string { return strings.Join(names, "、") }

func (e *explanation) scope(p *Policy) {
	s := &p.Scope
	for i, r := range s.Subjects {
		e.say(fmt.Sprintf("scope.subjects[%d]", i), "N1.1", r.Basis, "subjects", "kind", r.Kind)
	}
	e.say("scope.other", "N1.1", s.Other, "other")
	for i, r := range s.Exempt {
		e.say(fmt.Sprintf("scope.exempt[%d]", i), "N1.2", r.Basis, "exempt", "kind", r.Kind)
	}
	for i, d := range s.Draws {
		e.say(fmt.Sprintf("scope.draws[%d]", i), "N1.3", d.Basis, "draw", "kind", d.Kind, "n", d.Take)
	}
	if s.Count > 0 {
		e.say("scope.count", "N1.1", Basis{Practice, Must}, "count", "n", s.Count)
	}
	var meetings []string
	for _, m := range p.Meetings {
		meetings = append(meetings, m.Name)
	}
	e.say("scope.every_meeting", "N1.4", s.EveryMeeting, "every-meeting", "meetings", list(meetings))
	if n := s.New; n.How != "" {
		e.say("scope.new", "N1.2", n.Basis, "new-"+n.How, "n", n.UnderMonths)
	}
	e.say("combined_with", "N1.5", p.CombinedWith.Basis, "combined", "with", list(p.CombinedWith.With), "authority", p.Authority)
}

func (e *explanation) content(p *Policy) {
	for i, a := range p.Content.Areas {
		key := fmt.Sprintf("content.areas[%d]", i)
		code := map[bool]string{true: "-optional"}[a.Optional]
		if len(a.Kinds) == 0 {
			e.say(key, a.Rule, a.Basis, "area"+code, "area", a.Name, "points", list(a.Points))
			continue
		}
		e.say(key, a.Rule, a.Basis, "area-of"+code, "area", a.Name, "points", list(a.Points), "kinds", list(a.Kinds))
	}
	e.say("content.promises", "N2.4", p.Content.Promises, "promises")
}

func (e *explanation) report(p *Policy) {
	r := &p.Report
	e.say("report.opinions", "N3.1", r.Opinions.Basis, "opinions", "n", r.Opinions.AtLeast)
	e.say("report.review", "N3.1", r.Review, "review", "authority", p.Authority)
	for i, part := range r.Parts {
		key := fmt.Sprintf("report.parts[%d]", i)
		if share := bounds(part.AtLeast, Ratio{}, part.AtMost, Ratio{}); len(share) > 0 {
			e.say(key, "N3.2", part.Basis, "part-share", "part", part.Name, "bounds", share)
			continue
		}
		e.say(key, "N3.2", part.Basis, "part", "part", part.Name)
	}
	e.say("report.causes", "N3.2", r.Causes, "causes")
	if r.Problems.SureAt > 0 {
		e.say("report.problems", "N3.3", r.Problems.Basis, "problems-sure", "share", r.Problems.AtLeast, "sure", r.Problems.SureAt)
	} else {
		e.say("report.problems", "N3.3", r.Problems.Basis, "problems", "share", r.Problems.AtLeast)
	}
	e.say("report.max", "N3.4", r.Max.Basis, "max", "n", r.Max.Chars)
	e.say("report.min", "N3.4", r.Min.Basis, "min", "n", r.Min.Chars)
	e.say("report.spoken", "N3.4", r.Spoken.Basis, "spoken", "n", r.Spoken.Chars)
	e.say("report.truth", "N3.5", r.Truth.Basis, "truth", "share", r.Truth.Likeness)
	if r.Speech.WarnBefore > 0 {
		e.say("report.speech", "N6.2", r.Speech.Basis, "speech-warn", "n", r.Speech.Minutes, "before", r.Speech.WarnBefore)
	} else {
		e.say("report.speech", "N6.2", r.Speech.Basis, "speech", "n", r.Speech.Minutes)
	}
}

func (e *explanation) verification(p *Policy) {
	v := &p.Verification
	e.say("verification", "N4.1", v.Basis, "verification", "authority", p.Authority, "methods", list(v.Methods), "n", v.AtLeast)
	e.say("verification.higher", "N4.2", v.Higher.Basis, "higher", "from", v.Higher.From)
}

func (e *explanation) grading(p *Policy) {
	g := &p.Grading
	var grades []string
	for _, grade := range g.Grades {
		grades = append(grades, grade.Name)
	}
	if more := append(scaleNames(g), gradePoints(g)...); len(more) > 0 {
		e.say("grading", "N8.1", g.Basis, "grading-more", "grades", list(grades), "authority", p.Authority, "more", more)
	} else {
		e.say("grading", "N8.1", g.Basis, "grading", "grades", list(grades), "authority", p.Authority)
	}
	for i := range g.Sources {
		e.source(p, i)
	}
	e.aggregation(p)
	for i := range g.Quotas {
		e.quota(p, i)
	}
}

func (e *explanation) results(p *Policy) {
	r := &p.Results
	e.say("results.feedback", "N9.1", r.Feedback.Basis, "feedback", "ways", list(r.Feedback.Ways))
	var places []string
	for _, place := range r.Posting.Places {
		places = append(places, place.Name)
	}
	if r.Posting.WorkingDays > 0 {
		e.say("results.posting", "N9.2", r.Posting.Basis, "posting-working-days", "places", list(places), "n", r.Posting.WorkingDays)
	} else if r.Posting.Days > 0 {
		e.say("results.posting", "N9.2", r.Posting.Basis, "posting-days", "places", list(places), "n", r.Posting.Days)
	} else {
		e.say("results.posting", "N9.2", r.Posting.Basis, "posting", "places", list(places))
	}
	e.say("window", "N9.3", p.Window.Basis, "window", "from", p.Window.From, "until", p.Window.Until)
	var documents []string
	for _, d := range p.Archive.Documents {
		documents = append(documents, d.Name)
	}
	e.say("archive", "N9.4", p.Archive.Basis, "archive", "documents", list(documents))
	if f := &r.Filing; f.Days > 0 {
		e.say("results.filing", "N9.4", f.Basis, "filing", "to", f.To, "n", f.Days)
	} else {
		e.say("results.filing", "N9.4", f.Basis, "filing-other", "to", f.To, "limit", []Phrase{limit(0, f.WorkingDays, 0, string(f.By))})
	}
	e.say("duties.liaison", "N9.5", p.Duties.Liaison, "liaison")
	e.say("duties.owner", "N9.5", p.Duties.Owner, "owner")
	if k := p.Calendar; k.Holds() {
		e.say("calendar", "N9.3", Basis{Practice, Must}, "calendar", "from", k.From, "until", k.Until, "closed", len(k.Closed), "open", len(k.Open))
	}
}

func (e *explanation) consequences(p *Policy) {
	for i, c := range p.Consequences {
		code, kv := "consequence", []any{"name", c.Name, "grades", list(c.Grades)}
		if len(c.Before) > 0 {
			code, kv = code+"-years", append(kv, "before", list(c.Before))
		}
		if len(c.History.Grades)+len(c.When)+len(c.Kinds)+len(c.Scales) > 0 {
			code, kv = "consequence-other", []any{"name", c.Name, "when", consequencePhrases(p, &c)}
		}
		switch {
		case c.WorkingDays > 0 || c.LastsMonths > 0:
			code, kv = "consequence-more", []any{"name", c.Name, "when", consequencePhrases(p, &c), "more", c.terms()}
		case c.Days > 0:
			code, kv = code+"-within", append(kv, "n", c.Days)
		}
		e.say(fmt.Sprintf("consequences[%d]", i), c.Rule, c.Basis, code, kv...)
	}
	for i, a := range p.Awards {
		e.say(fmt.Sprintf("awards[%d]", i), a.Rule, a.Basis, "award-"+a.To, "name", a.Name, "grades", list(a.Only))
	}
	e.say("main_basis", "N10.5", p.MainBasis, "main-basis")
}

func (e *explanation) rectification(r *Rectification) {
	switch {
	case r.PlanWorkingDays > 0:
		e.say("rectification", "N11.1", r.Basis, "plan-within-working", "n", r.PlanWorkingDays)
	case r.PlanDays > 0:
		e.say("rectification", "N11.1", r.Basis, "plan-within", "n", r.PlanDays)
	default:
		e.say("rectification", "N11.1", r.Basis, "plan")
	}
	e.say("rectification.checks", "N11.2", r.Checks.Basis, "checks", "ways", list(r.Checks.Ways), "n", r.Checks.AtLeast)
	e.say("rectification.carry", "N11.3", r.Carry, "carry")
}

// classNames are the names of the classes of a meeting that ids name.
func classNames(m *Meeting, ids []string) string {
	var all []string
	for _, c := range m.Classes {
		if slices.Contains(ids, c.ID) {
			all = append(all, c.Name)
		}
	}
	return list(all)
}
