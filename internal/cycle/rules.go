package cycle

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// departures collects what was departed from while a command is decided.
type departures struct{ act.Departures }

// departing is for a command that gives this reason, or none.
func departing(reason string) departures { return departures{act.Departures{Reason: reason}} }

// happened refuses a date that is not given or lies after the day of the call:
// what has not happened cannot be recorded.
func happened(call decider.Call, field string, d calendar.Date) error {
	if err := act.Filled(field, string(d)); err != nil {
		return err
	}
	if today := calendar.Of(call.At); d > today {
		return decider.Refuse("", "day-ahead", "date", d, "today", today).At(field)
	}
	return nil
}

// notBefore refuses a date earlier than the thing it must follow; what is a key
// of the catalogue.
func notBefore(field string, d, after calendar.Date, what string) error {
	if d != "" && d < after {
		return decider.Refuse("", "day-before", "date", d, "earliest", after, "what", what).At(field)
	}
	return nil
}

// inWindow notes a date outside the time the notice gives the work (N9.3).
func (d *departures) inWindow(s *State, date calendar.Date) error {
	w := s.Policy.Window
	if w.From != "" && date < w.From || w.Until != "" && date > w.Until {
		return d.Excuse(w.Basis, decider.Refuse("N9.3", "outside-window", "date", date, "from", w.From, "until", w.Until).At("date"))
	}
	return nil
}

func (s *State) subject(id string) (*Subject, error) {
	if sub := s.Subjects[id]; sub != nil {
		return sub, nil
	}
	return nil, act.NotOnFile("subject", id)
}

// oneOf refuses a value that is not among those the policy admits. An empty list
// admits all.
func oneOf(b policy.Basis, rule, field, value string, admitted []string) error {
	if len(admitted) == 0 || slices.Contains(admitted, value) {
		return nil
	}
	return decider.Refuse(rule, "not-admitted", "field", "field."+field, "value", value, "admitted", strings.Join(admitted, ", ")).By(b.Clause).At(field)
}

// PreviousGrade is a grade of an earlier year on file (上年度等次). An empty Grade
// says that the person is known not to have been under review that year.
type PreviousGrade struct {
	Person string `json:"person" form:"required"`
	Year   int    `json:"year" form:"required"`
	Grade  string `json:"grade"`
	Source string `json:"source,omitempty"` // where it is on file
}

// gradeIn is the grade of an earlier year and whether that year is on file at all.
func (s *State) gradeIn(person string, year int) (grade string, onFile bool) {
	for _, p := range s.Previous {
		if p.Person == person && p.Year == year {
			grade, onFile = p.Grade, true
		}
	}
	return grade, onFile
}
