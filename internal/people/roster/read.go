package roster

import (
	"slices"
	"strconv"
	"strings"

	"shuping/internal/people"
)

func (r *reader) fault(l line, column, code, want string) {
	r.faults = append(r.faults, l.fault(column, code, want))
}

// required is the number in a column that must be filled and new.
func (r *reader) required(l line, column string, seen map[string]bool) (string, bool) {
	id := l.id(column)
	switch {
	case id == "":
		r.fault(l, column, FaultRequired, "")
		return "", false
	case seen[id]:
		r.fault(l, column, FaultTwice, "")
		return "", false
	}
	seen[id] = true
	return id, true
}

// word checks a kind or class against the policy's words.
func (r *reader) word(l line, column string, known []string) string {
	w := l.cell(column)
	switch {
	case w == "":
		r.fault(l, column, FaultRequired, "")
	case known != nil && !slices.Contains(known, w):
		r.fault(l, column, FaultWord, strings.Join(known, "、"))
	}
	return w
}

func (r *reader) name(l line, column string) string {
	n := l.cell(column)
	if n == "" {
		r.fault(l, column, FaultRequired, "")
	}
	return n
}

func (r *reader) organisations(t table) {
	seen := map[string]bool{}
	for _, o := range r.out.Organisations {
		seen[o.ID] = true
	}
	for _, l := range t.lines() {
		id, ok := r.required(l, "org", seen)
		if !ok {
			continue
		}
		o := people.Organisation{ID: id, Name: r.name(l, "orgName"), Kind: r.word(l, "kind", r.words.Kinds)}
		at := len(r.out.Organisations)
		r.out.Organisations = append(r.out.Organisations, o)
		r.orgs[id] = o
		r.checks = append(r.checks, func() {
			o := &r.out.Organisations[at]
			o.Higher = r.higher(l)
			o.Secretary = r.personOf(l, "secretary", id)
			o.Deputy = r.personOf(l, "deputy", id)
			o.Liaison = r.personOf(l, "liaison", "")
		})
	}
}

// higher is the organisation above: one of those known, or the committee, which
// all that are highest must call by one name.
func (r *reader) higher(l line) string {
	name := l.cell("higher")
	if name == "" {
		return ""
	}
	if _, ok := r.orgs[narrow(name)]; ok {
		return narrow(name)
	}
	if found := r.orgsNamed(name); len(found) > 0 {
		return r.only(l, "higher", found)
	}
	if r.above == "" {
		r.above = name
	}
	if r.above != name {
		r.fault(l, "higher", FaultOrg, r.above)
		return ""
	}
	return Committee
}

func (r *reader) people(t table) {
	seen := map[string]bool{}
	for _, p := range r.out.Persons {
		seen[p.ID] = true
	}
	for _, l := range t.lines() {
		id, ok := r.required(l, "person", seen)
		if !ok {
			continue
		}
		p := people.Person{ID: id, Name: r.name(l, "name"), Sex: l.cell("sex"), Born: r.year(l), Phone: narrow(l.cell("phone")), Remark: l.cell("remark")}
		r.out.Persons = append(r.out.Persons, p)
		r.persons[id] = p
		class := r.word(l, "class", r.words.Classes)
		if org := r.orgOf(l); org != "" {
			r.out.Memberships = append(r.out.Memberships, people.Membership{Org: org, Person: id, Class: class, Post: l.cell("post")})
		}
	}
}

// The years in which a person of a roster may have been born.
const firstYear, lastYear = 1900, 2100

// year takes the year out of 1968, 1968年, 1968-05 or 1968.05.01.
func (r *reader) year(l line) int {
	s := narrow(l.cell("born"))
	if s == "" {
		return 0
	}
	if len(s) > 4 && (s[4] < '0' || s[4] > '9') {
		s = s[:4]
	}
	y, err := strconv.Atoi(s)
	if err != nil || y < firstYear || y > lastYear {
		r.fault(l, "born", FaultYear, "")
		return 0
	}
	return y
}

// orgOf is the organisation of a person's row, by number and name or by name.
func (r *reader) orgOf(l line) string {
	id, name := l.id("org"), l.cell("orgName")
	if id != "" {
		o, ok := r.orgs[id]
		switch {
		case !ok:
			r.fault(l, "org", FaultOrg, "")
		case name != "" && name != o.Name:
			r.fault(l, "orgName", FaultName, o.Name)
		}
		return id
	}
	if name == "" {
		r.fault(l, "org", FaultRequired, "")
		return ""
	}
	found := r.orgsNamed(name)
	if len(found) == 0 {
		r.fault(l, "orgName", FaultOrg, "")
		return ""
	}
	return r.only(l, "orgName", found)
}

func (r *reader) orgsNamed(name string) (ids []string) {
	for id, o := range r.orgs {
		if o.Name == name {
			ids = append(ids, id)
		}
	}
	return ids
}

// only is the one that was found by its name; of several none may be guessed.
func (r *reader) only(l line, column string, found []string) string {
	if len(found) == 1 {
		return found[0]
	}
	slices.Sort(found)
	r.fault(l, column, FaultSeveral, strings.Join(found, "、"))
	return ""
}

func (r *reader) committee(t table) {
	seen := map[string]bool{}
	for _, l := range t.lines() {
		id, ok := r.required(l, "person", seen)
		if !ok {
			continue
		}
		class := r.word(l, "session", r.words.Session)
		r.sameName(l, "person", "name")
		r.out.Memberships = append(r.out.Memberships, people.Membership{Org: Committee, Person: id, Class: class, Post: l.cell("post")})
	}
}

// sameName checks that a number is a person's and that the name beside it is
// that person's.
func (r *reader) sameName(l line, number, name string) {
	p, ok := r.persons[l.id(number)]
	switch {
	case !ok:
		r.fault(l, number, FaultPerson, "")
	case l.cell(name) != "" && l.cell(name) != p.Name:
		r.fault(l, name, FaultName, p.Name)
	}
}

// personOf is the person in a column of an organisation: by the number beside
// the name, else by the name alone, among the members of org, or among all.
func (r *reader) personOf(l line, column, org string) string {
	if id := l.id(column + "#"); id != "" {
		r.sameName(l, column+"#", column)
		return id
	}
	name := l.cell(column)
	if name == "" {
		return ""
	}
	var found []string
	for id, p := range r.persons {
		if p.Name == name && (org == "" || r.belongs(id, org)) {
			found = append(found, id)
		}
	}
	if len(found) == 0 {
		r.fault(l, column, FaultPerson, "")
		return ""
	}
	return r.only(l, column, found)
}

func (r *reader) belongs(person, org string) bool {
	is := func(m people.Membership) bool { return m.Person == person && m.Org == org }
	return slices.ContainsFunc(r.out.Memberships, is) || slices.ContainsFunc(r.known.Memberships, is)
}
