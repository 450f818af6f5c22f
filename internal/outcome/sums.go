package outcome

import (
	"slices"
	"strings"

	"shuping/internal/policy"
)

// sums: what was counted adds up to the ballots returned, and no more than were issued.
func (r *reckoning) sums(s *session) {
	totals, whole := map[pileKey]int{}, map[pileKey]bool{} // whole: not every class has a number of its own
	limited := slices.ContainsFunc(s.kind.Classes, func(c policy.Class) bool { return c.NotSelf || len(c.RatesKinds) > 0 })
	for key, p := range s.piles {
		all := pileKey{key.subject, key.question, ""}
		totals[all] += p.entries()
		if _, known := s.Returned.ByClass[key.class]; !known {
			whole[all] = true
		}
		c, _ := s.kind.ClassByID(key.class)
		if want, given := s.Returned.ByClass[key.class]; given && !c.NotSelf && p.entries() != want {
			r.unequal(s, key, p.entries(), want)
		}
	}
	for key, got := range totals {
		if want := s.Returned.All; s.Returned.Given && !limited && whole[key] && got != want {
			r.unequal(s, key, got, want)
		}
	}
}

func (r *reckoning) unequal(s *session, key pileKey, got, want int) {
	if of := strings.TrimSpace(key.question + " " + key.class); of != "" {
		r.faults.add(s.key+".counts", "count-sum-of", "subject", key.subject, "of", of, "got", got, "want", want)
		return
	}
	r.faults.add(s.key+".counts", "count-sum", "subject", key.subject, "got", got, "want", want)
}

// places: a voter gives each place once, so over all subjects each place was given as often.
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
		for place := 1; place <= max(len(places), subjects[at]); place++ {
			if places[place] != places[1] && place <= subjects[at] {
				r.faults.add(s.key+".counts", "places-sum", "of", strings.TrimSpace(at.question+" "+at.class), "place", place, "got", places[place], "want", places[1])
			}
		}
	}
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
