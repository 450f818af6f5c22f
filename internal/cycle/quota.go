package cycle

import (
	"strings"

	"shuping/internal/decider"
	"shuping/internal/outcome"
	"shuping/internal/policy"
)

// QuotaUsed is how much of a quota (名额, N8.2) a decision uses.
type QuotaUsed struct {
	Grade  string `json:"grade"`
	Got    int    `json:"got"`
	AtMost int    `json:"at_most"`
	// OrBelow: the grades worse than Grade are counted too.
	OrBelow bool `json:"or_below,omitempty"`
	// Kinds are the kinds of organisations whose subjects are counted; none: all.
	Kinds []string `json:"kinds,omitempty"`
	// Of is how many subjects were counted; 0 in records that do not say it.
	Of int `json:"of,omitempty"`
	// AtLeast is how many must have it.
	AtLeast int `json:"at_least,omitempty"`
	// Scale is the scale whose subjects are counted; "" for persons.
	Scale string `json:"scale,omitempty"`
	// Off: the quota does not hold this year, by its conditions.
	Off bool `json:"off,omitempty"`
	// NoLimit: there is no upper number, and AtMost says nothing.
	NoLimit bool `json:"no_limit,omitempty"`
}

// Met says whether the grades fit the quota.
func (u QuotaUsed) Met() bool { return u.Off || u.Got >= u.AtLeast && (u.NoLimit || u.Got <= u.AtMost) }

// Quotas are how much of every quota of the policy the grades use that were reckoned with; a subject
// without a grade counts in the whole only.
func (s *State) Quotas(r *outcome.Result) []QuotaUsed {
	var used []QuotaUsed
	for i := range s.Policy.Grading.Quotas {
		q, c := &s.Policy.Grading.Quotas[i], r.Quotas[i]
		span := q.Span(c.All)
		used = append(used, QuotaUsed{Grade: q.Grade, Scale: q.Scale, Got: c.Have, AtMost: span.Most, OrBelow: q.OrBelow, Kinds: q.Kinds, Of: c.All,
			AtLeast: span.Least, NoLimit: !span.Limited, Off: !c.Applies})
	}
	return used
}

// QuotasNow are the quotas with the grades that count; none where the record does not fit the rules.
func (s *State) QuotasNow() []QuotaUsed {
	r, err := s.Reckon(s.decidedGrades())
	if err != nil {
		return nil
	}
	return s.Quotas(r)
}

// decided holds the grades of all subjects, decided at once, against every quota. It is here
// that a floor on a grade can be asked for: nobody is left who could still get it.
func (d *departures) decided(s *State, r *outcome.Result) error {
	for i := range s.Policy.Grading.Quotas {
		q, c := &s.Policy.Grading.Quotas[i], r.Quotas[i]
		if !c.Applies {
			continue
		}
		for _, b := range q.Span(c.All).Breaches(c.All, c.Have, 0) {
			if err := d.Breach(q.Basis, s.quotaRefusal(q, b, c.Have, c.All).At("grades")); err != nil {
				return err
			}
		}
	}
	return nil
}

// corrected holds a correction against the quotas that it breaks or breaks further; what was
// decided before stays decided. Too many are refused as in the decision. Too few are recorded
// with the correction's reason, however binding the floor is: a wrong grade must not stand
// because of a number, and of two grades that are exchanged one is corrected first.
func (d *departures) corrected(s *State, before, after *outcome.Result) error {
	for i := range s.Policy.Grading.Quotas {
		q, was, now := &s.Policy.Grading.Quotas[i], before.Quotas[i], after.Quotas[i]
		if !now.Applies {
			continue
		}
		for _, b := range q.Span(now.All).Breaches(now.All, now.Have, 0) {
			ask := d.Breach
			switch {
			case now.Have < was.Have && now.Have < b.Want:
				ask = d.Excuse
			case now.Have <= was.Have || now.Have <= b.Want:
				continue
			}
			if err := ask(q.Basis, s.quotaRefusal(q, b, now.Have, now.All).At("grade")); err != nil {
				return err
			}
		}
	}
	return nil
}

// allKinds stands for the kinds of a quota that counts every subject: a key of the catalogue.
const allKinds = "quota.all"

// quotaRefusal says how grades do not fit a quota. The plain upper number has a sentence of its own.
func (s *State) quotaRefusal(q *policy.Quota, b policy.QuotaBreach, have, all int) *decider.Refusal {
	grade, kinds := strings.Join(s.Policy.Grading.Counted(q), ", "), allKinds
	if len(q.Kinds) > 0 {
		kinds = strings.Join(q.Kinds, ", ")
	}
	switch {
	case b.Code == "most" && b.Want == q.AtMost && !q.OrBelow && kinds == allKinds:
		return decider.Refuse("N8.2", "quota", "grade", q.Grade, "got", have, "want", q.AtMost, "over", have-q.AtMost)
	case b.Code == "most":
		return decider.Refuse("N8.2", "quota-most", "grade", grade, "kinds", kinds, "of", all, "got", have, "want", b.Want, "over", have-b.Want)
	case b.Code == "least":
		return decider.Refuse("N8.2", "quota-least", "grade", grade, "kinds", kinds, "of", all, "got", have, "want", b.Want, "short", b.Want-have)
	case b.Code == "exactly":
		return decider.Refuse("N8.2", "quota-exactly", "grade", grade, "kinds", kinds, "of", all, "got", have, "want", b.Want)
	}
	return decider.Refuse("N8.2", "quota-too-large", "grade", grade, "kinds", kinds, "of", all, "want", b.Want)
}
