package cycle

import (
	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// SubmitReport hands the newest version in to the committee (报党工委审核, N3.1),
// after opinions were asked for and all of them answered.
type SubmitReport struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	Reason  string `json:"reason" form:"long"` // for departing from a rule that is advice
}

func (*SubmitReport) Kind() string { return "submit-report" }

func (c *SubmitReport) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	r := sub.Report()
	if r == nil {
		return nil, act.NotOnFile("report", sub.OrgName).At("subject")
	}
	if r.Submitted != "" {
		return nil, decider.Refuse("N3.1", "report-submitted", "version", r.No, "date", r.Submitted).At("subject")
	}
	d := departing(c.Reason)
	need := s.Policy.Report.Opinions
	all, open := sub.opinions()
	if all < need.AtLeast {
		if err := d.Breach(need.Basis, decider.Refuse("N3.1", "opinions-few", "got", all, "want", need.AtLeast).At("subject")); err != nil {
			return nil, err
		}
	}
	if open > 0 {
		if err := d.Breach(need.Basis, decider.Refuse("N3.1", "opinions-open", "n", open).At("subject")); err != nil {
			return nil, err
		}
	}
	if err := d.inTime(s, calendar.Of(call.At), byRule("N3.1", c.Subject)); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&ReportSubmitted{act.By(call), c.Subject, r.No, calendar.Of(call.At), all, d.List}}, nil
}

// ReportSubmitted is a report handed in for review.
type ReportSubmitted struct {
	Stamp
	Subject    string        `json:"subject"`
	Version    int           `json:"version"`
	Date       calendar.Date `json:"date"`
	Opinions   int           `json:"opinions"` // asked for and answered
	Departures []Departure   `json:"departures"`
}

func (*ReportSubmitted) Kind() string { return "report-submitted" }

func (e *ReportSubmitted) Apply(s *State) {
	s.Subjects[e.Subject].Reports[e.Version-1].Submitted = e.Date
	s.Departures = append(s.Departures, e.Departures...)
}
