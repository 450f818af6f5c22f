// Package scan reads ticks from the image of a printed ballot page (识读): image in,
// measures and verdicts out. It knows no files, people or votes, and it never guesses:
// a page that cannot be proven to be a page of the layout, at its place within 0.4 mm,
// is refused with the reason, and an entry that a person could see in two ways is
// unclear and left to people.
//
// The way of a page: dark squares are found on a reduced copy (find); eight of them are
// the marks, up to perspective and in one of four turns (pose); the two codes say which
// page it is (code); the printed lines correct what a plane cannot (fit); the grade
// columns are drawn again upright (rectify), paper is told from ink (ink), printed lines
// are taken out and strokes put together across them (bridge), connected strokes get
// their low points (stroke), and each row is judged (judge).
//
// Lengths are millimetres on the paper from its upper left corner.
package scan

import "shuping/internal/sheet/layout"

// MaxPixels is the largest image that is read.
const MaxPixels = 60_000_000

// Limits that a page must keep to be read.
const (
	maxResidual = 0.4  // mm between the printed lines and where they should be, for 95 in 100
	minFound    = 0.55 // share of the printed lines that must be seen
	minMarks    = 6    // of eight
	minCorners  = 3    // of four
)

// Problem is the reason for which a page was not read. The words are in the catalogue
// under scan.problem.
type Problem string

// Problems of pages.
const (
	NoProblem Problem = ""
	TooSmall  Problem = "too-small"  // fewer than about 100 dots to the inch
	TooLarge  Problem = "too-large"  // over MaxPixels
	Empty     Problem = "empty"      // nothing is on it: a back side
	NoMarks   Problem = "no-marks"   // marks are not there, or two corners are lost
	NoCode    Problem = "no-code"    // the codes cannot be read
	OtherForm Problem = "other-form" // codes, but of another form
	Misfit    Problem = "misfit"     // lines are not where the layout has them
)

// Problems of files, said by feed.
const (
	Unreadable Problem = "unreadable" // broken: the decoder stopped
	Unknown    Problem = "unknown"    // not a kind of file that is read
	Foreign    Problem = "foreign"    // a kind of picture inside of it that is not read
	Locked     Problem = "locked"     // needs a password
	NoPicture  Problem = "no-picture" // a page of a PDF without a scanned picture
	Pictures   Problem = "pictures"   // a page of a PDF made of pictures that do not join
	BigFile    Problem = "big-file"   // over the limit in bytes
	ManyPages  Problem = "many-pages" // over the limit in pages
)

// Verdict is what an entry is (N7.1).
type Verdict string

// Verdicts.
const (
	Valid    Verdict = "valid"    // exactly one grade is ticked
	Blank    Verdict = "blank"    // none is
	Multiple Verdict = "multiple" // several are
	Unclear  Verdict = "unclear"  // people decide
)

// Reason says why an entry is unclear.
type Reason string

// Reasons, with words in the catalogue under scan.reason.
const (
	Border   Reason = "border"   // the low point lies at a line, or most of the stroke elsewhere
	Scribble Reason = "scribble" // something filled in or crossed out
	Merged   Reason = "merged"   // strokes run together
	Speck    Reason = "speck"    // a dot or a short dash
	Faint    Reason = "faint"    // much fainter than the page's other marks
	Strange  Reason = "strange"  // ink that belongs to no mark
	Double   Reason = "double"   // marks in several cells, not all of them clear
)

// Measure is what was measured of one cell; it is kept as first measured.
type Measure struct {
	Grade string `json:"grade"`
	// Ink is the share of the cell's area, printed lines left out, that ink covers.
	Ink float64 `json:"ink"`
	// Own is the share that belongs to marks whose low point is in the cell.
	Own float64 `json:"own"`
	// Vertex is the low point of the cell's mark, mm from the cell's upper left corner.
	Vertex *Point `json:"vertex,omitempty"`
}

// Point is a place in mm.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Row is the reading of one entry.
type Row struct {
	Row      int       `json:"row"`
	Verdict  Verdict   `json:"verdict"`
	Grade    *string   `json:"grade"`
	Reason   Reason    `json:"reason,omitempty"`
	Measures []Measure `json:"measures"`
}

// Reading is the reading of one page. With a Problem it has no rows.
type Reading struct {
	Problem  Problem
	FormPage int     // page of the form
	Turned   int     // degrees clockwise by which the image is turned: 0, 90, 180, 270
	Residual float64 // mm, of the printed lines after correction
	Marks    int     // marks that were found, of eight
	Rows     []Row
	Ink      *Ink
	// Where brings a place of the page in mm into the image, in pixels.
	Where func(Point) Point
}

// Read reads one page of a layout by the standard limits. The image is not changed.
func Read(g *Gray, l *layout.Layout) Reading { return ReadBy(g, l, StandardLimits()) }

// ReadBy reads a page and judges its entries by other limits.
func ReadBy(g *Gray, l *layout.Layout, limits Limits) Reading {
	switch {
	case g.W*g.H > MaxPixels:
		return Reading{Problem: TooLarge}
	case min(g.W, g.H) < 800*l.Paper.W/l.Paper.H:
		return Reading{Problem: TooSmall}
	}
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	small := s.reduced(g)
	squares, dark := find(small.Gray)
	if dark == 0 {
		return Reading{Problem: Empty}
	}
	for i := range squares {
		squares[i].scale(small.factor)
	}
	poses := poses(squares, l)
	if len(poses) == 0 {
		return Reading{Problem: NoMarks}
	}
	p, page, problem := identify(g, l, poses)
	out := Reading{Problem: problem, Turned: p.turned(l), Marks: p.marks}
	if problem != NoProblem {
		return out
	}
	out.FormPage = page.Page
	l = l.Of(*page)
	m := fit(g, l, page, p.h)
	out.Residual = m.residual
	out.Where = func(q Point) Point { x, y := m.at(q.X, q.Y); return Point{x, y} }
	if m.found < minFound || m.residual > maxResidual {
		out.Problem = Misfit
		return out
	}
	c := s.rectify(g, small, l, page, m)
	c.limits = limits
	c.ink()
	all := c.traced()
	out.Rows = judge(c, all, l)
	out.Ink = inkOf(c, all)
	return out
}

// traced puts the ink together into strokes. On a page with many pieces, as of a pencil
// that was scanned in black and white, ink is made thicker first.
func (c *canvas) traced() []stroke {
	before := of(&c.scratch.before, len(c.mark))
	copy(before, c.mark)
	c.bridge()
	all := strokes(c)
	if c.fragments(all)*2 <= len(c.page.Rows) {
		return all
	}
	c.mark = before
	c.thicken()
	c.bridge()
	return strokes(c)
}
