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
	q, c := kind.Quorum, kind.Composition
	ok, want := enough(q.AtLeast, q.MoreThan, q.Count, present, expected)
	a.say(q.Basis, "N5.3", "quorum", subject, ok, fmt.Sprintf("%d/%d", present, expected), want)
	_, some := of(c.Of)
	_, others := of(c.Beside)
	ok, want = enough(c.AtLeast, c.MoreThan, c.Count, some, some+others)
	a.say(c.Basis, "N5.4", "composition", subject, ok, fmt.Sprintf("%d/%d", some, some+others), want)
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

// enough says whether there are so many, or a share at least or more than that, and what was wanted.
func enough(least, more policy.Ratio, number, part, whole int) (ok bool, want string) {
	switch {
	case number > 0:
		return part >= number, fmt.Sprint(number)
	case more.Den > 0: // more than the share is left for these when it is not met by the others
		others := policy.Ratio{Num: more.Den - more.Num, Den: more.Den}
		return whole > 0 && !atLeast(others, whole-part, whole), fmt.Sprint("> ", more)
	}
	return whole > 0 && atLeast(least, part, whole), least.String()
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
			lines := r.Form.Lines()
			for i, c := range t.Subjects {
				total := big.NewInt(0)
				for _, n := range append([]int{c.Blank, c.Multiple, c.Breach, c.Own}, c.Options...) {
					total.Add(total, big.NewInt(int64(n)))
				}
				ballots := t.Ballots
				if i >= len(lines) || !r.Form.Rated(t.Class, lines[i].Subject) {
					ballots = 0
				}
				if total.Cmp(big.NewInt(int64(ballots))) != 0 {
					return false
				}
			}
		}
	}
	return true
}
