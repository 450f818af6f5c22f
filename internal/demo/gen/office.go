package main

import (
	"fmt"
	"strings"
)

// Classes of persons in an organisation, as the roster words them.
const (
	formal    = "正式党员"
	probation = "预备党员"
	staff     = "干部职工"
	mass      = "群众代表"
)

// An office is the whole fictitious street office: organisations in code order and persons in roster order.
type office struct {
	Orgs    []*org
	Persons []*person
	order   []string // names of people.table
	byName  map[string]*person
	byOrg   map[string]*org
}

// An org is a Party organisation (党组织).
type org struct {
	Code, Name, Kind, Higher, Ext string
	Secretary, Deputy, Liaison    *person
	Persons                       []*person
}

// A person of the roster. Committee is the class in which the person attends the committee session, or empty.
type person struct {
	No, Name, Sex, Org, Class string
	Born                      int
	Joined, Phone, Remark     string
	Committee, Post           string
}

func (p *person) member() bool { return p.Class == formal || p.Class == probation }

// named finds a person of people.table; no other person of the roster bears such a name.
func (o *office) named(name string) (*person, error) {
	if p := o.byName[name]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("no person %q in people.table", name)
}

func readOffice() (*office, error) {
	orgs, err := readTable("orgs")
	if err != nil {
		return nil, err
	}
	people, err := readTable("people")
	if err != nil {
		return nil, err
	}
	o := &office{byName: map[string]*person{}, byOrg: map[string]*org{}}
	named := map[string][]*person{}
	for _, r := range people {
		p := &person{Name: r["name"], Sex: r["sex"], Born: r.num("born"), Org: r["org"], Class: r["class"],
			Committee: r["committee"], Post: r["post"]}
		if o.byName[p.Name] != nil {
			return nil, fmt.Errorf("people.table: %s is named twice", p.Name)
		}
		o.byName[p.Name] = p
		o.order = append(o.order, p.Name)
		named[p.Org] = append(named[p.Org], p)
	}
	namer, err := newNamer(o.byName)
	if err != nil {
		return nil, err
	}
	for _, r := range orgs {
		g, err := o.org(r)
		if err != nil {
			return nil, err
		}
		g.Persons = fill(r, named[g.Code], namer)
		o.Orgs = append(o.Orgs, g)
		o.byOrg[g.Code] = g
		o.Persons = append(o.Persons, g.Persons...)
	}
	for i, p := range o.Persons {
		p.No = fmt.Sprintf("P%04d", i+1)
	}
	return o, o.remark()
}

func (o *office) org(r row) (*org, error) {
	g := &org{Code: r["code"], Name: r["name"], Kind: r["kind"], Higher: r["higher"], Ext: r["ext"]}
	for _, post := range []struct {
		to  **person
		col string
	}{{&g.Secretary, "secretary"}, {&g.Deputy, "deputy"}, {&g.Liaison, "liaison"}} {
		p, err := o.named(r[post.col])
		if err != nil {
			return nil, fmt.Errorf("orgs.table: %s: %w", g.Code, err)
		}
		*post.to = p
	}
	return g, nil
}

// fill puts the named persons of an organisation first in their class and makes up the others.
func fill(r row, named []*person, n *namer) []*person {
	var all []*person
	for _, class := range []struct{ col, word string }{{"formal", formal}, {"prob", probation}, {"staff", staff}, {"mass", mass}} {
		want := r.num(class.col)
		for _, p := range named {
			if p.Class == class.word {
				n.dress(p)
				all = append(all, p)
				want--
			}
		}
		for ; want > 0; want-- {
			p := n.person(r["code"], r["kind"], class.word)
			n.dress(p)
			all = append(all, p)
		}
	}
	return all
}

// remark notes what keeps some members from meetings, as remarks.table says: code, word, how many.
func (o *office) remark() error {
	rows, err := readTable("remarks")
	if err != nil {
		return err
	}
	c := chance(2017)
	for _, r := range rows {
		var free []*person
		for _, p := range o.byOrg[r["code"]].Persons {
			if o.byName[p.Name] != nil || !p.member() || p.Remark != "" {
				continue
			}
			if strings.Contains(r["remark"], "卧病") && p.Born > 1950 || strings.Contains(r["remark"], "务工") && p.Born < 1962 {
				continue
			}
			free = append(free, p)
		}
		if len(free) < r.num("count") {
			return fmt.Errorf("remarks.table: %s: %d persons can be %s, want %s", r["code"], len(free), r["remark"], r["count"])
		}
		for _, p := range c.pick(free, r.num("count")) {
			p.Remark = r["remark"]
		}
	}
	return nil
}
