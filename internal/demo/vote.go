package demo

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// phoneRow is what a class ticked by phone: sums, nothing of who.
type phoneRow struct {
	class                  string // the workbook's word
	issued, unused, spoilt int
	row                    row
}

// voters are the slips that were given to people, without those that replaced spoilt ones.
func (r phoneRow) voters() int { return r.issued - r.spoilt }

// paperRow is a teller's line about the papers of a class.
type paperRow struct {
	round, count       int
	teller, class      string
	issued, back, kept int
	blank, multiple    int
	row                row
}

// poll is a vote as it will be: how many ballots each class of people gets, and what
// is ticked in each pile of ballots that are alike.
type poll struct {
	issued []meeting.Issue
	piles  []meeting.Issue
	unused map[string]int
	spoilt map[string]int
	marks  map[string][][]ballot.Mark // ballots cast by phone, of each pile
}

func newPoll(kind *policy.Meeting, issued []meeting.Issue) *poll {
	return &poll{issued: issued, piles: meeting.BallotClasses(kind, issued), unused: map[string]int{}, spoilt: map[string]int{}, marks: map[string][][]ballot.Mark{}}
}

// pile is the pile that the ballots of a class of people lie in.
func (v *poll) pile(class string) string {
	i := slices.IndexFunc(v.piles, func(is meeting.Issue) bool {
		return slices.Contains(strings.Split(is.Class, policy.Joined), class)
	})
	if i < 0 {
		return ""
	}
	return v.piles[i].Class
}

// classesOf are the classes of the meeting that a word of the workbook means: members
// of a branch are written as one, and the notice knows full and probationary ones.
func classesOf(kind *policy.Meeting, word string) []string {
	c, ok := kind.ClassOf(word)
	if !ok {
		return nil
	}
	if slices.Contains(kind.Quorum.Of, c.ID) && c.Name != word {
		return kind.Quorum.Of
	}
	return []string{c.ID}
}

// plan deals the sums of the workbook to ballots: in which order they come is decided
// by the seed. The workbook counts the members of a branch in one line.
func (p *play) plan(g *gathering, kind *policy.Meeting) (*poll, error) {
	voters := map[string]int{}
	if err := p.viewMeeting(g.id, func(s *meeting.State) {
		for _, c := range kind.Classes {
			voters[c.ID] = s.Voters(c.ID)
		}
	}); err != nil {
		return nil, err
	}
	issued := map[string]*meeting.Issue{}
	for _, c := range kind.Classes {
		issued[c.ID] = &meeting.Issue{Class: c.ID}
	}
	// The first class of a line is the one of most people, and gets what is left.
	give := func(classes []string, n int, of func(*meeting.Issue) *int) {
		for _, c := range slices.Backward(classes) {
			k := n
			if c != classes[0] {
				k = min(n, voters[c]-issued[c].Phone-issued[c].Paper)
			}
			*of(issued[c]) += k
			n -= k
		}
	}
	for _, r := range g.phone {
		if classes := r.row.classes(kind, r.class); classes != nil {
			give(classes, r.voters(), func(is *meeting.Issue) *int { return &is.Phone })
		}
	}
	for _, r := range g.paper {
		if r.round != 1 || r.count != 1 || r.teller != g.tellers[0] {
			continue
		}
		if classes := r.row.classes(kind, r.class); classes != nil {
			give(classes, r.issued, func(is *meeting.Issue) *int { return &is.Paper })
		}
	}
	var list []meeting.Issue
	for _, c := range kind.Classes {
		if is := issued[c.ID]; is.Phone+is.Paper > 0 {
			list = append(list, *is)
		}
	}
	v := newPoll(kind, list)
	for _, r := range g.phone {
		if classes := r.row.classes(kind, r.class); classes != nil {
			v.fill(v.pile(classes[0]), p.ticks(r, kind.Ballot.Options))
			v.spoilt[v.pile(classes[0])] += r.spoilt
		}
	}
	return v, nil
}

// classes are classesOf a word that stands in the row.
func (r row) classes(kind *policy.Meeting, word string) []string {
	list := classesOf(kind, word)
	if len(list) == 0 {
		r.bad("参会类别", "a class of the meeting")
	}
	return list
}

// unusedSlip stands for a slip that was handed back.
const unusedSlip = -1

// ticks are the ballots of a row in an order that the seed decides: indexes of
// options, and slips that were not used.
func (p *play) ticks(r phoneRow, options []string) (ticks []int) {
	for i, o := range options {
		for range r.row.number(o) {
			ticks = append(ticks, i)
		}
	}
	for range r.unused {
		ticks = append(ticks, unusedSlip)
	}
	if len(ticks) != r.voters() {
		r.row.bad("发码", fmt.Sprintf("the sum of the others, %d", len(ticks)+r.spoilt))
	}
	p.luck.shuffle(len(ticks), func(i, j int) { ticks[i], ticks[j] = ticks[j], ticks[i] })
	return ticks
}

// fill puts ballots into a pile.
func (v *poll) fill(pile string, ticks []int) {
	for _, t := range ticks {
		if t == unusedSlip {
			v.unused[pile]++
		} else {
			v.marks[pile] = append(v.marks[pile], []ballot.Mark{ballot.Tick(t)})
		}
	}
}

// phones says whether any slip is given out.
func (v *poll) phones() bool {
	return slices.ContainsFunc(v.piles, func(is meeting.Issue) bool { return is.Phone > 0 })
}

// holdPoll draws the slips, opens the vote, replaces what is spoilt, and casts all
// ballots at once.
func (p *play) holdPoll(by, id string, v *poll) error {
	stream := "meeting/" + id
	var form ballot.Form
	var codes [][]ballotbox.Code
	if v.phones() {
		var err error
		if form, codes, err = p.poll.Slips(p.ctx, id, v.issued); err != nil {
			return err
		}
	}
	if err := p.must(by, stream, "open-ballot", values{"issued": v.issued}); err != nil {
		return err
	}
	for i, class := range form.Classes {
		for range v.spoilt[class] {
			call, err := p.app.Office.Caller(p.ctx, by)
			if err != nil {
				return err
			}
			why := meeting.ReplaceSlip{Class: class, Cause: "spoilt", Reason: p.record.Say("demo.spoilt")}
			if codes[i][0], err = p.poll.Replace(p.ctx, call, id, why, string(codes[i][0])); err != nil {
				return err
			}
		}
	}
	p.clock.pass(8 * time.Minute)
	return p.cast(form, codes, v)
}

// phonesAtOnce is how many phones of a hall send at the same moment.
const phonesAtOnce = 32

// cast sends all ballots, as a hall does: many at once, in no order.
func (p *play) cast(form ballot.Form, codes [][]ballotbox.Code, v *poll) error {
	type vote struct {
		code  ballotbox.Code
		marks []ballot.Mark
	}
	var votes []vote
	for i, class := range form.Classes {
		for k, marks := range v.marks[class] {
			votes = append(votes, vote{codes[i][k], marks})
		}
	}
	p.luck.shuffle(len(votes), func(i, j int) { votes[i], votes[j] = votes[j], votes[i] })
	queue := make(chan vote)
	errs := make([]error, phonesAtOnce)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			for v := range queue {
				errs[i] = errors.Join(errs[i], p.poll.Cast(p.ctx, v.code, v.marks))
			}
		})
	}
	for _, v := range votes {
		queue <- v
	}
	close(queue)
	wg.Wait()
	p.result.Ballots += len(votes)
	return errors.Join(errs...)
}
