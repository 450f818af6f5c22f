package policy

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

func (c checker) grading(p *Policy) {
	g := &p.Grading
	for i, s := range g.Scales {
		if s.ID == ScalePerson || s.ID == SourceTotal {
			c.refuse(fmt.Sprintf("grading.scales[%d].id", i), "scale-taken", "got", s.ID)
		}
	}
	c.sources(p)
	c.total(p)
	c.thresholds(p)
	c.ranking(p)
	c.bands(p)
	if pl := g.Plurality; pl.Holds() && pl.Source != "" {
		if _, _, ok := c.ballotOf(p, pl.Source, ""); !ok {
			c.refuse("grading.plurality.source", "no-choices", "source", pl.Source)
		}
	}
	c.quotas(p)
}

// sources: each is told apart by its name among those that a subject meets.
func (c checker) sources(p *Policy) {
	g := &p.Grading
	for i := range g.Sources {
		s := &g.Sources[i]
		key := fmt.Sprintf("grading.sources[%d]", i)
		changes := s.ID == SourceBonus || s.ID == SourceDeduction
		switch {
		case s.ID == SourceMeeting && s.Meeting == "":
			c.refuse(key, "source-without-meeting")
		case s.ID != SourceMeeting && s.Meeting != "":
			c.refuse(key+".meeting", "source-with-meeting", "source", s.ID)
		case s.ID == SourceVerification && !p.Verification.Holds():
			c.refuse(key+".id", "no-verification")
		case s.ID != SourceMeeting && (s.Question != "" || len(s.Options) > 0):
			c.refuse(key, "source-without-ballot", "source", s.ID)
		case changes && !s.Weight.IsZero():
			c.refuse(key+".weight", "bonus-weight", "source", s.ID)
		case !changes && !s.AtMost.IsZero():
			c.refuse(key+".at_most", "source-at-most", "source", s.ID)
		case !s.Full.IsZero() && s.Full.Num == 0:
			c.refuse(key+".full", "zero")
		case s.Called() == SourceTotal:
			c.refuse(key, "source-taken", "got", s.Called())
		}
		for j := range i {
			o := &g.Sources[j]
			if o.Called() == s.Called() && overlap(o.Kinds, s.Kinds) && overlap(o.Scales, s.Scales) {
				c.refuse(key+".id", "twice", "got", strings.TrimSpace(string(s.ID)+" "+s.Meeting), "line", c.place(fmt.Sprintf("grading.sources[%d].id", j)).line)
				break
			}
		}
	}
}

// overlap of two lists of which an empty one is everything.
func overlap(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// total: the weights that a subject meets sum up to the whole, and each source gives a number.
func (c checker) total(p *Policy) {
	g := &p.Grading
	for name, n := range map[string]Number{"full": g.Score.Full, "step": g.Score.Step} {
		if !n.IsZero() && n.Num == 0 {
			c.refuse("grading.score."+name, "zero")
		}
	}
	weighted := slices.ContainsFunc(g.Sources, func(s Source) bool { return !s.Weight.IsZero() })
	switch {
	case weighted && !g.Score.Holds():
		c.refuse("grading.sources", "weight-without-score")
		return
	case !weighted && g.Score.Holds():
		c.refuse("grading.score", "score-without-weights")
		return
	case !weighted:
		return
	}
	for i := range g.Sources {
		if s := &g.Sources[i]; !s.Weight.IsZero() && s.ID == SourceMeeting {
			c.scored(fmt.Sprintf("grading.sources[%d]", i), p, s)
		}
	}
	if c.broken("grading.sources") {
		return
	}
	for _, kind := range p.subjectKinds() {
		for _, scale := range g.ScaleIDs() {
			sum := new(big.Rat)
			for _, s := range g.Sources {
				if Concerns(s.Kinds, s.Scales, kind, scale) {
					sum.Add(sum, s.Weight.Rat())
				}
			}
			if sum.Cmp(whole) != 0 {
				what := kind
				if scale != ScalePerson {
					what += " " + scale
				}
				c.refuse("grading.sources", "weights-sum", "what", what, "sum", Written(sum))
				return
			}
		}
	}
}

// scored: a ballot gives a number: numbers were given, or every option has points.
func (c checker) scored(key string, p *Policy, s *Source) {
	m, ok := p.MeetingByID(s.Meeting)
	if !ok {
		return
	}
	asked := m.Ballot.Asked()
	if s.Question != "" {
		q, ok := m.Ballot.QuestionByID(s.Question)
		if !ok {
			c.refuse(key+".question", "unknown-question", "got", s.Question, "known", questionIDs(m))
			return
		}
		asked = []Question{*q}
	} else if len(asked) > 1 && asked[0].Weight.IsZero() {
		c.refuse(key, "which-question", "meeting", m.ID, "known", questionIDs(m))
		return
	}
	for _, q := range asked {
		for _, o := range s.Options {
			if !slices.Contains(q.Options, o) {
				c.refuse(key+".options", "not-on-form", "option", o, "known", strings.Join(q.Options, " "))
			}
		}
		if len(s.Options) > 0 || q.Kind == KindScore || q.Kind == KindRank && len(q.Rank.Points) > 0 {
			continue
		}
		if q.Kind == KindRank {
			c.refuse(key, "no-points", "option", "rank", "meeting", m.ID)
			continue
		}
		for _, o := range q.Options {
			if _, ok := p.PointsOf(m, o); !ok && !m.Ballot.WordOf(o).Unsure && !c.broken("meetings") {
				c.refuse(key, "no-points", "option", o, "meeting", m.ID)
			}
		}
	}
}

// PointsOf is what an option of a meeting's ballot is worth in a score; false for nothing.
func (p *Policy) PointsOf(m *Meeting, option string) (Number, bool) {
	w := m.Ballot.WordOf(option)
	if !w.Points.IsZero() {
		return w.Points, true
	}
	for _, grades := range append([][]Grade{p.Grading.Grades}, p.Grading.scaleGrades()...) {
		for _, g := range grades {
			if g.Name == w.Grade && !g.Points.IsZero() {
				return g.Points, true
			}
		}
	}
	return Number{}, false
}

func (g *Grading) scaleGrades() [][]Grade {
	var all [][]Grade
	for _, s := range g.Scales {
		all = append(all, s.Grades)
	}
	return all
}

func questionIDs(m *Meeting) string {
	var ids []string
	for _, q := range m.Ballot.Questions {
		ids = append(ids, q.ID)
	}
	if ids == nil {
		return "-"
	}
	return strings.Join(ids, " ")
}

// inScale refuses a grade that is none of its scale; scale "" is any.
func (c checker) inScale(key string, p *Policy, scale, grade string) bool {
	if grade == "" || c.broken(key) {
		return false
	}
	scales := []string{scale}
	if scale == "" {
		scales = p.Grading.ScaleIDs()
	}
	var known []string
	for _, s := range scales {
		known = append(known, p.Grading.GradesOf(s)...)
	}
	if len(known) > 0 && !slices.Contains(known, grade) {
		c.refuse(key, "not-in-scale", "grade", grade, "scale", scale, "known", strings.Join(known, " "))
		return false
	}
	return true
}

func (c checker) thresholds(p *Policy) {
	for i, t := range p.Grading.Thresholds {
		key := fmt.Sprintf("grading.thresholds[%d]", i)
		c.exactlyOne(key, "gives", t.Gives != "", "at_best", t.AtBest != "", "at_worst", t.AtWorst != "")
		c.inScale(key+".gives", p, t.Scale, t.Gives)
		c.inScale(key+".at_best", p, t.Scale, t.AtBest)
		c.inScale(key+".at_worst", p, t.Scale, t.AtWorst)
		c.conditions(key+".when", p, t.When, false)
	}
}

func (c checker) ranking(p *Policy) {
	r := &p.Grading.Ranking
	if !r.Holds() || c.broken("grading.ranking") {
		return
	}
	c.scoreOf("grading.ranking.by", p, r.By)
	for _, scale := range p.Grading.ScaleIDs() {
		sum, last := new(big.Rat), -1
		grades := p.Grading.GradesOf(scale)
		for i, place := range r.Places {
			key := fmt.Sprintf("grading.ranking.places[%d]", i)
			if scaleOf(place.Scale) != scale || !c.inScale(key+".grade", p, scale, place.Grade) {
				continue
			}
			at := slices.Index(grades, place.Grade)
			if at <= last {
				c.refuse(key+".grade", "rank-order", "grade", place.Grade)
			}
			last = at
			rest := place.Share.IsZero() && place.Count == 0
			if !place.Share.IsZero() && place.Count > 0 {
				c.exactlyOne(key, "share", true, "count", true)
			}
			if !place.Share.IsZero() && place.Rounding == "" {
				c.refuse(key, "no-rounding")
			}
			more := slices.ContainsFunc(r.Places[i+1:], func(o RankPlace) bool { return scaleOf(o.Scale) == scale })
			switch {
			case more && rest:
				c.refuse(key, "rest-not-last", "grade", place.Grade)
			case !more && !place.Share.IsZero():
				c.refuse(key, "no-rest", "grade", place.Grade)
			}
			sum.Add(sum, place.Share.Rat())
			c.conditions(key+".only_if", p, place.OnlyIf, false)
		}
		if sum.Cmp(whole) > 0 {
			c.refuse("grading.ranking.places", "shares-above-whole", "sum", Written(sum))
		}
	}
}

func scaleOf(scale string) string {
	if scale == "" {
		return ScalePerson
	}
	return scale
}

// scoreOf refuses a source that gives no score.
func (c checker) scoreOf(key string, p *Policy, name string) {
	if name == "" || c.broken(key) {
		return
	}
	if name == SourceTotal {
		if !p.Grading.Score.Holds() {
			c.refuse(key, "no-total")
		}
		return
	}
	if s, ok := p.Grading.SourceNamed(name); ok && s.ID == SourceMeeting && s.Weight.IsZero() {
		m, ok := p.MeetingByID(s.Meeting)
		if ok && len(m.Ballot.Asked()) > 0 && m.Ballot.Asked()[0].Kind == KindRank && s.Question == "" {
			return // ordered by the mean place
		}
		if q, found := ballotQuestion(m, s.Question); found && q.Kind == KindRank {
			return
		}
		c.scored(key, p, s)
	}
}

func ballotQuestion(m *Meeting, id string) (*Question, bool) {
	if m == nil || id == "" {
		return nil, false
	}
	return m.Ballot.QuestionByID(id)
}

// ballotOf finds the ballot of choices behind a source.
func (c checker) ballotOf(p *Policy, source, question string) (*Meeting, []Question, bool) {
	s, ok := p.Grading.SourceNamed(source)
	if !ok || s.ID != SourceMeeting {
		return nil, nil, false
	}
	m, ok := p.MeetingByID(s.Meeting)
	if !ok {
		return nil, nil, false
	}
	if question == "" {
		question = s.Question
	}
	var asked []Question
	for _, q := range m.Ballot.Asked() {
		if (question == "" || q.ID == question) && (q.Kind == KindChoice || q.Kind == "") {
			asked = append(asked, q)
		}
	}
	return m, asked, len(asked) > 0
}
