package outcome

import (
	"fmt"
	"slices"

	"shuping/internal/policy"
)

// overflow: where the rules suggest a grade for too many, or for one who may not have it, the first
// by total score keep it and the others are suggested the next one. Quotas are read from the best
// grade down, however the policy lists them, since who moves down counts there.
func (r *reckoning) overflow() {
	var which []int
	for i := range r.g.Quotas {
		if r.g.Quotas[i].Overflow == "next" {
			which = append(which, i)
		}
	}
	place := func(i int) int {
		q := &r.g.Quotas[i]
		return slices.Index(r.g.GradesOf(q.Scale), q.Grade)
	}
	slices.SortStableFunc(which, func(a, b int) int { return place(a) - place(b) })
	for _, i := range which {
		r.share(&r.g.Quotas[i], fmt.Sprintf("grading.quotas[%d]", i))
	}
}

// share gives the spots of one quota to those who are suggested its grade.
func (r *reckoning) share(q *policy.Quota, key string) {
	holds, _ := r.all(nil, q.When)
	if holds == no {
		return
	}
	group := r.group(q)
	o := &order{lone: q.OnTie == "fewer"}
	var fits []verdict
	var found [][]policy.Phrase
	all := true // fit
	for _, s := range group {
		at := s.place(q.Grade)
		unsaid := s.unknown && len(s.given) == 0 && s.best <= at && at <= s.worst
		if !slices.Contains(s.given, at) && !unsaid {
			continue
		}
		v, f := r.all(s, q.OnlyIf)
		o.list = append(o.list, &entrant{subject: s, score: s.total, maybe: len(s.given) != 1})
		fits, found, all = append(fits, v), append(found, f), all && v == yes
	}
	span := q.Span(len(group))
	most := len(group)
	if span.Limited {
		most = span.Most
	}
	if all && len(o.list) <= most {
		return
	}
	spots := o.next(most, fits)
	for i, e := range o.list {
		if len(e.given) > 0 {
			r.cut(q, key, o, spots, i, fits[i], found[i], holds == unknown)
		}
	}
}

// cut says what becomes of one who is suggested the grade.
func (r *reckoning) cut(q *policy.Quota, key string, o *order, spots *round, i int, fits verdict, found []policy.Phrase, perhaps bool) {
	e := o.list[i]
	at := e.place(q.Grade)
	next := min(at+1, e.worst)
	if next == at {
		return // a bound holds it here; the quota is then refused
	}
	first, _ := o.at(e)
	kv := []any{"grade", q.Grade, "next", e.grades[next], "most", spots.spots, "at", first, "score", e.total}
	switch level := o.level(spots, e); {
	case fits == no && !perhaps:
		e.say("N8.2", key, q.Basis, "gate-next", append(kv, "found", found, "when", policy.ConditionPhrases(r.p, q.OnlyIf))...)
		e.replace(at, next)
	case spots.sure[i]:
		e.say("N8.2", key, q.Basis, "kept", kv...)
	case fits == unknown && spots.could[i]:
		e.say("N8.2", key, q.Basis, "gate-open", append(kv, "found", found, "when", policy.ConditionPhrases(r.p, q.OnlyIf))...)
		e.replace(at, at, next)
	case perhaps, spots.could[i] && level < 2:
		e.say("N8.2", key, q.Basis, "kept-open", kv...)
		e.replace(at, at, next)
	case spots.could[i]:
		e.say("N8.2", key, q.Basis, "tie", append(kv, "n", level, "places", spots.spots-spots.ahead[i], "tie", r.tie(q.OnTie))...)
		e.ties = append(e.ties, tie{key, q.Basis, q.OnTie})
		e.replace(at, at, next)
	default:
		e.say("N8.2", key, q.Basis, "moved-down", kv...)
		e.replace(at, next)
	}
}

// replace puts other grades in the place of a suggested one.
func (s *subject) replace(at int, by ...int) {
	var all []int
	for _, g := range s.given {
		if g != at {
			all = append(all, g)
		}
	}
	all = append(all, by...)
	slices.Sort(all)
	s.given = slices.Compact(all)
}
