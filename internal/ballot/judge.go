package ballot

import "slices"

// Cap is how often one ballot may give an option (每张票最多几个).
type Cap struct {
	Option string `json:"option"`
	// Question is the id of the question; "" is each that has the option.
	Question string `json:"question,omitempty"`
	// AtMost is how many subjects may get it; where it is 0, Num/Den of the subjects on the
	// ballot, rounded down.
	AtMost int   `json:"at_most,omitempty"`
	Num    int64 `json:"num,omitempty"`
	Den    int64 `json:"den,omitempty"`
	// Breach is what becomes invalid: the whole ballot, every entry with the option, or those
	// beyond the cap in printed order.
	Breach string `json:"breach"`
}

// What a breach of a cap makes invalid.
const (
	BreachBallot  = "ballot"
	BreachEntries = "entries"
	BreachLater   = "later"
)

// Most is how many subjects may get the option on a ballot that asks about so many.
func (c Cap) Most(subjects int) int {
	if c.Den > 0 {
		return int(c.Num * int64(subjects) / c.Den)
	}
	return c.AtMost
}

// Judge says what a paper's marks count as: those against a rule about the whole ballot
// become Broken. A rank counts only as a whole: every place from the first, once, or
// nothing at all. Then the caps, in order, each of what is still valid. The ballot must
// be one of the form (Check); a ballot taken by Accept is unchanged.
func (f Form) Judge(b Ballot) []Mark {
	if !f.Breaches() {
		return b.Marks
	}
	j := judging{f: f, asked: f.Asked(), lines: f.Lines(), class: b.Class, marks: slices.Clone(b.Marks)}
	for q := range j.asked {
		if j.asked[q].Kind == Rank && j.ranked(q) != nil {
			j.breakAll(j.at(q))
		}
	}
	for _, c := range f.Caps {
		for q := range j.asked {
			j.capped(c, q)
		}
	}
	return j.marks
}

// judging is one ballot being judged.
type judging struct {
	f     Form
	asked []Question
	lines []Line
	class int
	marks []Mark
}

// at are the lines of a question on this ballot, the own one left out.
func (j *judging) at(q int) (lines []int) {
	for i, l := range j.lines {
		if l.Question == q && j.f.Rated(j.class, l.Subject) && j.marks[i] != Own {
			lines = append(lines, i)
		}
	}
	return lines
}

func (j *judging) breakAll(lines []int) {
	for _, i := range lines {
		j.marks[i] = Broken
	}
}

// ranked finds what is wrong with the places of a question, nil if they are in order or
// none is given.
func (j *judging) ranked(q int) *Fault {
	lines := j.at(q)
	given := map[Mark]bool{}
	var wrong *Fault
	for _, i := range lines {
		switch m := j.marks[i]; {
		case m == 0:
		case m == Several:
			wrong = first(wrong, &Fault{Code: FaultPlace, Subject: i, Option: -1})
		case given[m]:
			wrong = first(wrong, &Fault{Code: FaultPlaceTwice, Subject: i, Option: int(m) - 1, Got: int(m)})
		default:
			given[m] = true
		}
	}
	if len(given) == 0 && wrong == nil {
		return nil
	}
	for place := 1; place <= min(j.asked[q].Places, len(lines)); place++ {
		if !given[Mark(place)] {
			wrong = first(wrong, &Fault{Code: FaultPlaceMissing, Subject: -1, Option: place - 1, Got: place})
		}
	}
	return wrong
}

func first(a, b *Fault) *Fault {
	if a != nil {
		return a
	}
	return b
}

// over are the lines of a question that have the cap's option, when they are more than
// it allows.
func (j *judging) over(c Cap, q int) (with []int, most int) {
	if c.Question != "" && c.Question != j.asked[q].ID || j.asked[q].Kind != Choice {
		return nil, 0
	}
	o := slices.Index(j.asked[q].Options, c.Option)
	if o < 0 {
		return nil, 0
	}
	lines := j.at(q)
	most = c.Most(len(lines))
	for _, i := range lines {
		if j.marks[i] == Tick(o) {
			with = append(with, i)
		}
	}
	if len(with) <= most {
		return nil, most
	}
	return with, most
}

func (j *judging) capped(c Cap, q int) {
	with, most := j.over(c, q)
	switch {
	case with == nil:
	case c.Breach == BreachBallot:
		for q := range j.asked {
			j.breakAll(j.at(q))
		}
	case c.Breach == BreachLater:
		j.breakAll(with[most:])
	default:
		j.breakAll(with)
	}
}

// Accept says whether a ballot may be put into a box: it is one of the form, nothing in
// it would be invalid by a rule about the whole ballot, and at most one subject is the
// voter. What a device asks for can be asked again, so nothing broken is taken. The error
// is a *Fault.
func (f Form) Accept(b Ballot) error {
	if err := f.Check(b); err != nil || f.Simple() {
		return err
	}
	j := judging{f: f, asked: f.Asked(), lines: f.Lines(), class: b.Class, marks: b.Marks}
	own := -1
	for i, m := range b.Marks {
		switch {
		case m == Several:
			return &Fault{Code: FaultMark, Subject: i, Option: -1, Got: int(m), Want: j.asked[j.lines[i].Question].Columns()}
		case m != Own:
		case own >= 0 && own != j.lines[i].Subject:
			return &Fault{Code: FaultOwn, Subject: i, Option: -1, Got: 2, Want: 1}
		default:
			own = j.lines[i].Subject
		}
	}
	for i, l := range j.lines {
		if l.Subject == own && b.Marks[i] != Own { // what is left out is left out whole
			return &Fault{Code: FaultOwn, Subject: i, Option: -1, Got: 0, Want: 1}
		}
	}
	for q := range j.asked {
		if j.asked[q].Kind == Rank {
			if wrong := j.ranked(q); wrong != nil {
				return wrong
			}
		}
	}
	for _, c := range f.Caps {
		for q := range j.asked {
			if with, most := j.over(c, q); with != nil {
				return &Fault{Code: FaultCap, Subject: with[most], Option: slices.Index(j.asked[q].Options, c.Option), Got: len(with), Want: most}
			}
		}
	}
	return nil
}
