package web

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/blob"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/office"
	"shuping/internal/policy"
	"shuping/internal/words"
)

// The door (办理窗口) is one page for every act: a form made of the command's
// fields, and its posting. Names of values that begin with an underscore are the
// page's own and are not handed in:
//
//	_back   page of this site to go to afterwards
//	_fixed  name of a field whose value the page shows as given
//	_more   press of "another row": the form again, with more rows, nothing handed in
//	_once   what makes a second sending of the same form harmless

// maxPaper is how large a form with its files may be; one file is limited by the
// store of files.
const maxPaper = 60 << 20

// machine are the commands that the program hands in for itself. Their fields are
// not for typing; programs may hand them in over the API.
var machine = []string{"cycle receive-minutes", "meeting call", "meeting record-box"}

// act is one act at the door: which stream, which command, and who asks.
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

// notYours tells whose act it is, to somebody else.
func (s *Server) notYours(w http.ResponseWriter, a *act) error {
	r := decider.Refuse(a.table.Rule, "role", "need", roleKeys(a.table.By), "have", roleKeys(a.standing.roles())).By(a.table.Clause)
	return s.show(w, a.visit, http.StatusForbidden, a.shell, NotYours(a.W, a.heading(), r))
}

func roleKeys(roles []string) string {
	if len(roles) == 0 {
		return "role.none"
	}
	var keys []string
	for _, r := range roles {
		keys = append(keys, "role."+r)
	}
	return strings.Join(keys, ", ")
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

// readForm reads a form of either encoding with its files.
func readForm(v *visit) (map[string]office.File, error) {
	if err := v.ParseMultipartForm(4 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, err
	}
	if v.MultipartForm == nil {
		return nil, nil
	}
	defer func() { _ = v.MultipartForm.RemoveAll() }() // temporary files; the system's folder for them is cleaned anyway
	files := map[string]office.File{}
	for name, headers := range v.MultipartForm.File {
		h := headers[0]
		if h.Filename == "" {
			continue
		}
		part, err := h.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(part)
		_ = part.Close() // it was only read
		if err != nil {
			return nil, err
		}
		files[name] = office.File{Name: h.Filename, Data: data}
	}
	return files, nil
}

// handedIn are the values of a form without the page's own.
func handedIn(sent url.Values) map[string][]string {
	values := map[string][]string{}
	for name, vs := range sent {
		if !strings.HasPrefix(name, "_") {
			values[name] = vs
		}
	}
	return values
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

// follow does what follows from a command. The command is on record whatever
// becomes of it, and the server looks again by itself, so a fault is for the log
// and a word to the person.
func (s *Server) follow(v *visit, stream string) {
	if err := s.Effects.Stream(v.Context(), stream); err != nil {
		s.Log.Error("what follows from a command could not be done", "stream", stream, "error", err)
		if v.Viewer != nil {
			s.flash(v, Warn, v.W.Say("door.later"))
		}
	}
}

// done sends the person on to where they came from.
func (s *Server) done(w http.ResponseWriter, a *act) error {
	if !s.sessions.Exists(a.Context(), sessionFlash) {
		s.flash(a.visit, Good, a.W.Say("door.done", "what", a.W.Command(a.family, a.kind)))
	}
	return see(w, a.visit, a.backTo())
}

// refused shows the form again with what was typed and why it was not taken.
func (s *Server) refused(w http.ResponseWriter, a *act, f CommandForm, err error) error {
	status, err := s.answer(&f, a.visit, err)
	if err != nil {
		return err
	}
	return s.showForm(w, a, status, f)
}

// answer writes into a form why it was not taken, and gives the status of the
// answer. An error that is no answer to a person comes back.
func (s *Server) answer(f *CommandForm, v *visit, err error) (status int, _ error) {
	var refusal *decider.Refusal
	var faults form.Errors
	var file *office.Unreadable
	var unsure *engine.Unsure
	switch {
	case err == nil: // the faults are in the form already
	case errors.As(err, &refusal):
		f.Refusal = s.named(v, refusal)
		return http.StatusConflict, nil
	case errors.As(err, &faults):
		f.Faults = faults
	case errors.As(err, &file):
		f.FileFault = fileFault(v.W, file)
	case errors.As(err, &unsure):
		s.Log.Error("a command may or may not have been written", "route", v.Pattern, "error", err)
		f.Unsure = true
		return http.StatusServiceUnavailable, nil
	default:
		return 0, err
	}
	return http.StatusUnprocessableEntity, nil
}

// named is a refusal that names people and organisations, not their numbers.
func (s *Server) named(v *visit, r *decider.Refusal) *decider.Refusal {
	n, err := s.names(v.Context(), v.W)
	if err != nil {
		return r // the numbers say it too
	}
	out := *r
	out.Args = maps.Clone(r.Args)
	for _, name := range []string{"person", "persons", "subject", "subjects", "org", "chair"} {
		items := strings.Split(r.Args[name], ", ")
		for i, id := range items {
			if called, known := n.either(id); known {
				items[i] = called
			}
		}
		if r.Args[name] != "" {
			out.Args[name] = strings.Join(items, ", ")
		}
	}
	return &out
}

// FileFault says what is wrong with a file that was sent: Field is where.
type FileFault struct {
	Field string
	Text  string
	Lines []string // each fault of a notice, with its line and column
}

func fileFault(w *words.Words, u *office.Unreadable) *FileFault {
	f := &FileFault{Field: u.Field, Text: w.Say("door.unreadable", "file", u.Name)}
	var faults policy.Faults
	switch {
	case errors.As(u.Err, &faults):
		f.Text = w.Say("door.notice-faults", "file", u.Name, "n", len(faults))
		for _, x := range faults {
			f.Lines = append(f.Lines, x.Where()+": "+w.Say("policy.fault."+x.Code, x.KV()...))
		}
	case errors.Is(u.Err, blob.ErrTooLarge):
		f.Text = w.Say("door.too-large", "file", u.Name)
	}
	return f
}

// resolve turns typed names of persons into their numbers. A name that several
// have or nobody has is a fault at its field.
func (a *act) resolve(values map[string][]string) form.Errors {
	var faults form.Errors
	for name, vs := range values {
		if a.from(a.fields, plain(name)) != fromPersons {
			continue
		}
		out := make([]string, 0, len(vs))
		for i, typed := range vs {
			id, several := a.names.resolve(typed)
			if id == "" {
				continue
			}
			if len(several) > 0 {
				faults = append(faults, form.FieldError{Field: name, Code: codeSeveral, Got: typed, Want: strings.Join(several, "、")})
			} else if _, known := a.names.byID[id]; !known {
				faults = append(faults, form.FieldError{Field: name, Code: codeNobody, Got: vs[i]})
			}
			out = append(out, id)
		}
		if faults == nil {
			values[name] = out
		}
	}
	return faults
}

// spelt are the values with the names of the persons that their numbers mean.
func (a *act) spelt(values map[string][]string) map[string][]string {
	out := make(map[string][]string, len(values))
	for name, vs := range values {
		out[name] = vs
		if a.from(a.fields, plain(name)) != fromPersons {
			continue
		}
		spelt := make([]string, len(vs))
		for i, v := range vs {
			spelt[i] = v
			if _, known := a.names.byID[v]; known {
				spelt[i] = a.names.suggestion(v)
			}
		}
		out[name] = spelt
	}
	return out
}

// Codes of faults that only this page finds; the catalogue has them as form.<code>.
const (
	codeSeveral = "several-persons"
	codeNobody  = "nobody"
	codeID      = "id"
)

// idFault is the fault of a number that a stream cannot have.
func idFault(id string) form.FieldError {
	return form.FieldError{Field: "id", Code: codeID, Got: id}
}

// fromPersons is the from= name of fields that name persons.
const fromPersons = "persons"

// from is the from= name of a field, a nested one by its dotted name.
func (a *act) from(fields []form.Field, name string) string {
	first, rest, nested := strings.Cut(name, ".")
	for _, f := range fields {
		if f.Name == first && nested {
			return a.from(f.Fields, rest)
		}
		if f.Name == first {
			return f.From
		}
	}
	return ""
}

// prefilled are the values of a form before anything was typed: those of the page
// that led here, then those of the stream.
func prefilled(a *act, query url.Values) map[string][]string {
	values := map[string][]string{}
	for _, f := range a.fields {
		for name, vs := range a.choices.defaults {
			if name == f.Name || strings.HasPrefix(name, f.Name+".") {
				values[name] = vs
			}
		}
		if vs := query[f.Name]; len(vs) > 0 {
			values[f.Name] = vs
		}
	}
	return values
}

// form makes the form; a value that the page gave is fixed if the field offers it.
func (a *act) form(values map[string][]string) CommandForm {
	f := CommandForm{W: a.W, Stream: a.family, Kind: a.kind, Action: a.URL.Path, Fields: a.fields, Values: values,
		Options: a.choices.options, Suggested: a.suggested(), Back: &Link{Label: a.W.Say("web.back"), Href: a.backTo()}}
	if a.Method == http.MethodGet {
		var given []string
		for _, field := range a.fields {
			if len(a.URL.Query()[field.Name]) > 0 || slices.Contains(fixedDefaults, a.family+" "+a.kind+" "+field.Name) {
				given = append(given, field.Name)
			}
		}
		f.Given = a.given(given, values)
	}
	return f
}

// fixedDefaults are numbers that the page gives itself, so that nobody has to
// think of one.
var fixedDefaults = []string{"cycle call-meeting meeting", "cycle assign-task id"}

// given are the fields among those named that are shown as given: their value must
// be one that the form offers, or one of the page's own numbers.
func (a *act) given(names []string, values map[string][]string) []Given {
	var out []Given
	for _, field := range a.fields {
		if !slices.Contains(names, field.Name) || len(values[field.Name]) != 1 {
			continue
		}
		value := values[field.Name][0]
		own := slices.Contains(fixedDefaults, a.family+" "+a.kind+" "+field.Name)
		label, offered := a.label(field, value)
		if own || offered {
			out = append(out, Given{field.Name, value, label})
		}
	}
	return out
}

func (a *act) label(field form.Field, value string) (string, bool) {
	if field.From == fromPersons {
		id, _ := a.names.resolve(value)
		_, known := a.names.byID[id]
		return a.names.person(id), known
	}
	for _, o := range a.choices.options[field.From] {
		if o.Value == value {
			return o.Label, true
		}
	}
	if _, err := strconv.Atoi(value); err == nil && field.Kind == form.Number {
		return value, true
	}
	return "", false
}

func (a *act) suggested() []string {
	var out []string
	for _, id := range a.names.known(a.choices.persons) {
		out = append(out, a.names.suggestion(id))
	}
	return out
}

func (a *act) heading() Heading {
	return Heading{Title: a.W.Command(a.family, a.kind), Sub: a.choices.about, Clause: a.table.Clause,
		Back: &Link{Label: a.W.Say("web.back"), Href: a.backTo()}}
}

func (s *Server) showForm(w http.ResponseWriter, a *act, status int, f CommandForm) error {
	f.BackTo = a.backTo()
	f.Values = a.spelt(f.Values)
	return s.show(w, a.visit, status, a.shell, DoorPage(a.heading(), f))
}
