package meeting

import (
	"slices"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// untold are the commands that their events do not tell whole: who came is told with the
// moment, not with what was said of it; lots and trips are drawn from the call; what
// was read from papers is held against the file of readings instead.
var untold = []string{"sign-in", "sign-out", "draw-check", "carry-out", "change-brief", "scan-ballots", "record-readings", "recount",
	"phone-question", "allow-phones"}

// again is the command that an event came from, see decider.Decider.Again.
func again(s *State, kind string, first decider.Event[State]) decider.Command[State] {
	if slices.Contains(untold, kind) {
		return nil
	}
	switch e := first.(type) {
	case *RollOpened:
		if len(e.Twice) > 0 {
			return nil // the list had more entries than the roll
		}
	case *BallotOpened:
		c := &OpenBallot{}
		if len(e.Departures) > 0 {
			c.Reason = e.Departures[0].Reason
		}
		for _, is := range e.Issued {
			c.Issued = append(c.Issued, s.apart(is)...)
		}
		return c
	case *PaperCounted:
		return &CountPaper{Piles: s.pilesOf(e.Tallies)}
	case *BoxRecorded:
		r := s.Round()
		if r == nil || len(e.Made) != len(e.Tallies) {
			return nil
		}
		c := &RecordBox{Piles: s.pilesOf(e.Tallies), Seal: e.Seal}
		for i, t := range e.Tallies {
			c.Used = append(c.Used, UsedCode{Class: r.Form.Classes[t.Class], Used: t.Ballots, Made: e.Made[i]})
		}
		return c
	}
	for _, c := range commands() {
		if c.Kind() == kind {
			return decider.Retell(c, first)
		}
	}
	return nil
}

// apart gives out to classes what was given out to several of them as one: to each as
// much as it has voters.
func (s *State) apart(is Issued) (all []Issue) {
	phone, paper := is.Phone, is.Paper
	for _, class := range strings.Split(is.Class, "+") {
		room := s.Voters(class)
		one := Issue{Class: class, Phone: min(phone, room)}
		one.Paper = min(paper, room-one.Phone)
		phone, paper = phone-one.Phone, paper-one.Paper
		all = append(all, one)
	}
	all[0].Phone, all[0].Paper = all[0].Phone+phone, all[0].Paper+paper // more than voters: it has to be refused
	return all
}

// pilesOf is the count of a form as it is handed in.
func (s *State) pilesOf(tallies []ballot.Tally) (piles []Pile) {
	r := s.Round()
	if r == nil {
		return nil
	}
	asked := r.Form.Asked()
	for _, t := range tallies {
		p := Pile{Class: r.Form.Classes[t.Class], Ballots: t.Ballots}
		for i, l := range r.Form.Lines() {
			c := t.Subjects[i]
			p.Rows = append(p.Rows, Row{Subject: r.Form.Subjects[l.Subject], Question: asked[l.Question].ID,
				Options: c.Options, Blank: c.Blank, Multiple: c.Multiple, Breach: c.Breach, Own: c.Own})
		}
		piles = append(piles, p)
	}
	return piles
}
