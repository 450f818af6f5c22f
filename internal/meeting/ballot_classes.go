package meeting

import (
	"slices"
	"strings"

	"shuping/internal/policy"
)

// BallotClasses are the classes that the ballots of a vote carry (票的类别), with the
// numbers given out: one for all whose ballots ask the same and are worth the same,
// whoever of them came, unless the policy counts by class; so slips printed beforehand
// fit the vote that is opened later. By class, those that were given so few that their
// count would point to people are joined with the next smallest of the same sort,
// because what lies in the box is kept for ever: hiding a breakdown later would leave it
// in the archive (N7.2). Sorts are never joined, or the result would be another one. A
// joined class is called by the ids of its parts, see policy.Meeting.BallotClass.
func BallotClasses(t *policy.Meeting, issued []Issue) (out []Issue) {
	for _, sort := range sorts(t) {
		if t.Ballot.ByClass {
			out = append(out, byClass(sort, issued, t.Ballot.FewerThan)...)
		} else if all := together(sort, issued); all.Phone+all.Paper > 0 {
			out = append(out, all)
		}
	}
	return out
}

// together is one pile of all ballots of some classes.
func together(classes []policy.Class, issued []Issue) (all Issue) {
	var ids []string
	for _, class := range classes {
		ids = append(ids, class.ID)
		for _, is := range issued {
			if is.Class == class.ID {
				all.Phone, all.Paper = all.Phone+is.Phone, all.Paper+is.Paper
			}
		}
	}
	all.Class = strings.Join(ids, policy.Joined)
	return all
}

// byClass are the ballots of some classes, class by class, the small ones joined.
func byClass(classes []policy.Class, issued []Issue, fewerThan int) (out []Issue) {
	type part struct {
		classes []policy.Class // in the policy's order
		Issue
	}
	var parts []part
	for _, class := range classes {
		if one := together([]policy.Class{class}, issued); one.Phone+one.Paper > 0 {
			parts = append(parts, part{[]policy.Class{class}, one})
		}
	}
	size := func(p part) int { return p.Phone + p.Paper }
	order := func(c policy.Class) int {
		return slices.IndexFunc(classes, func(o policy.Class) bool { return o.ID == c.ID })
	}
	for len(parts) > 1 {
		slices.SortStableFunc(parts, func(a, b part) int { return size(a) - size(b) })
		if size(parts[0]) >= fewerThan {
			break
		}
		both := append(slices.Clone(parts[0].classes), parts[1].classes...)
		slices.SortFunc(both, func(x, y policy.Class) int { return order(x) - order(y) })
		parts = append([]part{{both, together(both, issued)}}, parts[2:]...)
	}
	slices.SortFunc(parts, func(a, b part) int { return order(a.classes[0]) - order(b.classes[0]) })
	for _, p := range parts {
		out = append(out, p.Issue)
	}
	return out
}
