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
			piles := g.counted(kind, v, round, n, teller)
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

// collected is what came back, by pile.
func (g *gathering) collected(kind *policy.Meeting, v *poll, round int) (rows []meeting.Collected) {
	for _, is := range v.piles {
		row := meeting.Collected{Class: is.Class, PhoneUnused: v.unused[is.Class], PhoneSpoilt: v.spoilt[is.Class]}
		for _, r := range g.paper {
			if r.round == round && r.count == 1 && r.teller == g.tellers[0] && v.pile(classesOf(kind, r.class)[0]) == is.Class {
				row.PaperReturned += r.back
				row.PaperNotReturned += r.kept
			}
		}
		rows = append(rows, row)
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

// counted are a teller's piles.
func (g *gathering) counted(kind *policy.Meeting, v *poll, round, count int, teller string) (piles []meeting.Pile) {
	for _, is := range v.piles {
		var sum []int
		for _, r := range g.paper {
			if r.round != round || r.count != count || r.teller != teller || v.pile(classesOf(kind, r.class)[0]) != is.Class {
				continue
			}
			line := r.line(kind.Ballot.Options)
			if sum == nil {
				sum = make([]int, len(line))
			}
			for i, n := range line {
				sum[i] += n
			}
		}
		if sum != nil {
			piles = append(piles, pileOf(is.Class, g.org, sum))
		}
	}
	return piles
}

func pileOf(class, subject string, line []int) meeting.Pile {
	n := len(line)
	row := meeting.Row{Subject: subject, Options: line[:n-2], Blank: line[n-2], Multiple: line[n-1]}
	pile := meeting.Pile{Class: class, Rows: []meeting.Row{row}}
	for _, k := range line {
		pile.Ballots += k
	}
	return pile
}
