package policy

import "slices"

// KindOf is the policy's name for a kind of organisation as a roster writes it; a
// word that the policy does not know stays as it is.
func (p *Policy) KindOf(word string) string {
	for _, k := range p.Kinds {
		if k.Name == word || slices.Contains(k.Aliases, word) {
			return k.Name
		}
	}
	return word
}

// LowFirst says whether a source's less is better: the mean place of a ranking without points.
func (p *Policy) LowFirst(name string) bool {
	src, ok := p.Grading.SourceNamed(name)
	if !ok || src.ID != SourceMeeting || len(src.Options) > 0 {
		return false
	}
	m, ok := p.MeetingByID(src.Meeting)
	if !ok {
		return false
	}
	for _, q := range m.Ballot.Asked() {
		if (src.Question == "" || src.Question == q.ID) && q.Kind == KindRank && len(q.Rank.Points) == 0 {
			return true
		}
	}
	return false
}

// ClassOf finds the class of people that a roster's word means.
func (m *Meeting) ClassOf(word string) (Class, bool) {
	for _, c := range m.Classes {
		if c.Name == word || slices.Contains(c.Rosters, word) {
			return c, true
		}
	}
	return Class{}, false
}
