package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"shuping/internal/people"
)

// personView is one person: who it is and what may be done with the account.
type personView struct {
	ID, Name  string
	Facts     []Fact
	Account   people.Account
	Roles     []Option
	Forgotten bool
	Own       bool // it is the viewer's own account, which nobody takes from themselves
	Link      string
	Expires   string
	Code      qrCode
}

func (s *Server) personPage(w http.ResponseWriter, v *visit) error {
	return s.showPerson(w, v, func(*personView) error { return nil })
}

// showPerson shows a person, with what add puts into the view.
func (s *Server) showPerson(w http.ResponseWriter, v *visit, add func(*personView) error) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	p, err := s.Office.People.Person(v.Context(), v.PathValue("person"))
	if err != nil {
		return err
	}
	a, err := s.Office.People.Account(v.Context(), p.ID)
	if err != nil {
		return err
	}
	n, err := s.names(v.Context(), v.W)
	if err != nil {
		return err
	}
	view := personView{ID: p.ID, Name: n.person(p.ID), Account: a, Forgotten: p.Name == people.ForgottenName, Own: p.ID == v.Viewer.Person, Facts: v.personFacts(n, p)}
	for _, r := range people.Roles() {
		view.Roles = append(view.Roles, Option{r, v.W.Role(r)})
	}
	if err := add(&view); err != nil {
		return err
	}
	sh := s.shell(v, view.Name)
	return s.show(w, v, http.StatusOK, sh, PersonPage(v.W, view))
}

func (v *visit) personFacts(n names, p people.Person) []Fact {
	facts := []Fact{{v.W.Say("people.number"), Text(p.ID)}}
	for _, f := range []struct{ label, value string }{{v.W.Say("people.sex"), p.Sex}, {v.W.Say("people.phone"), p.Phone}, {v.W.Say("people.remark"), p.Remark}} {
		if f.value != "" {
			facts = append(facts, Fact{f.label, Text(f.value)})
		}
	}
	for _, m := range n.roster.Memberships {
		if m.Person == p.ID {
			facts = append(facts, Fact{n.org(m.Org), Text(strings.TrimSpace(m.Class + " " + m.Post))})
		}
	}
	return facts
}

// setRoles replaces the roles of a person.
func (s *Server) setRoles(w http.ResponseWriter, v *visit) error {
	return s.changeAccount(w, v, func(a *people.Account) string {
		a.Roles = v.Request.PostForm["roles"]
		return v.W.Say("people.roles-set")
	})
}

// setDisabled shuts an account or opens it again.
func (s *Server) setDisabled(w http.ResponseWriter, v *visit) error {
	return s.changeAccount(w, v, func(a *people.Account) string {
		a.Disabled = v.Request.PostForm.Get("disabled") == "true"
		if a.Disabled {
			return v.W.Say("people.now-disabled")
		}
		return v.W.Say("people.now-enabled")
	})
}

func (s *Server) changeAccount(w http.ResponseWriter, v *visit, change func(*people.Account) string) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	a, err := s.Office.People.Account(v.Context(), v.PathValue("person"))
	if err != nil {
		return err
	}
	said := change(&a)
	if a.Person == v.Viewer.Person && (a.Disabled || !slices.Contains(a.Roles, people.Office)) {
		s.flash(v, Bad, v.W.Say("people.not-yourself"))
		return see(w, v, "/people/person/"+url.PathEscape(a.Person))
	}
	switch err := s.Office.People.SetAccount(v.Context(), a); {
	case errors.Is(err, people.ErrRole):
		s.flash(v, Bad, v.W.Say("people.no-such-role"))
	case err != nil:
		return err
	default:
		s.Log.Info("account changed", "person", a.Person, "roles", a.Roles, "disabled", a.Disabled, "by", v.Viewer.Person)
		s.flash(v, Good, said)
	}
	return see(w, v, "/people/person/"+url.PathEscape(a.Person))
}

// issueLink makes a sign-in link and shows it once: it is kept nowhere, so the
// answer is a page and no redirect, and a reload makes another link.
func (s *Server) issueLink(w http.ResponseWriter, v *visit) error {
	return s.showPerson(w, v, func(view *personView) error {
		token, err := s.SignIn.IssueLink(v.Context(), view.ID, linkLife)
		if errors.Is(err, people.ErrDisabled) {
			return nil // the page says that the account is shut
		}
		if err != nil {
			return err
		}
		view.Link = s.origin(v.Request) + "/in/" + token
		view.Expires = v.W.DateTime(inChina(s.Now().Add(linkLife)))
		view.Code, err = newQR(view.Link)
		s.Log.Info("sign-in link issued", "person", view.ID, "by", v.Viewer.Person)
		return err
	})
}

// origin is the address of this site as the browser knows it.
func (s *Server) origin(r *http.Request) string {
	if r.TLS != nil || s.Secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// forgetForm asks once more, forget erases (删除个人信息).
func (s *Server) forgetForm(w http.ResponseWriter, v *visit) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	p, err := s.Office.People.Person(v.Context(), v.PathValue("person"))
	if err != nil {
		return err
	}
	sh := s.shell(v, v.W.Say("people.forget"))
	sh.Narrow = true
	path := "/people/person/" + url.PathEscape(p.ID)
	return s.show(w, v, http.StatusOK, sh, ForgetPage(v.W, Question{Title: v.W.Say("people.forget-who", "name", v.shownName(p)), Text: v.W.Say("people.forget-text"),
		Action: path + "/forget", Yes: v.W.Say("people.forget"), Back: Link{Label: v.W.Say("web.back"), Href: path}}))
}

func (s *Server) forget(w http.ResponseWriter, v *visit) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	id := v.PathValue("person")
	if id == v.Viewer.Person {
		s.flash(v, Bad, v.W.Say("people.not-yourself"))
		return see(w, v, "/people/person/"+url.PathEscape(id))
	}
	if err := s.Office.Desk.DropManuscripts(v.Context(), id); err != nil {
		return err
	}
	if err := s.Office.People.Forget(v.Context(), id); err != nil {
		return err
	}
	s.Log.Info("person forgotten", "person", id, "by", v.Viewer.Person)
	s.flash(v, Good, v.W.Say("people.forgotten"))
	return see(w, v, "/people/person/"+url.PathEscape(id))
}
