package cycle

import (
	"slices"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// departures collects what was departed from while a command is decided.
type departures struct {
	reason string
	list   []Departure
}

// breach answers what a breach of the rule b means: nothing when the notice has
// no such rule, a recorded departure when it is advice and a reason is given,
// otherwise the refusal r. The refusal of an advice has strength=advise among
// its values, so that a page can ask for the reason.
func (d *departures) breach(b policy.Basis, r *decider.Refusal) error {
	switch b.Strength {
	case "":
		return nil
	case policy.Advise:
		return d.excuse(b, r)
	}
	return r.By(b.Clause)
}

// excuse is for what cannot be undone any more, such as a date that has passed:
// it needs a reason, however binding the rule is, and is recorded as what it is.
func (d *departures) excuse(b policy.Basis, r *decider.Refusal) error {
	if !b.Holds() {
		return nil
	}
	if strings.TrimSpace(d.reason) == "" {
		r.Args = withArg(r.Args, "strength", string(policy.Advise))
		return r.By(b.Clause)
	}
	d.list = append(d.list, Departure{Rule: r.Rule, Clause: b.Clause, Code: r.Code, Args: r.Args, Reason: d.reason})
	return nil
}

func withArg(args map[string]string, name, value string) map[string]string {
	if args == nil {
		args = map[string]string{}
	}
	args[name] = value
	return args
}

// filled refuses the first empty one of pairs of a field's name and its value.
func filled(pairs ...string) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		if strings.TrimSpace(pairs[i+1]) == "" {
			return decider.Refuse("", "field-empty", "field", "field."+pairs[i]).At(pairs[i])
		}
	}
	return nil
}

// approved refuses what needs a reason and somebody else who agreed: neither who
// hands it in nor who it is about.
func approved(reason, approver, who, about string) error {
	if err := filled("reason", reason, "approver", approver); err != nil {
		return err
	}
	switch approver {
	case who:
		return decider.Refuse("", "approver-self", "person", approver).At("approver")
	case about:
		return decider.Refuse("", "approver-subject", "person", approver).At("approver")
	}
	return nil
}

// happened refuses a date that is not given or lies after the day of the call:
// what has not happened cannot be recorded.
func happened(call decider.Call, field string, d calendar.Date) error {
	if err := filled(field, string(d)); err != nil {
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
		return d.excuse(w.Basis, decider.Refuse("N9.3", "outside-window", "date", date, "from", w.From, "until", w.Until).At("date"))
	}
	return nil
}

// notOnFile refuses an id that the year does not have; what names the kind of thing.
func notOnFile(what, id string) *decider.Refusal {
	return decider.Refuse("", "not-on-file", "what", "field."+what, "id", id).At(what)
}

// twice refuses an id that is there already.
func twice(what, id string) *decider.Refusal {
	return decider.Refuse("", "stands-twice", "what", "field."+what, "id", id).At(what)
}

func (s *State) subject(id string) (*Subject, error) {
	if sub := s.Subjects[id]; sub != nil {
		return sub, nil
	}
	return nil, notOnFile("subject", id)
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

func (s *State) hasGrade(name string) bool {
	return slices.ContainsFunc(s.Policy.Grading.Grades, func(g policy.Grade) bool { return g.Name == name })
}
