package cycle

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// DecideGrades is the committee's decision on the grades of all subjects at once
// (评定等次, N8): from the reviews and the day-to-day assessment, within the quotas.
type DecideGrades struct {
	Date         calendar.Date `json:"date" form:"required,date"`
	Grades       []GradeFor    `json:"grades" form:"required"`
	Participants []string      `json:"participants" form:"from=persons"` // persons who decided
	Reason       string        `json:"reason" form:"long"`               // for departing from a rule that is advice
}

// GradeFor is the grade of one subject and what was decisive.
type GradeFor struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	Grade   string `json:"grade" form:"required,from=grades"`
	Reason  string `json:"reason" form:"long"`
}

func (*DecideGrades) Kind() string { return "decide-grades" }

func (c *DecideGrades) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if s.Decisions > 0 {
		return nil, decider.Refuse("N8.1", "graded-already", "date", s.Decided)
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if err := c.everybody(s); err != nil {
		return nil, err
	}
	d := departing(c.Reason)
	for _, src := range s.Policy.Grading.Sources {
		if err := d.source(s, src, c.Date); err != nil {
			return nil, err
		}
	}
	if h := s.Policy.Verification.Higher; len(s.Higher) == 0 {
		if err := d.Breach(h.Basis, decider.Refuse("N4.2", "higher-missing", "from", h.From)); err != nil {
			return nil, err
		}
	}
	if err := d.inWindow(s, c.Date); err != nil {
		return nil, err
	}
	if err := d.inTime(s, c.Date, byRule("N8.1")); err != nil {
		return nil, err
	}
	r, err := s.Reckon(given(c.Grades))
	if err != nil {
		return nil, err
	}
	if err := d.allowed(s, r, ""); err != nil {
		return nil, err
	}
	if err := d.decided(s, r); err != nil {
		return nil, err
	}
	if r := s.Policy.Correction; r.Holds() {
		if _, err := s.last(c.Date, r.PlanDays, r.PlanWorkingDays, 0); err != nil {
			return nil, err
		}
	}
	e := &GradesDecided{Stamp: act.By(call), Date: c.Date, Participants: c.Participants, Quotas: s.Quotas(r), Departures: d.List}
	for _, g := range c.Grades {
		sub := s.Subjects[g.Subject]
		follows, err := s.follows(r, g.Subject, c.Date)
		if err != nil {
			return nil, err
		}
		e.Grades = append(e.Grades, Graded{Decision: Decision{Subject: g.Subject, Date: c.Date, Grade: g.Grade, Reason: g.Reason,
			Votes: s.Votes(g.Subject), Visits: len(sub.Visits), Assessments: len(sub.Assessments), Suggestion: s.Suggestion(r, g.Subject)},
			Follows: follows})
	}
	return []decider.Event[State]{e}, nil
}

// everybody: every subject exactly once, with a grade that the policy has, and
// nothing left to draw.
func (c *DecideGrades) everybody(s *State) error {
	for _, d := range s.Draws {
		if d.Lots == nil {
			return decider.Refuse("N1.3", "not-drawn", "kind", d.Kind).By(d.Clause)
		}
	}
	clause := s.Policy.Grading.Clause
	seen := map[string]bool{}
	for _, g := range c.Grades {
		sub := s.Subjects[g.Subject]
		switch {
		case sub == nil:
			return act.NotOnFile("subject", g.Subject).At("grades")
		case seen[g.Subject]:
			return act.Twice("subject", sub.OrgName).At("grades")
		case !s.grades(sub, g.Grade):
			return decider.Refuse("N8.1", "grade-unknown", "grade", g.Grade, "person", sub.OrgName).By(clause).At("grades")
		}
		seen[g.Subject] = true
	}
	var missing []string
	for _, id := range s.SubjectOrder {
		if !seen[id] {
			missing = append(missing, s.Subjects[id].OrgName)
		}
	}
	if len(missing) > 0 {
		return decider.Refuse("N8.1", "grades-missing", "n", len(missing), "subjects", strings.Join(missing, ", ")).By(clause).At("grades")
	}
	return nil
}

// source refuses when something the grade rests on is not on file for somebody,
// or is later than the decision.
func (d *departures) source(s *State, src policy.Source, date calendar.Date) error {
	var missing []string
	for _, id := range s.SubjectOrder {
		if sub := s.Subjects[id]; s.concerns(&src, sub) && !s.hasSource(sub, src, date) {
			missing = append(missing, s.Subjects[id].OrgName)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	what := scoreName(&src)
	if m, ok := s.Policy.MeetingByID(src.Meeting); ok {
		what = m.Name
	}
	return d.Breach(src.Basis, decider.Refuse("N8.1", "source-missing", "source", what, "n", len(missing), "subjects", strings.Join(missing, ", ")).At("grades"))
}

func (s *State) hasSource(sub *Subject, src policy.Source, by calendar.Date) bool {
	switch {
	case src.ID == policy.SourceBonus, src.ID == policy.SourceDeduction:
		return true // only some have one
	case src.ID == policy.SourceMeeting:
		m := s.meetingOf(sub.ID, src.Meeting)
		return m != nil && m.Held() != nil && m.Held().Date <= by
	case !src.Weight.IsZero(), src.ID == policy.SourcePeers, src.ID == policy.SourceOther:
		return slices.ContainsFunc(sub.Scores, func(x Score) bool { return x.Source == src.Called() && x.Date <= by })
	case src.ID == policy.SourceAssessment:
		return slices.ContainsFunc(sub.Assessments, func(a Assessment) bool { return a.Date <= by })
	case src.ID == policy.SourceVerification:
		n := 0
		for _, v := range sub.Visits {
			n += count(v.Date <= by)
		}
		return n >= max(1, s.Policy.Verification.AtLeast)
	}
	panic("cycle: no such source " + src.ID) // unreachable: the policy's reader knows the sources
}

// concerns says whether a source is one for such a subject.
func (s *State) concerns(src *policy.Source, sub *Subject) bool {
	return policy.Concerns(src.Kinds, src.Scales, sub.Kind, s.Policy.ScaleOf(sub.Kind))
}

// grades says whether a grade is one of the subject's scale.
func (s *State) grades(sub *Subject, name string) bool {
	return slices.Contains(s.Policy.Grading.GradesOf(s.Policy.ScaleOf(sub.Kind)), name)
}

// Decision is a grade decided for one subject, with what it was based on.
type Decision struct {
	Subject     string        `json:"subject"`
	Date        calendar.Date `json:"date"`
	Grade       string        `json:"grade"`
	Reason      string        `json:"reason,omitempty"`
	Approver    string        `json:"approver,omitempty"` // of a correction
	Votes       []Votes       `json:"votes"`
	Visits      int           `json:"visits"`      // findings on file
	Assessments int           `json:"assessments"` // on file
	// Suggestion is what the rules made of it; nil where the notice leaves it to people.
	Suggestion *Suggestion `json:"suggestion,omitempty"`
	// No is the number of the decision; 0 in the event.
	No int `json:"no,omitempty"`
}

// Graded is a grade with what follows from it.
type Graded struct {
	Decision
	Follows []Follow `json:"follows"`
}

// GradesDecided is the committee's decision.
type GradesDecided struct {
	Stamp
	Date         calendar.Date `json:"date"`
	Participants []string      `json:"participants"`
	Grades       []Graded      `json:"grades"`
	Quotas       []QuotaUsed   `json:"quotas"`
	Departures   []Departure   `json:"departures"`
}

func (*GradesDecided) Kind() string { return "grades-decided" }

func (e *GradesDecided) Apply(s *State) {
	s.Decisions, s.Decided = s.Decisions+1, e.Date
	for _, g := range e.Grades {
		sub := s.Subjects[g.Subject]
		g.No = s.Decisions
		sub.Grades = append(sub.Grades, g.Decision)
		sub.Decision = s.Decisions
		sub.apply(FollowChange{Subject: g.Subject, Added: g.Follows})
	}
	s.Departures = append(s.Departures, e.Departures...)
}
