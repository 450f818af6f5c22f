package act

import (
	"strings"

	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Departure is a breach of a rule that may be departed from for a reason (原则上、一般),
// or one that cannot be undone (a date that has passed), as it was recorded.
type Departure struct {
	Rule   string            `json:"rule"`
	Clause string            `json:"clause,omitempty"`
	Code   string            `json:"code"` // as of a refusal
	Args   map[string]string `json:"args,omitempty"`
	Reason string            `json:"reason"`
}

// Departures collects what was departed from while a command is decided.
type Departures struct {
	Reason string
	List   []Departure
}

// Breach answers what a breach of the rule b means: nothing when the notice has no
// such rule, a recorded departure when it is advice and a reason is given, otherwise
// the refusal r. The refusal of an advice has strength=advise among its values and
// points to the reason, so that a page can ask for it.
func (d *Departures) Breach(b policy.Basis, r *decider.Refusal) error {
	if b.Holds() && b.Strength != policy.Advise {
		return r.By(b.Clause)
	}
	return d.Excuse(b, r)
}

// Excuse is for what cannot be undone any more, such as a date that has passed: it
// needs a reason, however binding the rule is, and is recorded as what it is.
func (d *Departures) Excuse(b policy.Basis, r *decider.Refusal) error {
	switch {
	case !b.Holds():
		return nil
	case strings.TrimSpace(d.Reason) == "":
		if r.Args == nil {
			r.Args = map[string]string{}
		}
		r.Args["strength"] = string(policy.Advise)
		return r.By(b.Clause).At("reason")
	}
	d.List = append(d.List, Departure{Rule: r.Rule, Clause: b.Clause, Code: r.Code, Args: r.Args, Reason: d.Reason})
	return nil
}
