package meeting

import (
	"slices"
	"strings"

	"shuping/internal/policy"
)

// BallotClasses are the classes that the ballots of a vote carry (票的类别), with the
// numbers given out: one for all who vote, whoever of them came, unless the policy
// counts by class; so slips printed beforehand fit the vote that is opened later. By
// class, those that were given so few that their count would point to people are
// joined with the next smallest, because what lies in the box is kept for ever: hiding
// a breakdown later would leave it in the archive (N7.2). A joined class is called by
// the ids of its parts, see policy.Meeting.BallotClass.
func BallotClasses(t *policy.Meeting, issued []Issue) []Issue {
	if !t.Ballot.ByClass {
		return onePile(t, issued)
	}
	type part struct {
		ids []string // in the policy's order
		Issue
	}
	var parts []part
	for _, class := range t.Classes {
		for _, is := range issued {
			if is.Class == class.ID && is.Phone+is.Paper > 0 {
				parts = append(parts, part{[]string{class.ID}, is})
			}
		}
	}
	size := func(p part) int { return p.Phone + p.Paper }
	order := func(id string) int {
		return slices.IndexFunc(t.Classes, func(c policy.Class) bool { return c.ID == id })
	}
	for len(parts) > 1 {
		slices.SortStableFunc(parts, func(a, b part) int { return size(a) - size(b) })
		if size(parts[0]) >= t.Ballot.FewerThan {
			break
		}
		a, b := parts[0], parts[1]
		a.ids = append(a.ids, b.ids...)
		slices.SortFunc(a.ids, func(x, y string) int { return order(x) - order(y) })
		a.Phone, a.Paper = a.Phone+b.Phone, a.Paper+b.Paper
		parts = append([]part{a}, parts[2:]...)
	}
	slices.SortFunc(parts, func(a, b part) int { return order(a.ids[0]) - order(b.ids[0]) })
	var out []Issue
	for _, p := range parts {
		p.Class = strings.Join(p.ids, policy.Joined)
		out = append(out, p.Issue)
	}
	return out
}

// onePile is the one class of all ballots, none when none are given out.
func onePile(t *policy.Meeting, issued []Issue) []Issue {
	var all Issue
	var ids []string
	for _, class := range t.Classes {
		if class.Votes {
			ids = append(ids, class.ID)
		}
	}
	for _, is := range issued {
		all.Phone, all.Paper = all.Phone+is.Phone, all.Paper+is.Paper
	}
	if all.Phone+all.Paper == 0 {
		return nil
	}
	all.Class = strings.Join(ids, policy.Joined)
	return []Issue{all}
}
