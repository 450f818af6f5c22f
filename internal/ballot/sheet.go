package ballot

// CheckSheet says what is wrong with a teller's sheet of a hand count (手工计票):
// t is what the teller wrote down for one class, returned how many papers of that
// class came back. Every subject must add up to the papers, because each paper
// has one entry for each subject: valid, blank or multiple. No faults: nil.
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
	if len(t.Subjects) != len(f.Subjects) {
		return append(out, *fault(FaultLines, len(t.Subjects), len(f.Subjects)))
	}
	for i, c := range t.Subjects {
		out = append(out, checkLine(f, i, c, returned)...)
	}
	return out
}

// checkLine is one line of the sheet: one subject.
func checkLine(f Form, subject int, c Count, returned int) []Fault {
	if len(c.Options) != len(f.Options) {
		return []Fault{{Code: FaultColumns, Subject: subject, Option: -1, Got: len(c.Options), Want: len(f.Options)}}
	}
	var out []Fault
	for o, n := range c.Options {
		if n < 0 {
			out = append(out, Fault{Code: FaultNegative, Subject: subject, Option: o, Got: n})
		}
	}
	for _, n := range []int{c.Blank, c.Multiple} {
		if n < 0 {
			out = append(out, Fault{Code: FaultNegative, Subject: subject, Option: -1, Got: n})
		}
	}
	if sum, ok := c.sum(returned); !ok {
		out = append(out, Fault{Code: FaultSum, Subject: subject, Option: -1, Got: sum, Want: returned})
	}
	return out
}

// sum adds a line up and says whether it comes to the papers. A column of more than
// the papers is not added: the sum of such could come out by running over.
func (c Count) sum(papers int) (sum int, ok bool) {
	for _, n := range append([]int{c.Blank, c.Multiple}, c.Options...) {
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
)

// Difference is a place where two entries of one sheet do not agree.
type Difference struct {
	Subject int `json:"subject"` // index into Form.Subjects, -1 for the number of papers
	Option  int `json:"option"`  // index into Form.Options, or one of the Column constants
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
