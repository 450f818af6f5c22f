package meeting

import (
	"strings"
	"time"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// StartReport gives the floor to a subject (述职, N5.5, N6.2): one at a time, in the
// order of the brief, and only when the questions to the one before are answered.
// Another order needs a reason.
type StartReport struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	Reason  string `json:"reason,omitempty" form:"long"`
}

func (*StartReport) Kind() string { return "start-report" }

func (c *StartReport) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	d := act.Departures{Reason: c.Reason}
	if err := s.floor(c.Subject, &d); err != nil {
		return nil, err
	}
	sub, _ := s.Subject(c.Subject)
	if next, _ := s.next(); next.ID != c.Subject && strings.TrimSpace(c.Reason) == "" {
		return nil, decider.Refuse("", "report-order", "subject", c.Subject, "next", next.ID).At("reason")
	}
	if !s.Roll.isHere(sub.Person) {
		return nil, decider.Refuse("", "subject-not-here", "subject", c.Subject, "person", sub.Person).At("subject")
	}
	return []decider.Event[State]{&ReportStarted{Stamp: act.By(call), Subject: c.Subject, Reason: c.Reason, Departures: d.List}}, nil
}

// floor refuses a subject whose turn it cannot be.
func (s *State) floor(subject string, d *act.Departures) error {
	if err := s.open(); err != nil {
		return err
	}
	if _, ok := s.Subject(subject); !ok {
		return act.NotOnFile("subject", subject)
	}
	if r := s.Report(subject); r != nil {
		return decider.Refuse("", "reported-already", "subject", subject).At("subject")
	}
	if r := s.speaking(); r != nil {
		return decider.Refuse("", "report-running", "subject", r.Subject).At("subject")
	}
	if s.Round() != nil {
		return decider.Refuse("N5.5", "too-late", "before", "event.meeting.ballot-opened")
	}
	if err := s.begin(policy.ItemReports, d); err != nil {
		return err
	}
	return s.answered(d)
}

// answered refuses to go on while the last report's questions are not done.
func (s *State) answered(d *act.Departures) error {
	if len(s.Reports) == 0 {
		return nil
	}
	last := &s.Reports[len(s.Reports)-1]
	if it, ok := s.Type().Has(policy.ItemQuestions); ok {
		if r := s.questionsLack(last, it.PerSubject); r != nil {
			r.Rule = it.Rule
			return d.Breach(it.Basis, r)
		}
		return nil
	}
	if r := s.questionsLack(last, 0); r != nil {
		return r
	}
	return nil
}

// ReportStarted has a reason only where the order was another than the brief's.
type ReportStarted struct {
	Stamp
	Subject    string      `json:"subject"`
	Reason     string      `json:"reason,omitempty"`
	Departures []Departure `json:"departures,omitempty"`
}

func (*ReportStarted) Kind() string { return "report-started" }

func (e *ReportStarted) Apply(s *State) {
	s.Reports = append(s.Reports, Report{Subject: e.Subject, Started: e.At, Reason: e.Reason})
	s.Departures = append(s.Departures, e.Departures...)
}

// Report is a report as it was given.
type Report struct {
	Subject string    `json:"subject"`
	Instead Instead   `json:"instead,omitempty"` // empty: in person
	Started time.Time `json:"started,omitzero"`
	// Finished is zero while the subject speaks.
	Finished time.Time `json:"finished,omitzero"`
	Minutes  int       `json:"minutes,omitempty"` // whole minutes spoken
	Reason   string    `json:"reason,omitempty"`
}

// Instead is what took the place of a report in person.
type Instead string

const (
	Written Instead = "written" // the report was laid out in writing (书面述职)
	Absent  Instead = "absent"  // there was none; the subject is not on the ballot
)
