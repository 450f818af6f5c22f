package web

import (
	"strings"

	"shuping/internal/meeting"
)

// minutesPart is a part of the minutes (会议记录): a heading and its sentences.
type minutesPart struct {
	Title  string
	Lines  []string
	Tables []*Grid
}

// minutesOf makes the minutes of what the meeting has recorded, earlier sittings
// first. They hold no count that was not announced.
func minutesOf(r *room) (parts []minutesPart) {
	b := &r.s.Brief
	head := minutesPart{Title: r.W.Say("hall.minutes.facts")}
	head.add(r.W.Say("hall.minutes.place", "place", r.place()))
	head.add(r.W.Say("hall.minutes.chair", "name", r.names.person(b.Chair), "post", b.ChairPost))
	for _, staff := range []struct {
		key string
		ids []string
	}{{"role.guide", b.Guides}, {"role.teller", b.Tellers}} {
		if len(staff.ids) > 0 {
			head.add(r.W.Say(staff.key) + r.W.Say("hall.colon") + r.names.people(staff.ids))
		}
	}
	parts = append(parts, head)
	for _, past := range r.s.Past {
		parts = append(parts, r.adjournedPart(past))
	}
	if r.s.Opening != nil {
		parts = append(parts, r.openingPart(), r.reportsPart())
	}
	if p := r.commentsPart(); len(p.Lines) > 0 {
		parts = append(parts, p)
	}
	if p := r.votesPart(); len(p.Lines) > 0 {
		parts = append(parts, p)
	}
	return append(parts, r.closingParts()...)
}

func (p *minutesPart) add(line string) { p.Lines = append(p.Lines, line) }

func (r *room) adjournedPart(past meeting.Sitting) minutesPart {
	p := minutesPart{Title: r.W.Say("hall.minutes.adjourned", "date", r.W.ISODate(string(past.Date)))}
	if a := past.Adjourned; a != nil {
		for _, g := range gaugesOf(r, a.Gates) {
			p.add(g.Label + r.W.Say("hall.colon") + r.W.Share(g.Have, g.Of) + r.W.Say("hall.comma") + r.W.Say("web.needed", "n", g.Need))
		}
		p.add(clockTime(a.At) + " " + r.W.Event("meeting", "adjourned") + r.W.Say("hall.colon") + a.Reason)
	}
	return p
}

func (r *room) openingPart() minutesPart {
	o := r.s.Opening
	p := minutesPart{Title: r.W.Say("hall.minutes.presence")}
	p.add(r.W.Say("hall.minutes.opened", "time", clockTime(o.At), "who", r.names.person(o.By)))
	for _, c := range o.Presence {
		if c.Expected > 0 {
			p.add(r.class(c.Class) + r.W.Say("hall.colon") + r.W.Say("hall.here-of", "here", c.Present, "expected", c.Expected))
		} else if c.Present > 0 {
			p.add(r.class(c.Class) + r.W.Say("hall.colon") + r.W.Say("hall.here-n", "n", c.Present))
		}
	}
	for _, g := range gaugesOf(r, o.Gates) {
		p.add(g.Label + r.W.Say("hall.colon") + r.W.Share(g.Have, g.Of) + r.W.Say("hall.comma") + r.W.Say("web.needed", "n", g.Need))
	}
	for _, m := range r.s.LateMoves() {
		key := "hall.minutes.left"
		if m.In {
			key = "hall.minutes.came"
		}
		p.add(clockTime(m.At) + " " + r.W.Say(key, "name", r.names.person(m.Person), "class", r.class(m.Class)))
	}
	for _, id := range r.s.Roll.Order {
		if x := r.s.Roll.People[id].Excluded; x != nil {
			p.add(r.W.Say("hall.minutes.excluded", "name", r.names.person(id), "reason", x.Reason, "approver", r.names.person(x.Approver)))
		}
	}
	return p
}

func (r *room) reportsPart() minutesPart {
	p := minutesPart{Title: r.W.Say("hall.agenda")}
	for i := range r.s.Reports {
		report := &r.s.Reports[i]
		_, words := r.reportWords(report)
		p.add(r.subject(report.Subject) + "（" + r.post(report.Subject) + "）" + r.W.Say("hall.colon") + words)
		if report.Reason != "" {
			p.add(r.W.Say("hall.reason", "reason", report.Reason))
		}
		for _, q := range r.s.Questions {
			if q.Subject == report.Subject {
				p.Lines = append(p.Lines, r.questionLines(q)...)
			}
		}
		p.Lines = append(p.Lines, r.notAskedLines(report.Subject)...)
	}
	return p
}

func (r *room) questionLines(q meeting.Question) []string {
	lines := []string{r.askedBy(q.Class) + q.Question}
	if a := q.Answer; a != nil {
		lines = append(lines, r.W.Say("field.answer")+r.W.Say("hall.colon")+a.Answer)
		if a.Solution != "" {
			lines = append(lines, r.W.Say("command.meeting.answer.solution")+r.W.Say("hall.colon")+a.Solution+r.W.Say("hall.comma")+
				r.W.Say("hall.promised", "date", r.W.ISODate(string(a.Due))))
		}
	}
	return lines
}

// notAskedLines are the questions to a subject that were handed in and not asked.
func (r *room) notAskedLines(subject string) (lines []string) {
	for _, q := range r.s.Queue {
		if q.Subject == subject && q.Asked == "" && q.Into == "" {
			lines = append(lines, r.W.Say("queue.minutes", "question", q.Question, "from", r.cameFrom(q), "fate", r.fateOf(q)))
		}
	}
	return lines
}

func (r *room) commentsPart() minutesPart {
	p := minutesPart{Title: r.W.Say("room.comment")}
	for _, c := range r.s.Comments {
		p.add(r.subject(c.Subject) + r.W.Say("hall.colon") + c.Strengths)
		p.add(r.W.Say("field.problems") + r.W.Say("hall.colon") + strings.Join(c.Problems, "；"))
		p.add(r.W.Say("field.direction") + r.W.Say("hall.colon") + c.Direction)
	}
	return p
}

// votesPart is every vote with its numbers, and the announced result.
func (r *room) votesPart() minutesPart {
	p := minutesPart{Title: r.W.Say("hall.minutes.vote")}
	for i := range r.s.Rounds {
		round := &r.s.Rounds[i]
		p.add(r.W.Say("hall.minutes.round", "n", round.No, "time", clockTime(round.Opened.At)))
		for _, sl := range round.Slips {
			p.add(r.pile(round.Form, sl.Class) + r.W.Say("hall.colon") + r.W.Say("hall.collect.issued", "phone", sl.Phone, "paper", sl.Paper))
		}
		for _, x := range round.Replaced {
			p.add(clockTime(x.At) + " " + r.W.Say("hall.minutes.replaced", "cause", r.W.Option("cause", x.Cause), "reason", x.Reason))
		}
		if round.Voided != nil {
			p.add(r.W.Say("hall.round.void") + r.W.Say("hall.colon") + round.Voided.Reason)
		}
	}
	res := r.s.Announced()
	if res == nil {
		return p
	}
	p.add(r.W.Say("hall.minutes.announced", "time", r.W.DateTime(inChina(res.Announced.At)), "where", res.Announced.Where, "n", res.Announced.Published.Ballots))
	if res.Seal != "" {
		p.add(r.W.Say("hall.sheet.seal", "hash", res.Seal))
	}
	p.Tables = announcedTables(r)
	return p
}

// announcedTables are the announced result, a table for each question.
func announcedTables(r *room) (tables []*Grid) {
	for _, t := range announcedOf(r).Tables {
		g := &Grid{Caption: strings.TrimSpace(r.W.Say("hall.result.announced") + " " + t.Question), Columns: []Column{{Label: r.W.Say("field.subject")}}}
		for _, o := range t.Columns {
			g.Columns = append(g.Columns, Column{Label: o, Number: true})
		}
		if t.Mean {
			g.Columns = append(g.Columns, Column{Label: r.W.Say("hall.mean"), Number: true})
		}
		g.Columns = append(g.Columns, Column{Label: r.W.Say("hall.invalid"), Number: true})
		for _, s := range t.Subjects {
			row := cells(s.Name)
			for i := range t.Columns {
				switch {
				case s.Hidden || i >= len(s.Bars):
					row = append(row, Text("—"))
				case t.Weighed:
					row = append(row, Text(s.Bars[i].Share))
				default:
					row = append(row, Text(r.W.Number(s.Bars[i].Value)))
				}
			}
			mean, invalid := "—", "—"
			if !s.Hidden {
				invalid = r.W.Number(s.invalid())
				if s.Mean != "" {
					mean = s.Mean
				}
			}
			if t.Mean {
				row = append(row, Text(mean))
			}
			g.Rows = append(g.Rows, append(row, Text(invalid)))
		}
		tables = append(tables, g)
	}
	return tables
}

// closingParts are the speech, what departed from the rules, corrections and the end.
func (r *room) closingParts() (parts []minutesPart) {
	if sp := r.s.Speech; sp != nil {
		parts = append(parts, minutesPart{Title: r.W.Say("room.speech"), Lines: []string{r.names.person(sp.Speaker) + r.W.Say("hall.colon") + sp.Text}})
	}
	p := minutesPart{Title: r.W.Say("hall.notes")}
	for _, n := range notesOf(r) {
		p.add(strings.TrimSpace(n.When+" "+n.What) + r.W.Say("hall.comma") + r.W.Say("hall.reason", "reason", n.Reason))
	}
	if len(p.Lines) > 0 {
		parts = append(parts, p)
	}
	if r.s.Closed != nil {
		parts = append(parts, minutesPart{Title: r.W.Say("hall.step.close"), Lines: []string{
			r.W.Say("hall.minutes.closed", "time", clockTime(r.s.Closed.At), "who", r.names.person(r.s.Closed.By))}})
	}
	return parts
}
