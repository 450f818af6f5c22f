package cycle

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// PostResults puts the results on a notice board (公示, N9.2): the street's, or
// those of the organisations whose secretaries were under review.
type PostResults struct {
	Place string        `json:"place" form:"required,from=places"` // id of a policy.Place
	Orgs  []string      `json:"orgs" form:"from=subjects"`         // for a place that every organisation has; none: all
	Date  calendar.Date `json:"date" form:"required,date"`
	Until calendar.Date `json:"until" form:"date"` // last day it hangs
	// Reason is for posting it shorter than the notice says, where that is advice.
	Reason string `json:"reason" form:"long"`
}

func (*PostResults) Kind() string { return "post-results" }

func (c *PostResults) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	posting := s.Policy.Results.Posting
	at := slices.IndexFunc(posting.Places, func(p policy.Place) bool { return p.ID == c.Place })
	if at < 0 {
		return nil, act.NotOnFile("place", c.Place)
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	d := departing(c.Reason)
	if err := d.hangs(s, c.Date, c.Until); err != nil {
		return nil, err
	}
	orgs := c.Orgs
	if each := posting.Places[at].Each; !each && len(orgs) > 0 {
		return nil, decider.Refuse("N9.2", "place-single", "place", posting.Places[at].Name).By(posting.Clause).At("orgs")
	} else if each && len(orgs) == 0 {
		orgs = append(orgs, s.SubjectOrder...)
	}
	for i, id := range orgs {
		if s.Subjects[id] == nil {
			return nil, act.NotOnFile("org", id).At("orgs")
		}
		if slices.Contains(orgs[:i], id) {
			return nil, act.Twice("org", id).At("orgs")
		}
	}
	shown := orgs
	if len(shown) == 0 {
		shown = s.SubjectOrder
	}
	if err := notBefore("date", c.Date, s.gradedOn(shown), "event.cycle.grades-decided"); err != nil {
		return nil, err
	}
	if err := d.inTime(s, c.Date, byRule("N9.2")); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&ResultsPosted{Stamp: act.By(call), Place: c.Place, Orgs: orgs, Date: c.Date, Until: c.Until, Departures: d.List}}, nil
}

// hangs holds how long the results hang against what the notice asks.
func (d *departures) hangs(s *State, from, until calendar.Date) error {
	posting := s.Policy.Results.Posting
	if posting.Days+posting.WorkingDays == 0 {
		return nil
	}
	least, err := s.last(from, posting.Days, posting.WorkingDays, 0)
	if err != nil || until >= least {
		return err
	}
	code, days := "posted-short", posting.Days
	if posting.WorkingDays > 0 {
		code, days = "posted-short-working", posting.WorkingDays
	}
	return d.Breach(posting.Basis, decider.Refuse("N9.2", code, "until", until, "want", least, "days", days).At("until"))
}

// Posting is one putting up of the results.
type Posting struct {
	Place    string        `json:"place"`
	Orgs     []string      `json:"orgs"`
	Date     calendar.Date `json:"date"`
	Until    calendar.Date `json:"until,omitempty"`
	Decision int           `json:"decision"` // number of the last decision it shows
}

// ResultsPosted is the results on a notice board.
type ResultsPosted struct {
	Stamp
	Place      string        `json:"place"`
	Orgs       []string      `json:"orgs"`
	Date       calendar.Date `json:"date"`
	Until      calendar.Date `json:"until,omitempty"`
	Departures []Departure   `json:"departures"`
}

func (*ResultsPosted) Kind() string { return "results-posted" }

func (e *ResultsPosted) Apply(s *State) {
	s.Postings = append(s.Postings, Posting{e.Place, e.Orgs, e.Date, e.Until, s.Decisions})
	s.Departures = append(s.Departures, e.Departures...)
}

// posted says whether the present results hang at a place. At the organisation's
// own board it is enough that nothing changed about its secretary since.
func (s *State) posted(p policy.Place, org string) bool { return s.postedOn(p, org) != "" }

// postedOn is the day since when they hang there, "" while they do not.
func (s *State) postedOn(p policy.Place, org string) (day calendar.Date) {
	for _, x := range s.Postings {
		present := x.Decision >= s.Decisions
		if p.Each {
			present = slices.Contains(x.Orgs, org) && x.Decision >= s.Subjects[org].Decision
		}
		if present && x.Place == p.ID && (day == "" || x.Date < day) {
			day = x.Date
		}
	}
	return day
}
