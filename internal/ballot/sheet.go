package ballot

import "slices"

// CheckSheet says what is wrong with a teller's sheet of a hand count (手工计票):
// t is what the teller wrote down for one class, returned how many papers of that
// class came back. Every line must add up to the papers, because each paper has one entry
// on each: valid or not, or left out as the own. A line that the class is not asked about
// has nothing. What the rules about whole ballots make impossible is a fault too: more of
// an option than all papers together may give, places that were not given as often as
// each other. No faults: nil.
func CheckSheet(f Form, t Tally, returned int) []Fault {
	var out []Fault
	if t.Class < 0 || t.Class >= len(f.Classes) {
		out = append(out, *fault(FaultClass, t.Class, len(f.Classes)))
	}
	if returned < 0 {
		out = append(out, *fault(FaultNegative, returned, 0))
	}
	if t.Ballots != returned {
		out = append(out, *fault(FaultReturned, t.Ballots, returned))
	}
	lines := f.Lines()
	if len(t.Subjects) != len(lines) {
		return append(out, *fault(FaultLines, len(t.Subjects), len(lines)))
	}
	asked := f.Asked()
	for i, c := range t.Subjects {
		papers := returned
		if !f.Rated(t.Class, lines[i].Subject) {
			papers = 0
		}
		out = append(out, f.checkLine(i, asked[lines[i].Question].Columns(), c, t.Class, papers)...)
	}
	if len(out) > 0 || f.Simple() {
		return out
	}
	return f.checkWhole(t, asked, lines)
}

// checkLine is one line of the sheet.
func (f Form) checkLine(line, columns int, c Count, class, papers int) []Fault {
	if len(c.Options) != columns {
		return []Fault{{Code: FaultColumns, Subject: line, Option: -1, Got: len(c.Options), Want: columns}}
	}
	var out []Fault
	for o, n := range c.Options {
		if n < 0 {
			out = append(out, Fault{Code: FaultNegative, Subject: line, Option: o, Got: n})
		}
	}
	for _, n := range []int{c.Blank, c.Multiple, c.Breach, c.Own} {
		if n < 0 {
			out = append(out, Fault{Code: FaultNegative, Subject: line, Option: -1, Got: n})
		}
	}
	if c.Breach > 0 && !f.Breaches() {
		out = append(out, Fault{Code: FaultBreach, Subject: line, Option: -1, Got: c.Breach})
	}
	if most := f.ownMost(class); c.Own > most {
		out = append(out, Fault{Code: FaultBreach, Subject: line, Option: -1, Got: c.Own, Want: most})
	}
	if sum, ok := c.sum(papers); !ok {
		out = append(out, Fault{Code: FaultSum, Subject: line, Option: -1, Got: sum, Want: papers})
	}
	return out
}

// ownMost is how many own lines a subject can have: one, in a class that may have them.
func (f Form) ownMost(class int) int {
	if f.notSelf(class) {
		return 1
	}
	return 0
}

// checkWhole holds sums over the lines of a question against the papers.
func (f Form) checkWhole(t Tally, asked []Question, lines []Line) (out []Fault) {
	for q := range asked {
		sums, subjects := make([]int, asked[q].Columns()), 0
		for i, l := range lines {
			if l.Question != q || !f.Rated(t.Class, l.Subject) {
				continue
			}
			subjects++
			for o, n := range t.Subjects[i].Options {
				sums[o] += n
			}
		}
		if asked[q].Kind == Rank {
			// who stands on the form ranks one less and gives the last place to nobody
			for p := 1; p < min(asked[q].Places, subjects); p++ {
				last := f.notSelf(t.Class) && p == subjects-1
				if sums[p] > sums[0] || sums[p] < sums[0] && !last {
					out = append(out, Fault{Code: FaultPlaceSum, Subject: -1, Option: p, Got: sums[p], Want: sums[0]})
				}
			}
		}
		for _, c := range f.Caps {
			o := slices.Index(asked[q].Options, c.Option)
			if o < 0 || c.Question != "" && c.Question != asked[q].ID {
				continue
			}
			if most := c.Most(subjects) * t.Ballots; sums[o] > most {
				out = append(out, Fault{Code: FaultCapSum, Subject: -1, Option: o, Got: sums[o], Want: most})
			}
		}
	}
	return out
}

// sum adds a line up and says whether it comes to the papers. A column of more than
// the papers is not added: the sum of such could come out by running over.
func (c Count) sum(papers int) (sum int, ok bool) {
	for _, n := range append([]int{c.Blank, c.Multiple, c.Breach, c.Own}, c.Options...) {
		if n > papers {
			return n, false
		}
		sum += n
	}
	return sum, sum == papers
}

// Columns of a sheet beside the options.
const (
	ColumnBallots  = -1 // the number of papers
	ColumnBlank    = -2
	ColumnMultiple = -3
	ColumnBreach   = -4
	ColumnOwn      = -5
)

// Difference is a place where two entries of one sheet do not agree.
type Difference struct {
	Subject int `json:"subject"` // index into Form.Lines, -1 for the number of papers
	Option  int `json:"option"`  // which answer of the line, or one of the Column constants
	A       int `json:"a"`
	B       int `json:"b"`
}

// Differences compares two independent entries of one sheet, which must agree
// before the count is accepted. They agree when there are none. A line or column
// that one of them lacks counts as nothing.
func Differences(a, b Tally) []Difference {
	var out []Difference
	note := func(subject, option, x, y int) {
		if x != y {
			out = append(out, Difference{subject, option, x, y})
		}
	}
	note(-1, ColumnBallots, a.Ballots, b.Ballots)
	for i := range max(len(a.Subjects), len(b.Subjects)) {
		x, y := line(a, i), line(b, i)
		for o := range max(len(x.Options), len(y.Options)) {
			note(i, o, column(x, o), column(y, o))
		}
		note(i, ColumnBlank, x.Blank, y.Blank)
		note(i, ColumnMultiple, x.Multiple, y.Multiple)
		note(i, ColumnBreach, x.Breach, y.Breach)
		note(i, ColumnOwn, x.Own, y.Own)
	}
	return out
}

func line(t Tally, i int) Count {
	if i < len(t.Subjects) {
		return t.Subjects[i]
	}
	return Count{}
}

func column(c Count, o int) int {
	if o < len(c.Options) {
		return c.Options[o]
	}
	return 0
}
