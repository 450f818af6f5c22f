package outcome

import (
	"slices"
	"strings"

	"shuping/internal/policy"
)

// places: a voter gives each place once, so over all subjects each place was given as often. Who does
// not vote on the own line ranks one less and gives the last place to nobody.
func (r *reckoning) places(s *session) {
	given := map[pileKey]map[int]int{} // question and class
	subjects := map[pileKey]int{}
	for key, p := range s.piles {
		at := pileKey{"", key.question, key.class}
		if len(p.places) == 0 {
			continue
		}
		subjects[at]++
		if given[at] == nil {
			given[at] = map[int]int{}
		}
		for place, n := range p.places {
			given[at][place] += n
		}
	}
	for at, places := range given {
		for place := 2; place <= subjects[at]; place++ {
			fewer := place == subjects[at] && s.leavesOut(at.class)
			if places[place] > places[1] || places[place] < places[1] && !fewer {
				r.faults.add(s.key+".counts", "places-sum", "of", strings.TrimSpace(at.question+" "+at.class), "place", place, "got", places[place], "want", places[1])
			}
		}
	}
}

// leavesOut says whether voters of a class or part, "" for all, leave their own line out.
func (s *session) leavesOut(class string) bool {
	part := slices.IndexFunc(s.kind.Ballot.Weights.Parts, func(p policy.Share) bool { return p.ID == class })
	return slices.ContainsFunc(s.kind.Classes, func(c policy.Class) bool {
		return c.NotSelf && (class == "" || c.ID == class || part >= 0 && slices.Contains(s.kind.Ballot.Weights.Parts[part].Classes, c.ID))
	})
}

// twice: a subject is voted on once at each type of meeting.
func (r *reckoning) twice() {
	seen := map[[2]string]string{}
	for _, s := range r.sessions {
		for _, id := range r.ids() {
			if !s.covers(id) {
				continue
			}
			at := [2]string{s.kind.ID, id}
			if first := seen[at]; first != "" {
				r.faults.add(s.key, "voted-twice", "subject", id, "first", first)
			}
			seen[at] = s.key
		}
	}
}

// covers says whether the meeting is about that subject.
func (s *session) covers(subject string) bool {
	if s.Subject == subject {
		return true
	}
	for key := range s.piles {
		if key.subject == subject {
			return true
		}
	}
	return false
}
