package main

import (
	"fmt"
	"strings"
)

// A namer makes up persons. It never gives a name of people.table or of the banned list (known persons).
type namer struct {
	c        chance
	words    map[string][]string
	reserved map[string]bool
	rare     map[string]int
}

// rare characters are the test of a font and of an input method; a given name with one is borne by two persons at most.
const rare = "𬭩㛃堃翀喆韬"

func newNamer(named map[string]*person) (*namer, error) {
	rows, err := readTable("names")
	if err != nil {
		return nil, err
	}
	n := &namer{c: 20181217, words: map[string][]string{}, reserved: map[string]bool{}, rare: map[string]int{}}
	for _, r := range rows {
		n.words[r["key"]] = strings.Fields(r["words"])
	}
	for name := range named {
		// One name is borne by two persons of the same organisation, as it happens: only the number tells them apart.
		n.reserved[name] = name != "张秀兰"
	}
	for _, name := range n.words["banned"] {
		n.reserved[name] = true
	}
	return n, nil
}

// ages gives the earliest and latest year of birth by the kind of the organisation and the class of the person.
func ages(kind, class string) (from, to int) {
	switch {
	case class == probation:
		return 1976, 1996
	case kind == "老年党支部" && class == formal:
		return 1934, 1953
	case class == mass:
		return 1950, 1990
	case kind == "党支部", kind == "两新组织党支部":
		return 1959, 1993
	}
	return 1938, 1990
}

func (n *namer) person(code, kind, class string) *person {
	from, to := ages(kind, class)
	if kind == "党支部" && code >= "O19" {
		from = 1940
	}
	p := &person{Org: code, Class: class, Sex: "男", Born: from + n.c.n(to-from+1)}
	list := "male"
	if n.c.n(100) < 42 {
		p.Sex, list = "女", "female"
	}
	if p.Born < 1975 {
		list += " old"
	} else {
		list += " young"
	}
	if code == "O01" && class == formal && p.Sex == "女" && p.Born < 1965 && !n.reserved["张秀兰"] {
		n.reserved["张秀兰"] = true
		p.Name = "张秀兰"
		return p
	}
	for {
		given := n.words[list][n.c.n(len(n.words[list]))]
		p.Name = n.words["surnames"][n.c.n(len(n.words["surnames"]))] + given
		if n.reserved[p.Name] || strings.ContainsAny(given, rare) && n.rare[given] == 2 {
			continue
		}
		n.rare[given]++
		return p
	}
}

// dress adds what a roster says besides: when a member joined the Party, in the different ways people write dates, and a
// short number of the office's own exchange (no number of the public network).
func (n *namer) dress(p *person) {
	if p.member() {
		year, month := p.Born+20+n.c.n(18), 1+n.c.n(12)
		year = min(year, 2016)
		if p.Class == probation {
			year, month = 2018, 1+n.c.n(11)
		}
		switch n.c.n(4) {
		case 0:
			p.Joined = fmt.Sprintf("%d年%d月", year, month)
		case 1:
			p.Joined = fmt.Sprintf("%d-%02d", year, month)
		default:
			p.Joined = fmt.Sprintf("%d.%02d", year, month)
		}
	}
	p.Phone = fmt.Sprintf("0%05d", 10000+n.c.n(89999))
}
