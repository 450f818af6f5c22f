package web

import (
	"net/url"
	"slices"

	"shuping/internal/calendar"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// action is an act that the viewer may do from the page: a button that hands it in
// at once, or the way to its form.
type action struct {
	Label  string
	Href   string
	Post   bool
	Hidden []Hidden
}

// task is something that is to be done next, and by whom.
type task struct {
	What   string
	About  string
	Who    string
	Clause string
	Late   bool
	Act    *action // nil when it is somebody else's
}

// atOnce are the acts that have nothing to be typed: one press does them. What a
// rule wants to know beyond that is asked for by the door.
var atOnce = []string{"open-roll", "open-meeting", "start-report", "finish-report", "close-ballot", "accept-count", "announce", "close-meeting"}

// ownPages are the acts with a page of their own, by the last part of its address.
var ownPages = map[string]string{"open-ballot": "ballot", "collect-ballots": "collect", "take-question": "questions", "decline-questions": "questions", "queue-question": "questions", "count-paper": "count", "replace-slip": "replace",
	"scan-ballots": "paper", "judge-twin": "paper", "decide-entry": "paper/decide", "settle-entry": "paper/decide", "draw-check": "paper", "check-sheet": "paper/check", "count-readings": "paper"}

func tasksOf(r *room, today calendar.Date) []task {
	var out []task
	for _, d := range meeting.Due(r.s, today) {
		t := task{What: r.W.Command("meeting", d.Command), Clause: d.Clause, Late: d.Late, Who: r.rolesOrPerson(d)}
		if d.Subject != "" {
			t.About = r.subject(d.Subject)
		}
		if r.may(d.Command) {
			t.Act = r.doing(d.Command, d.Subject, d.Ref)
		}
		if d.Command == "sign-in" {
			t.Act = &action{Label: t.What, Href: "#roll"}
		}
		if d.Command == "record-box" {
			t.Act = nil // the server does it
		}
		out = append(out, t)
	}
	return out
}

func (r *room) rolesOrPerson(d meeting.Task) string {
	if d.Person != "" {
		return r.names.person(d.Person)
	}
	var roles []string
	for _, role := range d.Roles {
		roles = append(roles, r.W.Role(role))
	}
	return r.W.List(roles)
}

// doing is how an act is done here, about a subject or a question if it has one.
func (r *room) doing(kind, subject, ref string) *action {
	a := &action{Label: r.W.Command("meeting", kind)}
	if page, own := ownPages[kind]; own {
		a.Href = r.path() + "/" + page
		return a
	}
	a.Href = "/do" + r.path() + "/" + kind
	about := url.Values{}
	if subject != "" && kind != "answer" {
		about.Set("subject", subject)
	}
	if kind == "answer" {
		about.Set("question", ref)
	}
	if a.Post = slices.Contains(atOnce, kind); a.Post {
		a.Hidden = []Hidden{{"_back", r.path()}}
		for name := range about {
			a.Hidden = append(a.Hidden, Hidden{name, about.Get(name)})
		}
		return a
	}
	about.Set("back", r.path())
	a.Href += "?" + about.Encode()
	return a
}

// othersOf are the acts beside the agenda's own course that could be done now, in
// the order of a meeting.
func othersOf(r *room, tasks []task) []action {
	kinds := []string{"change-brief", "exclude", "include", "sign-in", "sign-out", "finish-report", "speak", "replace-slip", "scan-ballots",
		"void-ballot", "recount", "adjourn", "correct-record"}
	var out []action
	for _, kind := range kinds {
		if !r.can(kind) || !r.fits(kind) {
			continue
		}
		a := *r.doing(kind, "", "")
		if slices.ContainsFunc(tasks, func(t task) bool { return t.Act != nil && t.Act.Href == a.Href }) {
			continue
		}
		if key := "hall.more." + kind; r.W.Has(key) {
			a.Label = r.W.Say(key)
		}
		if a.Post { // here the form is wanted: with a reason, or about another subject
			a = action{Label: a.Label, Href: a.Href + "?back=" + url.QueryEscape(r.path())}
		}
		out = append(out, a)
	}
	if _, asks := r.s.Type().Has(policy.ItemQuestions); asks && r.can("queue-question") && r.s.Roll != nil && r.s.Closed == nil {
		out = append(out, action{Label: r.W.Say("queue.button", "n", len(r.s.Waits(""))), Href: r.path() + "/questions"})
	}
	if r.can("sign-in") && r.s.Roll != nil && r.s.Closed == nil {
		out = append(out, action{Label: r.W.Say("entry.title"), Href: r.path() + "/door"})
	}
	if r.may("open-ballot") && r.s.Closed == nil {
		out = append(out, action{Label: r.W.Say("hall.address.title"), Href: r.path() + "/address"})
	}
	return out
}

// fits leaves out acts that would certainly be refused by what there is.
func (r *room) fits(kind string) bool {
	round := r.s.Round()
	voting := round != nil && round.Ended == nil && round.Voided == nil
	switch kind {
	case "exclude", "include":
		return r.s.Roll != nil && r.s.Opening == nil
	case "sign-in", "sign-out":
		return r.s.Roll != nil
	case "finish-report":
		return r.s.Running() && round == nil
	case "speak":
		_, on := r.s.Type().Has(policy.ItemSpeech)
		return r.s.Running() && r.s.Speech == nil && !on
	case "replace-slip":
		return voting
	case "scan-ballots":
		papers := r.paperRound()
		return papers != nil && papers.Accepted == nil && len(papers.Collected) > 0
	case "void-ballot":
		return round != nil && round.Voided == nil && round.Accepted == nil
	case "recount":
		return round != nil && round.Accepted != nil && r.s.Results[len(r.s.Results)-1].Announced != nil
	case "adjourn":
		return r.s.Roll != nil && r.s.Closed == nil && (round == nil || round.Voided != nil)
	}
	return true
}

// agendaRow is one subject on the agenda.
type agendaRow struct {
	Name, Post string
	State      State
	Report     string // in words
	Questions  []asked
	Comment    *meeting.Remark
	Acts       []action
}

type asked struct {
	meeting.Question
	By  string // in words
	Act *action
}

// askedBy says who asked, as far as that is on record.
func (r *room) askedBy(class string) string {
	if class == "" {
		return r.W.Say("hall.asked")
	}
	return r.W.Say("hall.asked-by", "class", r.class(class))
}

func agendaOf(r *room) []agendaRow {
	var out []agendaRow
	for _, sub := range r.s.Brief.Subjects {
		row := agendaRow{Name: r.names.person(sub.Person), Post: r.post(sub.ID), State: Later, Report: r.W.Say("hall.report.none")}
		report := r.s.Report(sub.ID)
		if report != nil {
			row.State, row.Report = r.reportWords(report)
		}
		for _, q := range r.s.Questions {
			if q.Subject == sub.ID {
				a := asked{Question: q, By: r.askedBy(q.Class)}
				if r.can("answer") {
					a.Act = r.doing("answer", sub.ID, q.ID)
				}
				row.Questions = append(row.Questions, a)
			}
		}
		for i := range r.s.Comments {
			if r.s.Comments[i].Subject == sub.ID {
				row.Comment = &r.s.Comments[i]
			}
		}
		row.Acts = r.agendaActs(sub.ID, report)
		out = append(out, row)
	}
	return out
}

// agendaActs are what can be done about one subject besides what is due.
func (r *room) agendaActs(subject string, report *meeting.Report) (out []action) {
	add := func(kind string, when bool) {
		if when && r.can(kind) && r.s.Running() {
			out = append(out, *r.doing(kind, subject, ""))
		}
	}
	over := report != nil && !report.Finished.IsZero()
	last := len(r.s.Reports) > 0 && r.s.Reports[len(r.s.Reports)-1].Subject == subject
	add("start-report", report == nil && r.s.Round() == nil)
	add("ask", over && last && report.Instead == "" && len(r.s.Comments) == 0 && r.s.Round() == nil)
	_, comments := r.s.Type().Has(policy.ItemComments)
	add("comment", over && comments)
	return out
}

func (r *room) reportWords(report *meeting.Report) (State, string) {
	switch {
	case report.Instead != "":
		return Done, r.W.Option("instead", string(report.Instead))
	case report.Finished.IsZero():
		return Due, r.W.Say("hall.report.running", "time", clockTime(report.Started))
	}
	return Done, r.W.Say("hall.report.done", "time", clockTime(report.Started), "n", report.Minutes)
}

// note is something that a record of the meeting says about the others: a departure
// from a rule that is advice, or a correction.
type note struct{ When, What, Reason, Clause string }

func notesOf(r *room) []note {
	var out []note
	for _, d := range r.s.Departures {
		out = append(out, note{What: r.W.Say("hall.departure", "rule", d.Rule), Reason: d.Reason, Clause: d.Clause})
	}
	for _, c := range r.s.Corrections {
		out = append(out, note{When: r.W.DateTime(inChina(c.At)), What: r.W.Say("hall.correction", "n", c.Record, "text", c.Text), Reason: c.Reason})
	}
	for _, sit := range r.s.Past {
		if a := sit.Adjourned; a != nil {
			out = append(out, note{When: r.W.DateTime(inChina(a.At)), What: r.W.Event("meeting", "adjourned"), Reason: a.Reason})
		}
	}
	return out
}
