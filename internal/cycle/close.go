package cycle

import (
	"fmt"
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// Close closes the year's file (结束年度, N9.4). Everything that is due must be
// done; only the rectification runs on, and what is unfinished is carried into
// the next year (N11.3).
type Close struct {
	Date calendar.Date `json:"date" form:"required,date"`
}

func (*Close) Kind() string { return "close" }

func (c *Close) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	last := s.Decided
	if s.Ended != nil {
		last = s.Ended.Date
	}
	if err := notBefore("date", c.Date, last, "event.cycle.work-ended"); err != nil {
		return nil, err
	}
	var open []string
	for _, t := range Due(s, c.Date) {
		if key := "command.cycle." + t.Command; t.Command != "close" && !t.RunsOn && !slices.Contains(open, key) {
			open = append(open, key)
		}
	}
	if len(open) > 0 {
		return nil, decider.Refuse("N9.4", "not-done", "n", len(open), "missing", strings.Join(open, ", ")).By(s.Policy.Archive.Clause)
	}
	return []decider.Event[State]{&Closed{act.By(call), c.Date, s.Carry()}}, nil
}

// Carry is what is left of the rectification for the next year's Open: the
// unfinished items of the plans, and earlier items that no plan took up.
func (s *State) Carry() (out []Carried) {
	taken := map[string]bool{}
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		for _, it := range sub.Items {
			if kind, ref, _ := strings.Cut(it.Source, ":"); kind == "carried" {
				taken[ref] = true
			}
			if it.Finished == nil {
				out = append(out, Carried{ID: fmt.Sprint(s.Year, "-", id, "-", it.ID), Person: sub.Person, Org: id, Problem: it.Problem, Measure: it.Measure, Due: it.Due})
			}
		}
	}
	for _, c := range s.Carried {
		if !taken[c.ID] {
			out = append(out, c)
		}
	}
	return out
}

// Grades are this year's grades, and the earlier ones on file, for the next
// year's Open.
func (s *State) Grades() (out []PreviousGrade) {
	for _, id := range s.SubjectOrder {
		if sub := s.Subjects[id]; sub.Grade() != "" {
			out = append(out, PreviousGrade{Person: sub.Person, Year: s.Year, Grade: sub.Grade(), Source: s.ID})
		}
	}
	for i, p := range s.Previous {
		if later := slices.ContainsFunc(s.Previous[i+1:], func(q PreviousGrade) bool { return q.Person == p.Person && q.Year == p.Year }); !later {
			out = append(out, p)
		}
	}
	return out
}

// Closing is the end of the year's file.
type Closing struct {
	Stamp
	Date    calendar.Date `json:"date"`
	Carried []Carried     `json:"carried"`
}

// Closed is the year's file closed.
type Closed struct {
	Stamp
	Date    calendar.Date `json:"date"`
	Carried []Carried     `json:"carried"` // into the next year
}

func (*Closed) Kind() string { return "closed" }

func (e *Closed) Apply(s *State) { s.Closed = &Closing{e.Stamp, e.Date, e.Carried} }
