package cycle

import (
	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// FileResults reports the results to the department above, as a document of the
// committee (报备案, N9.4), by the day the notice names or within the days it gives; the day
// on which the work ended is not counted. A later day cannot be undone: it needs a reason and
// is recorded as late. After a correction the results are filed again.
type FileResults struct {
	Number   string        `json:"number" form:"required"` // of the document
	Date     calendar.Date `json:"date" form:"required,date"`
	Document string        `json:"document" form:"required,file"` // hash of the file
	To       string        `json:"to"`                            // "" for the department the policy names
	Reason   string        `json:"reason" form:"long"`
}

func (*FileResults) Kind() string { return "file-results" }

func (c *FileResults) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("number", c.Number, "document", c.Document); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if s.Ended == nil {
		return nil, decider.Refuse("", "too-early", "after", "event.cycle.work-ended")
	}
	if err := notBefore("date", c.Date, s.Ended.Date, "event.cycle.work-ended"); err != nil {
		return nil, err
	}
	if err := notBefore("date", c.Date, s.gradedOn(s.SubjectOrder), "event.cycle.grade-corrected"); err != nil {
		return nil, err
	}
	filing := s.Policy.Results.Filing
	if !s.unfiled() {
		last := s.Filings[len(s.Filings)-1]
		return nil, decider.Refuse("N9.4", "filed-already", "number", last.Number, "date", last.Date).By(filing.Clause)
	}
	due, d, late := s.Ended.Due, departing(c.Reason), 0
	if len(s.Filings) == 0 && due != "" && c.Date > due {
		late = due.Until(c.Date)
		if err := d.Excuse(filing.Basis, decider.Refuse("N9.4", "filed-late", "date", c.Date, "due", due, "days", late).At("reason")); err != nil {
			return nil, err
		}
	}
	if err := d.inTime(s, c.Date, byRule("N9.4")); err != nil {
		return nil, err
	}
	to := c.To
	if to == "" {
		to = filing.To
	}
	return []decider.Event[State]{&ResultsFiled{act.By(call), Filing{Number: c.Number, Date: c.Date, Document: c.Document, To: to, Due: due, DaysLate: late, Decision: s.Decisions}, d.List}}, nil
}

// unfiled says that the present results were not filed.
func (s *State) unfiled() bool {
	return len(s.Filings) == 0 || s.Filings[len(s.Filings)-1].Decision < s.Decisions
}

// Filing is one report of the results.
type Filing struct {
	Number   string        `json:"number"`
	Date     calendar.Date `json:"date"`
	Document string        `json:"document"` // hash of the file
	To       string        `json:"to"`
	Due      calendar.Date `json:"due,omitempty"`
	DaysLate int           `json:"days_late"`
	Decision int           `json:"decision"` // number of the last decision it reports
}

// ResultsFiled is the results reported.
type ResultsFiled struct {
	Stamp
	Filing     Filing      `json:"filing"`
	Departures []Departure `json:"departures"`
}

func (*ResultsFiled) Kind() string { return "results-filed" }

func (e *ResultsFiled) Apply(s *State) {
	s.Filings = append(s.Filings, e.Filing)
	s.Departures = append(s.Departures, e.Departures...)
}
