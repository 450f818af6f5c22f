package outcome

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"shuping/internal/policy"
)

// check finds numbers that name what the policy does not have.
func (r *reckoning) check() {
	seen := map[string]bool{}
	for i := range r.n.Subjects {
		s, key := &r.n.Subjects[i], fmt.Sprintf("subjects[%d]", i)
		if s.ID == "" || seen[s.ID] {
			r.faults.add(key+".id", "subject-twice", "got", s.ID)
		}
		seen[s.ID] = true
		r.checkSubject(key, s)
	}
	r.checkFacts("year.facts", r.n.Year.Facts, "year")
	events := policy.Events()
	for _, m := range r.p.Meetings {
		events = append(events, "meeting-held:"+m.ID)
	}
	for _, name := range slices.Sorted(maps.Keys(r.n.Dates)) {
		r.known("dates."+name, "unknown-date", name, events)
	}
}

// known refuses a name that is none of a list.
func (r *reckoning) known(key, code, name string, known []string) bool {
	if slices.Contains(known, name) {
		return true
	}
	all := strings.Join(known, " ")
	if all == "" {
		all = "-"
	}
	r.faults.add(key, code, "got", name, "known", all)
	return false
}

func (r *reckoning) checkSubject(key string, s *Subject) {
	kinds := r.kinds()
	switch {
	case s.Kind != "":
		s.Kind = r.p.KindOf(s.Kind)
		r.known(key+".kind", "unknown-kind", s.Kind, kinds)
	case len(kinds) == 1:
		s.Kind = kinds[0]
	case r.kindMatters():
		r.faults.add(key+".kind", "missing", "key", "kind")
	}
	if s.Scale == "" {
		s.Scale = r.p.ScaleOf(s.Kind)
	}
	scale := s.Scale
	if !r.known(key+".scale", "unknown-scale", scale, r.g.ScaleIDs()) {
		return
	}
	var names []string
	for i := range r.g.Sources {
		src := &r.g.Sources[i]
		if policy.Concerns(src.Kinds, src.Scales, s.Kind, scale) && src.ID != policy.SourceMeeting {
			names = append(names, src.Called())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Scores)) {
		at := join(key+".scores", name)
		if !r.known(at, "unknown-score", name, names) {
			continue
		}
		src := r.source(name, s.Kind, scale)
		changes := src.ID == policy.SourceBonus || src.ID == policy.SourceDeduction
		if full := r.p.Full(src); !changes && s.Scores[name].Rat().Cmp(full) > 0 {
			r.faults.add(at, "above-full", "got", s.Scores[name], "full", policy.Written(full))
		}
	}
	r.checkFacts(key+".facts", s.Facts, "subject")
	if s.Grade != "" {
		r.known(key+".grade", "unknown-grade", s.Grade, r.g.GradesOf(scale))
	}
}

// kinds are the kinds of organisations whose secretaries are under review.
func (r *reckoning) kinds() []string {
	var all []string
	for _, k := range r.p.Scope.Subjects {
		all = append(all, k.Kind)
	}
	for _, k := range r.p.Scope.Draws {
		all = append(all, k.Kind)
	}
	return all
}

// kindMatters says whether some rule that is reckoned with differs by kind.
func (r *reckoning) kindMatters() bool {
	if r.g.Ranking.Within == "kind" {
		return true
	}
	for _, m := range r.p.Meetings {
		for _, c := range m.Classes {
			if len(c.RatesKinds) > 0 {
				return true
			}
		}
		for _, part := range m.Ballot.Weights.Parts {
			if len(part.Kinds) > 0 {
				return true
			}
		}
	}
	return slices.ContainsFunc(r.g.Sources, func(s policy.Source) bool { return len(s.Kinds) > 0 }) ||
		slices.ContainsFunc(r.g.Quotas, func(q policy.Quota) bool { return len(q.Kinds) > 0 }) ||
		slices.ContainsFunc(r.p.Consequences, func(c policy.Consequence) bool { return len(c.Kinds) > 0 })
}

func (r *reckoning) checkFacts(key string, facts map[string]Fact, of string) {
	var known []string
	for _, f := range r.g.Facts {
		if (f.Of == "year") == (of == "year") {
			known = append(known, f.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(facts)) {
		at := join(key, id)
		if !r.known(at, "unknown-fact", id, known) {
			continue
		}
		f, _ := r.g.FactByID(id)
		values := f.Values
		if len(values) == 0 {
			values = []string{"true", "false"}
		}
		if v := string(facts[id]); v != "" {
			r.known(at, "unknown-value", v, values)
		}
	}
}

// source finds the source of that name that concerns such a subject, or nil.
func (r *reckoning) source(name, kind, scale string) *policy.Source {
	for i := range r.g.Sources {
		s := &r.g.Sources[i]
		if s.Called() == name && policy.Concerns(s.Kinds, s.Scales, kind, scale) {
			return s
		}
	}
	return nil
}
