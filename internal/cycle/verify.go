package cycle

import (
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// RecordVisit puts a finding of the on-site verification on file (现场核实, N4.1),
// beside the claim of the report it is about.
type RecordVisit struct {
	Subject  string        `json:"subject" form:"required,from=subjects"`
	Date     calendar.Date `json:"date" form:"required,date"`
	Method   string        `json:"method" form:"required,from=methods"`
	Visitors []string      `json:"visitors" form:"required,from=persons"` // persons whom the committee sent
	Of       string        `json:"of" form:"from=claims"`                 // id of the marked claim it is about; "" for none
	Claim    string        `json:"claim" form:"long"`                     // its words; "" for those that were marked
	Finding  string        `json:"finding" form:"required,long"`
	Verdict  Verdict       `json:"verdict" form:"required,choice=borne-out|partly|not|unchecked"`
	Reason   string        `json:"reason" form:"long"` // when late
}

// Verdict says whether a claim is borne out by what was seen.
type Verdict string

// The verdicts; stored.
const (
	BorneOut  Verdict = "borne-out" // 属实
	Partly    Verdict = "partly"    // 部分属实
	NotSo     Verdict = "not"       // 不属实
	Unchecked Verdict = "unchecked" // 未核
)

func (*RecordVisit) Kind() string { return "record-visit" }

func (c *RecordVisit) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	v, err := s.found(sub, call, Visit{No: len(sub.Visits) + 1, Date: c.Date, Method: c.Method, Visitors: c.Visitors, Of: c.Of, Claim: c.Claim,
		Finding: c.Finding, Verdict: c.Verdict})
	if err != nil {
		return nil, err
	}
	d := departing(c.Reason)
	if err := d.inTime(s, c.Date, byRule("N4.1", c.Subject)); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&VisitRecorded{act.By(call), c.Subject, v, d.List}}, nil
}

// found checks a finding before it goes on file, and gives it the words of the claim it
// is about.
func (s *State) found(sub *Subject, call decider.Call, x Visit) (Visit, error) {
	if err := act.Filled("method", x.Method, "visitors", strings.Join(x.Visitors, ""), "finding", x.Finding); err != nil {
		return x, err
	}
	if err := happened(call, "date", x.Date); err != nil {
		return x, err
	}
	v := s.Policy.Verification
	if err := oneOf(v.Basis, "N4.1", "method", x.Method, v.Methods); err != nil {
		return x, err
	}
	for _, who := range x.Visitors {
		if who == sub.Person {
			return x, decider.Refuse("N4.1", "visitor-is-subject", "subject", sub.OrgName).By(v.Clause).At("visitors")
		}
	}
	switch x.Verdict {
	case BorneOut, Partly, NotSo, Unchecked:
	default:
		return x, oneOf(v.Basis, "N4.1", "verdict", string(x.Verdict), []string{string(BorneOut), string(Partly), string(NotSo), string(Unchecked)})
	}
	if x.Of == "" {
		return x, nil
	}
	claim := sub.claim(x.Of)
	if claim == nil || claim.Withdrawn != nil {
		return x, act.NotOnFile("claim", x.Of).At("of")
	}
	if strings.TrimSpace(x.Claim) == "" {
		x.Claim = claim.Text
	}
	return x, nil
}

// Visit is one finding on site.
type Visit struct {
	No       int           `json:"no"` // per subject, from 1
	Date     calendar.Date `json:"date"`
	Method   string        `json:"method"`
	Visitors []string      `json:"visitors"`
	Of       string        `json:"of,omitempty"` // id of the marked claim
	Claim    string        `json:"claim,omitempty"`
	Finding  string        `json:"finding"`
	Verdict  Verdict       `json:"verdict"`

	Evidence []Evidence    `json:"evidence,omitempty"`
	Former   []FormerVisit `json:"former,omitempty"` // before its corrections, from the first
}

// VisitRecorded is a finding put on file.
type VisitRecorded struct {
	Stamp
	Subject    string      `json:"subject"`
	Visit      Visit       `json:"visit"`
	Departures []Departure `json:"departures,omitempty"`
}

func (*VisitRecorded) Kind() string { return "visit-recorded" }

func (e *VisitRecorded) Apply(s *State) {
	sub := s.Subjects[e.Subject]
	sub.Visits = append(sub.Visits, e.Visit)
	s.Departures = append(s.Departures, e.Departures...)
}

// RecordHigherFeedback takes in what the department above found in its own
// inspections (上级检查反馈, N4.2), about one subject or about all.
type RecordHigherFeedback struct {
	Subject string        `json:"subject" form:"from=subjects"` // "" for all
	From    string        `json:"from"`                         // "" for the department the policy names
	Date    calendar.Date `json:"date" form:"required,date"`
	Text    string        `json:"text" form:"required,long"`
}

func (*RecordHigherFeedback) Kind() string { return "record-higher-feedback" }

func (c *RecordHigherFeedback) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if c.Subject != "" {
		if _, err := s.subject(c.Subject); err != nil {
			return nil, err
		}
	}
	if err := act.Filled("text", c.Text); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	from := c.From
	if from == "" {
		from = s.Policy.Verification.Higher.From
	}
	if err := act.Filled("from", from); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&HigherFeedbackRecorded{act.By(call), HigherFeedback{c.Subject, from, c.Date, c.Text}}}, nil
}

// HigherFeedback is a finding of the department above.
type HigherFeedback struct {
	Subject string        `json:"subject,omitempty"` // "" for all
	From    string        `json:"from"`
	Date    calendar.Date `json:"date"`
	Text    string        `json:"text"`
}

// HigherFeedbackRecorded is a finding from above put on file.
type HigherFeedbackRecorded struct {
	Stamp
	HigherFeedback
}

func (*HigherFeedbackRecorded) Kind() string { return "higher-feedback-recorded" }

func (e *HigherFeedbackRecorded) Apply(s *State) { s.Higher = append(s.Higher, e.HigherFeedback) }

// RecordAssessment puts the day-to-day assessment of a subject on file (日常管理考核,
// N8.1). A later one is added and counts.
type RecordAssessment struct {
	Subject string        `json:"subject" form:"required,from=subjects"`
	Date    calendar.Date `json:"date" form:"required,date"`
	Text    string        `json:"text" form:"required,long"`
}

func (*RecordAssessment) Kind() string { return "record-assessment" }

func (c *RecordAssessment) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if _, err := s.subject(c.Subject); err != nil {
		return nil, err
	}
	if err := act.Filled("text", c.Text); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&AssessmentRecorded{act.By(call), c.Subject, Assessment{c.Date, c.Text}}}, nil
}

// Assessment is the day-to-day assessment of a subject.
type Assessment struct {
	Date calendar.Date `json:"date"`
	Text string        `json:"text"`
}

// AssessmentRecorded is an assessment put on file.
type AssessmentRecorded struct {
	Stamp
	Subject    string     `json:"subject"`
	Assessment Assessment `json:"assessment"`
}

func (*AssessmentRecorded) Kind() string { return "assessment-recorded" }

func (e *AssessmentRecorded) Apply(s *State) {
	sub := s.Subjects[e.Subject]
	sub.Assessments = append(sub.Assessments, e.Assessment)
}
