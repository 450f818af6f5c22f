package web

import (
	"errors"
	"maps"
	"net/http"
	"strings"

	"shuping/internal/blob"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/office"
	"shuping/internal/policy"
	"shuping/internal/words"
)

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

func (s *Server) showForm(w http.ResponseWriter, a *act, status int, f CommandForm) error {
	f.BackTo = a.backTo()
	f.Values = a.spelt(f.Values)
	return s.show(w, a.visit, status, a.shell, DoorPage(a.heading(), f))
}
