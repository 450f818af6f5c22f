package cycle

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// EndWork says that the review work is over (活动结束, N9.3): the day from which the
// time for filing runs. It ends when the results were told and posted everywhere.
// A day outside the notice's time is recorded as that, with its reason.
type EndWork struct {
	Date   calendar.Date `json:"date" form:"required,date"`
	Reason string        `json:"reason" form:"long"`
}

func (*EndWork) Kind() string { return "end-work" }

func (c *EndWork) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if err := notBefore("date", c.Date, s.Decided, "event.cycle.grades-decided"); err != nil {
		return nil, err
	}
	if who := s.untold(); len(who) > 0 {
		return nil, decider.Refuse("N9.1", "not-told", "n", len(who), "subjects", s.orgNames(who)).By(s.Policy.Results.Feedback.Clause)
	}
	if where := s.unposted(); len(where) > 0 {
		return nil, decider.Refuse("N9.2", "not-posted", "n", len(where), "places", strings.Join(where, ", ")).By(s.Policy.Results.Posting.Clause)
	}
	told, hung := s.knownOn()
	if err := notBefore("date", c.Date, told, "event.cycle.feedback-given"); err != nil {
		return nil, err
	}
	if err := notBefore("date", c.Date, hung, "event.cycle.results-posted"); err != nil {
		return nil, err
	}
	d := departing(c.Reason)
	if err := d.inWindow(s, c.Date); err != nil {
		return nil, err
	}
	if err := d.inTime(s, c.Date, byRule("N9.3")); err != nil {
		return nil, err
	}
	due, err := s.filingDue(c.Date)
	if err != nil {
		return nil, err
	}
	return []decider.Event[State]{&WorkEnded{act.By(call), c.Date, due, d.List}}, nil
}

// untold are the subjects whose last grade was not told to them (N9.1).
func (s *State) untold() (ids []string) {
	if !s.Policy.Results.Feedback.Holds() {
		return nil
	}
	for _, id := range s.SubjectOrder {
		if sub := s.Subjects[id]; sub.Told < sub.Decision {
			ids = append(ids, id)
		}
	}
	return ids
}

// unposted are the names of the boards where the present results do not hang (N9.2).
func (s *State) unposted() (where []string) {
	posting := s.Policy.Results.Posting
	if !posting.Holds() {
		return nil
	}
	for _, p := range posting.Places {
		if !p.Each {
			if !s.posted(p, "") {
				where = append(where, p.Name)
			}
			continue
		}
		for _, id := range s.SubjectOrder {
			if !s.posted(p, id) {
				where = append(where, s.Subjects[id].OrgName)
			}
		}
	}
	return where
}

// knownOn are the days on which the last of the subjects had been told and the
// present results hung at the last of the boards.
func (s *State) knownOn() (told, hung calendar.Date) {
	for _, id := range s.SubjectOrder {
		first, graded := calendar.Date(""), s.gradedOn([]string{id})
		for _, f := range s.Feedbacks {
			if slices.Contains(f.Subjects, id) && f.Date >= graded && (first == "" || f.Date < first) {
				first = f.Date
			}
		}
		told = max(told, first)
	}
	for _, p := range s.Policy.Results.Posting.Places {
		orgs := []string{""}
		if p.Each {
			orgs = s.SubjectOrder
		}
		for _, org := range orgs {
			hung = max(hung, s.postedOn(p, org))
		}
	}
	return told, hung
}

// gradedOn is the latest day on which the grade that counts was decided or corrected
// for any of the subjects.
func (s *State) gradedOn(ids []string) (day calendar.Date) {
	for _, id := range ids {
		if g := s.Subjects[id].Grades; len(g) > 0 {
			day = max(day, g[len(g)-1].Date)
		}
	}
	return day
}

func (s *State) orgNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = s.Orgs[id].Name
	}
	return strings.Join(names, ", ")
}

// Ended is the end of the work.
type Ended struct {
	Stamp
	Date calendar.Date `json:"date"`
	Due  calendar.Date `json:"due"` // last day for filing; "" where the notice has no such rule
}

// WorkEnded is the work over.
type WorkEnded struct {
	Stamp
	Date       calendar.Date `json:"date"`
	Due        calendar.Date `json:"due"`
	Departures []Departure   `json:"departures"`
}

func (*WorkEnded) Kind() string { return "work-ended" }

func (e *WorkEnded) Apply(s *State) {
	s.Ended = &Ended{e.Stamp, e.Date, e.Due}
	s.Departures = append(s.Departures, e.Departures...)
}
