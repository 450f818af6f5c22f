package scantest

import (
	"math/rand/v2"

	"shuping/internal/scan"
	"shuping/internal/sheet/layout"
)

// Kind is what was done in an entry.
type Kind string

// Kinds of entries.
const (
	Nothing  Kind = "nothing"
	Inside   Kind = "tick inside"   // wholly in the cell
	Overflow Kind = "tick overflow" // 5 to 14 mm, its corner in the cell
	Other    Kind = "other mark"    // × or ○ inside of the cell
	Two      Kind = "two ticks"
	Crossed  Kind = "crossed out" // chosen, scribbled out, chose another
	OnLine   Kind = "on a line"   // the corner is on the line below the cell, or between two grades
	Dot      Kind = "dot"
	Filled   Kind = "filled" // a cell filled in
)

// Entry is the truth about a row.
type Entry struct {
	Row   int // as printed
	Kind  Kind
	Grade string // what counts, if one does
}

// Outcome is how a reading stands to the truth.
type Outcome int

// Outcomes.
const (
	Right   Outcome = iota
	Asked           // unclear, where a person would have seen it
	Wrong           // valid, but not so: the worst
	Mistook         // another verdict that is not so: blank or multiple
)

// Compare holds a reading against the truth. To people goes rightly what was crossed
// out, stands on a line, is a dot or a cell filled in.
func (e Entry) Compare(r scan.Row) Outcome {
	grade := ""
	if r.Grade != nil {
		grade = *r.Grade
	}
	switch e.Kind {
	case Inside, Overflow, Other:
		switch {
		case r.Verdict == scan.Valid && grade == e.Grade:
			return Right
		case r.Verdict == scan.Valid:
			return Wrong
		}
	case Nothing:
		switch r.Verdict {
		case scan.Blank:
			return Right
		case scan.Valid:
			return Wrong
		}
	case Two:
		switch r.Verdict {
		case scan.Multiple:
			return Right
		case scan.Valid:
			return Wrong
		}
	default:
		switch {
		case r.Verdict == scan.Unclear:
			return Right
		case r.Verdict == scan.Valid && grade == e.Grade:
			return Right // its corner only touches the line below the cell
		case r.Verdict == scan.Valid:
			return Wrong
		}
	}
	if r.Verdict == scan.Unclear {
		return Asked
	}
	return Mistook
}

// Habit is how the people of a set tick.
type Habit string

// Habits.
const (
	Clean       Habit = "clean"    // ticks inside of the cell
	Overflowing Habit = "overflow" // big ticks
	Mixed       Habit = "mixed"    // everything
)

// mark is a drawing with the pen that draws it.
type mark struct {
	Drawing
	Pen
}

// hand is one person's way to tick.
type hand struct {
	r     *rand.Rand
	ticks []Drawing
	own   Drawing
	pen   Pen
	size  float64
	held  bool
}

// entry ticks a row in one way and says what was done.
func (h *hand) entry(l *layout.Layout, p *layout.Page, row int, kind Kind) ([]mark, Entry) {
	g := h.r.IntN(len(l.Grades))
	e := Entry{Row: p.Rows[row].Row, Kind: kind, Grade: l.Grades[g]}
	switch kind {
	case Nothing:
		e.Grade = ""
		return nil, e
	case Inside, Overflow:
		return []mark{h.tick(l, p, row, g, kind)}, e
	case Two:
		e.Grade = ""
		other := (g + 1 + h.r.IntN(len(l.Grades)-1)) % len(l.Grades)
		return []mark{h.tick(l, p, row, g, Inside), h.tick(l, p, row, other, Inside)}, e
	case Crossed:
		e.Grade = ""
		other := (g + 1 + h.r.IntN(len(l.Grades)-1)) % len(l.Grades)
		return []mark{h.tick(l, p, row, g, Inside), h.scribble(l, p, row, g), h.tick(l, p, row, other, Inside)}, e
	case OnLine:
		m, below := h.onLine(l, p, row, g)
		if !below {
			e.Grade = ""
		}
		return []mark{m}, e
	case Dot:
		e.Grade = ""
		c := h.middle(l, p, row, g)
		return []mark{{Drawing{{c, {c.X + 0.3, c.Y + 0.2}, {c.X + 0.1, c.Y + 0.3}}}, h.pen}}, e
	case Filled:
		e.Grade = ""
		return []mark{h.scribble(l, p, row, g)}, e
	}
	shape := []string{Cross, Circle}[h.r.IntN(2)]
	all := Drawings(shape, h.held)
	d := all[h.r.IntN(len(all))]
	c := cell(l, p, row, g)
	m := d.sized(h.r, 4.2+1.2*h.r.Float64(), Point{})
	x0, y0, x1, y1 := m.box()
	m.move(c.X+c.W/2-(x0+x1)/2, c.Y+c.H/2-(y0+y1)/2)
	return []mark{{m, h.pen}}, e
}

func (d Drawing) move(dx, dy float64) {
	for _, s := range d {
		for i := range s {
			s[i].X += dx
			s[i].Y += dy
		}
	}
}

// box is a rectangle in mm.
type box struct{ X, Y, W, H float64 }

func cell(l *layout.Layout, p *layout.Page, row, grade int) box {
	b := l.Cell(*p, row, grade)
	return box{mm(b.X), mm(b.Y), mm(b.W), mm(b.H)}
}

func mm(um int) float64 { return float64(um) / layout.MM }

func (h *hand) middle(l *layout.Layout, p *layout.Page, row, grade int) Point {
	c := cell(l, p, row, grade)
	return Point{c.X + c.W*(0.3+0.4*h.r.Float64()), c.Y + c.H*(0.3+0.4*h.r.Float64())}
}

// tick draws the person's tick: inside of the cell, or with its corner well inside and
// its tail wherever it goes.
func (h *hand) tick(l *layout.Layout, p *layout.Page, row, grade int, kind Kind) mark {
	c := cell(l, p, row, grade)
	d := h.own
	if h.r.IntN(4) == 0 {
		d = h.ticks[h.r.IntN(len(h.ticks))]
	}
	if kind == Overflow {
		size := h.size * (0.85 + 0.3*h.r.Float64())
		at := Point{c.X + c.W*(0.2+0.5*h.r.Float64()), c.Y + c.H*(0.45+0.42*h.r.Float64())}
		return mark{d.sized(h.r, size, at), h.pen}
	}
	room := h.pen.Width/2 + 0.35
	m := d.sized(h.r, (c.H-2*room)*(0.55+0.45*h.r.Float64()), Point{})
	x0, y0, x1, y1 := m.box2()
	if k := min(1, (c.H-2*room)/(y1-y0), (c.W-2*room)/(x1-x0)); k < 1 {
		for _, s := range m {
			for i := range s {
				s[i].X, s[i].Y = s[i].X*k, s[i].Y*k
			}
		}
		x0, y0, x1, y1 = m.box2()
	}
	freeX, freeY := c.W-2*room-(x1-x0), c.H-2*room-(y1-y0)
	m.move(c.X+room-x0+freeX*(0.15+0.7*h.r.Float64()), c.Y+room-y0+freeY*h.r.Float64())
	return mark{m, h.pen}
}

// box2 is the extent of a drawing anywhere on the page.
func (d Drawing) box2() (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = 1e9, 1e9, -1e9, -1e9
	for _, s := range d {
		for _, p := range s {
			x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
		}
	}
	return
}

// onLine draws a tick whose corner is at the line between two cells, and says whether
// that is the line below the cell.
func (h *hand) onLine(l *layout.Layout, p *layout.Page, row, grade int) (mark, bool) {
	c, below := cell(l, p, row, grade), true
	at := Point{c.X + c.W*(0.25+0.5*h.r.Float64()), c.Y + c.H}
	if h.r.IntN(2) == 0 {
		below, at = false, Point{c.X + c.W, c.Y + c.H*(0.5+0.3*h.r.Float64())}
		if grade == len(l.Grades)-1 {
			at.X = c.X
		}
	}
	at.X += 0.3 * (h.r.Float64() - 0.5)
	at.Y += 0.3 * (h.r.Float64() - 0.5)
	return mark{h.own.sized(h.r, 5+2*h.r.Float64(), at), h.pen}, below
}

// scribble goes to and fro over a cell.
func (h *hand) scribble(l *layout.Layout, p *layout.Page, row, grade int) mark {
	c := cell(l, p, row, grade)
	var line []Point
	n := 9 + h.r.IntN(8)
	for i := range n {
		y := 0.15
		if i%2 == 1 {
			y = 0.85
		}
		line = append(line, Point{
			c.X + c.W*(0.15+0.7*float64(i)/float64(n-1)) + 0.4*h.r.NormFloat64()/2,
			c.Y + c.H*(y+0.08*h.r.NormFloat64()/2),
		})
	}
	return mark{Drawing{line}, h.pen}
}
