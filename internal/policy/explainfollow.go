package policy

import "fmt"

func (e *explanation) deadlines(p *Policy) {
	for i, d := range p.Deadlines {
		key, time := fmt.Sprintf("deadlines[%d]", i), []Phrase{limit(d.Days, d.WorkingDays, d.Months, string(d.By))}
		from := []Phrase{phrase("from-" + d.From)}
		if m, ok := p.MeetingByID(d.Meeting); ok {
			from = []Phrase{phrase("held", "meeting", m.Name)}
		}
		switch {
		case d.Before != "" && d.Meeting == "":
			from = []Phrase{phrase("from-" + d.Before)}
			fallthrough
		case d.Before != "":
			e.say(key, d.Rule, d.Basis, "deadline-before", "name", d.Name, "ahead", []Phrase{ahead(&d)}, "event", from)
		case d.From == "":
			e.say(key, d.Rule, d.Basis, "deadline", "name", d.Name, "limit", time)
		default:
			e.say(key, d.Rule, d.Basis, "deadline-from", "name", d.Name, "limit", time, "from", from)
		}
	}
	r := &p.Reballot
	term := phrase("term-months", "n", r.Months)
	if r.Days > 0 {
		term = phrase("term-days", "n", r.Days)
	}
	meeting := r.Meeting
	if m, ok := p.MeetingByID(meeting); ok {
		meeting = m.Name
	}
	e.say("reballot", "N11.2", r.Basis, "reballot", "grades", list(r.Grades), "meeting", meeting, "term", []Phrase{term})
}

// consequence explains one with history, conditions or people of its own.
func consequencePhrases(p *Policy, c *Consequence) []Phrase {
	more := concerned(p, c.Kinds, c.Scales)
	if len(c.Grades) > 0 {
		more = append(more, phrase("graded", "grades", list(c.Grades)))
	}
	if len(c.Before) > 0 {
		more = append(more, phrase("graded-before", "before", list(c.Before)))
	}
	if h := c.History; len(h.Grades) > 0 {
		more = append(more, phrase("history", "grades", list(h.Grades), "n", h.AtLeast, "years", h.Years))
	}
	if len(c.When) > 0 {
		more = append(more, ConditionPhrases(p, c.When)...)
	}
	return more
}

// ahead is how long before an event something must be done.
func ahead(d *Deadline) Phrase {
	switch {
	case d.WorkingDays > 0:
		return phrase("ahead-working-days", "n", d.WorkingDays)
	case d.Months > 0:
		return phrase("ahead-months", "n", d.Months)
	}
	return phrase("ahead-days", "n", d.Days)
}

// terms are within what time a consequence is carried out and how long it holds.
func (c *Consequence) terms() (all []Phrase) {
	if c.Days+c.WorkingDays > 0 {
		all = append(all, limit(c.Days, c.WorkingDays, 0, ""))
	}
	if c.LastsMonths > 0 {
		all = append(all, phrase("lasts", "n", c.LastsMonths))
	}
	return all
}

// ConsequencePhrases say when a consequence follows.
func ConsequencePhrases(p *Policy, c *Consequence) []Phrase { return consequencePhrases(p, c) }
