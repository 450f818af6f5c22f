package cycle

import (
	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// RecordPreviousGrade puts a grade of an earlier year on file that was not there
// when the year was opened (补录以往等次, N10.3). It is what settles a consequence
// that is unknown because a year is missing; an empty grade says that the person
// is known not to have been under review then.
type RecordPreviousGrade struct {
	Person string `json:"person" form:"required,from=persons"`
	Year   int    `json:"year" form:"required"`
	Grade  string `json:"grade" form:"from=grades"`
	Source string `json:"source" form:"required,long"` // the document it was taken from
}

func (*RecordPreviousGrade) Kind() string { return "record-previous-grade" }

func (c *RecordPreviousGrade) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	p := PreviousGrade{Person: c.Person, Year: c.Year, Grade: c.Grade, Source: c.Source}
	if err := act.Filled("person", c.Person, "source", c.Source); err != nil {
		return nil, err
	}
	if err := checkPrevious(&s.Policy, p, "grade"); err != nil {
		return nil, err
	}
	e := &PreviousGradeRecorded{Stamp: act.By(call), PreviousGrade: p}
	with := *s
	with.Previous = append(append([]PreviousGrade{}, s.Previous...), p)
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		if sub.Person == c.Person && sub.Grade() != "" {
			d := sub.Grades[len(sub.Grades)-1]
			r, err := with.reckonFor(sub.Decision, with.decidedGrades())
			if err != nil {
				return nil, err
			}
			follows, err := with.follows(r, id, d.Date)
			if err != nil {
				return nil, err
			}
			e.Changes = append(e.Changes, sub.change(follows))
		}
	}
	return []decider.Event[State]{e}, nil
}

// checkPrevious refuses a grade that the policy does not have and a year that is
// not an earlier one.
func checkPrevious(p *policy.Policy, g PreviousGrade, field string) error {
	if g.Person == "" {
		return decider.Refuse("N10.3", "field-empty", "field", "field.person").At(field)
	}
	if g.Year >= p.Year || g.Year < 1949 {
		return decider.Refuse("N10.3", "year-not-earlier", "year", g.Year, "this", p.Year).At(field)
	}
	if g.Grade != "" && !p.Grading.HasGrade(g.Grade) {
		return decider.Refuse("N10.3", "grade-unknown", "grade", g.Grade, "person", g.Person).At(field)
	}
	return nil
}

// PreviousGradeRecorded is a grade of an earlier year put on file.
type PreviousGradeRecorded struct {
	Stamp
	PreviousGrade
	Changes []FollowChange `json:"changes"` // what now follows or does not
}

func (*PreviousGradeRecorded) Kind() string { return "previous-grade-recorded" }

func (e *PreviousGradeRecorded) Apply(s *State) {
	s.Previous = append(s.Previous, e.PreviousGrade)
	for _, c := range e.Changes {
		s.Subjects[c.Subject].apply(c)
	}
}
