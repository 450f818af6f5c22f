package cycle

import (
	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// CorrectGrade corrects the grade of one subject after the decision (更正等次, N8),
// with a reason and an approver. Both grades are kept, the upper quotas are checked
// again, and what follows is found anew. The subject is told again, and results
// that were posted or filed are posted and filed again.
type CorrectGrade struct {
	Subject  string        `json:"subject" form:"required,from=subjects"`
	Grade    string        `json:"grade" form:"required,from=grades"`
	Date     calendar.Date `json:"date" form:"required,date"`
	Reason   string        `json:"reason" form:"required,long"`
	Approver string        `json:"approver" form:"required,from=persons"` // person
}

func (*CorrectGrade) Kind() string { return "correct-grade" }

func (c *CorrectGrade) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	if err := act.Approved(c.Reason, c.Approver, call.Who, sub.Person); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if err := notBefore("date", c.Date, s.gradedOn([]string{c.Subject}), "event.cycle.grades-decided"); err != nil {
		return nil, err
	}
	switch {
	case sub.Grade() == "":
		return nil, decider.Refuse("N8.1", "not-graded", "subject", sub.OrgName).At("subject")
	case !s.grades(sub, c.Grade):
		return nil, decider.Refuse("N8.1", "grade-unknown", "grade", c.Grade, "person", sub.OrgName).At("grade")
	case c.Grade == sub.Grade():
		return nil, decider.Refuse("N8.1", "grade-same", "grade", c.Grade, "subject", sub.OrgName).At("grade")
	}
	grades := s.decidedGrades()
	before, err := s.Reckon(grades)
	if err != nil {
		return nil, err
	}
	grades[c.Subject] = GradeFor{Subject: c.Subject, Grade: c.Grade, Reason: c.Reason}
	r, err := s.Reckon(grades)
	if err != nil {
		return nil, err
	}
	d := departing(c.Reason)
	if err := d.allowed(s, r, c.Subject); err != nil {
		return nil, err
	}
	if err := d.corrected(s, before, r); err != nil {
		return nil, err
	}
	follows, err := s.follows(r, c.Subject, c.Date)
	if err != nil {
		return nil, err
	}
	return []decider.Event[State]{&GradeCorrected{Stamp: act.By(call), Was: sub.Grade(),
		Decision: Decision{Subject: c.Subject, Date: c.Date, Grade: c.Grade, Reason: c.Reason, Approver: c.Approver,
			Votes: s.Votes(c.Subject), Visits: len(sub.Visits), Assessments: len(sub.Assessments), Suggestion: s.Suggestion(r, c.Subject)},
		Change: sub.change(follows), Quotas: s.Quotas(r), Departures: d.List}}, nil
}

// GradeCorrected is a grade corrected.
type GradeCorrected struct {
	Stamp
	Decision
	Was        string       `json:"was"`
	Change     FollowChange `json:"change"`
	Quotas     []QuotaUsed  `json:"quotas"`
	Departures []Departure  `json:"departures"`
}

func (*GradeCorrected) Kind() string { return "grade-corrected" }

func (e *GradeCorrected) Apply(s *State) {
	sub := s.Subjects[e.Subject]
	s.Decisions++
	d := e.Decision
	d.No = s.Decisions
	sub.Grades, sub.Decision = append(sub.Grades, d), s.Decisions
	sub.apply(e.Change)
	s.Departures = append(s.Departures, e.Departures...)
}
