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

// ScaleOf is the scale of grades for subjects of a kind.
func (p *Policy) ScaleOf(kind string) string {
	for _, r := range p.Scope.Subjects {
		if r.Kind == kind && r.Scale != "" {
			return r.Scale
		}
	}
	return ScalePerson
}

// HasGrade says whether a grade is one of some scale.
func (g *Grading) HasGrade(name string) bool {
	return slices.ContainsFunc(g.ScaleIDs(), func(id string) bool { return slices.Contains(g.GradesOf(id), name) })
}

// AllGrades are the names of the grades of all scales, those of persons first, each once.
func (g *Grading) AllGrades() (all []string) {
	for _, id := range g.ScaleIDs() {
		for _, name := range g.GradesOf(id) {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all
}

// Rank is the place of a grade in the first scale that has it, 1 the best; 0 for none.
func (g *Grading) Rank(grade string) int {
	for _, id := range g.ScaleIDs() {
		if at := slices.Index(g.GradesOf(id), grade); at >= 0 {
			return at + 1
		}
	}
	return 0
}

// Scored says whether some source gives a number that no ballot gives.
func (g *Grading) Scored() bool {
	return slices.ContainsFunc(g.Sources, func(s Source) bool {
		return s.ID != SourceMeeting && (!s.Weight.IsZero() || s.ID != SourceAssessment && s.ID != SourceVerification)
	})
}

// Suggests says whether the rules reckon anything for a subject: a total, or grades. Without that the
// numbers are shown and people decide.
func (g *Grading) Suggests() bool {
	return g.Score.Holds() || len(g.Thresholds) > 0 || g.Ranking.Holds() || g.Bands.Holds() || g.Plurality.Holds() ||
		slices.ContainsFunc(g.Quotas, func(q Quota) bool { return len(q.OnlyIf) > 0 || q.Overflow != "" })
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
