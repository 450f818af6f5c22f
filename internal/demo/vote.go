package demo

import (
	"errors"
	"fmt"
	"slices"
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

// poll is a vote as it will be: how many ballots each class gets and what is ticked.
type poll struct {
	issued map[string]*meeting.Issue
	order  []string // classes, in the policy's order
	unused map[string]int
	spoilt map[string]int
	marks  map[string][][]ballot.Mark // ballots cast by phone, of each class
	small  map[string]int             // voters of a class that the workbook counts with another
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

// plan deals the sums of the workbook to ballots: which of a class's ballots has
// which tick is decided by the seed.
func (p *play) plan(g *gathering, kind *policy.Meeting) (*poll, error) {
	v := &poll{issued: map[string]*meeting.Issue{}, unused: map[string]int{}, spoilt: map[string]int{}, marks: map[string][][]ballot.Mark{}, small: map[string]int{}}
	voters := map[string]int{}
	if err := p.viewMeeting(g.id, func(s *meeting.State) {
		for _, c := range kind.Classes {
			voters[c.ID] = s.Voters(c.ID)
			v.issued[c.ID] = &meeting.Issue{Class: c.ID}
			v.order = append(v.order, c.ID)
		}
	}); err != nil {
		return nil, err
	}
	byPhone := map[string]bool{}
	for _, r := range g.phone {
		classes := classesOf(kind, r.class)
		if len(classes) == 0 {
			r.row.bad("参会类别", "a class of the meeting")
			continue
		}
		ticks := p.ticks(r, kind.Ballot.Options)
		for _, c := range classes[1:] {
			ticks = v.deal(c, ticks, voters[c])
			byPhone[c] = true
		}
		v.deal(classes[0], ticks, len(ticks))
		v.spoilt[classes[0]] += r.spoilt
	}
	for _, r := range g.paper {
		if r.round != 1 || r.count != 1 || r.teller != g.tellers[0] {
			continue
		}
		classes, rest := classesOf(kind, r.class), r.issued
		if len(classes) == 0 {
			r.row.bad("参会类别", "a class of the meeting")
			continue
		}
		for _, c := range classes[1:] {
			if !byPhone[c] {
				v.issued[c].Paper, v.small[c] = voters[c], voters[c]
				rest -= voters[c]
			}
		}
		v.issued[classes[0]].Paper += rest
	}
	return v, nil
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

// deal gives a class its first n ballots and returns the others.
func (v *poll) deal(class string, ticks []int, n int) []int {
	n = min(n, len(ticks))
	v.issued[class].Phone += n
	for _, t := range ticks[:n] {
		if t == unusedSlip {
			v.unused[class]++
		} else {
			v.marks[class] = append(v.marks[class], []ballot.Mark{ballot.Tick(t)})
		}
	}
	return ticks[n:]
}

func (v *poll) list() (list []meeting.Issue) {
	for _, c := range v.order {
		if is := v.issued[c]; is.Phone+is.Paper > 0 {
			list = append(list, *is)
		}
	}
	return list
}

// phones says whether any slip is given out.
func (v *poll) phones() bool {
	return slices.ContainsFunc(v.list(), func(is meeting.Issue) bool { return is.Phone > 0 })
}

// holdPoll draws the slips, opens the vote, replaces what is spoilt, and casts all
// ballots at once.
func (p *play) holdPoll(by, id string, v *poll) error {
	stream := "meeting/" + id
	var form ballot.Form
	var codes [][]ballotbox.Code
	if v.phones() {
		var err error
		if form, codes, err = p.poll.Slips(p.ctx, id, v.list()); err != nil {
			return err
		}
	}
	if err := p.must(by, stream, "open-ballot", values{"issued": v.list()}); err != nil {
		return err
	}
	for i, class := range form.Classes {
		for range v.spoilt[class] {
			box, err := p.app.Boxes.Box(p.boxOf(id))
			if err != nil {
				return err
			}
			if codes[i][0], err = box.Replace(p.ctx, codes[i][0]); err != nil {
				return err
			}
			if err := p.must(by, stream, "replace-slip", values{"class": class, "origin": string(meeting.ByPhone), "cause": "spoilt", "reason": p.record.Say("demo.spoilt")}); err != nil {
				return err
			}
		}
	}
	p.clock.pass(8 * time.Minute)
	return p.cast(form, codes, v)
}

func (p *play) boxOf(id string) (box string) {
	_ = p.viewMeeting(id, func(s *meeting.State) {
		if r := s.Round(); r != nil {
			box = r.Box
		}
	})
	return box
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
