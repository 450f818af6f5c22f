package web

import (
	"strconv"
	"strings"

	"shuping/internal/cycle"
)

func (t subjectTeller) meetings() (out []votedView) {
	votes := map[string][]cycle.Votes{}
	for _, x := range t.s.Votes(t.sub.ID) {
		votes[x.Meeting] = append(votes[x.Meeting], x)
	}
	for _, id := range t.sub.Meetings {
		m := t.s.Meetings[id]
		if m.Cancelled != nil {
			continue
		}
		out = append(out, t.result(m, votes[id]))
	}
	return out
}

func (t subjectTeller) result(m *cycle.Meeting, all []cycle.Votes) votedView {
	r := votedView{Title: meetingName(t.s, m), Path: "/meeting/" + m.ID, When: t.date(string(m.Date))}
	kind, _ := t.s.Policy.MeetingByID(m.Type)
	held := m.Held()
	if held == nil {
		r.When = t.W.Say("year.on", "date", r.When)
		return r
	}
	r.When = t.date(string(held.Date))
	switch {
	case len(all) == 1 && hidden(kind, all[0]):
		r.Hidden = t.W.Say("year.too-few", "n", kind.Ballot.FewerThan)
	case len(all) == 1 && all[0].Found == nil:
		votes := all[0]
		for i, option := range votes.Options {
			r.Bars = append(r.Bars, Bar{Label: option, Value: votes.Counts[i], Of: valid(votes), Rank: gradeRank(t.s, option)})
		}
		r.Invalid = t.W.Say("year.ballots", "n", votes.Ballots, "valid", valid(votes), "blank", votes.Blank, "multiple", votes.Multiple)
	case len(all) > 0:
		r.Invalid = t.counts(kind, all)
		if len(all) == 1 && len(all[0].Options) > 0 {
			r.Invalid = t.W.List(all[0].Options) + t.W.Say("hall.colon") + r.Invalid
		}
	}
	for _, q := range held.Questions {
		if q.Subject == t.sub.ID {
			r.Questions = append(r.Questions, questionView{q.Question, q.Answer, q.Solution, t.date(string(q.Due))})
		}
	}
	for _, c := range held.Comments {
		if c.Subject == t.sub.ID {
			r.Comment = &commentView{c.Strengths, c.Direction, c.Problems}
		}
	}
	return r
}

func (t subjectTeller) follows() (out []followView) {
	back := subjectPath(t.s.ID, t.sub.ID)
	for _, f := range t.sub.Follows {
		x := followView{Name: f.Name, Clause: f.Clause, Tone: Warn, Word: t.W.Say("web.state.due")}
		may := t.inYear(t.s, t.sub.ID).may(t.s.Policy.Acts["cycle"]["carry-out-consequence"]) && t.s.Closed == nil
		switch {
		case f.Withdrawn:
			x.Tone, x.Word = Quiet, t.W.Say("year.withdrawn")
		case f.Done != nil:
			x.Tone, x.Word = Good, t.W.Say("web.state.done")
			x.Note = t.W.Say("year.carried-out", "date", t.date(string(f.Done.Date)), "who", t.n.people(f.Done.DoneBy), "how", f.Done.How)
		case f.Unknown != 0:
			x.Tone, x.Word = Info, t.W.Say("year.unknown", "year", f.Unknown)
			if t.inYear(t.s, "").may(t.s.Policy.Acts["cycle"]["record-previous-grade"]) {
				x.Href = doPath("cycle/"+t.s.ID, "record-previous-grade", back, "person", t.sub.Person, "year", strconv.Itoa(f.Unknown))
			}
		default:
			if f.Due != "" {
				x.Note = t.W.Say("year.by", "date", t.date(string(f.Due)))
			}
			if may {
				x.Href = doPath("cycle/"+t.s.ID, "carry-out-consequence", back, "subject", t.sub.ID, "consequence", f.ID)
			}
		}
		if f.Until != "" && !f.Withdrawn {
			x.Note = strings.TrimPrefix(x.Note+" · "+t.W.Say("year.holds-until", "date", t.date(string(f.Until))), " · ")
		}
		out = append(out, x)
	}
	return out
}

func (t subjectTeller) items() (out []itemView) {
	st, back := t.inYear(t.s, t.sub.ID), subjectPath(t.s.ID, t.sub.ID)
	for _, it := range t.sub.Items {
		x := itemView{ID: it.ID, Problem: it.Problem, Measure: it.Measure, Source: sourceName(t.W, it.Source), Owner: t.n.person(it.Owner),
			Due: t.date(string(it.Due)), Tone: Warn, Word: t.W.Say("year.item-open")}
		for _, c := range it.Checks {
			note := t.W.Option("state", string(c.State))
			if c.Unannounced {
				note += " · " + t.W.Say("field.unannounced")
			}
			x.Checks = append(x.Checks, entry{t.date(string(c.Date)), c.Way + " · " + t.n.people(c.Visitors), c.Finding, note})
		}
		if it.Finished != nil {
			x.Tone, x.Word = Good, t.W.Say("year.item-finished", "date", t.date(string(it.Finished.Date)))
		} else if t.s.Closed == nil {
			for _, kind := range []string{"check-rectification", "finish-rectification"} {
				if st.may(t.s.Policy.Acts["cycle"][kind]) {
					x.Links = append(x.Links, Link{Label: t.W.Command("cycle", kind), Href: doPath("cycle/"+t.s.ID, kind, back, "subject", t.sub.ID, "item", it.ID)})
				}
			}
		}
		out = append(out, x)
	}
	return out
}
