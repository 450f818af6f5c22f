package scantest

import (
	"fmt"

	"shuping/internal/scan"
)

// Count is what came of the entries of a kind.
type Count struct {
	Entries, Right, Asked, Wrong, Mistook int
	Refused                               int // on pages that were not read
}

// Counts are by kind of entry.
type Counts map[Kind]*Count

// Add counts a page's reading. It says of each entry that was not read right what
// became of it.
func (n Counts) Add(s *Sheet, r scan.Reading) []string {
	var notes []string
	for i, e := range s.Entries {
		c := n[e.Kind]
		if c == nil {
			c = &Count{}
			n[e.Kind] = c
		}
		c.Entries++
		if r.Problem != scan.NoProblem || len(r.Rows) != len(s.Entries) {
			c.Refused++
			continue
		}
		row, grade := r.Rows[i], "-"
		if row.Grade != nil {
			grade = *row.Grade
		}
		switch e.Compare(row) {
		case Right:
			c.Right++
			continue
		case Asked:
			c.Asked++
		case Wrong:
			c.Wrong++
		case Mistook:
			c.Mistook++
		}
		notes = append(notes, fmt.Sprintf("%s, %s, row %d, %s %s: %s %s %s", s, s.Pen, e.Row, e.Kind, e.Grade, row.Verdict, grade, row.Reason))
	}
	if r.Problem != scan.NoProblem {
		notes = append(notes, fmt.Sprintf("%s: %s, %d marks, residual %.2f", s, r.Problem, r.Marks, r.Residual))
	}
	return notes
}
