package cycle

import (
	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// CarryOutConsequence records that a consequence was carried out (落实结果运用, N10).
// One that is not known to follow, because an earlier year is not on file, cannot
// be carried out before that year is put on file.
type CarryOutConsequence struct {
	Subject     string        `json:"subject" form:"required,from=subjects"`
	Consequence string        `json:"consequence" form:"required,from=consequences"` // id
	Date        calendar.Date `json:"date" form:"required,date"`
	How         string        `json:"how" form:"required,long"`
	DoneBy      []string      `json:"done_by" form:"required,from=persons"` // persons
	Document    string        `json:"document" form:"file"`                 // hash of a file
	Reason      string        `json:"reason" form:"long"`                   // when late
}

func (*CarryOutConsequence) Kind() string { return "carry-out-consequence" }

func (c *CarryOutConsequence) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	f := sub.follow(c.Consequence)
	if f == nil {
		return nil, decider.Refuse("N10.5", "not-following", "subject", sub.OrgName, "consequence", c.Consequence, "grade", sub.Grade()).At("consequence")
	}
	if f.Unknown != 0 {
		return nil, decider.Refuse(f.Rule, "consequence-unknown", "subject", sub.OrgName, "consequence", f.Name, "year", f.Unknown).By(f.Clause).At("consequence")
	}
	if f.Done != nil {
		return nil, decider.Refuse(f.Rule, "carried-out-already", "consequence", f.Name, "date", f.Done.Date).By(f.Clause).At("consequence")
	}
	if len(c.DoneBy) == 0 {
		return nil, act.Filled("done_by", "")
	}
	if err := act.Filled("how", c.How); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if err := notBefore("date", c.Date, s.Decided, "event.cycle.grades-decided"); err != nil {
		return nil, err
	}
	d, late := departing(c.Reason), 0
	if f.Due != "" && c.Date > f.Due {
		late = f.Due.Until(c.Date)
		basis := policy.Basis{Clause: f.Clause, Strength: policy.Must}
		if err := d.Excuse(basis, decider.Refuse(f.Rule, "carried-out-late", "consequence", f.Name, "due", f.Due, "days", late).At("reason")); err != nil {
			return nil, err
		}
	}
	return []decider.Event[State]{&ConsequenceCarriedOut{act.By(call), c.Subject, c.Consequence, CarriedOut{c.Date, c.How, c.DoneBy, c.Document, late}, d.List}}, nil
}

// CarriedOut is how a consequence was carried out.
type CarriedOut struct {
	Date     calendar.Date `json:"date"`
	How      string        `json:"how"`
	DoneBy   []string      `json:"done_by"`
	Document string        `json:"document,omitempty"`
	DaysLate int           `json:"days_late,omitempty"`
}

// ConsequenceCarriedOut is a consequence carried out.
type ConsequenceCarriedOut struct {
	Stamp
	Subject     string      `json:"subject"`
	Consequence string      `json:"consequence"`
	Done        CarriedOut  `json:"done"`
	Departures  []Departure `json:"departures"`
}

func (*ConsequenceCarriedOut) Kind() string { return "consequence-carried-out" }

func (e *ConsequenceCarriedOut) Apply(s *State) {
	s.Subjects[e.Subject].follow(e.Consequence).Done = &e.Done
	s.Departures = append(s.Departures, e.Departures...)
}
