package web

import (
	"net/http"
	"slices"

	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/office"
	"shuping/internal/policy"
)

// maxPaper is how large a form with its files may be; one file is limited by the
// store of files.
const maxPaper = 60 << 20

// machine are the commands that the program hands in for itself. Their fields are
// not for typing, so the door has no form for them.
var machine = []string{"cycle receive-minutes", "meeting call", "meeting record-box"}

// The door (办理窗口) is one page for every act: a form made of the command's
// fields, and its posting. Names of values that begin with an underscore are the
// page's own and are not handed in:
//
//	_back   page of this site to go to afterwards
//	_fixed  name of a field whose value the page shows as given
//	_more   press of "another row": the form again, with more rows, nothing handed in
//	_once   what makes a second sending of the same form harmless
//
// act is one act there: which stream, which command, and who asks.
type act struct {
	*visit
	stream, family, id, kind string
	door                     engine.Door
	fields                   []form.Field
	table                    policy.Act // its line in the policy's table
	standing                 standing
	names                    names
	choices                  choices
	shell                    Shell
}

// choices are what a form offers: options and suggested persons by the name in a
// field's from= tag, values to begin with, and the title of what the act is about.
type choices struct {
	options  map[string][]Option
	persons  []string
	defaults map[string][]string
	about    string // name of the year or the meeting
	back     string // page of the stream
}

// newAct finds the act of the address.
func (s *Server) newAct(v *visit) (*act, error) {
	a := &act{visit: v, family: v.PathValue("family"), id: v.PathValue("id"), kind: v.PathValue("kind")}
	a.stream = a.family + "/" + a.id
	door, _, err := s.Office.Doors.Of(a.stream)
	if err != nil {
		return nil, missing(err)
	}
	cmd, err := door.Command(a.kind)
	if err != nil || slices.Contains(machine, a.family+" "+a.kind) {
		return nil, errNotFound
	}
	a.door, a.fields = door, form.Fields(cmd)
	if a.names, err = s.names(v.Context(), v.W); err != nil {
		return nil, err
	}
	if a.family == "cycle" {
		err = s.yearAct(a)
	} else {
		err = s.meetingAct(a)
	}
	if err != nil {
		return nil, err
	}
	if !a.standing.takesPart() {
		return nil, errForbidden
	}
	a.shell.Narrow = true
	return a, nil
}

// backTo is where the act leads to when it is done.
func (a *act) backTo() string {
	to := a.visit.FormValue("_back")
	if to == "" {
		to = a.visit.URL.Query().Get("back")
	}
	if to == "" {
		return a.choices.back
	}
	return within(to)
}

// doForm shows the form of an act.
func (s *Server) doForm(w http.ResponseWriter, v *visit) error {
	if v.PathValue("family") == "cycle" && v.PathValue("kind") == "open" {
		return see(w, v, "/open")
	}
	a, err := s.newAct(v)
	if err != nil {
		return err
	}
	if len(a.table.By) > 0 && !a.standing.may(a.table) {
		return s.notYours(w, a)
	}
	f := a.form(prefilled(a, v.URL.Query()))
	f.Once = s.once.issue(s.Random)
	return s.showForm(w, a, http.StatusOK, f)
}

// do takes a form.
func (s *Server) do(w http.ResponseWriter, v *visit) error {
	files, err := readForm(v)
	if err != nil {
		return err
	}
	a, err := s.newAct(v)
	if err != nil {
		return err
	}
	values := handedIn(v.Request.PostForm)
	f := a.form(values)
	f.Given = a.given(v.Request.PostForm["_fixed"], values)
	if table := v.Request.PostForm.Get("_more"); table != "" {
		f.More, f.Once = table, v.Request.PostForm.Get("_once")
		return s.showForm(w, a, http.StatusOK, f)
	}
	once := v.Request.PostForm.Get("_once")
	if once != "" && !s.once.claim(once, s.Now()) {
		s.flash(v, Info, v.W.Say("door.twice"))
		return see(w, v, a.backTo())
	}
	if f.Faults = a.resolve(values); f.Faults == nil {
		err = s.handIn(a, values, files)
	}
	if err == nil && f.Faults == nil {
		return s.done(w, a)
	}
	s.once.release(once)
	f.Once = once
	return s.refused(w, a, f, err)
}

// handIn gives the paper to the office and does what follows.
func (s *Server) handIn(a *act, values map[string][]string, files map[string]office.File) error {
	call, err := s.Office.Caller(a.Context(), a.Viewer.Person)
	if err != nil {
		return err
	}
	if _, err := s.Office.Hand(a.Context(), call, office.Paper{Stream: a.stream, Kind: a.kind, Values: values, Files: files}); err != nil {
		return err
	}
	s.follow(a.visit, a.stream)
	return nil
}
