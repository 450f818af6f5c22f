package cycle

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// KeepDeadline puts on record that something was done for which the notice sets a time and the year has
// no act of its own (按时限办结).
type KeepDeadline struct {
	Deadline string        `json:"deadline" form:"required,from=deadlines"` // id of policy.Deadline
	Subject  string        `json:"subject" form:"from=subjects"`            // where it is counted from the own meeting
	Date     calendar.Date `json:"date" form:"required,date"`
	How      string        `json:"how" form:"required,long"`
	Document string        `json:"document" form:"file"` // hash of a file
	Reason   string        `json:"reason" form:"long"`   // when late
}

func (*KeepDeadline) Kind() string { return "keep-deadline" }

func (c *KeepDeadline) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("how", c.How); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(s.Policy.Deadlines, func(d policy.Deadline) bool { return d.ID == c.Deadline })
	if at < 0 {
		return nil, act.NotOnFile("deadline", c.Deadline)
	}
	p := &s.Policy.Deadlines[at]
	if _, known := s.actOf(p); known || p.Rule == "N1.4" {
		return nil, decider.Refuse(p.Rule, "limit-by-act", "limit", p.Name).By(p.Clause).At("deadline")
	}
	limits := s.Limits()
	mine := slices.IndexFunc(limits, func(l Limit) bool { return l.ID == c.Deadline && l.Subject == c.Subject })
	if mine < 0 {
		return nil, decider.Refuse(p.Rule, "limit-not-begun", "limit", p.Name).By(p.Clause).At("deadline")
	}
	l := limits[mine]
	if l.Done != "" {
		return nil, decider.Refuse(p.Rule, "limit-kept-already", "limit", p.Name, "date", l.Done).By(p.Clause).At("deadline")
	}
	d := departing(c.Reason)
	if err := d.inTime(s, c.Date, func(o Limit) bool { return o.ID == l.ID && o.Subject == l.Subject }); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&DeadlineKept{act.By(call), Kept{c.Deadline, c.Subject, c.Date, c.How, c.Document}, d.List}}, nil
}

// Kept is something done for which the notice sets a time.
type Kept struct {
	Deadline string        `json:"deadline"`
	Subject  string        `json:"subject,omitempty"`
	Date     calendar.Date `json:"date"`
	How      string        `json:"how"`
	Document string        `json:"document,omitempty"`
}

// DeadlineKept is a deadline kept, or kept late.
type DeadlineKept struct {
	Stamp
	Kept
	Departures []Departure `json:"departures"`
}

func (*DeadlineKept) Kind() string { return "deadline-kept" }

func (e *DeadlineKept) Apply(s *State) {
	s.Kept = append(s.Kept, e.Kept)
	s.Departures = append(s.Departures, e.Departures...)
}

// keptOn is the day on which it was put on record as done.
func (s *State) keptOn(id, subject string) calendar.Date {
	for _, k := range s.Kept {
		if k.Deadline == id && k.Subject == subject {
			return k.Date
		}
	}
	return ""
}
