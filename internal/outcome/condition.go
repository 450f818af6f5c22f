package outcome

import (
	"math/big"

	"shuping/internal/policy"
)

// verdict is what a condition comes to.
type verdict int

const (
	no verdict = iota
	yes
	unknown // a number that it needs is not given
)

// all is what conditions come to that must all hold, and what was found for each. One that
// does not hold settles it, whatever is unknown of the others.
func (r *reckoning) all(s *subject, conditions []policy.Condition) (verdict, []policy.Phrase) {
	if len(conditions) == 0 {
		return yes, []policy.Phrase{phrase("found-otherwise")}
	}
	out := yes
	var found []policy.Phrase
	for i := range conditions {
		v, f := r.condition(s, &conditions[i])
		found = append(found, f)
		switch {
		case v == no:
			out = no
		case v == unknown && out == yes:
			out = unknown
		}
	}
	return out, found
}

func (r *reckoning) condition(s *subject, k *policy.Condition) (verdict, policy.Phrase) {
	switch {
	case k.Fact != "":
		return r.factIs(s, k)
	case k.Source != policy.SourceTotal && r.source(k.Source, s.Kind, s.scale) == nil:
		return no, phrase("found-elsewhere") // it concerns other kinds or scales
	case k.First > 0 || k.Last > 0:
		return r.placed(s, k)
	case !k.Score.IsZero():
		v := r.scoreNamed(s, k.Source)
		if v == nil {
			return unknown, phrase("found-nothing")
		}
		return judge(k.Score.Interval(), v), phrase("found", "v", Shown(v))
	}
	src := r.source(k.Source, s.Kind, s.scale)
	x, _ := r.held(s, src.Meeting)
	if x == nil {
		return unknown, phrase("found-nothing")
	}
	question := k.Question
	if question == "" {
		question = src.Question
	}
	questions, parts := r.dimensions(s, x.kind, question), r.parts(x.kind, s.Kind, k.Part)
	if !k.Count.IsZero() {
		n := 0
		for _, q := range questions {
			for _, p := range parts {
				c := x.entries(s.ID, q.ID, p)
				for _, o := range k.Options {
					n += c.options[o]
				}
			}
		}
		return judge(k.Count.Interval(), big.NewRat(int64(n), 1)), phrase("found", "v", text(n))
	}
	v, n, whole := r.shareIn(s, x, questions, parts, k.Options, k.Of)
	if v == nil {
		return unknown, phrase("found-nothing")
	}
	return judge(k.Share.Interval(), v), phrase("found", "v", ShownShare(n, whole, v))
}

func judge(i policy.Interval, v *big.Rat) verdict {
	if i.Holds(v) {
		return yes
	}
	return no
}

// factIs: one that is true or false and is not given is not established.
func (r *reckoning) factIs(s *subject, k *policy.Condition) (verdict, policy.Phrase) {
	f, _ := r.g.FactByID(k.Fact)
	value := r.n.Year.Facts[k.Fact]
	if f.Of != "year" && s != nil {
		value = s.Facts[k.Fact]
	}
	if len(f.Values) == 0 {
		if value == "true" {
			return yes, phrase("found-yes")
		}
		return no, phrase("found-no")
	}
	if value == "" {
		return unknown, phrase("found-nothing")
	}
	for _, want := range k.Is {
		if want == string(value) {
			return yes, phrase("found", "v", string(value))
		}
	}
	return no, phrase("found", "v", string(value))
}

// placed: fewer than so many subjects of the scale are better, or worse.
func (r *reckoning) placed(s *subject, k *policy.Condition) (verdict, policy.Phrase) {
	mine := r.scoreNamed(s, k.Source)
	if mine == nil {
		return unknown, phrase("found-nothing")
	}
	low := r.p.LowFirst(k.Source)
	better, worse := 0, 0
	for _, o := range r.subjects {
		if o == s || o.scale != s.scale || k.Source != policy.SourceTotal && r.source(k.Source, o.Kind, o.scale) == nil {
			continue
		}
		v := r.scoreNamed(o, k.Source)
		if v == nil {
			return unknown, phrase("found-nothing")
		}
		switch c := v.Cmp(mine); {
		case c == 0:
		case c > 0 != low:
			better++
		default:
			worse++
		}
	}
	out := no
	if k.First > 0 && better < k.First || k.Last > 0 && worse < k.Last {
		out = yes
	}
	return out, phrase("found-place", "n", text(better+1), "last", text(worse+1))
}
