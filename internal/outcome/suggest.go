package outcome

import (
	"fmt"
	"math/big"
	"slices"

	"shuping/internal/policy"
)

// thresholds reads the lines from the top: the first that is met and gives a grade decides, a
// bound holds for all that stands below it.
func (r *reckoning) thresholds(s *subject) {
	for i := range r.g.Thresholds {
		t, key := &r.g.Thresholds[i], fmt.Sprintf("grading.thresholds[%d]", i)
		grade := t.Gives + t.AtBest + t.AtWorst
		at := s.place(grade)
		if t.Scale != "" && t.Scale != s.scale || at < 0 {
			continue
		}
		what := map[bool]string{true: "gives", false: "at-best"}[t.Gives != ""]
		if t.AtWorst != "" {
			what = "at-worst"
		}
		v, found := r.all(s, t.When)
		s.say("N8.1", key, t.Basis, "line-"+[]string{"no", "yes", "unknown"}[v],
			"found", found, "when", policy.ConditionPhrases(r.p, t.When), "effect", []policy.Phrase{phrase("effect-"+what, "grade", grade)})
		switch {
		case v == unknown:
			s.unknown = true
			return
		case v == no:
		case t.Gives != "":
			s.give(at)
			if t.Strength == policy.Must {
				s.must = &bound{t.Basis, key, i, s.given[0], true, true}
			}
			return
		case t.AtBest != "":
			s.best = min(max(s.best, at), s.worst)
			s.bound = append(s.bound, bound{t.Basis, key, i, at, true, false})
		default:
			s.worst = max(min(s.worst, at), s.best)
			s.bound = append(s.bound, bound{t.Basis, key, i, at, false, false})
		}
	}
}

// give suggests a grade within the bounds, unless one was suggested or cannot be known.
func (s *subject) give(places ...int) {
	if len(s.given) > 0 || s.unknown {
		return
	}
	for _, at := range places {
		within := min(max(at, s.best), s.worst)
		if within != at && len(s.bound) > 0 {
			b := s.bound[len(s.bound)-1]
			s.say("N8.1", b.key, b.Basis, "within", "grade", s.grades[at], "within", s.grades[within])
		}
		at = within
		if !slices.Contains(s.given, at) {
			s.given = append(s.given, at)
		}
	}
	slices.Sort(s.given)
}

// open says whether a rule is still asked for a grade.
func (s *subject) open() bool { return len(s.given) == 0 && !s.unknown }

func (r *reckoning) bands(s *subject) {
	b := &r.g.Bands
	if !b.Holds() || !s.open() {
		return
	}
	score := r.scoreNamed(s, b.Of)
	if score == nil {
		s.unknown = true
		s.say("N8.1", "grading.bands", b.Basis, "no-score")
		return
	}
	mine := false
	for i, band := range b.List {
		if scale := band.Scale; scale != s.scale && !(scale == "" && s.scale == policy.ScalePerson) {
			continue
		}
		mine = true
		if band.Interval().Holds(score) {
			s.say("N8.1", fmt.Sprintf("grading.bands.list[%d]", i), b.Basis, "band", "got", score, "grade", band.Grade, "bounds", policy.BandPhrases(band))
			s.give(s.place(band.Grade))
			return
		}
	}
	if mine {
		s.say("N8.1", "grading.bands", b.Basis, "no-band", "got", score)
	}
}

// plurality gives the option with the most entries, by weights where there are some.
func (r *reckoning) plurality(s *subject) {
	pl := &r.g.Plurality
	if !pl.Holds() || !s.open() {
		return
	}
	src := r.source(pl.Source, s.Kind, s.scale)
	if src == nil {
		return
	}
	x, _ := r.held(s, src.Meeting)
	if x == nil {
		s.unknown = true
		s.say("N8.1", "grading.plurality", pl.Basis, "no-ballot")
		return
	}
	questions, parts := r.dimensions(s, x.kind, src.Question), r.parts(x.kind, s.Kind, "")
	shares := map[int]*big.Rat{} // by place of the grade that an option counts as
	for _, q := range questions {
		for _, o := range q.Options {
			at := s.place(x.kind.Ballot.WordOf(o).Grade)
			if at < 0 {
				continue
			}
			if v, _, _ := r.shareIn(s, x, []policy.Question{q}, parts, []string{o}, "valid"); v != nil {
				v.Mul(v, weight(&q, len(questions)))
				if shares[at] == nil {
					shares[at] = new(big.Rat)
				}
				shares[at].Add(shares[at], v)
			}
		}
	}
	var first []int
	for at := range s.grades {
		switch v := shares[at]; {
		case v == nil || v.Sign() == 0:
		case len(first) == 0 || v.Cmp(shares[first[0]]) > 0:
			first = []int{at}
		case v.Cmp(shares[first[0]]) == 0:
			first = append(first, at)
		}
	}
	if len(first) == 0 {
		s.unknown = true
		s.say("N8.1", "grading.plurality", pl.Basis, "no-ballot")
		return
	}
	code := "most"
	if len(first) > 1 {
		code = "most-tie"
	}
	var names []string
	for _, at := range first {
		names = append(names, s.grades[at])
	}
	s.say("N8.1", "grading.plurality", pl.Basis, code, "grades", names, "share", ShownShare(0, 0, shares[first[0]]), "tie", r.tie(pl.OnTie))
	if len(first) > 1 {
		s.ties = append(s.ties, tie{"grading.plurality", pl.Basis, pl.OnTie})
	}
	switch pl.OnTie {
	case "better":
		first = first[:1]
	case "worse":
		first = first[len(first)-1:]
	}
	s.give(first...)
}

// settle ends what rules can say of one subject by itself: bounds leave some grades.
func (r *reckoning) settle(s *subject) {
	if len(s.given) > 0 {
		return
	}
	switch {
	case s.unknown:
	case len(s.bound) > 0:
		for at := s.best; at <= s.worst; at++ {
			s.given = append(s.given, at)
		}
	default:
		s.say("N8.1", "grading", r.g.Basis, "people-decide", "authority", r.p.Authority)
	}
}

// decide takes what was decided, or the one grade that the rules suggest.
func (r *reckoning) decide(s *subject) {
	if s.Grade == "" {
		if len(s.given) == 1 {
			s.chosen = s.given[0]
		}
		return
	}
	s.chosen = s.place(s.Grade)
	if r.beyond(s) {
		return
	}
	if len(s.given) == 0 || slices.Contains(s.given, s.chosen) {
		r.tied(s)
		return
	}
	names := s.names(s.given)
	key, b := "grading.departure", r.g.Departure
	switch {
	case !b.Holds():
		s.say("N8.1", "grading", r.g.Basis, "departs-free", "grade", s.Grade, "suggested", names, "authority", r.p.Authority)
		r.tied(s)
	case s.Reason == "":
		r.refuse(s.ID, "N8.1", key, b, "departs", "grade", s.Grade, "suggested", names)
	default:
		s.say("N8.1", key, b, "departs-reason", "grade", s.Grade, "suggested", names, "reason", s.Reason)
	}
}

// tied: where equal scores or votes are for the committee to decide, it says why.
func (r *reckoning) tied(s *subject) {
	for _, t := range s.ties {
		if t.how == "committee" && s.Reason == "" {
			r.refuse(s.ID, "N8.1", t.key, t.Basis, "tie-reason", "grade", s.Grade, "suggested", s.names(s.given), "tie", r.tie(t.how))
			return
		}
	}
}

// beyond says whether what was decided lies outside of a bound, which refuses it: always where the
// line must be kept, without a reason where it is advice. A line that must be kept and gives a grade
// bounds the decision from above.
func (r *reckoning) beyond(s *subject) bool {
	out := false
	bounds := s.bound
	if s.must != nil {
		bounds = append(slices.Clone(bounds), *s.must)
	}
	for _, b := range bounds {
		if b.best && s.chosen >= b.at || !b.best && s.chosen <= b.at {
			continue
		}
		out = true
		t, key := &r.g.Thresholds[b.line], fmt.Sprintf("grading.thresholds[%d]", b.line)
		effect := map[bool]string{true: "at-best", false: "at-worst"}[b.best]
		if b.gives {
			effect = "gives"
		}
		kv := []any{"grade", s.Grade, "when", policy.ConditionPhrases(r.p, t.When), "effect", []policy.Phrase{phrase("effect-"+effect, "grade", s.grades[b.at])}}
		if t.Strength == policy.Must || s.Reason == "" {
			r.refuse(s.ID, "N8.1", key, t.Basis, "bound", kv...)
			continue
		}
		s.say("N8.1", key, t.Basis, "bound-reason", append(kv, "reason", s.Reason)...)
	}
	return out
}
