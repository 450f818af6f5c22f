// Package act holds what every act (办理事项) of the procedure has in common, whether it
// belongs to the year or to a meeting: who may do it and after what, when it was done
// and by whom, the reason and the approver it may need, and departures from what the
// notice only advises. It knows no stream.
package act

import (
	"slices"
	"strings"
	"time"

	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Stamp is when something was recorded and by whom.
type Stamp struct {
	At time.Time `json:"at"` // UTC
	By string    `json:"by"` // person
}

// By stamps what a call records.
func By(call decider.Call) Stamp { return Stamp{At: call.At.UTC(), By: call.Who} }

// Allow answers who may hand in what, and after what: the table of the policy p for a
// stream. seen counts the kinds of events so far; roles are those of the caller.
func Allow(p *policy.Policy, stream, kind string, seen map[string]int, roles []string) error {
	a, ok := p.Acts[stream][kind]
	if !ok {
		return decider.Refuse("", "act-unknown", "kind", "command."+stream+"."+kind, "policy", p.ID)
	}
	for _, e := range a.After {
		if seen[e] == 0 {
			return decider.Refuse("", "too-early", "after", "event."+stream+"."+e)
		}
	}
	for _, e := range a.Before {
		if seen[e] > 0 {
			return decider.Refuse("", "too-late", "before", "event."+stream+"."+e)
		}
	}
	return Role(a.By, roles)
}

// Role refuses who has none of the roles needed.
func Role(need, have []string) error {
	if slices.ContainsFunc(need, func(r string) bool { return slices.Contains(have, r) }) {
		return nil
	}
	return decider.Refuse("", "role", "need", roleKeys(need), "have", roleKeys(have))
}

// roleKeys names roles by their catalogue keys; no role at all is said too.
func roleKeys(roles []string) string {
	if len(roles) == 0 {
		return "role.none"
	}
	var keys []string
	for _, r := range roles {
		if k := "role." + r; !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return strings.Join(keys, ", ")
}

// Ground gives a refusal that names no rule the rule and clause of the act.
func Ground(a policy.Act, r *decider.Refusal) {
	if r.Rule == "" {
		r.Rule = a.Rule
	}
	if r.Clause == "" && r.Rule == a.Rule {
		r.Clause = a.Clause
	}
}

// Filled refuses the first empty one of pairs of a field's name and its value.
func Filled(pairs ...string) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		if strings.TrimSpace(pairs[i+1]) == "" {
			return decider.Refuse("", "field-empty", "field", "field."+pairs[i]).At(pairs[i])
		}
	}
	return nil
}

// Approved refuses what needs a reason and somebody else who agreed: neither who hands
// it in nor anybody it is about.
func Approved(reason, approver, who string, about ...string) error {
	if err := Filled("reason", reason, "approver", approver); err != nil {
		return err
	}
	switch {
	case approver == who:
		return decider.Refuse("", "approver-self", "person", approver).At("approver")
	case slices.Contains(about, approver):
		return decider.Refuse("", "approver-subject", "person", approver).At("approver")
	}
	return nil
}

// NotOnFile refuses an id that the stream does not have; what names the kind of thing.
func NotOnFile(what, id string) *decider.Refusal {
	return decider.Refuse("", "not-on-file", "what", "field."+what, "id", id).At(what)
}

// Twice refuses an id that is there already.
func Twice(what, id string) *decider.Refusal {
	return decider.Refuse("", "stands-twice", "what", "field."+what, "id", id).At(what)
}
