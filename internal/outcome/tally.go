package outcome

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/policy"
)

// session is one meeting held, with what was counted.
type session struct {
	*Meeting
	key     string
	kind    *policy.Meeting
	piles   map[pileKey]*pile
	stopped bool // it may not be held, or its vote is void
}

type pileKey struct{ subject, question, class string }

// pile is the entries that one class gave one subject at one question.
type pile struct {
	options map[string]int
	scores  []scored
	places  map[int]int
	blank   int
	invalid int // several ticks, or against another rule
}

// scored is a number and how often it was given.
type scored struct {
	value *big.Rat
	times int
}

// valid is how many entries say something.
func (c *pile) valid() int {
	n := 0
	for _, k := range c.options {
		n += k
	}
	for _, k := range c.scores {
		n += k.times
	}
	for _, k := range c.places {
		n += k
	}
	return n
}

func (c *pile) entries() int { return c.valid() + c.blank + c.invalid }

func newPile() *pile { return &pile{options: map[string]int{}, places: map[int]int{}} }

// add puts another pile on this one.
func (c *pile) add(o *pile) {
	for k, n := range o.options {
		c.options[k] += n
	}
	for k, n := range o.places {
		c.places[k] += n
	}
	c.scores = append(c.scores, o.scores...)
	c.blank += o.blank
	c.invalid += o.invalid
}

func (s *session) pile(subject, question, class string) *pile {
	key := pileKey{subject, question, class}
	if s.piles[key] == nil {
		s.piles[key] = newPile()
	}
	return s.piles[key]
}

// count reads all that was counted into piles and finds numbers that contradict each other.
func (r *reckoning) count() {
	for i := range r.n.Meetings {
		n, key := &r.n.Meetings[i], fmt.Sprintf("meetings[%d]", i)
		m, ok := r.p.MeetingByID(n.Meeting)
		if !ok {
			var ids []string
			for _, m := range r.p.Meetings {
				ids = append(ids, m.ID)
			}
			r.known(key+".meeting", "unknown-meeting", n.Meeting, ids)
			continue
		}
		s := &session{Meeting: n, key: key, kind: m, piles: map[pileKey]*pile{}}
		r.sessions = append(r.sessions, s)
		if !r.whose(s) {
			continue
		}
		r.headsKnown(s)
		r.whoNeeded(s)
		r.headsFit(s)
		if len(n.Counts) > 0 && len(n.Ballots) > 0 {
			r.faults.add(key, "counts-and-ballots")
		}
		before := len(*r.faults)
		for j := range n.Counts {
			r.counted(s, fmt.Sprintf("%s.counts[%d]", key, j), &n.Counts[j])
		}
		for j := range n.Ballots {
			r.cast(s, fmt.Sprintf("%s.ballots[%d]", key, j), &n.Ballots[j])
		}
		if before == len(*r.faults) {
			r.sums(s)
			r.places(s)
		}
	}
	r.twice()
}

// whose: a meeting for each subject names it, one for all names none.
func (r *reckoning) whose(s *session) bool {
	switch {
	case s.kind.For == policy.EachSubject && s.Subject == "":
		r.faults.add(s.key+".subject", "missing", "key", "subject")
	case s.kind.For == policy.AllSubjects && s.Subject != "":
		r.faults.add(s.key+".subject", "for-all", "meeting", s.kind.ID)
	case s.Subject != "":
		return r.known(s.key+".subject", "unknown-subject", s.Subject, r.ids())
	default:
		return true
	}
	return false
}

func (r *reckoning) ids() []string {
	var ids []string
	for _, s := range r.n.Subjects {
		ids = append(ids, s.ID)
	}
	return ids
}

// headsKnown: people are numbered by classes, ballots by classes that vote or parts.
func (r *reckoning) headsKnown(s *session) {
	var classes []string
	for _, c := range s.kind.Classes {
		classes = append(classes, c.ID)
	}
	for name, h := range map[string]Heads{"expected": s.Expected, "present": s.Present} {
		for _, id := range slices.Sorted(maps.Keys(h.ByClass)) {
			r.known(s.key+"."+name+"."+id, "unknown-class", id, classes)
		}
	}
	for name, h := range map[string]Heads{"issued": s.Issued, "returned": s.Returned} {
		for _, id := range slices.Sorted(maps.Keys(h.ByClass)) {
			r.known(s.key+"."+name+"."+id, "unknown-class", id, voters(s.kind))
		}
	}
}

// voters are the names that ballots can go by: classes that vote, and parts.
func voters(m *policy.Meeting) []string {
	var all []string
	for _, c := range m.Classes {
		if c.Votes {
			all = append(all, c.ID)
		}
	}
	for _, part := range m.Ballot.Weights.Parts {
		if !slices.Contains(all, part.ID) {
			all = append(all, part.ID)
		}
	}
	return all
}

// asked are the questions about a subject on the ballot.
func (r *reckoning) asked(m *policy.Meeting, n *Subject) []policy.Question {
	scale := n.Scale
	if scale == "" {
		scale = policy.ScalePerson
	}
	var all []policy.Question
	for _, q := range m.Ballot.Asked() {
		if policy.Concerns(nil, q.Scales, "", scale) {
			all = append(all, q)
		}
	}
	return all
}

func (r *reckoning) subject(id string) *Subject {
	for i := range r.n.Subjects {
		if r.n.Subjects[i].ID == id {
			return &r.n.Subjects[i]
		}
	}
	return nil
}

// counted puts one count on its pile.
func (r *reckoning) counted(s *session, key string, c *Count) {
	if c.Subject == "" {
		c.Subject = s.Subject
	}
	switch {
	case c.Subject == "":
		r.faults.add(key+".subject", "missing", "key", "subject")
		return
	case s.Subject != "" && c.Subject != s.Subject:
		r.faults.add(key+".subject", "others-meeting", "got", c.Subject, "want", s.Subject)
		return
	}
	if !r.known(key+".subject", "unknown-subject", c.Subject, r.ids()) || !r.classFits(s, key, c.Class) {
		return
	}
	if !r.entitled(s, c.Class, r.subject(c.Subject)) {
		r.faults.add(key+".class", "not-on-ballot", "subject", c.Subject, "class", c.Class)
		return
	}
	q, ok := r.question(s, key, c)
	if !ok {
		return
	}
	at := pileKey{c.Subject, c.Question, c.Class}
	if s.piles[at] != nil {
		if c.Class == "" {
			r.faults.add(key, "counted-twice", "subject", c.Subject)
		} else {
			r.faults.add(key, "counted-twice-of", "subject", c.Subject, "class", c.Class)
		}
		return
	}
	p := s.pile(c.Subject, c.Question, c.Class)
	p.blank, p.invalid = c.Blank, c.Multiple
	has := map[string]bool{"options": len(c.Options) > 0, "scores": len(c.Scores) > 0, "places": len(c.Places) > 0}
	wants := map[policy.BallotKind]string{policy.KindScore: "scores", policy.KindRank: "places"}[q.Kind]
	if wants == "" {
		wants = "options"
	}
	for _, name := range []string{"options", "scores", "places"} {
		if has[name] && name != wants {
			r.faults.add(key+"."+name, "other-kind", "want", wants)
		}
	}
	for _, o := range slices.Sorted(maps.Keys(c.Options)) {
		if wants == "options" && r.known(join(key+".options", o), "unknown-option", o, q.Options) {
			p.options[o] = c.Options[o]
		}
	}
	if has["scores"] && wants != "scores" || has["places"] && wants != "places" {
		return
	}
	for _, v := range slices.Sorted(maps.Keys(c.Scores)) {
		if x, ok := ratOf(v); ok && inRange(&q.Score, x) {
			p.scores = append(p.scores, scored{x, c.Scores[v]})
		} else {
			r.faults.add(join(key+".scores", v), "not-in-range", "got", v, "from", q.Score.From, "to", q.Score.To, "step", policy.Written(q.Score.StepRat()))
		}
	}
	for _, v := range slices.Sorted(maps.Keys(c.Places)) {
		if n, err := strconv.Atoi(v); err == nil && n >= 1 && n <= q.Rank.Places && strconv.Itoa(n) == v {
			p.places[n] = c.Places[v]
		} else {
			r.faults.add(join(key+".places", v), "not-a-place", "got", v, "places", q.Rank.Places)
		}
	}
}

// inRange says whether a voter may give that number.
func inRange(s *policy.ScoreRange, x *big.Rat) bool {
	if x.Cmp(s.From.Rat()) < 0 || x.Cmp(s.To.Rat()) > 0 {
		return false
	}
	n := new(big.Rat).Sub(x, s.From.Rat())
	return n.Quo(n, s.StepRat()).IsInt()
}

// classFits: counts name a class where ballots are weighed by it.
func (r *reckoning) classFits(s *session, key, class string) bool {
	if class == "" {
		if s.kind.Ballot.Weights.Holds() {
			r.faults.add(key+".class", "class-needed", "known", strings.Join(voters(s.kind), " "))
			return false
		}
		return true
	}
	return r.known(key+".class", "unknown-class", class, voters(s.kind))
}

func (r *reckoning) question(s *session, key string, c *Count) (policy.Question, bool) {
	asked := r.asked(s.kind, r.subject(c.Subject))
	var ids []string
	for _, q := range asked {
		ids = append(ids, q.ID)
	}
	if c.Question == "" && len(asked) == 1 {
		c.Question = asked[0].ID
	}
	if !r.known(key+".question", "unknown-question", c.Question, ids) {
		return policy.Question{}, false
	}
	return asked[slices.Index(ids, c.Question)], true
}
