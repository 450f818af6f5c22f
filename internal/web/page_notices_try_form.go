package web

import (
	"net/url"
	"slices"
	"strconv"

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

// dates are the days of the events from which the policy counts.
func (f *tryForm) dates() {
	used := map[string]bool{}
	for _, d := range f.p.Deadlines {
		used[d.Event()] = true
	}
	used["work-ended"] = used["work-ended"] || f.p.Results.Filing.Days+f.p.Results.Filing.WorkingDays > 0
	used["results-posted"] = used["results-posted"] || f.p.Results.Posting.Days+f.p.Results.Posting.WorkingDays > 0
	used["grades-decided"] = used["grades-decided"] || f.p.Correction.PlanDays+f.p.Correction.PlanWorkingDays > 0 || f.p.Reballot.Holds() ||
		slices.ContainsFunc(f.p.Consequences, func(c policy.Consequence) bool { return c.Days+c.WorkingDays > 0 })
	var dates jsonObject
	give := func(event, label string) {
		if used[event] {
			field := f.field("d."+event, label)
			field.Date = true
			f.Dates = append(f.Dates, field)
			f.give(&dates, "dates", event, field.Name, asText)
		}
	}
	for _, event := range policy.Events() {
		label := f.v.W.Say("notices.date." + event)
		give(event, label)
		if event == "meeting-held" {
			for _, m := range f.p.Meetings {
				give(event+":"+m.ID, label+" · "+m.Name)
			}
		}
	}
	if len(dates) > 0 {
		f.numbers.put("dates", dates)
	}
}
