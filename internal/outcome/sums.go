package outcome

import "strings"

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
