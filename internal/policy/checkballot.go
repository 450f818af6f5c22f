package policy

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// exactlyOne refuses where not one of some keys stands in a rule. given are pairs of a
// key and whether it is there.
func (c checker) exactlyOne(key string, given ...any) {
	var all, there []string
	for i := 0; i+1 < len(given); i += 2 {
		name := given[i].(string)
		all = append(all, name)
		if given[i+1].(bool) {
			there = append(there, name)
		}
	}
	if len(there) != 1 {
		got := strings.Join(there, " ")
		if got == "" {
			got = "-"
		}
		c.refuse(key, "exactly-one", "keys", strings.Join(all, " "), "got", got)
	}
}

// ballot checks one form: each question has what its kind needs and nothing else.
func (c checker) ballot(key string, p *Policy, m *Meeting) {
	b := &m.Ballot
	if !b.Holds() {
		return
	}
	if len(b.Questions) == 0 {
		c.question(key, &Question{Kind: b.Kind, Options: b.Options, Score: b.Score, Rank: b.Rank})
	} else if b.Kind != "" || len(b.Options) > 0 || !b.Score.From.IsZero() || b.Rank.Places > 0 {
		c.refuse(key, "questions-and-more")
	}
	weighted, sum := 0, new(big.Rat)
	for i := range b.Questions {
		q := &b.Questions[i]
		c.question(fmt.Sprintf("%s.questions[%d]", key, i), q)
		if !q.Weight.IsZero() {
			weighted++
			sum.Add(sum, q.Weight.Rat())
		}
	}
	switch {
	case weighted > 0 && weighted < len(b.Questions):
		c.refuse(key+".questions", "weights-missing", "got", weighted, "of", len(b.Questions))
	case weighted > 0 && sum.Cmp(whole) != 0:
		c.refuse(key+".questions", "weights-sum", "what", m.Name, "sum", Written(sum))
	}
	c.words(key, b)
	c.reading(key+".reading", &b.Reading)
	c.caps(key, b)
	c.weights(key+".weights", p, m)
	if r := b.Returned; r.Holds() {
		c.exactlyOne(key+".returned", "at_least", !r.AtLeast.IsZero(), "more_than", !r.MoreThan.IsZero())
	}
}

var whole = big.NewRat(1, 1)

func (c checker) question(key string, q *Question) {
	kind := q.Kind
	if kind == "" {
		kind = KindChoice
	}
	has := map[string]bool{"options": len(q.Options) > 0, "score": !q.Score.To.IsZero(), "rank": q.Rank.Places > 0}
	needs := map[BallotKind]string{KindChoice: "options", KindScore: "score", KindRank: "rank"}[kind]
	if !has[needs] {
		c.refuse(key, "kind-needs", "kind", kind, "key", needs)
	}
	for _, other := range []string{"options", "score", "rank"} {
		if other != needs && has[other] {
			c.refuse(key+"."+other, "kind-has-no", "kind", kind, "key", other)
		}
	}
	if s := q.Score; has["score"] {
		from, to, step := s.From.Rat(), s.To.Rat(), s.StepRat()
		if from.Cmp(to) >= 0 {
			c.refuse(key+".score.to", "range-order", "from", s.From, "to", s.To)
		} else if n := new(big.Rat).Sub(to, from); step.Sign() == 0 || !n.Quo(n, step).IsInt() {
			c.refuse(key+".score.step", "step", "from", s.From, "to", s.To, "step", s.Step)
		} else if n.Cmp(mostSteps) > 0 {
			c.refuse(key+".score.step", "steps", "from", s.From, "to", s.To, "most", mostSteps.RatString())
		}
	}
	if r := q.Rank; len(r.Points) > 0 && len(r.Points) != r.Places {
		c.refuse(key+".rank.points", "rank-points", "got", len(r.Points), "want", r.Places)
	}
}

// mostSteps is how many steps a range has at most: 0 to 100 in tenths.
var mostSteps = big.NewRat(1000, 1)

// StepRat is the distance between allowed numbers.
func (s ScoreRange) StepRat() *big.Rat {
	if s.Step.IsZero() {
		return big.NewRat(1, 1)
	}
	return s.Step.Rat()
}

// words: what is explained stands on the form.
func (c checker) words(key string, b *Ballot) {
	var form []string
	for _, q := range b.Asked() {
		form = append(form, q.Options...)
	}
	for i, w := range b.Words {
		at := fmt.Sprintf("%s.words[%d]", key, i)
		if w.Option != "" && !slices.Contains(form, w.Option) {
			c.refuse(at+".option", "not-on-form", "option", w.Option, "known", strings.Join(form, " "))
		}
		if w.Unsure && (w.Grade != "" || !w.Points.IsZero()) {
			c.refuse(at, "unsure-counts", "option", w.Option)
		}
	}
}

func (c checker) caps(key string, b *Ballot) {
	for i, cap := range b.Caps {
		at := fmt.Sprintf("%s.caps[%d]", key, i)
		c.exactlyOne(at, "at_most", cap.AtMost > 0, "share", !cap.Share.IsZero())
		var form []string
		for _, q := range b.Asked() {
			if cap.Question == "" || cap.Question == q.ID {
				form = append(form, q.Options...)
			}
		}
		if cap.Option != "" && len(form) > 0 && !slices.Contains(form, cap.Option) {
			c.refuse(at+".option", "not-on-form", "option", cap.Option, "known", strings.Join(form, " "))
		}
	}
}

// weights: for the subjects of each kind, each class of voters stands in one part, and the
// parts sum up to the whole.
func (c checker) weights(key string, p *Policy, m *Meeting) {
	w := &m.Ballot.Weights
	if !w.Holds() || c.broken(key) {
		return
	}
	for i, part := range w.Parts {
		for j, id := range part.Classes {
			if cl, ok := m.ClassByID(id); ok && !cl.Votes {
				c.refuse(fmt.Sprintf("%s.parts[%d].classes[%d]", key, i, j), "does-not-vote", "class", id)
			}
		}
	}
	for _, kind := range p.subjectKinds() {
		sum, in := new(big.Rat), map[string]string{}
		for i, part := range w.Parts {
			if !Concerns(part.Kinds, nil, kind, "") {
				continue
			}
			sum.Add(sum, part.Weight.Rat())
			for j, id := range part.Classes {
				if first, twice := in[id]; twice {
					c.refuse(fmt.Sprintf("%s.parts[%d].classes[%d]", key, i, j), "in-two-parts", "class", id, "part", first)
				}
				in[id] = part.ID
			}
		}
		if sum.Cmp(whole) != 0 {
			c.refuse(key+".parts", "weights-sum", "what", kind, "sum", Written(sum))
		}
		for _, cl := range m.Classes {
			if cl.Votes && in[cl.ID] == "" && Concerns(cl.RatesKinds, nil, kind, "") {
				c.refuse(key+".parts", "no-part", "class", cl.ID, "kind", kind)
			}
		}
	}
}

// subjectKinds are the kinds of organisations whose secretaries are under review.
func (p *Policy) subjectKinds() []string {
	var kinds []string
	for _, s := range p.Scope.Subjects {
		kinds = append(kinds, s.Kind)
	}
	for _, d := range p.Scope.Draws {
		kinds = append(kinds, d.Kind)
	}
	return kinds
}
