package ballot

// Counter counts ballots one after the other (计票). On a form whose marks are judged by
// themselves it keeps, per class and line, how often each of the 256 possible marks came;
// what a mark means is asked only once, at the end.
type Counter struct {
	form    Form
	asked   []Question
	lines   []Line
	simple  bool
	taken   bool // the ballots were taken by Accept: none is judged again
	ballots []int
	marks   [][][256]uint32 // by class, by line; nil until the class has a ballot; simple forms only
	counts  [][]Count       // by class, by line; others
}

// NewCounter makes a counter for the form, which must be valid.
func NewCounter(f Form) *Counter {
	c := &Counter{
		form: f, asked: f.Asked(), lines: f.Lines(), simple: f.Simple(),
		ballots: make([]int, len(f.Classes)),
	}
	if c.simple {
		c.marks = make([][][256]uint32, len(f.Classes))
		return c
	}
	c.counts = make([][]Count, len(f.Classes))
	for class := range c.counts {
		c.counts[class] = c.empty()
	}
	return c
}

// empty is a Count for each line.
func (c *Counter) empty() []Count {
	out := make([]Count, len(c.lines))
	for i, l := range c.lines {
		out[i].Options = make([]int, c.asked[l.Question].Columns())
	}
	return out
}

// Add counts one ballot, judged by the rules about the whole ballot. A ballot that is not
// of the form is not counted and is an error, a *Fault.
func (c *Counter) Add(b Ballot) error {
	if !c.simple {
		return c.addJudged(b)
	}
	if b.Class < 0 || b.Class >= len(c.ballots) || len(b.Marks) != len(c.form.Subjects) {
		return c.form.Check(b)
	}
	var all Mark
	for _, m := range b.Marks {
		all |= m
	}
	if all&c.form.beyond() != 0 {
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

func (c *Counter) addJudged(b Ballot) error {
	if err := c.form.Check(b); err != nil {
		return err
	}
	marks := b.Marks
	if !c.taken {
		marks = c.form.Judge(b)
	}
	c.ballots[b.Class]++
	for i, m := range marks {
		if l := c.lines[i]; c.form.Rated(b.Class, l.Subject) {
			c.counts[b.Class][i].Take(c.asked[l.Question].Answer(m))
		}
	}
	return nil
}

// Take counts one judged entry, as Question.Answer gives it.
func (c *Count) Take(v Verdict, answer int) {
	switch v {
	case Valid:
		c.Options[answer]++
	case Blank:
		c.Blank++
	case Multiple:
		c.Multiple++
	case Breach:
		c.Breach++
	case Self:
		c.Own++
	}
}

// Tallies is the count so far: one Tally for each class of the form, in order.
func (c *Counter) Tallies() []Tally {
	out := make([]Tally, len(c.ballots))
	for class := range out {
		t := Tally{Class: class, Ballots: c.ballots[class], Subjects: c.empty()}
		for i := range t.Subjects {
			switch {
			case !c.simple:
				t.Subjects[i].add(c.counts[class][i])
			case c.marks[class] != nil:
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
	return count(NewCounter(f), ballots)
}

func count(c *Counter, ballots []Ballot) ([]Tally, error) {
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
			if to := &sum.Subjects[i]; len(s.Options) != len(to.Options) {
				return Tally{}, &Fault{Code: FaultColumns, Subject: i, Option: -1, Got: len(s.Options), Want: len(to.Options)}
			}
			sum.Subjects[i].add(s)
		}
	}
	return sum, nil
}
