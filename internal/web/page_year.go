package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
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
		part(v.W.Say("year.meetings"), "/meetings", "gavel"))
	if v.inYear(state, "").reads() {
		sh.Nav = append(sh.Nav, part(v.W.Say("year.records"), "/records", "history"))
	}
	sh.Nav = append(sh.Nav, part(v.W.Say("year.policy"), "/policy", "scale"))
	return sh
}

// yearView is what the page of a year shows.
type yearView struct {
	ID, Title, Sub string
	Closed         bool
	Notice         string // address of the public notice, once results are posted
	Numbers        []number
	Moments        []Moment
	Mine, Others   []todo
	Acts           []Link
}

// todo is one thing to be done, by whom, by when.
type todo struct {
	Title, About, Who, Clause string
	Due                       string
	Late                      bool
	Href                      string // empty for who may not do it
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
		view = yearView{ID: state.ID, Title: state.Title, Sub: state.Policy.Title, Closed: state.Closed != nil, Numbers: v.yearNumbers(state)}
		if len(state.Postings) > 0 {
			view.Notice = "/notice/" + state.ID
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
	case "liaison", "report", "review", "visits", "assessment", "consequences", "plans", "checks", "rectified":
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

// doPath is the address of an act's form; kv are pairs of a field's name and the
// value to begin with.
func doPath(stream, kind, back string, kv ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] != "" {
			q.Set(kv[i], kv[i+1])
		}
	}
	if back != "" {
		q.Set("back", back)
	}
	path := "/do/" + stream + "/" + kind
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
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

// todo is a task in words.
func (v *visit) todo(s *cycle.State, n names, t cycle.Task) todo {
	out := todo{Title: v.W.Command("cycle", t.Command), About: t.Name, Clause: t.Clause, Late: t.Late, Who: roleNames(v.W, t.Roles)}
	if sub := s.Subjects[t.Subject]; sub != nil {
		out.About = n.person(sub.Person) + "（" + sub.OrgName + "）"
		if t.Name != "" {
			out.About += " · " + short(t.Name)
		}
	}
	if m := s.Meetings[t.Ref]; t.Command == "receive-minutes" && m != nil {
		out.Title, out.About = v.W.Say("year.hold"), meetingName(s, m)
	}
	if t.Person != "" {
		out.Who = n.person(t.Person)
	}
	if t.Due != "" {
		out.Due = v.W.ISODate(string(t.Due))
	}
	if v.mayDo(s, t) || t.Command == "receive-minutes" {
		out.Href = taskPath(s, t)
	}
	return out
}

// taskPath is the page on which a task is done, with what it is about.
func taskPath(s *cycle.State, t cycle.Task) string {
	base, stream := "/year/"+s.ID, "cycle/"+s.ID
	back := base
	var kv []string
	switch t.Command {
	case "decide-grades":
		return base + "/grades"
	case "receive-minutes":
		return "/meeting/" + t.Ref
	case "call-meeting":
		kv = []string{"type", t.Ref, "subjects", t.Subject}
	case "draw":
		kv = []string{"kind", t.Ref}
	case "assign-liaison":
		kv = []string{"org", t.Subject}
	case "finish-task":
		kv = []string{"task", t.Ref}
	case "carry-out-consequence":
		kv = []string{"subject", t.Subject, "consequence", t.Ref}
	case "record-previous-grade":
		kv = []string{"person", s.Subjects[t.Subject].Person, "year", t.Ref}
	case "finish-rectification":
		kv = []string{"subject", t.Subject, "item", t.Ref}
	case "post-results":
		kv = []string{"place", placeOf(s, t.Name)}
	case "answer-objection":
		kv = []string{"objection", t.Ref}
	case "archive-document":
		kv = []string{"document", t.Ref}
	case "give-feedback": // told collectively, not one by one
	default:
		kv = []string{"subject", t.Subject}
	}
	if t.Subject != "" && t.Command != "give-feedback" && t.Command != "call-meeting" {
		back = subjectPath(s.ID, t.Subject)
	}
	return doPath(stream, t.Command, back, kv...)
}

// placeOf is the notice board of that name, or the one that every organisation has.
func placeOf(s *cycle.State, name string) string {
	each := ""
	for _, p := range s.Policy.Results.Posting.Places {
		if p.Name == name {
			return p.ID
		}
		if p.Each {
			each = p.ID
		}
	}
	return each
}

// onDemand are acts that are never due: what may happen, and corrections.
var onDemand = []string{"assign-task", "record-previous-grade", "assign-liaison", "record-higher-feedback", "cancel-meeting",
	"record-objection", "correct-grade", "record-award", "archive-document", "correct-record"}

// acts are the acts on demand that the viewer may do now.
func (v *visit) acts(s *cycle.State) (out []Link) {
	st := v.inYear(s, "")
	for _, kind := range onDemand {
		act := s.Policy.Acts["cycle"][kind]
		late := slices.ContainsFunc(act.Before, func(e string) bool { return s.Seen[e] > 0 })
		early := slices.ContainsFunc(act.After, func(e string) bool { return s.Seen[e] == 0 })
		if len(act.By) > 0 && st.may(act) && !late && !early && (kind != "cancel-meeting" || openMeeting(s)) {
			out = append(out, Link{Label: v.W.Command("cycle", kind), Href: doPath("cycle/"+s.ID, kind, "/year/"+s.ID)})
		}
	}
	return out
}

func openMeeting(s *cycle.State) bool {
	for _, m := range s.Meetings {
		if m.Cancelled == nil && m.Held() == nil {
			return true
		}
	}
	return false
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
