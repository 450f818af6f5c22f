package other

import "shuping/internal/scan"

// Kind is what somebody did in an entry.
type Kind string

// Kinds of entries. Those up to Slash are one grade to everybody who looks.
const (
	Inside    Kind = "tick inside"
	Big       Kind = "big tick"         // its corner in the cell, its long arm wherever it goes
	TwoRows   Kind = "tail of two rows" // the long arm crosses the row above and ends in the next
	FromLeft  Kind = "begins outside"   // the short arm begins in the cell to the left
	Parted    Kind = "two movements"    // short and long arm do not quite meet
	Radical   Kind = "root sign"        // a long horizontal tail over the cells to the right
	Dotted    Kind = "tick and dot"
	Retraced  Kind = "drawn twice" // the same tick again over the first
	LoopCross Kind = "cross or circle"
	Slash     Kind = "one line"
	Tape      Kind = "correction tape" // a tick under tape, another elsewhere

	Nothing Kind = "nothing"
	Two     Kind = "two ticks"

	// These go to people.
	Crossed Kind = "crossed out, other"
	Struck  Kind = "struck through"    // and nothing else chosen
	Ghost   Kind = "rubbed out, other" // pencil that was not rubbed out well
	Filled  Kind = "filled"
	OnLine  Kind = "on a line"
	Point   Kind = "dot"
	Word    Kind = "word"
	Between Kind = "across two cells" // a stroke through two cells side by side
)

// Entry is the truth about a row.
type Entry struct {
	Row   int
	Kind  Kind
	Grade string // what counts if anything does
}

// Outcome is how a reading stands to the truth.
type Outcome int

// Outcomes.
const (
	Right  Outcome = iota
	Asked          // unclear, where a person would have seen it
	Wrong          // valid, but not so
	Missed         // blank or multiple, but not so
)

// Against holds a reading against the truth.
func (e Entry) Against(r scan.Row) Outcome {
	if r.Verdict == scan.Valid {
		if r.Grade != nil && *r.Grade == e.Grade && e.Grade != "" {
			return Right
		}
		return Wrong
	}
	want := scan.Valid
	switch e.Kind {
	case Nothing:
		want = scan.Blank
	case Two:
		want = scan.Multiple
	case Crossed, Struck, Ghost, Filled, OnLine, Point, Word, Between:
		want = scan.Unclear
	}
	switch r.Verdict {
	case want:
		return Right
	case scan.Unclear:
		return Asked
	}
	return Missed
}
