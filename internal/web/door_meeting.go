package web

import (
	"slices"

	"shuping/internal/brief"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/people/roster"
)

// meetingAct fills an act with what the meeting knows.
func (s *Server) meetingAct(a *act) error {
	st, err := s.Office.Meetings.Find(a.Context(), a.id)
	if err != nil {
		return missing(err)
	}
	st.View(func(state *meeting.State, _ journal.Head) {
		a.table = meeting.ActOf(&state.Brief.Policy, a.kind)
		a.standing = a.inMeeting(state)
		a.shell = s.shell(a.visit, a.W.Command("meeting", a.kind))
		m := meetingChoices{act: a, s: state}
		a.choices = choices{options: m.options(), persons: m.persons(), defaults: m.defaults(),
			about: briefName(&state.Brief), back: "/meeting/" + state.Brief.Meeting}
	})
	return nil
}

// briefName is what a meeting is called: its type, and the organisation it is held in.
func briefName(b *brief.Brief) string {
	name := b.Type
	if t, ok := b.Policy.MeetingByID(b.Type); ok {
		name = t.Name
	}
	if b.OrgName != "" {
		name = b.OrgName + name
	}
	if b.Rehearsal {
		name = "【演练】" + name // the same in all languages, like the rest of it
	}
	return name
}

type meetingChoices struct {
	*act
	s *meeting.State
}

func (m meetingChoices) options() map[string][]Option {
	o := map[string][]Option{}
	for _, sub := range m.s.Brief.Subjects {
		o["subjects"] = append(o["subjects"], Option{sub.ID, m.names.person(sub.Person) + "（" + sub.OrgName + "）"})
	}
	for _, c := range m.s.Type().Classes {
		o["classes"] = append(o["classes"], Option{c.ID, c.Name})
	}
	for _, q := range m.s.Questions {
		o["questions"] = append(o["questions"], Option{q.ID, q.ID + "．" + short(q.Question)})
	}
	return o
}

// persons are those of the roll and the brief, and of the list that the meeting's
// roll is made from.
func (m meetingChoices) persons() (ids []string) {
	b := &m.s.Brief
	ids = append([]string{b.Chair, b.Head}, slices.Concat(b.Guides, b.Tellers)...)
	org := b.Org
	if org == "" {
		org = roster.Committee
	}
	for _, member := range m.names.roster.Memberships {
		if member.Org == org {
			ids = append(ids, member.Person)
		}
	}
	for _, sub := range b.Subjects {
		ids = append(ids, sub.Person)
	}
	return ids
}

func (m meetingChoices) defaults() map[string][]string {
	d := map[string][]string{}
	if m.kind == "change-brief" {
		b := &m.s.Brief
		d["date"], d["time"], d["place"], d["chair_post"] = []string{string(b.Date)}, []string{b.Time}, []string{b.Place}, []string{b.ChairPost}
	}
	return d
}
