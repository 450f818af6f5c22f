package cycle

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// RecordFact puts on file what is known beside ballots and scores (认定事项, N8.1): an organisational
// finding, the unit's own grade. It says where it is known from. A later record is added and counts from
// then on; what was decided before stays decided.
type RecordFact struct {
	Fact     string        `json:"fact" form:"required,from=facts"` // id
	Subject  string        `json:"subject" form:"from=subjects"`    // "" for a fact of the year
	Value    string        `json:"value" form:"required,from=values"`
	Date     calendar.Date `json:"date" form:"required,date"`
	Source   string        `json:"source" form:"required,long"`
	Document string        `json:"document" form:"file"` // hash of a file
}

func (*RecordFact) Kind() string { return "record-fact" }

func (c *RecordFact) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	f, known := s.Policy.Grading.FactByID(c.Fact)
	if !known {
		return nil, act.NotOnFile("fact", c.Fact)
	}
	switch {
	case f.Of == "year" && c.Subject != "":
		return nil, decider.Refuse("N8.1", "fact-of-year", "fact", f.Name).At("subject")
	case f.Of != "year":
		if _, err := s.subject(c.Subject); err != nil {
			return nil, err
		}
	}
	values := f.Values
	if len(values) == 0 {
		values = []string{"true", "false"}
	}
	if !slices.Contains(values, c.Value) {
		return nil, decider.Refuse("N8.1", "fact-value", "fact", f.Name, "got", c.Value, "known", strings.Join(values, ", ")).At("value")
	}
	if err := act.Filled("source", c.Source); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&FactRecorded{act.By(call), c.Subject, KnownFact{Fact: c.Fact, Value: c.Value, Date: c.Date, Source: c.Source, Document: c.Document}}}, nil
}

// KnownFact is a fact on file.
type KnownFact struct {
	Fact     string        `json:"fact"`
	Value    string        `json:"value"`
	Date     calendar.Date `json:"date"`
	Source   string        `json:"source"`
	Document string        `json:"document,omitempty"`
	Decision int           `json:"decision,omitempty"` // how many decisions on grades there were already
}

// FactRecorded is a fact put on file.
type FactRecorded struct {
	Stamp
	Subject string    `json:"subject,omitempty"`
	Fact    KnownFact `json:"fact"`
}

func (*FactRecorded) Kind() string { return "fact-recorded" }

func (e *FactRecorded) Apply(s *State) {
	f := e.Fact
	f.Decision = s.Decisions
	if sub := s.Subjects[e.Subject]; sub != nil {
		sub.Facts = append(sub.Facts, f)
		return
	}
	s.Facts = append(s.Facts, f)
}

// factsMissing are the facts with values that are on file for nobody yet, as tasks: one that is true or
// false counts as not established until it is put on file.
func (a *agenda) factsMissing(until calendar.Date) {
	for _, f := range a.s.Policy.Grading.Facts {
		if len(f.Values) == 0 {
			continue
		}
		on := func(known []KnownFact) bool {
			return slices.ContainsFunc(known, func(k KnownFact) bool { return k.Fact == f.ID })
		}
		if f.Of == "year" && !on(a.s.Facts) {
			a.add(Task{Command: "record-fact", Ref: f.ID, Name: f.Name, Due: until})
		}
		for _, id := range a.s.SubjectOrder {
			if f.Of != "year" && !on(a.s.Subjects[id].Facts) {
				a.add(Task{Command: "record-fact", Subject: id, Ref: f.ID, Name: f.Name, Due: until})
			}
		}
	}
}

// scoreName is what people read for a source: its own name, else a key of the catalogue.
func scoreName(src *policy.Source) string {
	if src.Name != "" {
		return src.Name
	}
	return "source." + string(src.ID)
}
