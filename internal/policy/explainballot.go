package policy

import "fmt"

// ballotForm explains a form that is more than one choice among grades.
func ballotForm(p *Policy, m *Meeting) []Phrase {
	b := &m.Ballot
	var all []Phrase
	for _, q := range b.Asked() {
		all = append(all, questionPhrase(p, &q))
	}
	for _, w := range b.Words {
		switch {
		case w.Unsure:
			all = append(all, phrase("word-unsure", "option", w.Option))
		case w.Grade != "":
			all = append(all, phrase("word-grade", "option", w.Option, "grade", w.Grade))
		case !w.Points.IsZero():
			all = append(all, phrase("word-points", "option", w.Option, "points", w.Points))
		}
	}
	if b.Blank == "abstain" {
		all = append(all, phrase("blank-abstain"))
	} else {
		all = append(all, phrase("blank-invalid"))
	}
	if b.SubjectVotes {
		all = append(all, phrase("subject-votes"))
	}
	if b.ByClass {
		all = append(all, phrase("by-class"))
	}
	if b.FewerThan > 0 && !b.Secret.Holds() {
		all = append(all, phrase("fewer-than", "n", b.FewerThan))
	}
	if !m.Attendance.Holds() {
		all = append(all, phrase("voters", "classes", list(m.voters())))
		all = append(all, classLimits(m)...)
	}
	return all
}

func questionPhrase(p *Policy, q *Question) Phrase {
	var one Phrase
	switch q.Kind {
	case KindScore:
		step := q.Score.Step.String()
		if step == "" {
			step = "1"
		}
		one = phrase("form-score", "from", q.Score.From, "to", q.Score.To, "step", step)
		if q.Score.Drop > 0 {
			one = phrase("form-score-drop", "from", q.Score.From, "to", q.Score.To, "step", step, "n", q.Score.Drop)
		}
	case KindRank:
		one = phrase("form-rank", "n", q.Rank.Places)
	default:
		one = phrase("form-choice", "options", list(q.Options))
	}
	if q.ID == "" {
		return one
	}
	more := concerned(p, nil, q.Scales)
	if !q.Weight.IsZero() {
		more = append(more, phrase("weight", "weight", q.Weight))
	}
	one = phrase("form-question", "name", q.Name, "form", []Phrase{one})
	if len(more) > 0 {
		return phrase("with", "what", []Phrase{one}, "more", more)
	}
	return one
}

// ballotRules explains caps, weights and the ballots that must come back.
func (e *explanation) ballotRules(key string, p *Policy, m *Meeting) {
	b := &m.Ballot
	for i, cap := range b.Caps {
		most := cap.Share.String()
		if cap.AtMost > 0 {
			most = fmt.Sprint(cap.AtMost)
		}
		e.say(fmt.Sprintf("%s.caps[%d]", key, i), "N7.1", cap.Basis, "cap", "meeting", m.Name, "option", cap.Option, "most", most,
			"breach", []Phrase{phrase("breach-" + cap.Breach)})
	}
	var parts []Phrase
	for _, part := range b.Weights.Parts {
		one := phrase("part", "name", part.Name, "classes", classNames(m, part.Classes), "weight", part.Weight)
		if who := concerned(p, part.Kinds, nil); len(who) > 0 {
			one = phrase("with", "what", []Phrase{one}, "more", who)
		}
		parts = append(parts, one)
	}
	empty := "no-votes-refuse"
	if b.Weights.NoVotes == "spread" {
		empty = "no-votes-spread"
	}
	e.say(key+".weights", "N8.1", b.Weights.Basis, "weights", "meeting", m.Name, "parts", parts, "empty", []Phrase{phrase(empty)})
	r := &b.Returned
	e.say(key+".returned", "N7.1", r.Basis, "returned", "meeting", m.Name, "of", []Phrase{phrase("of-" + r.Of)},
		"bounds", bounds(r.AtLeast, r.MoreThan, Ratio{}, Ratio{}))
}

// gateBounds are the bounds of a quorum or a composition.
func gateBounds(atLeast, moreThan Ratio, count int, late string) []Phrase {
	all := bounds(atLeast, moreThan, Ratio{}, Ratio{})
	if count > 0 {
		all = append(all, phrase("at-least-n", "n", count))
	}
	if late != "" {
		all = append(all, phrase("late-"+late))
	}
	return all
}

// classLimits say which classes do not vote on everybody.
func classLimits(m *Meeting) []Phrase {
	var all []Phrase
	for _, c := range m.Classes {
		if c.Required > 0 {
			all = append(all, phrase("class-required", "class", c.Name, "n", c.Required))
		}
		if len(c.RatesKinds) > 0 {
			all = append(all, phrase("class-rates", "class", c.Name, "kinds", list(c.RatesKinds)))
		}
		if c.NotSelf {
			all = append(all, phrase("class-not-self", "class", c.Name))
		}
	}
	return all
}

// limit is the time of a deadline.
func limit(days, workingDays, months int, by string) Phrase {
	switch {
	case by != "":
		return phrase("by", "date", by)
	case workingDays > 0:
		return phrase("working-days", "n", workingDays)
	case months > 0:
		return phrase("months", "n", months)
	}
	return phrase("days", "n", days)
}

// voters are the names of the classes that get a ballot.
func (m *Meeting) voters() []string {
	var all []string
	for _, c := range m.Classes {
		if c.Votes {
			all = append(all, c.Name)
		}
	}
	return all
}

// plainBallot says that a form is one choice among grades, blank invalid, and that who gets it
// stands elsewhere.
func plainBallot(m *Meeting) bool {
	b := &m.Ballot
	return m.Attendance.Holds() && (b.Kind == "" || b.Kind == KindChoice) && len(b.Words)+len(b.Questions) == 0 && (b.Blank == "" || b.Blank == "invalid") && !b.ByClass
}
