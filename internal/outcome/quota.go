package outcome

import (
	"fmt"

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

// upper is how many may have a quota's grade, of so many subjects.
func upper(q *policy.Quota, all int) (most int, limited bool) {
	most, limited = q.AtMost, q.Limits()
	if !q.AtMostShare.IsZero() {
		n := shareToCount(q.AtMostShare, all, q.Rounding)
		if !limited || n < most {
			most = n
		}
		limited = true
	}
	if n, exact := exactly(q, all); exact {
		return n, true
	}
	return most, limited
}

func exactly(q *policy.Quota, all int) (int, bool) {
	if !q.ExactlyShare.IsZero() {
		return shareToCount(q.ExactlyShare, all, q.Rounding), true
	}
	return q.Exactly, q.Exactly > 0
}

// lower is how many must have a quota's grade.
func lower(q *policy.Quota, all int) int {
	least := q.AtLeast
	if !q.AtLeastShare.IsZero() {
		least = max(least, shareToCount(q.AtLeastShare, all, q.Rounding))
	}
	return least
}

// quotas hold the grades against the numbers that the policy allows and asks for.
func (r *reckoning) quotas() {
	for i := range r.g.Quotas {
		q, key := &r.g.Quotas[i], fmt.Sprintf("grading.quotas[%d]", i)
		if v, found := r.all(nil, q.When); v != yes {
			if v == unknown {
				r.refuse("", "N8.2", key, q.Basis, "quota-unknown", "grade", q.Grade, "found", found, "when", policy.ConditionPhrases(r.p, q.When))
			}
			continue
		}
		r.gate(q, key)
		group := r.group(q)
		have, open := 0, 0
		for _, s := range group {
			at := s.place(q.Grade)
			switch {
			case s.chosen < 0:
				open++
			case s.chosen == at || q.OrBelow && s.chosen > at:
				have++
			}
		}
		r.bounds(q, key, len(group), have, open)
	}
}

func (r *reckoning) bounds(q *policy.Quota, key string, all, have, open int) {
	kv := []any{"grade", []policy.Phrase{gradePhrase(q)}, "got", have, "of", all}
	if n, exact := exactly(q, all); exact {
		switch {
		case n > all:
			r.refuse("", "N8.2", key, q.Basis, "quota-too-large", append(kv, "want", n)...)
		case have > n || open == 0 && have < n:
			r.refuse("", "N8.2", key, q.Basis, "quota-exactly", append(kv, "want", n)...)
		}
		return
	}
	if most, limited := upper(q, all); limited && have > most {
		r.refuse("", "N8.2", key, q.Basis, "quota-most", append(kv, "want", most)...)
	}
	switch least := lower(q, all); {
	case least > all:
		r.refuse("", "N8.2", key, q.Basis, "quota-too-large", append(kv, "want", least)...)
	case have+open < least:
		r.refuse("", "N8.2", key, q.Basis, "quota-least", append(kv, "want", least)...)
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
