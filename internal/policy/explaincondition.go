package policy

import "fmt"

// bounds puts bounds in phrases.
func bounds(atLeast, moreThan, atMost, lessThan fmt.Stringer) []Phrase {
	var all []Phrase
	for _, b := range []struct {
		code string
		v    fmt.Stringer
	}{{"at-least", atLeast}, {"more-than", moreThan}, {"at-most", atMost}, {"less-than", lessThan}} {
		if s := b.v.String(); s != "" {
			all = append(all, phrase(b.code, "v", s))
		}
	}
	return all
}

func (b Bounds) phrases() []Phrase { return bounds(b.AtLeast, b.MoreThan, b.AtMost, b.LessThan) }
func (b ShareBounds) phrases() []Phrase {
	return bounds(b.AtLeast, b.MoreThan, b.AtMost, b.LessThan)
}

// sourceName is how a source is called: by its own name, its meeting's, or words for its sort.
func sourceName(p *Policy, name string) Phrase {
	s, ok := p.Grading.SourceNamed(name)
	switch {
	case name == SourceTotal || !ok:
		return phrase("source-total")
	case s.Name != "":
		return phrase("name", "name", s.Name)
	case s.ID == SourceMeeting:
		if m, ok := p.MeetingByID(s.Meeting); ok {
			return phrase("ballot-of", "meeting", m.Name)
		}
	}
	return phrase("source-"+string(s.ID), "name", s.Called())
}

// ConditionPhrases put conditions in phrases.
func ConditionPhrases(p *Policy, all []Condition) []Phrase {
	if len(all) == 0 {
		return []Phrase{phrase("otherwise")}
	}
	var list []Phrase
	for i := range all {
		list = append(list, conditionPhrase(p, &all[i]))
	}
	return list
}

func conditionPhrase(p *Policy, k *Condition) Phrase {
	source := []Phrase{sourceName(p, k.Source)}
	if k.Question != "" {
		source = append(source, phrase("name", "name", questionName(p, k)))
	}
	if k.Part != "" {
		source = append(source, phrase("name", "name", partName(p, k)))
	}
	switch {
	case k.Fact != "":
		f, _ := p.Grading.FactByID(k.Fact)
		if len(k.Is) == 0 {
			return phrase("fact", "fact", f.Name)
		}
		return phrase("fact-is", "fact", f.Name, "is", list(k.Is))
	case k.First > 0:
		return phrase("first", "source", source, "n", k.First)
	case k.Last > 0:
		return phrase("last", "source", source, "n", k.Last)
	case !k.Score.IsZero():
		return phrase("score", "source", source, "bounds", k.Score.phrases())
	case !k.Count.IsZero():
		return phrase("count", "source", source, "options", list(k.Options), "bounds", k.Count.phrases())
	}
	of := k.Of
	if of == "" {
		of = "valid"
	}
	return phrase("share", "source", source, "options", list(k.Options), "bounds", k.Share.phrases(), "of", []Phrase{phrase("of-" + of)})
}

func questionName(p *Policy, k *Condition) string {
	if s, ok := p.Grading.SourceNamed(k.Source); ok {
		if m, ok := p.MeetingByID(s.Meeting); ok {
			if q, ok := m.Ballot.QuestionByID(k.Question); ok {
				return q.Name
			}
		}
	}
	return k.Question
}

func partName(p *Policy, k *Condition) string {
	if s, ok := p.Grading.SourceNamed(k.Source); ok {
		if m, ok := p.MeetingByID(s.Meeting); ok {
			for _, part := range m.Ballot.Weights.Parts {
				if part.ID == k.Part {
					return part.Name
				}
			}
		}
	}
	return k.Part
}

// concerned says for whom a rule holds, where it is not everybody.
func concerned(p *Policy, kinds, scales []string) []Phrase {
	var all []Phrase
	if len(kinds) > 0 {
		all = append(all, phrase("for-kinds", "kinds", list(kinds)))
	}
	var names []string
	for _, id := range scales {
		for _, s := range p.Grading.Scales {
			if s.ID == id {
				names = append(names, s.Name)
			}
		}
		if id == ScalePerson {
			all = append(all, phrase("for-person"))
		}
	}
	if len(names) > 0 {
		all = append(all, phrase("for-scales", "scales", list(names)))
	}
	return all
}

func scaleList(scale string) []string {
	if scale == "" {
		return nil
	}
	return []string{scale}
}

// SourcePhrase is how a source is called, for a sentence.
func SourcePhrase(p *Policy, s *Source) Phrase { return sourceNamed(p, s) }

// BandPhrases are the edges of a band.
func BandPhrases(b Band) []Phrase { return bounds(b.AtLeast, b.MoreThan, b.AtMost, b.LessThan) }
