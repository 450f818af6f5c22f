package web

import (
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/policy"
)

// How many subjects a try begins with, gets more with the button, and has at most:
// whoever tries more gives the numbers as text.
const (
	trySubjects = 3
	tryMore     = 3
	tryMost     = 60
)

// tryField is one field of the form of a try. Its kind is choice when it has options.
type tryField struct {
	Name, Label, Value string
	Options            []Option
	Number             bool
	Date               bool
	Slide              string // the greatest number of a slider beside it
	Hint               string
}

// tryTable is a table of fields: what was counted, or who was there.
type tryTable struct {
	Title string
	Hint  string
	Head  []string // the columns, after that of the rows' labels
	Rows  []tryRow
	Open  bool // it is not folded away
}

type tryRow struct {
	Label string
	Cells []tryField
}

// tryMeeting is a type of meeting with what can be given of it.
type tryMeeting struct {
	Name, Clause string
	Field        string // its faults stand here
	Tables       []tryTable
}

// tryForm is the form of a try, made from a policy, with what was typed. The same walk
// that makes the fields makes the numbers, so that a fault of a number is found at its
// field.
type tryForm struct {
	v      *visit
	p      *policy.Policy
	values url.Values
	rows   int
	ids    []string          // of the rows' subjects, "" for an empty row
	at     map[string]string // key in the numbers: name of the field

	Subjects [][]tryField
	Year     []tryField
	Dates    []tryField
	Meetings []tryMeeting
	numbers  jsonObject
}

func newTryForm(v *visit, p *policy.Policy, values url.Values) *tryForm {
	f := &tryForm{v: v, p: p, values: values, at: map[string]string{}}
	f.rows, _ = strconv.Atoi(values.Get("n")) // what is no number begins anew
	if f.rows < 1 {
		f.rows = trySubjects
	}
	if values.Has("_more") {
		f.rows += tryMore
	}
	f.rows = min(f.rows, tryMost)
	f.yearFacts()
	f.subjects()
	f.meetings()
	f.dates()
	return f
}

// field is one with what was typed.
func (f *tryForm) field(name, label string) tryField {
	return tryField{Name: name, Label: label, Value: f.values.Get(name)}
}

// give puts a typed value into an object of the numbers, and says that it was given.
func (f *tryForm) give(o *jsonObject, key, name, field string, value func(string) any) bool {
	s := typed(f.values.Get(field))
	if s == "" {
		return false
	}
	o.put(name, value(s))
	f.at[key+"."+name] = field
	return true
}

func asText(s string) any { return s }

// factField is a fact, true or false or one of its values.
func (f *tryForm) factField(fact policy.Fact, name string) tryField {
	field := f.field(name, fact.Name)
	if len(fact.Values) == 0 {
		field.Options = []Option{{"true", f.v.W.Say("notices.fact-true")}, {"false", f.v.W.Say("notices.fact-false")}}
	}
	for _, value := range fact.Values {
		field.Options = append(field.Options, Option{value, value})
	}
	return field
}

func (f *tryForm) yearFacts() {
	var facts jsonObject
	for _, fact := range f.p.Grading.Facts {
		if fact.Of == "year" {
			field := f.factField(fact, "y."+fact.ID)
			f.Year = append(f.Year, field)
			f.give(&facts, "year.facts", fact.ID, field.Name, asText)
		}
	}
	if len(facts) > 0 {
		f.numbers.put("year", jsonObject{{"facts", facts}})
	}
}

// subjects are the rows of subjects; a row with nothing but a name is none.
func (f *tryForm) subjects() {
	names := strings.Fields(f.v.W.Say("notices.names"))
	var all []any
	for i := range f.rows {
		at := "s." + strconv.Itoa(i)
		if !f.values.Has(at+".name") && i < len(names) {
			f.values.Set(at+".name", names[i])
		}
		fields, numbers := f.subject(at, "subjects["+strconv.Itoa(len(all))+"]", i)
		f.Subjects = append(f.Subjects, fields)
		if len(numbers) == 0 {
			f.ids = append(f.ids, "")
			continue
		}
		all = append(all, numbers)
	}
	f.numbers.put("subjects", append([]any{}, all...))
}

// subject are the fields of one row, and its numbers; none if nothing was typed.
func (f *tryForm) subject(at, key string, i int) ([]tryField, jsonObject) {
	w, g := f.v.W, &f.p.Grading
	name := f.field(at+".name", w.Say("notices.subject"))
	id := strings.TrimSpace(name.Value)
	var more jsonObject
	fields := []tryField{name}
	choose := func(name, json, label string, options []Option) {
		field := f.field(at+"."+name, label)
		field.Options = options
		fields = append(fields, field)
		f.give(&more, key, json, field.Name, asText)
	}
	if kinds := f.kinds(); len(kinds) > 1 {
		choose("kind", "kind", w.Say("notices.kind"), kinds)
	}
	if len(g.Scales) > 0 {
		options := []Option{{policy.ScalePerson, w.Say("notices.scale-person")}}
		for _, s := range g.Scales {
			options = append(options, Option{s.ID, s.Name})
		}
		choose("scale", "scale", w.Say("notices.scale"), options)
	}
	var scores, facts jsonObject
	for _, field := range f.scoreFields(at) {
		fields = append(fields, field)
		f.give(&scores, key+".scores", strings.TrimPrefix(field.Name, at+".score."), field.Name, pointsValue)
	}
	if len(scores) > 0 {
		more.put("scores", scores)
	}
	for _, fact := range g.Facts {
		if fact.Of != "year" {
			field := f.factField(fact, at+".fact."+fact.ID)
			fields = append(fields, field)
			f.give(&facts, key+".facts", fact.ID, field.Name, asText)
		}
	}
	if len(facts) > 0 {
		more.put("facts", facts)
	}
	before := f.before(at, key, &fields)
	if len(before) > 0 {
		more.put("before", before)
	}
	choose("grade", "grade", w.Say("notices.decided"), f.grades(f.values.Get(at+".scale")))
	reason := f.field(at+".reason", w.Say("notices.decided-reason"))
	fields = append(fields, reason)
	f.give(&more, key, "reason", reason.Name, asText)
	if len(more) == 0 && !f.counted(i) {
		return fields, nil
	}
	if id == "" {
		id = strconv.Itoa(i + 1)
	}
	f.ids = append(f.ids, id)
	f.at[key+".id"], f.at[key] = name.Name, name.Name
	return fields, append(jsonObject{{"id", id}}, more...)
}

// counted says whether something was counted for a row.
func (f *tryForm) counted(i int) bool {
	row := "." + strconv.Itoa(i) + "."
	for name, vs := range f.values {
		if strings.HasPrefix(name, "m.") && strings.Contains(name, row) && len(vs) > 0 && strings.TrimSpace(vs[0]) != "" {
			return true
		}
	}
	return false
}

// before are the grades of earlier years, as many as some rule looks at.
func (f *tryForm) before(at, key string, fields *[]tryField) []any {
	years := 0
	for _, c := range f.p.Consequences {
		years = max(years, len(c.Before), c.History.Years-1)
	}
	var all []any
	for i := range min(years, 10) {
		field := f.field(at+".before."+strconv.Itoa(i), f.v.W.Say("notices.before", "n", i+1))
		field.Options = f.grades(f.values.Get(at + ".scale"))
		*fields = append(*fields, field)
		f.at[key+".before["+strconv.Itoa(i)+"]"] = field.Name
		var grade any
		if field.Value != "" {
			grade = field.Value
		}
		all = append(all, grade)
	}
	for len(all) > 0 && all[len(all)-1] == nil {
		all = all[:len(all)-1]
	}
	return all
}

func (f *tryForm) grades(scale string) []Option {
	var options []Option
	for _, g := range f.p.Grading.GradesOf(scale) {
		options = append(options, Option{g, g})
	}
	return options
}

// kinds are those whose secretaries are under review.
func (f *tryForm) kinds() []Option {
	var options []Option
	for _, k := range f.p.Scope.Subjects {
		options = append(options, Option{k.Kind, k.Kind})
	}
	for _, k := range f.p.Scope.Draws {
		options = append(options, Option{k.Kind, k.Kind})
	}
	return options
}

// scoreFields are the scores that some rule of the policy looks at.
func (f *tryForm) scoreFields(at string) []tryField {
	var fields []tryField
	seen := map[string]bool{}
	for i := range f.p.Grading.Sources {
		src := &f.p.Grading.Sources[i]
		called := src.Called()
		changes := src.ID == policy.SourceBonus || src.ID == policy.SourceDeduction
		if src.ID == policy.SourceMeeting || seen[called] || src.Weight.IsZero() && !changes && !f.looksAt(called) {
			continue
		}
		seen[called] = true
		field := f.field(at+".score."+called, f.sourceName(src))
		full := f.p.Full(src)
		if changes {
			full = src.AtMost.Rat()
		}
		field.Number = true
		if full.Sign() > 0 {
			field.Slide = new(big.Int).Quo(full.Num(), full.Denom()).String()
			field.Hint = f.v.W.Say("notices.full", "n", policy.Written(full))
		}
		fields = append(fields, field)
	}
	return fields
}

// looksAt says whether some rule judges a source's score.
func (f *tryForm) looksAt(source string) bool {
	g := &f.p.Grading
	named := func(all []policy.Condition) bool {
		return slices.ContainsFunc(all, func(c policy.Condition) bool { return c.Source == source })
	}
	return g.Ranking.By == source || g.Bands.Of == source ||
		slices.ContainsFunc(g.Thresholds, func(t policy.Threshold) bool { return named(t.When) }) ||
		slices.ContainsFunc(g.Ranking.Places, func(p policy.RankPlace) bool { return named(p.OnlyIf) }) ||
		slices.ContainsFunc(g.Quotas, func(q policy.Quota) bool { return named(q.OnlyIf) || named(q.When) }) ||
		slices.ContainsFunc(f.p.Consequences, func(c policy.Consequence) bool { return named(c.When) })
}

func (f *tryForm) sourceName(s *policy.Source) string {
	if s.Name != "" {
		return s.Name
	}
	return f.v.W.Say("policy.phrase.source-"+string(s.ID), "name", s.Called())
}

// dates are the days of the events from which the policy counts.
func (f *tryForm) dates() {
	used := map[string]bool{}
	for _, d := range f.p.Deadlines {
		used[d.From] = true
	}
	used["work-ended"] = used["work-ended"] || f.p.Results.Filing.Days+f.p.Results.Filing.WorkingDays > 0
	used["results-posted"] = used["results-posted"] || f.p.Results.Posting.Days+f.p.Results.Posting.WorkingDays > 0
	used["grades-decided"] = used["grades-decided"] || f.p.Correction.PlanDays > 0 || f.p.Reballot.Holds() ||
		slices.ContainsFunc(f.p.Consequences, func(c policy.Consequence) bool { return c.Days > 0 })
	var dates jsonObject
	for _, event := range []string{"opened", "scope-set", "meeting-held", "grades-decided", "results-posted", "work-ended"} {
		if used[event] {
			field := f.field("d."+event, f.v.W.Say("notices.date."+event))
			field.Date = true
			f.Dates = append(f.Dates, field)
			f.give(&dates, "dates", event, field.Name, asText)
		}
	}
	if len(dates) > 0 {
		f.numbers.put("dates", dates)
	}
}
