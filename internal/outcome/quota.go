package outcome

import (
	"fmt"
	"slices"

	"shuping/internal/policy"
)

// group are the subjects that a quota is about.
func (r *reckoning) group(q *policy.Quota) []*subject {
	scale := q.Scale
	if scale == "" {
		scale = policy.ScalePerson
	}
	var all []*subject
	for _, s := range r.subjects {
		if s.scale == scale && policy.Concerns(q.Kinds, nil, s.Kind, "") {
			all = append(all, s)
		}
	}
	return all
}

// quotas hold the grades against the numbers that the policy allows and asks for.
func (r *reckoning) quotas() {
	for i := range r.g.Quotas {
		q, key := &r.g.Quotas[i], fmt.Sprintf("grading.quotas[%d]", i)
		v, found := r.all(nil, q.When)
		c := r.tallied(q)
		c.Applies, c.Unknown = v == yes, v == unknown
		r.quotaed = append(r.quotaed, c)
		switch v {
		case unknown:
			r.refuse("", "N8.2", key, q.Basis, "quota-unknown", "grade", q.Grade, "found", found, "when", policy.ConditionPhrases(r.p, q.When))
		case yes:
			r.gate(q, key)
			r.bounds(q, key, c.All, c.Have, c.Open)
		}
	}
}

// tallied counts who has what a quota counts.
func (r *reckoning) tallied(q *policy.Quota) (c Counted) {
	grades := r.g.Counted(q)
	for _, s := range r.group(q) {
		c.All++
		switch {
		case s.chosen < 0:
			c.Open++
		case slices.Contains(grades, s.grades[s.chosen]):
			c.Have++
		}
	}
	return c
}

// breachCodes are the lines that say how grades do not fit a quota.
var breachCodes = map[string]string{"most": "quota-most", "least": "quota-least", "exactly": "quota-exactly", "too-large": "quota-too-large"}

func (r *reckoning) bounds(q *policy.Quota, key string, all, have, open int) {
	for _, b := range q.Span(all).Breaches(all, have, open) {
		r.refuse("", "N8.2", key, q.Basis, breachCodes[b.Code], "grade", []policy.Phrase{gradePhrase(q)}, "got", have, "of", all, "want", b.Want)
	}
}

// gradePhrase is what a quota counts.
func gradePhrase(q *policy.Quota) policy.Phrase {
	if q.OrBelow {
		return phrase("or-below", "grade", q.Grade)
	}
	return phrase("name", "name", q.Grade)
}

// gate: only subjects that fulfil the conditions may have the grade.
func (r *reckoning) gate(q *policy.Quota, key string) {
	if len(q.OnlyIf) == 0 {
		return
	}
	for _, s := range r.group(q) {
		if s.chosen < 0 || s.chosen != s.place(q.Grade) {
			continue
		}
		if v, found := r.all(s, q.OnlyIf); v != yes {
			r.refuse(s.ID, "N8.2", key, q.Basis, "gate", "grade", q.Grade, "found", found, "when", policy.ConditionPhrases(r.p, q.OnlyIf))
		}
	}
}
