package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"shuping/internal/people"
)

// linkLife is how long a sign-in link can be used: long enough to be carried to
// somebody, short enough to be worthless when it is found later.
const linkLife = 72 * time.Hour

// peoplePerPage is how many members a page shows.
const peoplePerPage = 100

// peopleView is the organisations, or the members of one, or what was searched.
type peopleView struct {
	Searched string
	Org      string // name of the organisation whose members are shown
	Orgs     Grid
	Persons  Grid
	Accounts Grid
	Pages    Pages
}

func (s *Server) peoplePage(w http.ResponseWriter, v *visit) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	n, err := s.names(v.Context(), v.W)
	if err != nil {
		return err
	}
	view := peopleView{Searched: strings.TrimSpace(v.URL.Query().Get("q"))}
	switch org := v.URL.Query().Get("org"); {
	case view.Searched != "":
		found, err := s.Office.People.Search(v.Context(), view.Searched, peoplePerPage)
		if err != nil {
			return err
		}
		view.Persons = v.foundGrid(n, found)
	case org != "":
		if view.Org = n.orgs[org]; view.Org == "" {
			return errNotFound
		}
		members, err := s.Office.People.Members(v.Context(), org)
		if err != nil {
			return err
		}
		page, pages := pageOf(v.URL.Query().Get("page"), len(members), peoplePerPage)
		view.Pages = Pages{Page: page, Of: pages, Prefix: "/people?org=" + url.QueryEscape(org) + "&page="}
		view.Persons = v.membersGrid(members[(page-1)*peoplePerPage : min(page*peoplePerPage, len(members))])
	default:
		accounts, err := s.Office.People.Accounts(v.Context())
		if err != nil {
			return err
		}
		view.Orgs, view.Accounts = v.orgsGrid(n), v.accountsGrid(n, accounts)
	}
	return s.show(w, v, http.StatusOK, s.shell(v, v.W.Say("people.title")), PeoplePage(v.W, view))
}

func personLink(n names, id string) templ.Component {
	return Anchor(Link{Label: n.person(id), Href: "/people/person/" + url.PathEscape(id)})
}

func (v *visit) orgsGrid(n names) Grid {
	g := Grid{Caption: v.W.Say("people.orgs"), Columns: []Column{{Label: v.W.Say("field.org")}, {Label: v.W.Say("people.kind")},
		{Label: v.W.Say("field.secretary")}, {Label: v.W.Say("field.deputy")}, {Label: v.W.Say("people.members"), Number: true}}}
	count := map[string]int{}
	for _, m := range n.roster.Memberships {
		count[m.Org]++
	}
	person := func(id string) templ.Component {
		if id == "" {
			return Text("—")
		}
		return personLink(n, id)
	}
	for _, o := range n.roster.Organisations {
		g.Rows = append(g.Rows, []templ.Component{Anchor(Link{Label: o.Name, Href: "/people?org=" + url.QueryEscape(o.ID)}), Text(o.Kind),
			person(o.Secretary), person(o.Deputy), Text(v.W.Number(count[o.ID]))})
	}
	return g
}

func (v *visit) accountsGrid(n names, accounts []people.Account) Grid {
	g := Grid{Caption: v.W.Say("people.accounts"), Columns: []Column{{Label: v.W.Say("year.name")}, {Label: v.W.Say("people.number")}, {Label: v.W.Say("people.roles")}}}
	for _, a := range accounts {
		roles := Text(roleNames(v.W, a.Roles))
		if a.Disabled {
			roles = Pill(Quiet, v.W.Say("people.disabled"))
		}
		g.Rows = append(g.Rows, []templ.Component{personLink(n, a.Person), Text(a.Person), roles})
	}
	return g
}

func (v *visit) membersGrid(members []people.Member) Grid {
	g := Grid{Caption: v.W.Say("people.members"), Columns: []Column{{Label: v.W.Say("year.name")}, {Label: v.W.Say("people.number")},
		{Label: v.W.Say("field.class")}, {Label: v.W.Say("field.post")}, {Label: v.W.Say("people.remark")}}}
	for _, m := range members {
		g.Rows = append(g.Rows, []templ.Component{Anchor(Link{Label: v.shownName(m.Person), Href: "/people/person/" + url.PathEscape(m.ID)}), Text(m.ID), Text(m.Class), Text(m.Post), Text(m.Remark)})
	}
	return g
}

func (v *visit) shownName(p people.Person) string {
	if p.Name == people.ForgottenName {
		return v.W.Say("year.forgotten")
	}
	return p.Name
}

func (v *visit) foundGrid(n names, found []people.Person) Grid {
	g := Grid{Caption: v.W.Say("people.found"), Columns: []Column{{Label: v.W.Say("year.name")}, {Label: v.W.Say("people.number")}, {Label: v.W.Say("field.org")}}}
	orgs := map[string][]string{}
	for _, m := range n.roster.Memberships {
		orgs[m.Person] = append(orgs[m.Person], n.org(m.Org))
	}
	for _, p := range found {
		g.Rows = append(g.Rows, []templ.Component{personLink(n, p.ID), Text(p.ID), Text(v.W.List(orgs[p.ID]))})
	}
	return g
}
