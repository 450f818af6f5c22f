package cycle

import (
	"fmt"
	"math/big"

	"shuping/internal/brief"
	"shuping/internal/policy"
)

// presence: enough of those who should attend, and enough of the others (N5.3, N5.4, N6.1).
func (a *auditor) presence(m *Meeting) {
	if m.Cancelled != nil || len(m.Minutes) == 0 {
		return
	}
	mins := m.Minutes[len(m.Minutes)-1].Minutes
	kind, _ := a.s.Policy.MeetingByID(m.Type)
	of := func(classes []string) (expected, present int) {
		for _, p := range mins.Presence {
			for _, c := range classes {
				if c == p.Class {
					expected, present = expected+p.Expected, present+p.Present
				}
			}
		}
		return expected, present
	}
	subject := m.Org
	expected, present := of(kind.Quorum.Of)
	a.say(kind.Quorum.Basis, "N5.3", "quorum", subject, expected > 0 && atLeast(kind.Quorum.AtLeast, present, expected),
		fmt.Sprintf("%d/%d", present, expected), kind.Quorum.AtLeast)
	_, some := of(kind.Composition.Of)
	_, others := of(kind.Composition.Beside)
	a.say(kind.Composition.Basis, "N5.4", "composition", subject, atLeast(kind.Composition.AtLeast, some, some+others),
		fmt.Sprintf("%d/%d", some, some+others), kind.Composition.AtLeast)
	for _, c := range kind.Classes {
		if _, n := of([]string{c.ID}); c.Required > 0 {
			a.say(kind.Attendance, "N6.1", "class-present", subject, n >= c.Required, fmt.Sprint(c.Name, " ", n), c.Required)
		}
	}
	chaired := false
	for _, id := range m.Subjects {
		sub := a.s.Subjects[id]
		chaired = chaired || sub != nil && sub.Person == m.Chair
	}
	a.say(kind.Chair.NotSubject, "N5.1", "chair-not-subject", subject, !chaired, chaired, false)
}

// tallies: every subject's entries sum up to the ballots (N7.1), and the result was announced (N5.6).
func (a *auditor) tallies(m *Meeting) {
	kind, _ := a.s.Policy.MeetingByID(m.Type)
	for _, receipt := range m.Minutes {
		mins := receipt.Minutes
		good := len(mins.Rounds) > 0
		for _, r := range mins.Rounds {
			good = good && roundSums(r)
		}
		if _, has := kind.Has(policy.ItemBallot); has {
			a.say(kind.Ballot.Basis, "N7.1", "tally-sums", m.Org, good, good, true)
			a.say(kind.Ballot.OnTheSpot, ruleOf(kind, "N5.6"), "announced", m.Org, !mins.Announced.IsZero(), mins.Announced.IsZero(), false)
		}
	}
}

func roundSums(r brief.Round) bool {
	for _, piles := range []int{0, 1} {
		list := r.Phone
		if piles == 1 {
			list = r.Paper
		}
		for _, t := range list {
			for _, c := range t.Subjects {
				total := big.NewInt(int64(c.Blank + c.Multiple))
				for _, n := range c.Options {
					total.Add(total, big.NewInt(int64(n)))
				}
				if total.Cmp(big.NewInt(int64(t.Ballots))) != 0 {
					return false
				}
			}
		}
	}
	return true
}
