package outcome

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strings"

	"shuping/internal/policy"
)

// total shows what each source gives and adds them up by their weights.
func (r *reckoning) total(s *subject) {
	t := &r.g.Score
	full := big.NewRat(100, 1)
	if !t.Full.IsZero() {
		full = t.Full.Rat()
	}
	sum, missing := new(big.Rat), []policy.Phrase(nil)
	for i := range r.g.Sources {
		src, key := &r.g.Sources[i], fmt.Sprintf("grading.sources[%d]", i)
		if !policy.Concerns(src.Kinds, src.Scales, s.Kind, s.scale) {
			continue
		}
		name := []policy.Phrase{policy.SourcePhrase(r.p, src)}
		if src.ID == policy.SourceMeeting {
			r.showBallot(s, src, key, name)
		}
		switch src.ID {
		case policy.SourceBonus, policy.SourceDeduction:
			n, given := s.Scores[src.Called()]
			if !given || !t.Holds() {
				continue
			}
			v, code := n.Rat(), string(src.ID)
			if !src.AtMost.IsZero() && v.Cmp(src.AtMost.Rat()) > 0 {
				v, code = src.AtMost.Rat(), code+"-cut"
			}
			s.say("N8.1", key, src.Basis, code, "source", name, "got", n.Rat(), "most", src.AtMost)
			if src.ID == policy.SourceDeduction {
				v = new(big.Rat).Neg(v)
			}
			sum.Add(sum, v)
			continue
		}
		if src.Weight.IsZero() {
			continue
		}
		v, of, why := r.scoreOf(s, src)
		if v == nil {
			missing = append(missing, name...)
			s.say("N8.1", key, src.Basis, "source-"+why, "source", name)
			continue
		}
		points := new(big.Rat).Mul(new(big.Rat).Quo(v, of), src.Weight.Rat())
		points.Mul(points, full)
		sum.Add(sum, points)
		s.say("N8.1", key, src.Basis, "score", "source", name, "got", v, "full", of, "weight", src.Weight, "points", points)
	}
	if !t.Holds() {
		return
	}
	if len(missing) > 0 {
		s.say("N8.1", "grading.score", t.Basis, "no-total", "sources", missing)
		return
	}
	for _, b := range []struct {
		bound policy.Number
		code  string
		over  int
	}{{t.AtMost, "total-most", 1}, {t.AtLeast, "total-least", -1}} {
		if !b.bound.IsZero() && sum.Cmp(b.bound.Rat()) == b.over {
			s.say("N8.1", "grading.score", t.Basis, b.code, "got", sum, "bound", b.bound)
			sum = b.bound.Rat()
		}
	}
	s.total = rounded(sum, t.Step.Rat(), t.Rounding)
	if s.total.Cmp(sum) != 0 {
		s.say("N8.1", "grading.score", t.Basis, "total-rounded", "exact", sum, "got", s.total, "full", full, "step", t.Step)
		return
	}
	s.say("N8.1", "grading.score", t.Basis, "total", "got", s.total, "full", full)
}

// showBallot shows what was given in a ballot, so that people see what they decide on.
func (r *reckoning) showBallot(s *subject, src *policy.Source, key string, name []policy.Phrase) {
	x, why := r.held(s, src.Meeting)
	if x == nil {
		if src.Weight.IsZero() { // else it is said with the score
			s.say("N8.1", key, src.Basis, "source-"+why, "source", name)
		}
		return
	}
	for _, q := range r.dimensions(s, x.kind, src.Question) {
		if x.kind.Ballot.Weights.Holds() {
			r.showParts(s, x, src, &q, key, name)
			continue
		}
		all := x.entries(s.ID, q.ID, part{})
		if all.entries() == 0 {
			continue
		}
		label := ""
		if q.Name != "" {
			label = q.Name + "："
		}
		s.say("N8.1", key, src.Basis, "ballot", "source", name, "counts", label+counts(&q, all),
			"entries", all.entries(), "blank", all.blank, "invalid", all.invalid)
	}
}

// showParts shows what each part of the voters gave, where their ballots are weighed.
func (r *reckoning) showParts(s *subject, x *session, src *policy.Source, q *policy.Question, key string, name []policy.Phrase) {
	label := ""
	if q.Name != "" {
		label = q.Name + "："
	}
	for _, w := range x.kind.Ballot.Weights.Parts {
		if !policy.Concerns(w.Kinds, nil, s.Kind, "") {
			continue
		}
		c := x.entries(s.ID, q.ID, part{classes: append(slices.Clone(w.Classes), w.ID)})
		if c.entries() > 0 {
			s.say("N8.1", key, src.Basis, "ballot-part", "source", name, "part", w.Name, "weight", w.Weight, "counts", label+counts(q, c),
				"entries", c.entries(), "blank", c.blank, "invalid", c.invalid)
		}
	}
}

// counts writes a pile, options in the order of the form.
func counts(q *policy.Question, c *pile) string {
	var list []string
	switch q.Kind {
	case policy.KindScore:
		if m := meanOf(c.scores, 0); m != nil {
			list = append(list, fmt.Sprintf("%d × %s", c.valid(), Shown(m)))
		}
	case policy.KindRank:
		places := make([]int, 0, len(c.places))
		for place := range c.places {
			places = append(places, place)
		}
		sort.Ints(places)
		for _, place := range places {
			list = append(list, fmt.Sprintf("#%d × %d", place, c.places[place]))
		}
	default:
		for _, o := range q.Options {
			list = append(list, fmt.Sprintf("%s %d", o, c.options[o]))
		}
	}
	return strings.Join(list, "、")
}

// rounded is x in whole steps; a step of zero rounds nothing.
func rounded(x, step *big.Rat, how string) *big.Rat {
	if step.Sign() == 0 {
		return x
	}
	n := new(big.Rat).Quo(x, step)
	switch how {
	case "down":
	case "up":
		n.Add(n, new(big.Rat).Sub(big.NewRat(1, 1), new(big.Rat).SetFrac(big.NewInt(1), n.Denom())))
	default:
		n.Add(n, big.NewRat(1, 2))
	}
	whole := new(big.Int).Div(n.Num(), n.Denom())
	return new(big.Rat).Mul(new(big.Rat).SetInt(whole), step)
}
