package web

import (
	"context"
	"slices"
	"strings"

	"shuping/internal/people"
	"shuping/internal/reconcile"
	"shuping/internal/words"
)

// names says who is meant by the numbers that the records hold. The names are
// those of now: of a person whose data were erased only that is said.
type names struct {
	w      *words.Words
	roster people.Roster
	byID   map[string]string
	orgs   map[string]string
}

// names reads who there is.
func (s *Server) names(ctx context.Context, w *words.Words) (names, error) {
	r, err := s.Office.People.Roster(ctx)
	if err != nil {
		return names{}, err
	}
	n := names{w: w, roster: r, byID: make(map[string]string, len(r.Persons)), orgs: make(map[string]string, len(r.Organisations))}
	for _, p := range r.Persons {
		n.byID[p.ID] = p.Name
	}
	for _, o := range r.Organisations {
		n.orgs[o.ID] = o.Name
	}
	return n, nil
}

// person is the name of a person; a number that nobody has stays as it is.
func (n names) person(id string) string {
	name, known := n.byID[id]
	switch {
	case id == "":
		return "—"
	case name == people.ForgottenName:
		return n.w.Say("year.forgotten")
	case known:
		return name
	case id == reconcile.Self:
		return n.w.Say("year.the-system")
	}
	return id
}

// people are the names of persons in a list.
func (n names) people(ids []string) string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = n.person(id)
	}
	return n.w.List(all)
}

// org is the name of an organisation; a number that none has stays as it is.
func (n names) org(id string) string {
	if name, ok := n.orgs[id]; ok {
		return name
	}
	return id
}

// either is the name of a person or an organisation, and whether id is one.
func (n names) either(id string) (string, bool) {
	if _, ok := n.byID[id]; ok {
		return n.person(id), true
	}
	name, ok := n.orgs[id]
	return name, ok
}

// suggestion is a person as a field suggests and takes one: the name with the number.
func (n names) suggestion(id string) string { return n.person(id) + "（" + id + "）" }

// resolve finds the person that was typed: a number, a name with its number, or a
// name that only one person has. What it cannot find comes back as it was typed
// with the numbers of those who have that name.
func (n names) resolve(typed string) (id string, several []string) {
	typed = strings.TrimSpace(typed)
	if _, ok := n.byID[typed]; ok || typed == "" {
		return typed, nil
	}
	if open := strings.LastIndexAny(typed, "（("); open >= 0 {
		id := strings.TrimRight(strings.TrimLeft(typed[open:], "（("), "）) ")
		if _, ok := n.byID[id]; ok {
			return id, nil
		}
	}
	for _, p := range n.roster.Persons {
		if p.Name == typed {
			several = append(several, p.ID)
		}
	}
	if len(several) == 1 {
		return several[0], nil
	}
	return typed, several
}

// known are persons without doubles and without those who are not on record any more.
func (n names) known(ids []string) (out []string) {
	for _, id := range ids {
		if name := n.byID[id]; name != "" && name != people.ForgottenName && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
