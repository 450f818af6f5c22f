package ballot

import "slices"

// PaperOptions is how many answers a line can have as cells to tick on a paper that a
// scanner reads.
const PaperOptions = 6

// Why the papers of a class cannot be read by a scanner and are counted by hand.
const (
	UnreadRank    = "rank"     // places are written, not ticked
	UnreadNumbers = "numbers"  // more numbers than cells
	UnreadOptions = "options"  // more options than cells
	UnreadOwnLine = "own-line" // the voter's own line is left out, which no cell says
)

// Unread says why the papers of a class cannot be read by a scanner, "" when they can: every
// line asked of it is ticked in one of at most PaperOptions cells.
func (f Form) Unread(class int) string {
	if f.notSelf(class) {
		return UnreadOwnLine
	}
	asked := f.Asked()
	for _, l := range f.Lines() {
		if !f.Rated(class, l.Subject) {
			continue
		}
		switch q := &asked[l.Question]; {
		case q.Kind == Rank:
			return UnreadRank
		case q.Columns() <= PaperOptions:
		case q.Kind == Score:
			return UnreadNumbers
		default:
			return UnreadOptions
		}
	}
	return ""
}

// PaperTable is a table on a paper: lines of the form with the same answers, in the form's
// order.
type PaperTable struct {
	Questions []int // places in Form.Asked
	Options   []string
	Lines     []int // places in Form.Lines
}

// PaperTables are the tables on the papers of a class: questions that follow each other and
// have the same answers stand in one.
func (f Form) PaperTables(class int) (tables []PaperTable) {
	asked, lines := f.Asked(), f.Lines()
	for q := range asked {
		labels := asked[q].Labels()
		if n := len(tables); n > 0 && slices.Equal(tables[n-1].Options, labels) {
			tables[n-1].Questions = append(tables[n-1].Questions, q)
		} else {
			tables = append(tables, PaperTable{Questions: []int{q}, Options: labels})
		}
	}
	for i := range tables {
		t := &tables[i]
		for k, l := range lines {
			if slices.Contains(t.Questions, l.Question) && f.Rated(class, l.Subject) {
				t.Lines = append(t.Lines, k)
			}
		}
	}
	return slices.DeleteFunc(tables, func(t PaperTable) bool { return len(t.Lines) == 0 })
}

// Together are the lines of a class that a rule about the whole ballot judges together, one
// list for each such rule: they must stand on one page of a paper, because nothing says
// which pages are one person's.
func (f Form) Together(class int) (sets [][]int) {
	asked, lines := f.Asked(), f.Lines()
	for _, c := range f.Caps {
		for q := range asked {
			if c.Question != "" && c.Question != asked[q].ID || !slices.Contains(asked[q].Options, c.Option) {
				continue
			}
			var set []int
			for i, l := range lines {
				if (l.Question == q || c.Breach == BreachBallot) && f.Rated(class, l.Subject) {
					set = append(set, i)
				}
			}
			if len(set) > 0 {
				sets = append(sets, set)
			}
		}
	}
	return sets
}
