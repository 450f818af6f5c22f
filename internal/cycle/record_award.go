package cycle

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// RecordAward records that a secretary or an organisation is put forward for an
// award (评先评优, N10.2, N10.4, N10.5): only with the grades the notice admits.
type RecordAward struct {
	Award   string        `json:"award" form:"required,from=awards"` // id of a policy.Award
	Org     string        `json:"org" form:"required,from=orgs"`     // the organisation, or the secretary's
	Date    calendar.Date `json:"date" form:"required,date"`
	Reason  string        `json:"reason" form:"long"`
	Comment string        `json:"comment" form:"long"`
}

func (*RecordAward) Kind() string { return "record-award" }

func (c *RecordAward) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	at := slices.IndexFunc(s.Policy.Awards, func(a policy.Award) bool { return a.ID == c.Award })
	if at < 0 {
		return nil, act.NotOnFile("award", c.Award)
	}
	o := s.Orgs[c.Org]
	if o == nil {
		return nil, act.NotOnFile("org", c.Org)
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(s.Awards, func(a Award) bool { return a.Award == c.Award && a.Org == c.Org }) {
		return nil, act.Twice("award", o.Name)
	}
	award, grade, d := s.Policy.Awards[at], "", departing(c.Reason)
	if sub := s.Subjects[c.Org]; sub != nil { // nobody else has a grade that could bar it
		grade = sub.Grade()
		if !slices.Contains(award.Only, grade) {
			if err := d.Breach(award.Basis, decider.Refuse(award.Rule, "award-barred", "award", award.Name, "subject", o.Name, "grade", grade, "want", strings.Join(award.Only, ", ")).At("org")); err != nil {
				return nil, err
			}
		}
	}
	return []decider.Event[State]{&AwardRecorded{act.By(call), Award{c.Award, c.Org, grade, c.Date, c.Comment}, d.List}}, nil
}

// Award is somebody put forward.
type Award struct {
	Award   string        `json:"award"`
	Org     string        `json:"org"`
	Grade   string        `json:"grade,omitempty"` // at the time; "" for who was not under review
	Date    calendar.Date `json:"date"`
	Comment string        `json:"comment,omitempty"`
}

// AwardRecorded is an award on file.
type AwardRecorded struct {
	Stamp
	Award      Award       `json:"award"`
	Departures []Departure `json:"departures"`
}

func (*AwardRecorded) Kind() string { return "award-recorded" }

func (e *AwardRecorded) Apply(s *State) {
	s.Awards = append(s.Awards, e.Award)
	s.Departures = append(s.Departures, e.Departures...)
}
