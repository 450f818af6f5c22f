package ballot

// Counter counts ballots one after the other (计票). It keeps, per class and
// subject, how often each of the 256 possible marks came; what a mark means is
// asked only once, at the end.
type Counter struct {
	form    Form
	beyond  Mark
	ballots []int
	marks   [][][256]uint32 // by class, by subject; nil until the class has a ballot
}

// NewCounter makes a counter for the form, which must be valid.
func NewCounter(f Form) *Counter {
	return &Counter{
		form:    f,
		beyond:  f.beyond(),
		ballots: make([]int, len(f.Classes)),
		marks:   make([][][256]uint32, len(f.Classes)),
	}
}

// Add counts one ballot. A ballot that is not of the form is not counted and is
// an error, a *Fault.
func (c *Counter) Add(b Ballot) error {
	if b.Class < 0 || b.Class >= len(c.ballots) || len(b.Marks) != len(c.form.Subjects) {
		return c.form.Check(b)
	}
	var all Mark
	for _, m := range b.Marks {
		all |= m
	}
	if all&c.beyond != 0 {
		return c.form.Check(b)
	}
	table := c.marks[b.Class]
	if table == nil {
		table = make([][256]uint32, len(b.Marks))
		c.marks[b.Class] = table
	}
	c.ballots[b.Class]++
	for i, m := range b.Marks {
		table[i][m]++
	}
	return nil
}

// Tallies is the count so far: one Tally for each class of the form, in order.
func (c *Counter) Tallies() []Tally {
	out := make([]Tally, len(c.ballots))
	for class := range out {
		t := Tally{Class: class, Ballots: c.ballots[class], Subjects: make([]Count, len(c.form.Subjects))}
		for i := range t.Subjects {
			t.Subjects[i].Options = make([]int, len(c.form.Options))
			if c.marks[class] != nil {
				fold(&t.Subjects[i], &c.marks[class][i])
			}
		}
		out[class] = t
	}
	return out
}

// fold turns how often each mark came into how often each option was chosen.
func fold(to *Count, table *[256]uint32) {
	for m, n := range table {
		switch Mark(m).Verdict() {
		case Valid:
			if n > 0 {
				to.Options[Mark(m).Option()] += int(n)
			}
		case Blank:
			to.Blank += int(n)
		case Multiple:
			to.Multiple += int(n)
		}
	}
}

// Tallies counts a pile of ballots: one Tally for each class of the form, in
// order. The form must be valid. The error is the *Fault of the first ballot
// that is not of the form.
func Tallies(f Form, ballots []Ballot) ([]Tally, error) {
	c := NewCounter(f)
	for _, b := range ballots {
		if err := c.Add(b); err != nil {
			return nil, err
		}
	}
	return c.Tallies(), nil
}

// Add puts tallies of one class and one form together, such as those of phone
// and paper. Tallies of several classes give a tally of class -1: all of them.
// It is an error, a *Fault, when they are not of one form; no tally gives the
// zero Tally.
func Add(tallies ...Tally) (Tally, error) {
	if len(tallies) == 0 {
		return Tally{}, nil
	}
	first := tallies[0]
	sum := Tally{Class: first.Class, Subjects: make([]Count, len(first.Subjects))}
	for i, s := range first.Subjects {
		sum.Subjects[i].Options = make([]int, len(s.Options))
	}
	for _, t := range tallies {
		if len(t.Subjects) != len(sum.Subjects) {
			return Tally{}, fault(FaultLines, len(t.Subjects), len(sum.Subjects))
		}
		if t.Class != sum.Class {
			sum.Class = -1
		}
		sum.Ballots += t.Ballots
		for i, s := range t.Subjects {
			to := &sum.Subjects[i]
			if len(s.Options) != len(to.Options) {
				return Tally{}, &Fault{Code: FaultColumns, Subject: i, Option: -1, Got: len(s.Options), Want: len(to.Options)}
			}
			for o, n := range s.Options {
				to.Options[o] += n
			}
			to.Blank += s.Blank
			to.Multiple += s.Multiple
		}
	}
	return sum, nil
}
