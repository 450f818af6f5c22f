package web

import (
	"slices"
	"strconv"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/journal"
	"shuping/internal/people"
	"shuping/internal/people/roster"
	"shuping/internal/policy"
)

// yearAct fills an act with what the year knows.
func (s *Server) yearAct(a *act) error {
	st, err := s.year(a.Context(), a.id)
	if err != nil {
		return err
	}
	accounts, err := s.Office.People.Accounts(a.Context())
	if err != nil {
		return err
	}
	today := calendar.Of(s.Now())
	st.View(func(state *cycle.State, _ journal.Head) {
		subject := a.URL.Query().Get("subject")
		if sent := a.Request.PostForm.Get("subject"); sent != "" {
			subject = sent
		}
		a.table = state.Policy.Acts["cycle"][a.kind]
		a.standing = a.inYear(state, subject)
		y := yearChoices{act: a, s: state, subject: state.Subjects[subject], today: today}
		a.choices = choices{options: y.options(), persons: y.persons(accounts), defaults: y.defaults(), about: state.Title, back: "/year/" + state.ID}
		a.shell = s.yearShell(a.visit, state, a.W.Command("cycle", a.kind))
		if y.subject != nil {
			a.choices.back = subjectPath(state.ID, y.subject.ID)
		}
	})
	return nil
}

func subjectPath(year, subject string) string { return "/year/" + year + "/subjects/" + subject }

// yearChoices makes the choices of a year's forms. subject is the one the act is
// about, nil while that is open.
type yearChoices struct {
	*act
	s       *cycle.State
	subject *cycle.Subject
	today   calendar.Date
}

// subjects are those the choices of a field may be about.
func (y yearChoices) subjects() []*cycle.Subject {
	if y.subject != nil {
		return []*cycle.Subject{y.subject}
	}
	var all []*cycle.Subject
	for _, id := range y.s.SubjectOrder {
		all = append(all, y.s.Subjects[id])
	}
	return all
}

// who is a subject as a form names it.
func (y yearChoices) who(sub *cycle.Subject) string {
	return y.names.person(sub.Person) + "（" + sub.OrgName + "）"
}

// of says whose a choice is, where the form does not say so.
func (y yearChoices) of(sub *cycle.Subject, text string) string {
	if y.subject != nil {
		return text
	}
	return sub.OrgName + " · " + text
}

func (y yearChoices) options() map[string][]Option {
	p := &y.s.Policy
	o := map[string][]Option{
		"methods": plainOptions(p.Verification.Methods), "feedback": plainOptions(p.Results.Feedback.Ways), "checks": plainOptions(p.Correction.Checks.Ways),
	}
	for _, id := range y.s.SubjectOrder {
		if y.inYear(y.s, id).takesPart() {
			o["subjects"] = append(o["subjects"], Option{id, y.who(y.s.Subjects[id])})
		}
	}
	for _, id := range y.s.OrgOrder {
		o["orgs"] = append(o["orgs"], Option{id, y.s.Orgs[id].Name})
	}
	for _, scale := range p.Grading.ScaleIDs() {
		for _, g := range p.Grading.GradesOf(scale) {
			if !slices.Contains(o["grades"], Option{g, g}) {
				o["grades"] = append(o["grades"], Option{g, g})
			}
		}
	}
	y.scored(o)
	for _, m := range p.Meetings {
		o["types"] = append(o["types"], Option{m.ID, m.Name})
	}
	for _, id := range y.s.MeetingOrder {
		if m := y.s.Meetings[id]; m.Cancelled == nil && m.Held() == nil {
			o["meetings"] = append(o["meetings"], Option{id, meetingName(y.s, m) + " " + y.W.ISODate(string(m.Date))})
		}
	}
	for _, d := range y.s.Draws {
		if d.Lots == nil {
			o["draws"] = append(o["draws"], Option{d.Kind, d.Kind})
		}
	}
	for _, pl := range p.Results.Posting.Places {
		o["places"] = append(o["places"], Option{pl.ID, pl.Name})
	}
	for _, d := range p.Archive.Documents {
		o["documents"] = append(o["documents"], Option{d.ID, d.Name})
	}
	for _, w := range p.Awards {
		o["awards"] = append(o["awards"], Option{w.ID, w.Name})
	}
	for _, l := range y.s.Limits() {
		if l.ByHand && l.Done == "" && !slices.ContainsFunc(o["deadlines"], func(x Option) bool { return x.Value == l.ID }) {
			o["deadlines"] = append(o["deadlines"], Option{l.ID, l.Name})
		}
	}
	y.open(o)
	return o
}

// scored are the sources of scores and the facts that are put on file by hand.
func (y yearChoices) scored(o map[string][]Option) {
	g := &y.s.Policy.Grading
	for i := range g.Sources {
		src := &g.Sources[i]
		name := src.Name
		if name == "" {
			name = y.W.Say("source." + string(src.ID))
		}
		if x := (Option{src.Called(), name}); src.ID != policy.SourceMeeting && !slices.Contains(o["scores"], x) {
			o["scores"] = append(o["scores"], x)
		}
	}
	for _, f := range g.Facts {
		o["facts"] = append(o["facts"], Option{f.ID, f.Name})
		if len(f.Values) == 0 {
			f.Values = []string{"true", "false"}
		}
		for _, value := range f.Values {
			label := value
			if value == "true" || value == "false" {
				label = y.W.Say("notices.fact-" + value)
			}
			if x := (Option{value, label}); !slices.Contains(o["values"], x) {
				o["values"] = append(o["values"], x)
			}
		}
	}
}

// open are the choices that come and go: tasks, opinions, findings, and so on.
func (y yearChoices) open(o map[string][]Option) {
	for _, t := range y.s.Tasks {
		if t.Finished == "" {
			o["tasks"] = append(o["tasks"], Option{t.ID, t.Title})
		}
	}
	for _, x := range y.s.Objections {
		if x.Answered == "" {
			o["objections"] = append(o["objections"], Option{x.ID, x.ID + "．" + short(x.Text)})
		}
	}
	for _, sub := range y.subjects() {
		for _, r := range sub.Reports {
			for _, x := range r.Opinions {
				if !x.Answered {
					o["opinions"] = append(o["opinions"], Option{x.ID, y.of(sub, x.From+"："+short(x.Text))})
				}
			}
		}
		if r := sub.Report(); r != nil && y.subject != nil {
			for _, f := range r.Findings {
				o["findings"] = append(o["findings"], Option{strconv.Itoa(f.No), strconv.Itoa(f.No) + "．" + findingText(y.W, y.s, f)})
			}
		}
		for _, c := range sub.Claims {
			if c.Withdrawn == nil {
				o["claims"] = append(o["claims"], Option{c.ID, y.of(sub, c.ID+"．"+short(c.Text))})
			}
		}
		for _, x := range sub.Visits {
			o["visits"] = append(o["visits"], Option{strconv.Itoa(x.No), y.of(sub, strconv.Itoa(x.No)+"．"+short(x.Finding))})
		}
		for _, f := range sub.Follows {
			if !f.Withdrawn && f.Done == nil {
				o["consequences"] = append(o["consequences"], Option{f.ID, y.of(sub, f.Name)})
			}
		}
		for _, it := range sub.Items {
			if it.Finished == nil {
				o["items"] = append(o["items"], Option{it.ID, y.of(sub, it.ID+"．"+short(it.Problem))})
			}
		}
		if y.subject != nil {
			o["sources"] = sourceOptions(y.act, y.s, sub)
		}
	}
}

func plainOptions(values []string) (out []Option) {
	for _, v := range values {
		out = append(out, Option{v, v})
	}
	return out
}

// short is the beginning of a text, for a choice or a line of a list.
func short(s string) string {
	const most = 30
	if r := []rune(strings.Join(strings.Fields(s), " ")); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// persons are those whom a year's forms are mostly about: people with accounts, the
// committee's list, secretaries and deputies; for one subject its organisation too.
func (y yearChoices) persons(accounts []people.Account) (ids []string) {
	for _, a := range accounts {
		if !a.Disabled {
			ids = append(ids, a.Person)
		}
	}
	for _, m := range y.names.roster.Memberships {
		if m.Org == roster.Committee || y.subject != nil && m.Org == y.subject.ID {
			ids = append(ids, m.Person)
		}
	}
	for _, o := range y.names.roster.Organisations {
		ids = append(ids, o.Secretary, o.Deputy, o.Liaison)
	}
	return ids
}
