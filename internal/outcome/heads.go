package outcome

import (
	"fmt"
	"slices"
	"strings"

	"shuping/internal/policy"
)

// whoNeeded: where a rule counts only some of those who attend, one number for everybody does not
// say how many they are, and numbers by class are asked for.
func (r *reckoning) whoNeeded(s *session) {
	var all, expected []string
	for _, c := range s.kind.Classes {
		all = append(all, c.ID)
		if c.Expected {
			expected = append(expected, c.ID)
		}
	}
	for name, h := range map[string]struct {
		Heads
		everybody []string
	}{"present": {s.Present, all}, "expected": {s.Expected, expected}} {
		if !h.Given || h.ByClass != nil {
			continue
		}
		for _, some := range r.groupsCounted(s, name) {
			if slices.ContainsFunc(h.everybody, func(id string) bool { return !slices.Contains(some, id) }) {
				r.faults.add(s.key+"."+name, "classes-needed", "of", strings.Join(some, " "), "all", strings.Join(h.everybody, " "))
				break
			}
		}
	}
}

// groupsCounted are the groups of classes whose people some rule counts, present or expected.
func (r *reckoning) groupsCounted(s *session, heads string) (groups [][]string) {
	m := s.kind
	if m.Quorum.Holds() && (heads == "present" || m.Quorum.Count == 0) {
		groups = append(groups, m.Quorum.Of)
	}
	if m.Composition.Holds() && heads == "present" {
		groups = append(groups, m.Composition.Of)
	}
	for _, c := range m.Classes {
		if c.Required > 0 && m.Attendance.Holds() && heads == "present" {
			groups = append(groups, []string{c.ID})
		}
	}
	if m.Ballot.Returned.Holds() && m.Ballot.Returned.Of == heads {
		groups = append(groups, s.voting())
	}
	for _, t := range r.g.Thresholds {
		for _, k := range t.When {
			if src, ok := r.g.SourceNamed(k.Source); ok && k.Of == heads && src.Meeting == m.ID {
				groups = append(groups, s.voting())
			}
		}
	}
	return groups
}

// headsFit: of those expected no more are present.
func (r *reckoning) headsFit(s *session) {
	over := func(name string, present, expected int) {
		if present > expected {
			r.faults.add(s.key+".present"+name, "more-present", "got", present, "want", expected)
		}
	}
	for _, c := range s.kind.Classes {
		present, is := s.Present.ByClass[c.ID]
		if expected, given := s.Expected.ByClass[c.ID]; given && is {
			over("."+c.ID, present, expected)
		}
	}
	everybody := !slices.ContainsFunc(s.kind.Classes, func(c policy.Class) bool { return !c.Expected })
	if s.Present.Given && s.Expected.Given && everybody && (s.Present.ByClass == nil || s.Expected.ByClass == nil) {
		over("", s.Present.All, s.Expected.All)
	}
}

// entitled says whether a class, or a part of the voters, votes on such a subject at all.
func (r *reckoning) entitled(s *session, name string, n *Subject) bool {
	if c, ok := s.kind.ClassByID(name); ok {
		return policy.Concerns(c.RatesKinds, nil, n.Kind, "")
	}
	for _, p := range s.kind.Ballot.Weights.Parts {
		if p.ID != name {
			continue
		}
		rates := func(id string) bool {
			c, _ := s.kind.ClassByID(id)
			return policy.Concerns(c.RatesKinds, nil, n.Kind, "")
		}
		return policy.Concerns(p.Kinds, nil, n.Kind, "") && slices.ContainsFunc(p.Classes, rates)
	}
	return true
}

// sums: what was counted adds up to the ballots returned where everybody rates everybody, and is
// never more than there were ballots or, where these are not given, people.
func (r *reckoning) sums(s *session) {
	totals, loose := map[pileKey]int{}, map[pileKey]bool{} // loose: not every class has a number of its own
	limited := slices.ContainsFunc(s.kind.Classes, func(c policy.Class) bool { return c.NotSelf || len(c.RatesKinds) > 0 })
	for key, p := range s.piles {
		all := pileKey{key.subject, key.question, ""}
		totals[all] += p.entries()
		most, of, given := s.most(key.class)
		if key.class == "" || !given {
			loose[all] = true
			continue
		}
		c, _ := s.kind.ClassByID(key.class)
		r.fits(s, key, p.entries(), most, of, of == "returned" && !c.NotSelf)
	}
	for key, got := range totals {
		if most, of, given := s.most(""); given && loose[key] {
			r.fits(s, key, got, most, of, of == "returned" && !limited)
		}
	}
}

// most is how many entries there can be of a class, or with "" of all: the ballots returned, else
// issued, else the voters present.
func (s *session) most(class string) (n int, of string, given bool) {
	for _, h := range []struct {
		Heads
		of string
	}{{s.Returned, "returned"}, {s.Issued, "issued"}, {s.Present, "present"}} {
		if !h.Given {
			continue
		}
		if class != "" {
			if n, given = h.ByClass[class]; given {
				return n, h.of, true
			}
			continue
		}
		if h.of == "present" {
			voting := s.voting()
			if h.ByClass != nil {
				return h.Heads.of(voting), h.of, true
			}
			return h.All, h.of, len(voting) == len(s.kind.Classes)
		}
		return h.All, h.of, true
	}
	return 0, "", false
}

// fits refuses entries that are more than there can be, or another number where they must be equal.
func (r *reckoning) fits(s *session, key pileKey, got, want int, of string, equal bool) {
	if got == want || got < want && !equal {
		return
	}
	at, name := s.key+".counts", strings.TrimSpace(key.question+" "+key.class)
	if len(s.Ballots) > 0 {
		at = s.key + ".ballots"
	}
	code := "count-sum"
	if !equal {
		code = "count-over-" + of
	}
	kv := []any{"subject", key.subject, "got", got, "want", want}
	if name != "" {
		kv = append(kv, "of", name)
		code = fmt.Sprintf("%s-of", code)
	}
	r.faults.add(at, code, kv...)
}
