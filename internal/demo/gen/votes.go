package main

// A pile is what a number of people ticked: four grades from best to worst, then none and several.
type pile [6]int

// into lays the numbers into a row.
func (p pile) into(r row) row {
	for i, name := range []string{"g1", "g2", "g3", "g4", "blank", "multiple"} {
		r[name] = itoa(p[i])
	}
	return r
}

// mood gives the odds, in per mille, of the four grades.
func mood(word string) [4]int {
	switch word {
	case "a":
		return [4]int{820, 160, 15, 5}
	case "b":
		return [4]int{600, 350, 40, 10}
	case "c":
		return [4]int{330, 430, 180, 60}
	}
	return [4]int{150, 330, 330, 190}
}

// vote lets n people tick by the odds; slips in so many of a thousand cases, and then ticks none or several.
func vote(c *chance, n int, odds [4]int, slips int) pile {
	var p pile
	for ; n > 0; n-- {
		if c.n(1000) < slips {
			p[4+c.n(2)]++
			continue
		}
		k := c.n(1000)
		for i, o := range odds {
			if k -= o; k < 0 || i == 3 {
				p[i]++
				break
			}
		}
	}
	return p
}

// paperOf says how many of the voters of a class vote on paper; the others vote by phone.
func paperOf(how string, v classCount) int {
	switch {
	case how == "paper":
		return v.n
	case how == "both" && v.class != staff:
		return v.n * 2 / 5
	}
	return 0
}

// phoneRows are the votes by phone at the members' meetings.
func phoneRows(c *chance, all []*gathering) []row {
	var rows []row
	for _, g := range all {
		if !g.held {
			continue
		}
		for _, v := range g.voters() {
			n := v.n - paperOf(g.row["vote"], v)
			if n == 0 {
				continue
			}
			unused, spoilt := 0, 0
			if n > 8 {
				unused, spoilt = c.n(2), c.n(3)/2
			}
			r := row{"org": g.org.Code, "round": itoa(g.round), "class": v.class, "issued": itoa(n + spoilt),
				"unused": itoa(unused), "spoilt": itoa(spoilt)}
			rows = append(rows, vote(c, n-unused, mood(g.row["mood"]), 0).into(r))
		}
	}
	return rows
}

// paperRows are the sheets of the two tellers. At O21 the first counts disagree and are done again; at O22 one more paper came
// back than was given out, so that the vote is void and repeated.
func paperRows(c *chance, all []*gathering) []row {
	var rows []row
	for _, g := range all {
		if !g.held || g.row["vote"] == "phone" {
			continue
		}
		papers := paperVotes(c, g)
		switch g.org.Code {
		case "O21":
			rows = append(rows, g.sheets(papers, 1, 1, "党员", [2]pile{{}, {1, -1}})...)
			rows = append(rows, g.sheets(papers, 1, 2, "", [2]pile{})...)
		case "O22":
			rows = append(rows, g.sheets(papers, 1, 1, mass, [2]pile{{1}, {1}})...)
			rows = append(rows, g.sheets(papers, 2, 1, "", [2]pile{})...)
		default:
			rows = append(rows, g.sheets(papers, 1, 1, "", [2]pile{})...)
		}
	}
	return rows
}

// papers are the returned ballot papers of one class.
type papers struct {
	class  string
	issued int
	pile   pile
}

func paperVotes(c *chance, g *gathering) []papers {
	var all []papers
	for _, v := range g.voters() {
		n := paperOf(g.row["vote"], v)
		if n == 0 {
			continue
		}
		kept := 0
		if n > 12 {
			kept = c.n(2)
		}
		all = append(all, papers{v.class, n, vote(c, n-kept, mood(g.row["mood"]), 45)})
	}
	return all
}

// sheets are what the two tellers write down; extra is what the one or the other counts more in one class.
func (g *gathering) sheets(all []papers, voteNo, countNo int, class string, extra [2]pile) []row {
	var rows []row
	for _, p := range all {
		for i, teller := range g.tellers {
			seen := p.pile
			if p.class == class {
				for k := range seen {
					seen[k] += extra[i][k]
				}
			}
			rows = append(rows, g.count(seen, voteNo, countNo, teller, p.class, p.issued))
		}
	}
	return rows
}

func (g *gathering) count(p pile, voteNo, countNo int, teller *person, class string, issued int) row {
	back := 0
	for _, k := range p {
		back += k
	}
	return p.into(row{"org": g.org.Code, "round": itoa(g.round), "vote": itoa(voteNo), "count": itoa(countNo),
		"no": teller.No, "name": teller.Name, "class": class, "issued": itoa(issued), "returned": itoa(back),
		"kept": itoa(max(issued-back, 0))})
}

// sessionRows are the votes of the committee session on every secretary who may be a subject.
func (o *office) sessionRows(c *chance, all []*gathering, absent []row) []row {
	out := map[string]int{}
	for _, r := range absent {
		out[o.byName[r["name"]].Committee]++
	}
	moods := map[string]string{}
	for _, g := range all {
		moods[g.org.Code] = g.row["mood"]
	}
	var rows []row
	for _, g := range o.Orgs {
		if moods[g.Code] == "" {
			continue
		}
		for _, class := range sessionClasses() {
			n := len(o.attending(class)) - out[class]
			odds := mood(moods[g.Code])
			if class == "班子成员" && moods[g.Code] != "a" {
				odds[0], odds[1] = odds[0]-80, odds[1]+80 // those who know the files are a little stricter
			}
			rows = append(rows, vote(c, n, odds, 4).into(row{"org": g.Code, "name": g.Secretary.Name, "class": class, "present": itoa(n)}))
		}
	}
	return rows
}

func sessionClasses() []string {
	return []string{"班子成员", "站所办负责人", "两代表一委员", "机关干部", "党员群众代表"}
}
