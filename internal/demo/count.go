package demo

import (
	"fmt"
	"slices"
	"time"

	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// vote holds the vote of a members' meeting: ballots by phone, on paper, or both, as
// often as it takes to get a count that two tellers agree on.
func (p *play) vote(g *gathering) error {
	kind := p.meetingFor(policy.EachSubject)
	v, err := p.plan(g, kind)
	if err != nil {
		return err
	}
	for round := 1; ; round++ {
		if err := p.holdPoll(g.guide, g.id, v); err != nil {
			return err
		}
		if err := p.must(g.guide, g.stream(), "close-ballot", values{}); err != nil {
			return err
		}
		again, err := p.count(g, kind, v, round)
		if err != nil {
			return err
		}
		if !again {
			return nil
		}
	}
}

// count collects and counts the ballots of a round until the count is accepted. It
// says whether the round was void and has to be repeated.
func (p *play) count(g *gathering, kind *policy.Meeting, v *poll, round int) (again bool, err error) {
	if err := p.must(g.tellers[0], g.stream(), "collect-ballots", values{"rows": g.collected(kind, v, round)}); err != nil {
		return false, err
	}
	p.clock.pass(6 * time.Minute)
	for n := 1; ; n++ {
		for _, teller := range g.tellers {
			piles, err := p.piles(g, kind, v, round, n, teller)
			if err != nil {
				return false, err
			}
			if len(piles) == 0 {
				continue
			}
			if err := p.must(teller, g.stream(), "count-paper", values{"piles": piles}); err != nil {
				return false, err
			}
		}
		_, err := p.hand(g.guide, g.stream(), "accept-count", values{})
		if err == nil {
			if n > 1 {
				p.mended(p.Words.Say("demo.recounted", "org", p.name(g.org), "n", n))
			}
			return false, nil
		}
		code := refusalCode(err)
		if err := p.refused(g.stream(), "accept-count", err); err != nil {
			return false, err
		}
		switch {
		case code == "counts-differ" && g.has(round, n+1):
			p.clock.pass(5 * time.Minute)
		case code == "more-than-issued" && g.has(round+1, 1):
			if err := p.must(g.guide, g.stream(), "void-ballot", values{"reason": p.record.Say("demo.void-reason")}); err != nil {
				return false, err
			}
			p.mended(p.Words.Say("demo.voided", "org", p.name(g.org), "round", round+1))
			return true, nil
		default:
			return false, fmt.Errorf("%s: the list has no further count for round %d: %w", p.name(g.org), round, err)
		}
	}
}

// has says whether the tellers' lists have that count of that round.
func (g *gathering) has(round, count int) bool {
	return slices.ContainsFunc(g.paper, func(r paperRow) bool { return r.round == round && r.count == count })
}

// collected is what came back, by class. Papers that were kept are counted with the
// first class of a word, the one with many people.
func (g *gathering) collected(kind *policy.Meeting, v *poll, round int) (rows []meeting.Collected) {
	byClass := map[string]*meeting.Collected{}
	for _, is := range v.list() {
		byClass[is.Class] = &meeting.Collected{Class: is.Class, PhoneUnused: v.unused[is.Class], PhoneSpoilt: v.spoilt[is.Class]}
	}
	for _, r := range g.paper {
		if r.round != round || r.count != 1 || r.teller != g.tellers[0] {
			continue
		}
		classes, back := classesOf(kind, r.class), r.back
		for _, c := range classes[1:] {
			if v.small[c] > 0 {
				byClass[c].PaperReturned = v.small[c]
				back -= v.small[c]
			}
		}
		byClass[classes[0]].PaperReturned, byClass[classes[0]].PaperNotReturned = back, r.kept
	}
	for _, is := range v.list() {
		rows = append(rows, *byClass[is.Class])
	}
	return rows
}

// line is what a paper row has of each option, none and several.
func (r paperRow) line(options []string) []int {
	var l []int
	for _, o := range options {
		l = append(l, r.row.number(o))
	}
	return append(l, r.blank, r.multiple)
}

// piles are a teller's piles, by class: where the lists count two classes as one, the
// papers of the smaller one are drawn by the seed from what all tellers found.
func (p *play) piles(g *gathering, kind *policy.Meeting, v *poll, round, count int, teller string) (piles []meeting.Pile, err error) {
	options := kind.Ballot.Options
	for _, r := range g.paper {
		if r.round != round || r.count != count || r.teller != teller {
			continue
		}
		classes, left := classesOf(kind, r.class), r.line(options)
		for _, c := range classes[1:] {
			if v.small[c] == 0 {
				continue
			}
			drawn := p.drawPapers(g.common(r, options), v.small[c], fmt.Sprint(g.id, round, c))
			for i := range left {
				left[i] -= drawn[i]
			}
			piles = append(piles, p.pile(c, g.org, drawn))
		}
		piles = append(piles, p.pile(classes[0], g.org, left))
	}
	return piles, nil
}

func (p *play) pile(class, subject string, line []int) meeting.Pile {
	n := len(line)
	row := meeting.Row{Subject: subject, Options: line[:n-2], Blank: line[n-2], Multiple: line[n-1]}
	pile := meeting.Pile{Class: class, Rows: []meeting.Row{row}}
	for _, k := range line {
		pile.Ballots += k
	}
	return pile
}

// common is what all counts of a class in a round have at least.
func (g *gathering) common(of paperRow, options []string) []int {
	least := of.line(options)
	for _, r := range g.paper {
		if r.round == of.round && r.class == of.class {
			for i, n := range r.line(options) {
				least[i] = min(least[i], n)
			}
		}
	}
	return least
}

// drawPapers draws n papers from a pile, always the same ones for the same use.
func (p *play) drawPapers(line []int, n int, use string) []int {
	var papers []int
	for i, k := range line {
		for range k {
			papers = append(papers, i)
		}
	}
	newChance(p.Seed, use).shuffle(len(papers), func(i, j int) { papers[i], papers[j] = papers[j], papers[i] })
	drawn := make([]int, len(line))
	for _, i := range papers[:min(n, len(papers))] {
		drawn[i]++
	}
	return drawn
}
