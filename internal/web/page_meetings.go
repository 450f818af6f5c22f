package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"shuping/internal/cycle"
)

// meetingsView is the list of a year's meetings.
type meetingsView struct {
	Grid Grid
	Call []Link // by type of meeting, for who may
}

func (s *Server) meetingsPage(w http.ResponseWriter, v *visit) error {
	view := meetingsView{}
	sh, err := s.yearOf(v.Context(), v, v.W.Say("year.meetings"), func(state *cycle.State, n names) error {
		view = v.meetings(state, n)
		return nil
	})
	if err != nil {
		return err
	}
	return s.show(w, v, http.StatusOK, sh, MeetingsPage(v.W, view))
}

func (v *visit) meetings(s *cycle.State, n names) meetingsView {
	view := meetingsView{Grid: Grid{Caption: v.W.Say("year.meetings"), Columns: []Column{{Label: v.W.Say("field.meeting")}, {Label: v.W.Say("field.date")},
		{Label: v.W.Say("field.place")}, {Label: v.W.Say("field.chair")}, {Label: v.W.Say("field.guides")}, {Label: v.W.Say("year.standing")}}}}
	papers := v.inYear(s, "").reads()
	if papers {
		view.Grid.Columns = append(view.Grid.Columns, Column{Label: v.W.Say("year.documents")})
	}
	list := make([]*cycle.Meeting, 0, len(s.Meetings))
	for _, id := range s.MeetingOrder {
		m := s.Meetings[id]
		taking := v.inYear(s, "").reads() || slices.Contains([]string{m.Chair, m.Head}, v.Viewer.Person) || slices.Contains(m.Guides, v.Viewer.Person) ||
			slices.Contains(m.Tellers, v.Viewer.Person) || slices.ContainsFunc(m.Subjects, func(id string) bool { return s.Subjects[id].Person == v.Viewer.Person })
		if taking {
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b *cycle.Meeting) int { return cmp.Compare(string(a.Date)+a.Time, string(b.Date)+b.Time) })
	for _, m := range list {
		tone, word := Warn, v.W.Say("year.meeting-called")
		switch {
		case m.Cancelled != nil:
			tone, word = Quiet, v.W.Say("year.meeting-cancelled")
		case m.Held() != nil:
			tone, word = Good, v.W.Say("year.meeting-held")
		}
		row := []templ.Component{Anchor(Link{Label: meetingName(s, m), Href: "/meeting/" + m.ID}),
			Text(v.W.ISODate(string(m.Date)) + " " + m.Time), Text(m.Place), Text(n.person(m.Chair)), Text(n.people(m.Guides)), Pill(tone, word)}
		if papers && m.Held() != nil {
			row = append(row, smallButton(Link{Label: v.W.Say("year.documents"), Href: documentsPath(s.ID, "meeting", m.ID)}, meetingName(s, m)))
		} else if papers {
			row = append(row, Text("—"))
		}
		view.Grid.Rows = append(view.Grid.Rows, row)
	}
	if act := s.Policy.Acts["cycle"]["call-meeting"]; v.inYear(s, "").may(act) && s.ScopeSet != nil && s.Closed == nil {
		for _, t := range s.Policy.Meetings {
			view.Call = append(view.Call, Link{Label: v.W.Say("year.call", "type", t.Name), Icon: "plus",
				Href: doPath("cycle/"+s.ID, "call-meeting", "/year/"+s.ID+"/meetings", "type", t.ID)})
		}
	}
	return view
}
