package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"shuping/internal/people"
	"shuping/internal/words"
)

// askToSignIn sends a reader who is not signed in to the sign-in page and
// remembers, within the site, where they wanted to go. A program gets 401.
func (s *Server) askToSignIn(w http.ResponseWriter, v *visit) {
	if api(v.Request) {
		s.trouble(w, v, trouble{Status: http.StatusUnauthorized, Key: "web.trouble.signed-out"})
		return
	}
	to := "/signin"
	if v.Method == http.MethodGet && v.URL.Path != "/" {
		to += "?back=" + url.QueryEscape(v.URL.Path)
	}
	s.last(w, v, see(w, v, to))
}

// within keeps an address given by the browser inside this site.
func within(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return "/"
	}
	return to
}

func (s *Server) signinForm(w http.ResponseWriter, v *visit) error {
	if v.Viewer != nil {
		return see(w, v, "/")
	}
	return s.showSignin(w, v, http.StatusOK, "", within(v.URL.Query().Get("back")))
}

func (s *Server) showSignin(w http.ResponseWriter, v *visit, status int, fault, back string) error {
	sh := s.shell(v, v.W.Say("web.signin.title"))
	sh.Narrow = true
	return s.show(w, v, status, sh, SigninPage(v.W, fault, back))
}

// signin takes a link, or its last part, that was pasted into the page.
func (s *Server) signin(w http.ResponseWriter, v *visit) error {
	if err := v.ParseForm(); err != nil {
		return err
	}
	typed := strings.TrimSpace(v.PostForm.Get("link"))
	token := typed[strings.LastIndexByte(typed, '/')+1:]
	return s.enter(w, v, token, within(v.PostForm.Get("back")))
}

// linkForm shows a button. Opening a link must not use it up: messengers and
// mail programs open links to preview them.
func (s *Server) linkForm(w http.ResponseWriter, v *visit) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	if !s.tries.allow(s.client(v.Request)) {
		s.tooMany(w, v)
		return nil
	}
	if fault := linkFault(v.W, s.SignIn.Check(v.Context(), v.PathValue("token"))); fault != "" {
		return s.showSignin(w, v, http.StatusNotFound, fault, "/")
	}
	sh := s.shell(v, v.W.Say("web.signin.title"))
	sh.Narrow, sh.Path = true, "/signin"
	return s.show(w, v, http.StatusOK, sh, LinkPage(v.W, v.URL.Path))
}

func (s *Server) link(w http.ResponseWriter, v *visit) error {
	return s.enter(w, v, v.PathValue("token"), "/")
}

// enter redeems a link and begins a session under a new token.
func (s *Server) enter(w http.ResponseWriter, v *visit, token, back string) error {
	if !s.tries.allow(s.client(v.Request)) {
		s.tooMany(w, v)
		return nil
	}
	a, err := s.SignIn.Redeem(v.Context(), token)
	if fault := linkFault(v.W, err); fault != "" {
		return s.showSignin(w, v, http.StatusUnprocessableEntity, fault, back)
	}
	if err != nil {
		return err
	}
	if err := s.sessions.RenewToken(v.Context()); err != nil {
		return err
	}
	s.sessions.Put(v.Context(), sessionPerson, a.Person)
	s.Log.Info("signed in", "person", a.Person)
	return see(w, v, back)
}

// linkFault says why a link cannot be used, empty for nil and for errors that
// are not the person's.
func linkFault(w *words.Words, err error) string {
	switch {
	case errors.Is(err, people.ErrLinkUsed):
		return w.Say("web.signin.used")
	case errors.Is(err, people.ErrLinkExpired):
		return w.Say("web.signin.expired")
	case errors.Is(err, people.ErrDisabled):
		return w.Say("web.signin.disabled")
	case errors.Is(err, people.ErrLinkUnknown):
		return w.Say("web.signin.unknown")
	}
	return ""
}

func (s *Server) signout(w http.ResponseWriter, v *visit) error {
	if err := s.sessions.Destroy(v.Context()); err != nil {
		return err
	}
	return see(w, v, "/signin")
}

// language keeps the reader's choice for a year and goes back to the page.
func (s *Server) language(w http.ResponseWriter, v *visit) error {
	if err := v.ParseForm(); err != nil {
		return err
	}
	if l, ok := words.Parse(v.PostForm.Get("to")); ok {
		http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: string(l), Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Secure})
	}
	return see(w, v, within(v.PostForm.Get("back")))
}
