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

// ClassOf finds the class of people that a roster's word means.
func (m *Meeting) ClassOf(word string) (Class, bool) {
	for _, c := range m.Classes {
		if c.Name == word || slices.Contains(c.Rosters, word) {
			return c, true
		}
	}
	return Class{}, false
}
