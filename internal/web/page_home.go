package web

import (
	"errors"
	"net/http"
	"slices"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/people"
)

// homeView is what the first page shows.
type homeView struct {
	Account people.Account
	Years   []yearCard
	MayOpen bool
	First   []Moment // what an office does before the first year
}

// yearCard is a year at a glance.
type yearCard struct {
	ID, Title string
	Tone      Tone
	Standing  string
	Mine      int // things that the viewer is to do
	Numbers   []number
}

// number is a count with what it counts.
type number struct {
	Label string
	Value string
	Note  string
}

// home is where a person arrives: the years they have to do with.
func (s *Server) home(w http.ResponseWriter, v *visit) error {
	ids, err := s.Office.Cycles.IDs(v.Context())
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		if meetings, err := s.Office.Meetings.IDs(v.Context()); err != nil || len(meetings) > 0 {
			if err != nil {
				return err
			}
			return see(w, v, "/carry") // a device of the hall: there is nothing but what was carried here
		}
	}
	view := homeView{Account: *v.Viewer, MayOpen: v.is(people.Office)}
	slices.Reverse(ids) // the newest first
	for _, id := range ids {
		st, err := s.year(v.Context(), id)
		if errors.Is(err, errNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		st.View(func(state *cycle.State, _ journal.Head) {
			if v.inYear(state, "").takesPart() {
				view.Years = append(view.Years, v.yearCard(state, calendar.Of(s.Now())))
			}
		})
	}
	if view.MayOpen && len(ids) == 0 {
		n, err := s.names(v.Context(), v.W)
		if err != nil {
			return err
		}
		accounts, err := s.Office.People.Accounts(v.Context())
		if err != nil {
			return err
		}
		view.First = v.firstSteps(n, accounts)
	}
	return s.show(w, v, http.StatusOK, s.shell(v, v.W.Say("web.home")), HomePage(v.W, view))
}

func (v *visit) yearCard(s *cycle.State, today calendar.Date) yearCard {
	c := yearCard{ID: s.ID, Title: s.Title, Tone: Warn, Standing: v.W.Say("year.running"), Numbers: v.yearNumbers(s)}
	if s.Closed != nil {
		c.Tone, c.Standing = Quiet, v.W.Say("year.closed-on", "date", v.W.ISODate(string(s.Closed.Date)))
	}
	for _, t := range cycle.Due(s, today) {
		if v.mine(s, t) {
			c.Mine++
		}
	}
	return c
}

// yearNumbers are the counts that people ask for first.
func (v *visit) yearNumbers(s *cycle.State) []number {
	approved, held, called := 0, 0, 0
	for _, sub := range s.Subjects {
		if sub.Approved > 0 {
			approved++
		}
	}
	for _, m := range s.Meetings {
		if m.Cancelled != nil {
			continue
		}
		called++
		if m.Held() != nil {
			held++
		}
	}
	n := v.W.Number
	out := []number{{v.W.Say("year.subjects"), n(len(s.Subjects)), ""},
		{v.W.Say("year.approved"), n(approved), v.W.Say("year.of", "n", len(s.Subjects))},
		{v.W.Say("year.held"), n(held), v.W.Say("year.of-called", "n", called)}}
	for i, u := range s.QuotasNow() {
		if u.Off {
			continue
		}
		bound := v.W.Say("year.at-most", "n", u.AtMost)
		switch {
		case u.NoLimit:
			bound = v.W.Say("year.at-least", "n", u.AtLeast)
		case u.AtLeast > 0:
			bound = v.W.Say("year.between", "least", u.AtLeast, "most", u.AtMost)
		}
		out = append(out, number{v.quotaLabel(s, i), n(u.Got), bound})
	}
	return out
}

// mine says whether a task is one that the viewer has the role for, and is not
// named for somebody else.
func (v *visit) mine(s *cycle.State, t cycle.Task) bool {
	if t.Command == "receive-minutes" { // the program does it when the meeting is over
		return t.Person == v.Viewer.Person
	}
	return v.mayDo(s, t) && (t.Person == "" || t.Person == v.Viewer.Person)
}

// mayDo says whether the viewer has the role for a task.
func (v *visit) mayDo(s *cycle.State, t cycle.Task) bool {
	return v.inYear(s, t.Subject).may(s.Policy.Acts["cycle"][t.Command])
}

// openView is the page on which a year is opened.
type openView struct {
	Notices       []Option // those that come with the program
	Form          CommandForm
	Organisations int // with a secretary, in the rosters
}

func (s *Server) openForm(w http.ResponseWriter, v *visit) error {
	return s.showOpen(w, v, http.StatusOK, CommandForm{Values: map[string][]string{"id": {calendarYear(s)}}})
}

func calendarYear(s *Server) string { return string(calendar.Of(s.Now()))[:4] }

// showOpen shows the form; without rosters it says that these come first.
func (s *Server) showOpen(w http.ResponseWriter, v *visit, status int, f CommandForm) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	names, err := s.names(v.Context(), v.W)
	if err != nil {
		return err
	}
	f.W, f.Stream, f.Kind, f.Action, f.Once = v.W, "cycle", "open", "/open", s.once.issue(s.Random)
	view := openView{Form: f}
	for _, o := range names.roster.Organisations {
		if o.Secretary != "" {
			view.Organisations++
		}
	}
	for _, name := range s.Office.NoticeNames() {
		view.Notices = append(view.Notices, Option{name, name})
	}
	sh := s.shell(v, v.W.Command("cycle", "open"))
	sh.Narrow = true
	return s.show(w, v, status, sh, OpenPage(v.W, view))
}

// openYear takes the form.
func (s *Server) openYear(w http.ResponseWriter, v *visit) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	files, err := readForm(v)
	if err != nil {
		return err
	}
	values := handedIn(v.Request.PostForm)
	id := v.Request.PostForm.Get("id")
	once := v.Request.PostForm.Get("_once")
	if once != "" && !s.once.claim(once, s.Now()) {
		return see(w, v, "/")
	}
	a := &act{visit: v, stream: "cycle/" + id, family: "cycle", id: id, kind: "open"}
	err = s.handIn(a, values, files)
	if err == nil {
		s.flash(v, Good, v.W.Say("door.done", "what", v.W.Command("cycle", "open")))
		return see(w, v, "/year/"+id)
	}
	s.once.release(once)
	f := CommandForm{Values: handedIn(v.Request.PostForm)}
	var bad *engine.BadName
	if errors.As(err, &bad) {
		f.Faults = append(f.Faults, idFault(id))
		err = nil
	}
	status, err := s.answer(&f, v, err)
	if err != nil {
		return err
	}
	return s.showOpen(w, v, status, f)
}
