package outcome

import (
	"math/big"
	"slices"
	"sort"

	"shuping/internal/policy"
)

// part is some voters and what their ballots are worth.
type part struct {
	id      string
	classes []string // nil: all
	weight  *big.Rat
}

// parts are the parts of the voters that a subject meets; only one of them if id names it.
func (r *reckoning) parts(m *policy.Meeting, kind, id string) []part {
	w := &m.Ballot.Weights
	if !w.Holds() {
		return []part{{weight: big.NewRat(1, 1)}}
	}
	var all []part
	for _, p := range w.Parts {
		if id != "" && id != p.ID || !policy.Concerns(p.Kinds, nil, kind, "") {
			continue
		}
		weight := p.Weight.Rat()
		if id != "" {
			weight = big.NewRat(1, 1)
		}
		all = append(all, part{p.ID, append(slices.Clone(p.Classes), p.ID), weight})
	}
	return all
}

// entries are a subject's entries of one part at one question.
func (s *session) entries(subject, question string, p part) *pile {
	all := newPile()
	for key, pile := range s.piles {
		if key.subject == subject && key.question == question && (p.classes == nil || slices.Contains(p.classes, key.class)) {
			all.add(pile)
		}
	}
	return all
}

// held finds the meeting of that type that was about the subject and counts. Without
// one, why says what is wrong.
func (r *reckoning) held(s *subject, meeting string) (found *session, why string) {
	why = "not-held"
	for _, x := range r.sessions {
		switch {
		case x.kind.ID != meeting || !x.covers(s.ID):
		case x.stopped:
			why = "void"
		default:
			return x, ""
		}
	}
	return nil, why
}

// weighed joins a value of each part by the parts' weights. A part without one makes that there
// is no result, unless the policy spreads its weight over the others.
func weighed(b *policy.Ballot, parts []part, value func(part) *big.Rat) *big.Rat {
	sum, weights := new(big.Rat), new(big.Rat)
	for _, p := range parts {
		v := value(p)
		if v == nil {
			if b.Weights.NoVotes == "spread" {
				continue
			}
			return nil
		}
		sum.Add(sum, new(big.Rat).Mul(v, p.weight))
		weights.Add(weights, p.weight)
	}
	if weights.Sign() == 0 {
		return nil
	}
	return sum.Quo(sum, weights)
}

// dimensions are the questions that together make a result: one, or all by their weights.
func (r *reckoning) dimensions(s *subject, m *policy.Meeting, question string) []policy.Question {
	asked := r.asked(m, s.Subject)
	if question == "" {
		return asked
	}
	for _, q := range asked {
		if q.ID == question {
			return []policy.Question{q}
		}
	}
	return nil
}

// weight of a question among others; a single one is the whole.
func weight(q *policy.Question, of int) *big.Rat {
	if of == 1 || q.Weight.IsZero() {
		return big.NewRat(1, 1)
	}
	return q.Weight.Rat()
}

// shareIn is the share of entries with some options, weighed by parts and questions.
// part and whole are the plain numbers, 0 where weights make them meaningless.
func (r *reckoning) shareIn(s *subject, x *session, questions []policy.Question, parts []part, options []string, of string) (value *big.Rat, n, whole int) {
	sum, weights := new(big.Rat), new(big.Rat)
	for i := range questions {
		q := &questions[i]
		v := weighed(&x.kind.Ballot, parts, func(p part) *big.Rat {
			c := x.entries(s.ID, q.ID, p)
			some := 0
			for _, o := range options {
				some += c.options[o]
			}
			all := r.whole(x, c, p, of)
			n, whole = n+some, whole+all
			if all == 0 {
				return nil
			}
			return big.NewRat(int64(some), int64(all))
		})
		if v == nil {
			return nil, n, whole
		}
		w := weight(q, len(questions))
		sum.Add(sum, new(big.Rat).Mul(v, w))
		weights.Add(weights, w)
	}
	if weights.Sign() == 0 {
		return nil, n, whole
	}
	if len(questions) > 1 || len(parts) > 1 {
		n, whole = 0, 0
	}
	return sum.Quo(sum, weights), n, whole
}

// whole is what a share is of.
func (r *reckoning) whole(x *session, c *pile, p part, of string) int {
	heads := map[string]Heads{"returned": x.Returned, "issued": x.Issued, "present": x.Present, "expected": x.Expected}[of]
	if heads.ByClass != nil && p.classes == nil && (of == "present" || of == "expected") {
		p.classes = x.voting() // of those who vote, not of everybody in the hall
	}
	if of != "" && of != "valid" {
		if !heads.Given {
			if of == "returned" {
				return c.entries()
			}
			return 0
		}
		if p.classes == nil || heads.ByClass == nil {
			return heads.All
		}
		return heads.of(p.classes)
	}
	n := 0
	for o, k := range c.options {
		if !x.kind.Ballot.WordOf(o).Unsure {
			n += k
		}
	}
	if x.kind.Ballot.Blank == "abstain" {
		n += c.blank
	}
	return n
}

// voting are the classes that get a ballot.
func (s *session) voting() []string {
	var all []string
	for _, c := range s.kind.Classes {
		if c.Votes {
			all = append(all, c.ID)
		}
	}
	return all
}

// mean is the mean of what a part gave at one question, nil for nothing.
func (r *reckoning) mean(x *session, q *policy.Question, c *pile) *big.Rat {
	switch q.Kind {
	case policy.KindScore:
		return meanOf(c.scores, q.Score.Drop)
	case policy.KindRank:
		var all []scored
		for place, n := range c.places {
			v := big.NewRat(int64(place), 1)
			if len(q.Rank.Points) > 0 {
				v = q.Rank.Points[place-1].Rat()
			}
			all = append(all, scored{v, n})
		}
		return meanOf(all, 0)
	}
	var all []scored
	for o, n := range c.options {
		if v, ok := r.p.PointsOf(x.kind, o); ok && !x.kind.Ballot.WordOf(o).Unsure {
			all = append(all, scored{v.Rat(), n})
		}
	}
	return meanOf(all, 0)
}

// meanOf is the mean of numbers, so many of the highest and of the lowest left out.
func meanOf(all []scored, drop int) *big.Rat {
	all = slices.Clone(all)
	sort.Slice(all, func(i, j int) bool { return all[i].value.Cmp(all[j].value) < 0 })
	cutOff(all, drop)
	slices.Reverse(all)
	cutOff(all, drop)
	sum, n := new(big.Rat), 0
	for _, s := range all {
		sum.Add(sum, new(big.Rat).Mul(s.value, big.NewRat(int64(s.times), 1)))
		n += s.times
	}
	if n == 0 {
		return nil
	}
	return sum.Quo(sum, big.NewRat(int64(n), 1))
}

func cutOff(all []scored, drop int) {
	for i := range all {
		k := min(drop, all[i].times)
		all[i].times -= k
		drop -= k
	}
}

// scoreOf is a subject's score from one source, out of full. Without one, why says
// what is missing.
func (r *reckoning) scoreOf(s *subject, src *policy.Source) (value, full *big.Rat, why string) {
	full = r.p.Full(src)
	if src.ID != policy.SourceMeeting {
		n, ok := s.Scores[src.Called()]
		if !ok {
			return nil, full, "not-given"
		}
		return n.Rat(), full, ""
	}
	x, why := r.held(s, src.Meeting)
	if x == nil {
		return nil, full, why
	}
	questions := r.dimensions(s, x.kind, src.Question)
	parts := r.parts(x.kind, s.Kind, "")
	if len(src.Options) > 0 {
		v, _, _ := r.shareIn(s, x, questions, parts, src.Options, "valid")
		if v == nil {
			return nil, full, "no-votes"
		}
		return v.Mul(v, full), full, ""
	}
	sum, weights := new(big.Rat), new(big.Rat)
	for i := range questions {
		q := &questions[i]
		v := weighed(&x.kind.Ballot, parts, func(p part) *big.Rat { return r.mean(x, q, x.entries(s.ID, q.ID, p)) })
		if v == nil {
			return nil, full, "no-votes"
		}
		if len(questions) > 1 && q.Kind == policy.KindScore { // dimensions of several ranges are brought to one
			v = new(big.Rat).Mul(v, new(big.Rat).Quo(full, q.Score.To.Rat()))
		}
		w := weight(q, len(questions))
		sum.Add(sum, new(big.Rat).Mul(v, w))
		weights.Add(weights, w)
	}
	if weights.Sign() == 0 {
		return nil, full, "no-votes"
	}
	return sum.Quo(sum, weights), full, ""
}

// scoreNamed is the total, or the score from a source by its name.
func (r *reckoning) scoreNamed(s *subject, name string) *big.Rat {
	if name == "" || name == policy.SourceTotal {
		return s.total
	}
	src := r.source(name, s.Kind, s.scale)
	if src == nil {
		return nil
	}
	v, _, _ := r.scoreOf(s, src)
	return v
}
