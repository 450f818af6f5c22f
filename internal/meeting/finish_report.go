package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// FinishReport ends a report (述职结束), or records that there was none in person:
// written, or absent, with the reason. A subject who was absent altogether is not voted
// on here, because a ballot is filled in from the report (N5.5); the year holds
// another meeting. A speech longer than the policy allows needs a reason.
type FinishReport struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	// Minutes is how long the subject spoke; 0: from the recorded times.
	Minutes int     `json:"minutes,omitempty"`
	Instead Instead `json:"instead,omitempty" form:"choice=written|absent"`
	Reason  string  `json:"reason,omitempty" form:"long"`
}

func (*FinishReport) Kind() string { return "finish-report" }

func (c *FinishReport) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	e := &ReportFinished{Stamp: act.By(call), Subject: c.Subject, Instead: c.Instead, Minutes: c.Minutes, Reason: c.Reason}
	d := act.Departures{Reason: c.Reason}
	var err error
	switch c.Instead {
	case "":
		err = c.spoken(s, e)
	case Written, Absent:
		if err = act.Filled("reason", c.Reason); err == nil {
			err = s.floor(c.Subject, &d)
		}
		e.Minutes, e.Departures = 0, d.List
	default:
		err = decider.Refuse("", "choice-unknown", "got", string(c.Instead)).At("instead")
	}
	if err != nil {
		return nil, err
	}
	return []decider.Event[State]{e}, nil
}

// spoken checks the end of a report given in person and measures its length.
func (c *FinishReport) spoken(s *State, e *ReportFinished) error {
	if err := s.open(); err != nil {
		return err
	}
	if _, ok := s.Subject(c.Subject); !ok {
		return act.NotOnFile("subject", c.Subject)
	}
	r := s.speaking()
	if r == nil || r.Subject != c.Subject {
		return decider.Refuse("", "not-speaking", "subject", c.Subject).At("subject")
	}
	if c.Minutes < 0 {
		return decider.Refuse("", "number-negative", "field", "field.minutes", "got", c.Minutes).At("minutes")
	}
	if c.Minutes == 0 {
		e.Minutes = max(0, int(e.At.Sub(r.Started).Minutes()))
	}
	if limit := s.Brief.Policy.Report.Speech; limit.Holds() && limit.Minutes > 0 && e.Minutes > limit.Minutes {
		// What was spoken cannot be taken back: however strict the limit, a reason is what can be asked for.
		limit.Strength = policy.Advise
		d := act.Departures{Reason: c.Reason}
		if err := d.Breach(limit.Basis, decider.Refuse("N3.4", "spoke-too-long", "minutes", e.Minutes, "limit", limit.Minutes)); err != nil {
			return err
		}
		e.Departures = d.List
	}
	return nil
}

// ReportFinished has the minutes as given or measured.
type ReportFinished struct {
	Stamp
	Subject    string      `json:"subject"`
	Instead    Instead     `json:"instead,omitempty"`
	Minutes    int         `json:"minutes,omitempty"`
	Reason     string      `json:"reason,omitempty"`
	Departures []Departure `json:"departures,omitempty"`
}

func (*ReportFinished) Kind() string { return "report-finished" }

func (e *ReportFinished) Apply(s *State) {
	r := s.Report(e.Subject)
	if r == nil { // nothing was started: written or absent
		s.Reports = append(s.Reports, Report{Subject: e.Subject})
		r = &s.Reports[len(s.Reports)-1]
	}
	r.Instead, r.Finished, r.Minutes = e.Instead, e.At, e.Minutes
	if e.Reason != "" {
		r.Reason = e.Reason
	}
	s.Departures = append(s.Departures, e.Departures...)
}
