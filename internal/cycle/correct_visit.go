package cycle

import (
	"slices"
	"strconv"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// CorrectVisit puts a finding on file in the place of one that was wrong (更正核实情况).
// The former one stays on record, with why it was corrected; the evidence stays with
// the finding's number.
type CorrectVisit struct {
	Subject  string        `json:"subject" form:"required,from=subjects"`
	Visit    int           `json:"visit" form:"required,from=visits"`
	Date     calendar.Date `json:"date" form:"required,date"`
	Method   string        `json:"method" form:"required,from=methods"`
	Visitors []string      `json:"visitors" form:"required,from=persons"`
	Of       string        `json:"of" form:"from=claims"`
	Claim    string        `json:"claim" form:"long"`
	Finding  string        `json:"finding" form:"required,long"`
	Verdict  Verdict       `json:"verdict" form:"required,choice=borne-out|partly|not|unchecked"`
	Reason   string        `json:"reason" form:"required,long"`
}

func (*CorrectVisit) Kind() string { return "correct-visit" }

func (c *CorrectVisit) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	old := sub.visit(c.Visit)
	if old == nil {
		return nil, act.NotOnFile("visit", strconv.Itoa(c.Visit))
	}
	v, err := s.found(sub, call, Visit{No: c.Visit, Date: c.Date, Method: c.Method, Visitors: c.Visitors, Of: c.Of, Claim: c.Claim, Finding: c.Finding, Verdict: c.Verdict})
	if err != nil {
		return nil, err
	}
	if same(v, *old) {
		return nil, decider.Refuse("N4.1", "visit-same", "no", c.Visit).By(s.Policy.Verification.Clause).At("finding")
	}
	return []decider.Event[State]{&VisitCorrected{act.By(call), c.Subject, v, c.Reason}}, nil
}

// same says whether two findings say the same.
func same(a, b Visit) bool {
	return a.Date == b.Date && a.Method == b.Method && slices.Equal(a.Visitors, b.Visitors) && a.Of == b.Of && a.Claim == b.Claim &&
		a.Finding == b.Finding && a.Verdict == b.Verdict
}

func (s *Subject) visit(no int) *Visit {
	if no < 1 || no > len(s.Visits) {
		return nil
	}
	return &s.Visits[no-1]
}

// FormerVisit is a finding as it stood before a correction.
type FormerVisit struct {
	Date      calendar.Date `json:"date"`
	Method    string        `json:"method"`
	Visitors  []string      `json:"visitors"`
	Of        string        `json:"of,omitempty"`
	Claim     string        `json:"claim,omitempty"`
	Finding   string        `json:"finding"`
	Verdict   Verdict       `json:"verdict"`
	Corrected Taken         `json:"corrected"` // by whom, and why
}

// VisitCorrected is a finding put in the place of a former one.
type VisitCorrected struct {
	Stamp
	Subject string `json:"subject"`
	Visit   Visit  `json:"visit"`
	Reason  string `json:"reason"`
}

func (*VisitCorrected) Kind() string { return "visit-corrected" }

func (e *VisitCorrected) Apply(s *State) {
	at := s.Subjects[e.Subject].visit(e.Visit.No)
	v := e.Visit
	v.Evidence = at.Evidence
	v.Former = append(at.Former, FormerVisit{at.Date, at.Method, at.Visitors, at.Of, at.Claim, at.Finding, at.Verdict, Taken{e.Stamp, e.Reason}})
	*at = v
}
