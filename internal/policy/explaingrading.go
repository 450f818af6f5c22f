package policy

import (
	"fmt"
	"strings"
)

// aggregation explains how ballots and scores become a grade.
func (e *explanation) aggregation(p *Policy) {
	g := &p.Grading
	e.total(&g.Score)
	for i, t := range g.Thresholds {
		code, grade := "threshold-gives", t.Gives
		if t.AtBest != "" {
			code, grade = "threshold-at-best", t.AtBest
		} else if t.AtWorst != "" {
			code, grade = "threshold-at-worst", t.AtWorst
		}
		key := fmt.Sprintf("grading.thresholds[%d]", i)
		if who := concerned(p, nil, scaleList(t.Scale)); len(who) > 0 {
			code += "-for"
			e.say(key, "N8.1", t.Basis, code, "place", i+1, "grade", grade, "when", ConditionPhrases(p, t.When), "who", who)
			continue
		}
		e.say(key, "N8.1", t.Basis, code, "place", i+1, "grade", grade, "when", ConditionPhrases(p, t.When))
	}
	e.ranking(p)
	e.bands(p)
	e.say("grading.plurality", "N8.1", g.Plurality.Basis, "plurality", "source", []Phrase{sourceName(p, g.Plurality.Source)},
		"tie", []Phrase{tiePhrase(p, g.Plurality.OnTie)})
	e.say("grading.departure", "N8.1", g.Departure, "departure")
}

func (e *explanation) total(s *Total) {
	full := s.Full.String()
	if full == "" {
		full = "100"
	}
	more := []Phrase{phrase("full", "full", full)}
	if !s.AtLeast.IsZero() {
		more = append(more, phrase("counts-at-least", "v", s.AtLeast))
	}
	if !s.AtMost.IsZero() {
		more = append(more, phrase("counts-at-most", "v", s.AtMost))
	}
	if s.Step.IsZero() {
		more = append(more, phrase("not-rounded"))
	} else {
		rounding := s.Rounding
		if rounding == "" {
			rounding = "nearest"
		}
		more = append(more, phrase("rounded-to", "step", s.Step, "rounding", []Phrase{phrase("round-" + rounding)}))
	}
	e.say("grading.score", "N8.1", s.Basis, "score", "more", more)
}

func (e *explanation) ranking(p *Policy) {
	r := &p.Grading.Ranking
	var places []Phrase
	for _, place := range r.Places {
		grade := place.Grade
		var one Phrase
		switch {
		case !place.Share.IsZero():
			one = phrase("place-share", "grade", grade, "share", place.Share, "rounding", []Phrase{phrase("round-" + place.Rounding)})
		case place.Count > 0:
			one = phrase("place-count", "grade", grade, "n", place.Count)
		default:
			one = phrase("place-rest", "grade", grade)
		}
		if who := append(concerned(p, nil, scaleList(place.Scale)), onlyIf(p, place.OnlyIf)...); len(who) > 0 {
			one = phrase("with", "what", []Phrase{one}, "more", who)
		}
		places = append(places, one)
	}
	by := sourceName(p, r.By)
	if p.LowFirst(r.By) {
		by = phrase("low-first", "by", []Phrase{by})
	}
	code := "ranking"
	if r.Within == "kind" {
		code = "ranking-kind"
	}
	e.say("grading.ranking", "N8.1", r.Basis, code, "by", []Phrase{by}, "places", places, "tie", []Phrase{tiePhrase(p, r.OnTie)})
}

// tiePhrase says what becomes of equal scores or votes.
func tiePhrase(p *Policy, how string) Phrase {
	return phrase("tie-"+how, "authority", p.Authority)
}

func onlyIf(p *Policy, all []Condition) []Phrase {
	if len(all) == 0 {
		return nil
	}
	return []Phrase{phrase("only-if", "when", ConditionPhrases(p, all))}
}

func (e *explanation) bands(p *Policy) {
	b := &p.Grading.Bands
	var all []Phrase
	for _, band := range b.List {
		one := phrase("band", "grade", band.Grade, "bounds", bounds(band.AtLeast, band.MoreThan, band.AtMost, band.LessThan))
		if who := concerned(p, nil, scaleList(band.Scale)); len(who) > 0 {
			one = phrase("with", "what", []Phrase{one}, "more", who)
		}
		all = append(all, one)
	}
	of := b.Of
	if of == "" {
		of = SourceTotal
	}
	e.say("grading.bands", "N8.1", b.Basis, "bands", "of", []Phrase{sourceName(p, of)}, "bands", all)
}

// source explains one source of the grade.
func (e *explanation) source(p *Policy, i int) {
	s := &p.Grading.Sources[i]
	key := fmt.Sprintf("grading.sources[%d]", i)
	var more []Phrase
	if s.Question != "" {
		more = append(more, phrase("question-of", "name", questionName(p, &Condition{Source: s.Called(), Question: s.Question})))
	}
	if !s.Weight.IsZero() {
		more = append(more, phrase("weight", "weight", s.Weight))
	}
	if !s.Full.IsZero() {
		more = append(more, phrase("full", "full", s.Full))
	}
	if len(s.Options) > 0 {
		more = append(more, phrase("by-share", "options", list(s.Options)))
	}
	if !s.AtMost.IsZero() {
		more = append(more, phrase("no-more-than", "v", s.AtMost))
	}
	more = append(more, concerned(p, s.Kinds, s.Scales)...)
	m, held := p.MeetingByID(s.Meeting)
	switch {
	case len(more) > 0 || s.Name != "" || s.ID == SourceOther:
		name := sourceNamed(p, s)
		if len(more) == 0 {
			e.say(key, "N8.1", s.Basis, "source", "name", []Phrase{name})
			return
		}
		e.say(key, "N8.1", s.Basis, "source-with", "name", []Phrase{name}, "more", more)
	case held:
		e.say(key, "N8.1", s.Basis, "source-meeting", "meeting", m.Name)
	default:
		e.say(key, "N8.1", s.Basis, "source-"+string(s.ID))
	}
}

func sourceNamed(p *Policy, s *Source) Phrase {
	if s.Name != "" {
		return phrase("name", "name", s.Name)
	}
	return sourceName(p, s.Called())
}

// quota explains one quota; the plain upper number has a sentence of its own.
func (e *explanation) quota(p *Policy, i int) {
	q, key := &p.Grading.Quotas[i], fmt.Sprintf("grading.quotas[%d]", i)
	var bounds []Phrase
	add := func(code string, v fmt.Stringer) {
		if s := v.String(); s != "" {
			bounds = append(bounds, phrase(code+"-share", "v", s, "rounding", []Phrase{phrase("round-" + q.Rounding)}))
		}
	}
	number := func(code string, n int) {
		if n > 0 {
			bounds = append(bounds, phrase(code+"-n", "n", n))
		}
	}
	number("at-least", q.AtLeast)
	add("at-least", q.AtLeastShare)
	number("exactly", q.Exactly)
	add("exactly", q.ExactlyShare)
	add("at-most", q.AtMostShare)
	more := concerned(p, q.Kinds, scaleList(q.Scale))
	if len(q.When) > 0 {
		more = append(more, phrase("holds-when", "when", ConditionPhrases(p, q.When)))
	}
	more = append(more, onlyIf(p, q.OnlyIf)...)
	if q.Overflow != "" {
		more = append(more, phrase("overflow-"+q.Overflow, "authority", p.Authority))
	}
	if q.OnTie != "" {
		more = append(more, phrase("tied", "tie", []Phrase{tiePhrase(p, q.OnTie)}))
	}
	if len(bounds)+len(more) == 0 && !q.OrBelow {
		e.say(key, "N8.2", q.Basis, "quota", "grade", q.Grade, "n", q.AtMost)
		return
	}
	if q.Limits() {
		bounds = append(bounds, phrase("at-most-n", "n", q.AtMost))
	}
	grade := phrase("name", "name", q.Grade)
	if q.OrBelow {
		grade = phrase("or-below", "grade", q.Grade)
	}
	e.say(key, "N8.2", q.Basis, "quota-other", "grade", []Phrase{grade}, "more", append(bounds, more...))
}

// scaleNames are the further scales in phrases.
func scaleNames(g *Grading) []Phrase {
	var all []Phrase
	for _, s := range g.Scales {
		all = append(all, phrase("scale", "name", s.Name, "grades", strings.Join(g.GradesOf(s.ID), "、")))
	}
	return all
}

// gradePoints say what a ballot with each grade is worth.
func gradePoints(g *Grading) []Phrase {
	var all []Phrase
	for _, grades := range append([][]Grade{g.Grades}, g.scaleGrades()...) {
		for _, grade := range grades {
			if !grade.Points.IsZero() {
				all = append(all, phrase("word-points", "option", grade.Name, "points", grade.Points))
			}
		}
	}
	return all
}
