package web

import (
	"context"
	"net/http"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/journal"
	"shuping/internal/policy"
	"shuping/internal/words"
)

// yearShell is the shell of a page of a year, with the year's parts to go to.
func (s *Server) yearShell(v *visit, state *cycle.State, title string) Shell {
	sh := s.shell(v, title)
	sh.Cycle = state.Title
	base := "/year/" + state.ID
	part := func(label, path, icon string) Link {
		here := v.URL.Path == base+path || path != "" && strings.HasPrefix(v.URL.Path, base+path+"/")
		return Link{Label: label, Href: base + path, Icon: icon, Here: here}
	}
	sh.Nav = append(sh.Nav[:1:1], part(v.W.Say("year.progress"), "", "calendar"), part(v.W.Say("year.subjects"), "/subjects", "users"),
		part(v.W.Say("desk.reports"), "/reports", "clipboard-check"), part(v.W.Say("year.meetings"), "/meetings", "gavel"))
	if v.inYear(state, "").reads() {
		sh.Nav = append(sh.Nav, part(v.W.Say("year.documents"), "/documents", "file-text"), part(v.W.Say("year.records"), "/records", "history"))
	}
	sh.Nav = append(sh.Nav, part(v.W.Say("year.policy"), "/policy", "scale"))
	return sh
}

// yearView is what the page of a year shows.
type yearView struct {
	ID, Title, Sub string
	Closed         bool
	Posting        *postingView // the public notice, nil before there are results
	Documents      string       // address of the documents, for who may have all
	Numbers        []number
	Moments        []Moment
	Mine, Others   []todo
	Acts           []Link
}

func (s *Server) yearPage(w http.ResponseWriter, v *visit) error {
	names, err := s.names(v.Context(), v.W)
	if err != nil {
		return err
	}
	var view yearView
	var sh Shell
	today := calendar.Of(s.Now())
	err = s.viewYear(v, v.PathValue("year"), func(state *cycle.State, _ journal.Head) {
		sh = s.yearShell(v, state, state.Title)
		view = yearView{ID: state.ID, Title: state.Title, Closed: state.Closed != nil, Numbers: v.yearNumbers(state), Posting: v.postingOf(state, today)}
		if state.Policy.Title != state.Title {
			view.Sub = state.Policy.Title
		}
		if v.inYear(state, "").reads() {
			view.Documents = documentsPath(state.ID)
		}
		for _, st := range cycle.Timeline(state, today) {
			view.Moments = append(view.Moments, v.moment(state, st))
		}
		for _, t := range cycle.Due(state, today) {
			if !v.concerns(state, t) {
				continue
			}
			if v.mine(state, t) {
				mine := v.todo(state, names, t)
				mine.Who = "" // it is the viewer
				view.Mine = append(view.Mine, mine)
			} else {
				view.Others = append(view.Others, v.todo(state, names, t))
			}
		}
		view.Acts = v.acts(state)
	})
	if err != nil {
		return err
	}
	return s.show(w, v, http.StatusOK, sh, YearPage(v.W, view))
}

// concerns says whether a task is for the viewer to see: everything for those who
// work on the whole year, else what is about a subject the viewer has a role for.
func (v *visit) concerns(s *cycle.State, t cycle.Task) bool {
	st := v.inYear(s, t.Subject)
	return st.reads() || t.Subject != "" && st.takesPart() || t.Person == v.Viewer.Person
}

// moment is a step of the timeline.
func (v *visit) moment(s *cycle.State, st cycle.Step) Moment {
	m := Moment{Title: st.Name, Clause: st.Clause, Who: roleNames(v.W, st.Roles), Note: v.W.Say("year.done-of", "done", st.Done, "of", st.Of)}
	if st.Of <= 1 {
		m.Note = ""
	}
	if m.Title == "" {
		m.Title = v.W.Say("step." + st.ID)
	}
	if st.Due != "" {
		m.When = v.W.Say("year.by", "date", v.W.ISODate(string(st.Due)))
	}
	switch st.Standing {
	case cycle.StepDone:
		m.State = Done
	case cycle.StepOpen:
		m.State = Due
	case cycle.StepLate:
		m.State = Late
		if s.Closed != nil { // nobody can do it in this year any more; what is left went on record at the close
			m.State = Left
		}
	default:
		m.State = Later
	}
	if m.State != Later {
		m.Href = stepPath(s.ID, st)
	}
	return m
}

// stepPath is the page on which a step is done or can be looked at.
func stepPath(year string, st cycle.Step) string {
	base := "/year/" + year
	switch st.ID {
	case "report", "review":
		return base + "/reports"
	case "liaison", "visits", "assessment", "consequences", "plans", "checks", "rectified":
		return base + "/subjects"
	case "meeting":
		return base + "/meetings"
	case "grades":
		return base + "/grades"
	}
	if st.Standing == cycle.StepDone {
		return base + "/records"
	}
	return doPath("cycle/"+year, st.Command, base)
}

func roleNames(w *words.Words, roles []string) string {
	var all []string
	for _, r := range roles {
		if r != policy.RoleSystem { // what the program does by itself is nobody's work
			all = append(all, w.Role(r))
		}
	}
	return w.List(all)
}

// yearOf reads something of a year and shows it in the year's shell. title is the
// page's; gather runs while the year stands still and must not keep the state.
func (s *Server) yearOf(ctx context.Context, v *visit, title string, gather func(*cycle.State, names) error) (Shell, error) {
	n, err := s.names(ctx, v.W)
	if err != nil {
		return Shell{}, err
	}
	var sh Shell
	var inner error
	err = s.viewYear(v, v.PathValue("year"), func(state *cycle.State, _ journal.Head) {
		sh = s.yearShell(v, state, title)
		inner = gather(state, n)
	})
	if err != nil {
		return Shell{}, err
	}
	return sh, inner
}
