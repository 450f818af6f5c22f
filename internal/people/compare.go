package people

import (
	"fmt"
	"slices"
)

// Changes is what reading a roster would change, for a person to look at first
// and for Apply. Removed memberships are those of organisations that the
// roster covers; organisations and persons themselves are never removed, for
// old records name them.
type Changes struct {
	Organisations []Organisation // new or changed, as they will be
	Persons       []Person
	Memberships   []Membership // new or changed
	Removed       []Membership
	Lines         []Line // the same, for reading
}

// Empty tells whether nothing would change.
func (c Changes) Empty() bool { return len(c.Lines) == 0 }

// Line is one change for a person to read. Field is empty for what is new or
// removed.
type Line struct {
	What  string `json:"what"` // "organisation", "person", "membership"
	How   string `json:"how"`  // "new", "changed", "removed"
	ID    string `json:"id"`   // number; of a membership: organisation/person
	Name  string `json:"name"`
	Field string `json:"field,omitempty"`
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
}

// Missing is a number in a roster that names nobody: who or which organisation
// refers to it, in which field.
type Missing struct{ What, ID, Field, Ref string }

// Compare tells what the incoming roster would change in what is known. It
// returns no changes when the roster names persons or organisations that are
// neither in it nor known already.
func Compare(known, incoming Roster) (Changes, []Missing) {
	if missing := references(known, incoming); len(missing) > 0 {
		return Changes{}, missing
	}
	var c Changes
	c.organisations(known, incoming)
	c.persons(known, incoming)
	c.memberships(known, incoming)
	return c, nil
}

func index[T any](items []T, key func(T) string) map[string]T {
	m := make(map[string]T, len(items))
	for _, i := range items {
		m[key(i)] = i
	}
	return m
}

func orgID(o Organisation) string      { return o.ID }
func personID(p Person) string         { return p.ID }
func membershipID(m Membership) string { return m.Org + "/" + m.Person }

func references(known, incoming Roster) (missing []Missing) {
	orgs := index(slices.Concat(known.Organisations, incoming.Organisations), orgID)
	persons := index(slices.Concat(known.Persons, incoming.Persons), personID)
	person := func(what, id, field, ref string) {
		if _, ok := persons[ref]; ref != "" && !ok {
			missing = append(missing, Missing{what, id, field, ref})
		}
	}
	org := func(what, id, field, ref string) {
		if _, ok := orgs[ref]; ref != "" && !ok {
			missing = append(missing, Missing{what, id, field, ref})
		}
	}
	for _, o := range incoming.Organisations {
		org("organisation", o.ID, "higher", o.Higher)
		person("organisation", o.ID, "secretary", o.Secretary)
		person("organisation", o.ID, "deputy", o.Deputy)
		person("organisation", o.ID, "liaison", o.Liaison)
	}
	for _, m := range incoming.Memberships {
		org("membership", m.Person, "org", m.Org)
		person("membership", m.Org, "person", m.Person)
	}
	return missing
}

// field is one field of a record before and after.
type field struct{ name, old, new string }

func (c *Changes) lines(what, id, name string, isNew bool, fields []field) bool {
	if isNew {
		c.Lines = append(c.Lines, Line{What: what, How: "new", ID: id, Name: name})
		return true
	}
	changed := false
	for _, f := range fields {
		if f.old != f.new {
			changed = true
			c.Lines = append(c.Lines, Line{What: what, How: "changed", ID: id, Name: name, Field: f.name, Old: f.old, New: f.new})
		}
	}
	return changed
}

func (c *Changes) organisations(known, incoming Roster) {
	have := index(known.Organisations, orgID)
	for _, n := range incoming.Organisations {
		o, ok := have[n.ID]
		if c.lines("organisation", n.ID, n.Name, !ok, []field{
			{"name", o.Name, n.Name}, {"kind", o.Kind, n.Kind}, {"higher", o.Higher, n.Higher},
			{"secretary", o.Secretary, n.Secretary}, {"deputy", o.Deputy, n.Deputy}, {"liaison", o.Liaison, n.Liaison},
		}) {
			c.Organisations = append(c.Organisations, n)
		}
	}
}

func (c *Changes) persons(known, incoming Roster) {
	have := index(known.Persons, personID)
	for _, n := range incoming.Persons {
		p, ok := have[n.ID]
		if c.lines("person", n.ID, n.Name, !ok, []field{
			{"name", p.Name, n.Name}, {"sex", p.Sex, n.Sex}, {"born", fmt.Sprint(p.Born), fmt.Sprint(n.Born)},
			{"phone", p.Phone, n.Phone}, {"remark", p.Remark, n.Remark},
		}) {
			c.Persons = append(c.Persons, n)
		}
	}
}

func (c *Changes) memberships(known, incoming Roster) {
	have := index(known.Memberships, membershipID)
	want := index(incoming.Memberships, membershipID)
	names := index(slices.Concat(known.Persons, incoming.Persons), personID)
	covered := map[string]bool{}
	for _, n := range incoming.Memberships {
		covered[n.Org] = true
		m, ok := have[membershipID(n)]
		if c.lines("membership", membershipID(n), names[n.Person].Name, !ok, []field{
			{"class", m.Class, n.Class}, {"post", m.Post, n.Post},
		}) {
			c.Memberships = append(c.Memberships, n)
		}
	}
	for _, m := range known.Memberships {
		if _, stays := want[membershipID(m)]; !stays && covered[m.Org] {
			c.Removed = append(c.Removed, m)
			c.Lines = append(c.Lines, Line{What: "membership", How: "removed", ID: membershipID(m), Name: names[m.Person].Name})
		}
	}
}
