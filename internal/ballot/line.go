package ballot

import "slices"

// Line is one line of a form: a question about a subject.
type Line struct {
	Subject  int `json:"subject"`  // index into Form.Subjects
	Question int `json:"question"` // index into Form.Asked
}

// Asked are the questions of the form: those it lists, or its only one, without an id.
func (f Form) Asked() []Question {
	if len(f.Questions) > 0 {
		return f.Questions
	}
	return []Question{{Options: f.Options}}
}

// Lines are the lines of the form: for each subject in printed order the questions that
// are asked about it. A form of one question about all has one for each subject.
func (f Form) Lines() []Line {
	asked := f.Asked()
	lines := make([]Line, 0, len(f.Subjects)*len(asked))
	for s := range f.Subjects {
		for q := range asked {
			if only := asked[q].Subjects; len(only) == 0 || slices.Contains(only, s) {
				lines = append(lines, Line{s, q})
			}
		}
	}
	return lines
}

// lines is how many there are.
func (f Form) lines() int {
	if len(f.Questions) == 0 {
		return len(f.Subjects)
	}
	return len(f.Lines())
}

// LineOf is the place of a subject's line at a question among the lines, -1 for none.
// The only question may be named by "".
func (f Form) LineOf(subject, question string) int {
	asked := f.Asked()
	return slices.IndexFunc(f.Lines(), func(l Line) bool {
		id := asked[l.Question].ID
		return f.Subjects[l.Subject] == subject && (id == question || question == "" && len(asked) == 1)
	})
}

// Rated says whether the ballots of a class ask about a subject.
func (f Form) Rated(class, subject int) bool {
	return class < 0 || class >= len(f.Rates) || len(f.Rates[class]) == 0 || slices.Contains(f.Rates[class], subject)
}

// notSelf says whether voters of the class may mark an own line.
func (f Form) notSelf(class int) bool { return slices.Contains(f.NotSelf, class) }

// OwnLines says whether voters of the class may stand on the form themselves and leave
// their own line out.
func (f Form) OwnLines(class int) bool { return f.notSelf(class) }

// Breaches says whether an entry can be against a rule about the whole ballot.
func (f Form) Breaches() bool {
	return len(f.Caps) > 0 || slices.ContainsFunc(f.Questions, func(q Question) bool { return q.Kind == Rank })
}

// wide says whether a mark needs two bytes.
func (f Form) wide() bool {
	return len(f.NotSelf) > 0 || slices.ContainsFunc(f.Questions, func(q Question) bool { return q.Kind != Choice })
}

// Simple says whether marks are judged by themselves, one line for each subject and one
// choice on it: then a paper can be counted line by line, whatever else stands on it.
func (f Form) Simple() bool {
	return len(f.Questions)+len(f.Caps)+len(f.Rates)+len(f.NotSelf) == 0
}

// Plain says whether the form has nothing beside subjects, options and classes: one choice
// about each subject, every ballot asked the same and worth the same.
func (f Form) Plain() bool {
	return f.Simple() && !f.Abstain && len(f.Unsure)+len(f.Parts) == 0 && !f.Spread
}

// Size is how many bytes a ballot of the form takes as bytes.
func (f Form) Size() int {
	if f.wide() {
		return 1 + 2*f.lines()
	}
	return 1 + f.lines()
}

// AppendBallot writes a ballot as bytes: the class, then its marks in order, each as one
// byte, or as two with the greater first where the form has numbers, places or own lines.
func (f Form) AppendBallot(to []byte, b Ballot) []byte {
	to = append(to, byte(b.Class))
	if f.wide() {
		for _, m := range b.Marks {
			to = append(to, byte(m>>8), byte(m))
		}
		return to
	}
	for _, m := range b.Marks {
		to = append(to, byte(m))
	}
	return to
}

// ReadBallot reads what AppendBallot wrote. It is not yet known to be a ballot of the form.
func (f Form) ReadBallot(from []byte) Ballot {
	b := Ballot{Class: int(from[0])}
	if !f.wide() {
		b.Marks = make([]Mark, len(from)-1)
		for i, m := range from[1:] {
			b.Marks[i] = Mark(m)
		}
		return b
	}
	b.Marks = make([]Mark, (len(from)-1)/2)
	for i := range b.Marks {
		b.Marks[i] = Mark(from[1+2*i])<<8 | Mark(from[2+2*i])
	}
	return b
}
