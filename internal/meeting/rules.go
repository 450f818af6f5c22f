package meeting

import (
	"slices"
	"strings"
	"time"

	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Departure is a rule that is only advice (原则上、一般) and was not kept, with the
// reason that was given.
type Departure struct {
	Rule   string            `json:"rule"`
	Clause string            `json:"clause,omitempty"`
	Code   string            `json:"code"` // as of a refusal
	Args   map[string]string `json:"args,omitempty"`
	Reason string            `json:"reason"`
}

// departures collects what was departed from while a command is decided.
type departures struct {
	reason string
	list   []Departure
}

// breach answers what a breach of the rule b means: nothing when the notice has no
// such rule, a recorded departure when it is advice and a reason is given, otherwise
// the refusal r. The refusal of an advice has strength=advise among its values, so
// that a page can ask for the reason.
func (d *departures) breach(b policy.Basis, r *decider.Refusal) error {
	switch {
	case !b.Holds():
		return nil
	case b.Strength != policy.Advise:
		return r.By(b.Clause)
	case strings.TrimSpace(d.reason) == "":
		if r.Args == nil {
			r.Args = map[string]string{}
		}
		r.Args["strength"] = string(policy.Advise)
		return r.By(b.Clause).At("reason")
	}
	d.list = append(d.list, Departure{Rule: r.Rule, Clause: b.Clause, Code: r.Code, Args: r.Args, Reason: d.reason})
	return nil
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

// approved refuses what needs a reason and somebody else who agreed (N5.3), who is
// not under review at the meeting.
func (s *State) approved(reason, approver, who string) error {
	if err := filled("reason", reason, "approver", approver); err != nil {
		return err
	}
	switch {
	case approver == who:
		return decider.Refuse("", "approver-self", "person", approver).At("approver")
	case isSubject(&s.Brief, approver):
		return decider.Refuse("", "approver-subject", "person", approver).At("approver")
	}
	return nil
}

// notOnFile refuses an id that the meeting does not have; what names the kind of thing.
func notOnFile(what, id string) *decider.Refusal {
	return decider.Refuse("", "not-on-file", "what", "field."+what, "id", id).At(what)
}

// open refuses what can only be done in an open meeting.
func (s *State) open() error {
	if !s.Running() {
		return decider.Refuse("", "meeting-not-open")
	}
	return nil
}

// people joins ids for a refusal; a page knows their names.
func people(ids []string) string { return strings.Join(ids, ", ") }

// twice finds the first id that stands in a list twice, "" for none.
func twice(ids []string) string {
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			return id
		}
	}
	return ""
}

// clock is the moment of a wall-clock time hh:mm on the day of the sitting; without
// one it is the moment of the call.
func clock(call decider.Call, day calendar.Date, hhmm string) (time.Time, error) {
	if hhmm == "" {
		return call.At.UTC(), nil
	}
	t, err := time.Parse("15:04", hhmm)
	if err != nil {
		return time.Time{}, decider.Refuse("", "not-a-time", "got", hhmm).At("at")
	}
	return day.Moment(t.Hour(), t.Minute()).UTC(), nil
}
