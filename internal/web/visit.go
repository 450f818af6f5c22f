package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"shuping/internal/decider"
	"shuping/internal/form"
	"shuping/internal/people"
	"shuping/internal/words"
)

// page answers a request. An error it returns is answered by Server.fail:
// errNotFound, errForbidden, a *decider.Refusal, form.Errors, or anything else,
// which is a fault of ours.
type page func(w http.ResponseWriter, v *visit) error

// visit is one request with what every page needs to know of it.
type visit struct {
	*http.Request
	W      *words.Words
	Viewer *people.Account // nil when nobody is signed in, and always on public routes
}

var (
	errNotFound  = errors.New("not found")
	errForbidden = errors.New("forbidden")
)

// is tells whether the viewer has one of the roles.
func (v *visit) is(roles ...string) bool {
	return v.Viewer != nil && slices.ContainsFunc(v.Viewer.Roles, func(r string) bool { return slices.Contains(roles, r) })
}

// need is errForbidden for a viewer without any of the roles.
func (v *visit) need(roles ...string) error {
	if v.is(roles...) {
		return nil
	}
	return errForbidden
}

const languageCookie = "language"

// visit reads the language from ?lang=, the cookie, or the browser's header.
func (s *Server) visit(r *http.Request) *visit {
	chosen := r.URL.Query().Get("lang")
	if c, err := r.Cookie(languageCookie); chosen == "" && err == nil {
		chosen = c.Value
	}
	return &visit{Request: r, W: words.For(words.Pick(r.Header.Get("Accept-Language"), chosen))}
}

// serve runs a page: who is it, may they, answer, and what if it fails.
func (s *Server) serve(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(r)
		if rt.access != public {
			if err := s.identify(v); err != nil {
				s.fail(w, v, err)
				return
			}
		}
		if rt.access == signed && v.Viewer == nil {
			s.askToSignIn(w, v)
			return
		}
		if err := rt.page(w, v); err != nil {
			s.fail(w, v, err)
		}
	})
}

const sessionPerson = "person"

// identify finds the account of the session. One that was disabled or whose
// person is gone is nobody.
func (s *Server) identify(v *visit) error {
	person := s.sessions.GetString(v.Context(), sessionPerson)
	if person == "" {
		return nil
	}
	a, err := s.Accounts.Account(v.Context(), person)
	switch {
	case errors.Is(err, people.ErrUnknown) || err == nil && a.Disabled:
		return s.sessions.Destroy(v.Context())
	case err != nil:
		return err
	}
	v.Viewer = &a
	return nil
}

// shell is what surrounds a page of this visit.
func (s *Server) shell(v *visit, title string) Shell {
	return Shell{W: v.W, Title: title, Viewer: v.Viewer, Path: v.URL.Path, Nav: s.nav(v), Flash: s.takeFlash(v)}
}

// nav lists the parts of the site that the viewer may open.
func (s *Server) nav(v *visit) []Link {
	if v.Viewer == nil {
		return nil
	}
	nav := []Link{{Label: v.W.Say("web.home"), Href: "/", Icon: "home", Here: v.URL.Path == "/"}}
	nav = append(nav, Link{Label: v.W.Say("notices.title"), Href: "/notices", Icon: "gavel", Here: strings.HasPrefix(v.URL.Path, "/notices")})
	if v.is(people.Office) {
		nav = append(nav, Link{Label: v.W.Say("people.title"), Href: "/people", Icon: "users", Here: strings.HasPrefix(v.URL.Path, "/people")})
	}
	if v.is(people.Office) {
		nav = append(nav, Link{Label: v.W.Say("carry.title"), Href: "/carry", Icon: "upload", Here: v.URL.Path == "/carry"})
	}
	return nav
}

const sessionFlash = "flash"

// flash keeps a message for the next page of this session.
func (s *Server) flash(v *visit, t Tone, text string) {
	s.sessions.Put(v.Context(), sessionFlash, string(t)+" "+text)
}

func (s *Server) takeFlash(v *visit) *Flash {
	if v.Viewer == nil {
		return nil
	}
	kept := s.sessions.PopString(v.Context(), sessionFlash)
	for _, t := range []Tone{Good, Warn, Bad, Info, Quiet} {
		if text, ok := cutTone(kept, t); ok {
			return &Flash{t, text}
		}
	}
	return nil
}

func cutTone(kept string, t Tone) (string, bool) {
	n := len(t) + 1
	if len(kept) > n && kept[:n] == string(t)+" " {
		return kept[n:], true
	}
	return "", false
}

// render answers with a page and its status.
func render(ctx context.Context, w http.ResponseWriter, status int, c templ.Component) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	return c.Render(ctx, w)
}

// show answers with children inside the shell.
func (s *Server) show(w http.ResponseWriter, v *visit, status int, sh Shell, content templ.Component) error {
	return render(templ.WithChildren(v.Context(), content), w, status, Page(sh))
}

// see sends the browser on after a form (POST, redirect, GET).
func see(w http.ResponseWriter, v *visit, to string) error {
	http.Redirect(w, v.Request, to, http.StatusSeeOther)
	return nil
}

// fail answers an error in the way that fits it.
func (s *Server) fail(w http.ResponseWriter, v *visit, err error) {
	var refusal *decider.Refusal
	var faults form.Errors
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &refusal):
		sh := s.shell(v, v.W.Say("web.refused"))
		sh.Narrow = true
		s.last(w, v, s.show(w, v, http.StatusConflict, sh, RefusalPanel(v.W, s.named(v, refusal))))
	case errors.As(err, &faults):
		s.trouble(w, v, trouble{Status: http.StatusUnprocessableEntity, Key: "web.trouble.malformed"})
	case errors.As(err, &tooBig):
		s.trouble(w, v, trouble{Status: http.StatusRequestEntityTooLarge, Key: "web.trouble.too-big"})
	case errors.Is(err, errNotFound), errors.Is(err, people.ErrUnknown):
		s.trouble(w, v, trouble{Status: http.StatusNotFound, Key: "web.trouble.not-found"})
	case errors.Is(err, errForbidden):
		s.trouble(w, v, trouble{Status: http.StatusForbidden, Key: "web.trouble.forbidden"})
	case v.Context().Err() != nil: // the reader has gone
	default:
		s.broken(w, v.Request, err)
	}
}

// last logs what went wrong while an answer was being written, when nothing
// can be answered any more.
func (s *Server) last(w http.ResponseWriter, v *visit, err error) {
	if err != nil && v.Context().Err() == nil {
		s.Log.Warn("answer not written", "route", v.Pattern, "error", err)
	}
}
