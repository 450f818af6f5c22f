package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A gathering is one date of a members' meeting: who came and who did not. A meeting below quorum has two.
type gathering struct {
	row
	org      *org
	round    int
	held     bool // not put off
	excluded []*person
	absent   []absence
	tellers  [2]*person
	present  map[string]int // by class of the roster
}

// An absence is a person who did not come and why.
type absence struct {
	*person
	reason string
}

// away are the remarks for which a member is not counted among those who should attend; it takes an approver.
func away(remark string) bool {
	switch remark {
	case "长期卧病", "长期外出务工", "援教在外", "长期外派":
		return true
	}
	return false
}

func (o *office) gatherings() ([]*gathering, error) {
	rows, err := readTable("meetings")
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(a, b row) int { return strings.Compare(a["date"]+a["time"], b["date"]+b["time"]) })
	rounds := map[string]int{}
	for _, r := range rows {
		rounds[r["org"]]++
	}
	c := chance(20181218)
	var all []*gathering
	for _, r := range rows {
		g := &gathering{row: r, org: o.byOrg[r["org"]], round: r.num("round"), present: map[string]int{}}
		g.held = g.round == rounds[r["org"]]
		if err := g.choose(o, &c); err != nil {
			return nil, fmt.Errorf("meetings.table: %s: %w", g.org.Code, err)
		}
		all = append(all, g)
	}
	return all, nil
}

// choose settles the tellers and then who is absent, so that both gates of N5 are passed unless the table gives numbers.
func (g *gathering) choose(o *office, c *chance) error {
	if err := g.chooseTellers(o, c); err != nil {
		return err
	}
	var members, others []*person
	for _, p := range g.org.Persons {
		switch {
		case p.member() && away(p.Remark):
			g.excluded = append(g.excluded, p)
		case p.member():
			members = append(members, p)
		default:
			others = append(others, p)
		}
	}
	present := len(members) - 1 - c.n(len(members)/5)
	if g.row["present"] != "" {
		present = g.num("present")
	}
	reps := max(len(others)-c.n(3), (present+3)/4)
	if g.row["reps"] != "" {
		reps = g.num("reps")
	}
	g.leaveOut(c, members, len(members)-present)
	g.leaveOut(c, others, len(others)-reps)
	return nil
}

func (g *gathering) chooseTellers(o *office, c *chance) error {
	for i, col := range []string{"teller1", "teller2"} {
		if g.row[col] != "" {
			p, err := o.named(g.row[col])
			if err != nil {
				return err
			}
			g.tellers[i] = p
			continue
		}
		var free []*person
		for _, p := range g.org.Persons {
			if p.member() == (i == 0) && p != g.org.Secretary && p != g.org.Deputy && p.Remark == "" {
				free = append(free, p)
			}
		}
		g.tellers[i] = c.pick(free, 1)[0]
	}
	return nil
}

// leaveOut makes n of the given persons absent: first those whom the roster says to be elsewhere.
func (g *gathering) leaveOut(c *chance, from []*person, n int) {
	reasons := []string{"公务出差", "因病请假", "事假", "值班", "外出学习", "家中有事", "未说明原因"}
	if g.org.Kind != "党支部" || g.org.Higher != "街道党工委" {
		reasons = []string{"因病请假", "家中有事", "照看孙辈", "走亲访友未归", "做工请不到假", "未说明原因"}
	}
	var free []*person
	gone := map[*person]string{}
	for _, p := range from {
		switch {
		case p == g.org.Secretary || p == g.org.Deputy || p == g.tellers[0] || p == g.tellers[1]:
		case p.Remark != "" && p.Remark != "退居二线" && len(gone) < n:
			gone[p] = p.Remark
		default:
			free = append(free, p)
		}
	}
	for _, p := range c.pick(free, n-len(gone)) {
		gone[p] = reasons[c.n(len(reasons))]
	}
	for _, p := range from {
		if why := gone[p]; why != "" {
			g.absent = append(g.absent, absence{p, why})
		} else {
			g.present[p.Class]++
		}
	}
}

func (g *gathering) membersPresent() int { return g.present[formal] + g.present[probation] }

func (g *gathering) expected() int {
	n := -len(g.excluded)
	for _, p := range g.org.Persons {
		if p.member() {
			n++
		}
	}
	return n
}

// voters is how many get a ballot, by class of the ballot. The secretary gets none about himself or herself.
func (g *gathering) voters() []classCount {
	return []classCount{{"党员", g.membersPresent() - 1}, {staff, g.present[staff]}, {mass, g.present[mass]}}
}

// A classCount is a number of people of a class.
type classCount struct {
	class string
	n     int
}

func itoa(n int) string { return strconv.Itoa(n) }
