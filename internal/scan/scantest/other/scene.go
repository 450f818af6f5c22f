package other

import (
	"math/rand/v2"

	"shuping/internal/sheet/layout"
)

// writer fills a page in.
type writer struct {
	r     *rand.Rand
	l     *layout.Layout
	p     *layout.Page
	h     *habit
	t     tool
	ink   *plate
	dirt  *plate // grey: shadows, stains
	white *plate // correction tape
	size  float64
	// Lent are strokes of other people, in 0 to 1, that are drawn instead of the habit's.
	lent [][][2]float64
}

// cell is a cell in mm.
type cell struct{ x, y, w, h float64 }

func (w *writer) cell(row, grade int) cell {
	b := w.l.Cell(*w.p, row, grade)
	return cell{mm(b.X), mm(b.Y), mm(b.W), mm(b.H)}
}

func (w *writer) u(a, b float64) float64 { return a + (b-a)*w.r.Float64() }

// draw writes strokes one after the other.
func (w *writer) draw(strokes ...[]dab) {
	for _, s := range strokes {
		w.ink.write(w.r, &w.t, s)
	}
}

// shape is a tick of a height around 0, 0: one's own, or lent.
func (w *writer) shape(height float64) [][]dab {
	if w.lent == nil {
		short, long := w.h.tick(height)
		return [][]dab{append(short, long...)}
	}
	var out [][]dab
	var low dab
	y0, y1 := 1e9, -1e9
	for _, s := range w.lent {
		for _, p := range s {
			y0, y1 = min(y0, p[1]), max(y1, p[1])
		}
	}
	k := height / max(0.2, y1-y0)
	kx := k * w.u(0.8, 1.25)
	for _, s := range w.lent {
		var line []dab
		for i, p := range s {
			d := dab{p[0] * kx, p[1] * k, 1 - 0.5*float64(i)/float64(len(s))}
			if line = append(line, d); d.y > low.y || low.press == 0 {
				low = d
			}
		}
		out = append(out, line)
	}
	for i := range out {
		w.h.shake(out[i])
		out[i] = moved(out[i], -low.x, -low.y)
	}
	return out
}

func at(strokes [][]dab, x, y float64) [][]dab {
	out := make([][]dab, len(strokes))
	for i, s := range strokes {
		out[i] = moved(s, x, y)
	}
	return out
}

// inside draws a tick that stays in the cell.
func (w *writer) inside(c cell) {
	m := w.t.width/2 + 0.3
	w.draw(fit(w.r, c.x+m, c.y+m, c.w-2*m, c.h-2*m, w.shape(c.h*w.u(0.5, 1))...)...)
}

// corner is a place well inside of a cell for a tick's corner.
func (w *writer) corner(c cell) (float64, float64) {
	return c.x + c.w*w.u(0.22, 0.68), c.y + c.h*w.u(0.42, 0.83)
}

// entry fills a row in.
func (w *writer) entry(row int, kind Kind) Entry {
	g := w.r.IntN(len(w.l.Grades))
	e := Entry{w.p.Rows[row].Row, kind, w.l.Grades[g]}
	c := w.cell(row, g)
	beside := (g + 1 + w.r.IntN(len(w.l.Grades)-1)) % len(w.l.Grades)
	x, y := w.corner(c)
	switch kind {
	case Nothing:
		e.Grade = ""
	case Inside:
		w.inside(c)
	case Big:
		w.draw(at(w.shape(w.size*w.u(0.85, 1.15)), x, y)...)
	case TwoRows:
		w.draw(at(w.shape(c.h*w.u(1.5, 2.2)), x, y)...)
	case FromLeft:
		short, long := w.h.tick(c.h * w.u(0.7, 1.2))
		if w.h.lefty {
			short, long = long, short
		}
		x0, _, x1, _ := extent(short)
		k := (w.u(1, 3) + x - c.x) / max(0.5, x1-x0) // reaches 1 to 3 mm over the line
		for i := range short {
			short[i].x *= k
		}
		w.draw(moved(append(short, long...), x, y))
	case Parted:
		short, long := w.h.tick(c.h * w.u(0.6, 1))
		w.draw(fit(w.r, c.x+0.6, c.y+0.6, c.w-1.2, c.h-1.2, short, moved(long, w.u(0.1, 0.5), w.u(-0.5, 0.2)))...)
	case Radical:
		short, _ := w.h.tick(c.h * 0.8)
		up, over := c.h*w.u(0.5, 0.75), w.u(4, 20)
		rise := bezier(16, 0, 0, 0.3, -up*0.3, 0.8, -up*0.8, 1.2, -up)
		tail := bezier(24, 1.2, -up, 1.2+over*0.3, -up*w.u(0.95, 1.05), 1.2+over*0.7, -up*w.u(0.95, 1.05), 1.2+over, -up*w.u(0.9, 1.1))
		for _, s := range [][]dab{rise, tail} {
			for i := range s {
				s[i].press = 0.9
			}
		}
		if w.h.lefty {
			for i := range short {
				short[i].x = -short[i].x
			}
		}
		w.draw(moved(append(append(short[len(short)/3:], rise...), tail...), c.x+c.w*w.u(0.2, 0.5), c.y+c.h*w.u(0.6, 0.85)))
	case Dotted:
		w.inside(c)
		w.blot(c.x+c.w*w.u(0.15, 0.85), c.y+c.h*w.u(0.15, 0.85), w.u(0.3, 0.8))
	case Retraced:
		s := w.shape(c.h * w.u(0.6, 1))
		again := at(s, w.u(-0.5, 0.5), w.u(-0.4, 0.4))
		w.draw(fit(w.r, c.x+0.7, c.y+0.7, c.w-1.4, c.h-1.4, append(s, again...)...)...)
	case LoopCross:
		w.loopCross(c)
	case Slash:
		s := bezier(20, 0, 0, 1, -w.u(1, 2), 2, -w.u(2, 3), w.u(2.5, 5), -w.u(3, 5))
		for i := range s {
			s[i].press = 0.9
		}
		if w.r.IntN(3) == 0 {
			for i := range s {
				s[i].x = -s[i].x
			}
		}
		w.draw(fit(w.r, c.x+0.7, c.y+0.7, c.w-1.4, c.h-1.4, s)...)
	case Tape:
		o := w.cell(row, beside)
		w.inside(o)
		w.white.rect(o.x+w.u(-0.8, 0.8), o.y+w.u(0, 0.6), o.w*w.u(0.9, 1.05), o.h*w.u(0.85, 1))
		w.dirt.rect(o.x, o.y+o.h-0.3, o.w, w.u(0.08, 0.2))
		w.inside(c)
	case Two:
		e.Grade = ""
		w.inside(c)
		w.inside(w.cell(row, beside))
	case Crossed:
		e.Grade = ""
		w.inside(c)
		w.strike(c)
		w.inside(w.cell(row, beside))
	case Struck:
		e.Grade = ""
		w.inside(c)
		w.strike(c)
	case Ghost:
		o := w.cell(row, beside)
		keep := w.ink
		w.ink = newPlate(mm(w.l.Paper.W), mm(w.l.Paper.H))
		w.inside(o)
		rest := w.u(0.15, 0.5)
		for i, v := range w.ink.pix {
			if v > 0 {
				keep.pix[i] = max(keep.pix[i], uint8(float64(v)*rest))
			}
		}
		w.ink = keep
		w.inside(c)
	case Filled:
		e.Grade = ""
		w.hatch(c, w.u(0.3, 0.9))
	case OnLine:
		x, y = c.x+c.w*w.u(0.25, 0.7), c.y+c.h+w.u(-0.25, 0.25)
		if w.r.IntN(2) == 0 {
			e.Grade = ""
			x, y = c.x+c.w+w.u(-0.25, 0.25), c.y+c.h*w.u(0.5, 0.8)
		}
		w.draw(at(w.shape(w.u(3.5, 8)), x, y)...)
	case Point:
		e.Grade = ""
		w.blot(x, y-1, w.u(0.35, 1))
	case Word:
		e.Grade = ""
		w.word(c.x+c.w*w.u(0.05, 0.3), c.y+c.h*0.2, c.h*0.55, 2)
	case Between:
		e.Grade = ""
		o := w.cell(row, min(g, len(w.l.Grades)-2))
		s := bezier(30, 0, 0, o.w*0.3, w.u(-2, 2), o.w*0.8, w.u(-2, 2), o.w*w.u(0.8, 1.3), w.u(-2, 2))
		for i := range s {
			s[i].press = 0.9
		}
		w.draw(moved(s, o.x+o.w*w.u(0.3, 0.6), o.y+o.h/2))
	}
	return e
}

// loopCross draws a cross or a circle, as crooked as people do.
func (w *writer) loopCross(c cell) {
	size := c.h * w.u(0.35, 0.62)
	if w.r.IntN(2) == 0 {
		a := bezier(14, 0, 0, size*0.3, size*w.u(0.2, 0.45), size*0.7, size*w.u(0.5, 0.8), size*w.u(0.8, 1.2), size)
		b := bezier(14, size*w.u(0.8, 1.1), -0.2, size*0.6, size*0.4, size*0.3, size*0.7, size*w.u(-0.1, 0.2), size*w.u(0.8, 1.1))
		for i := range a {
			a[i].press, b[i].press = 0.9, 0.8
		}
		w.draw(fit(w.r, c.x+0.7, c.y+0.7, c.w-1.4, c.h-1.4, a, b)...)
		return
	}
	k := size * 0.55
	o := w.u(-0.5, 0.5)
	a := bezier(16, 0, -k, -k*1.3, -k, -k*1.3, k, 0, k*w.u(0.9, 1.1))
	b := bezier(16, 0, k, k*1.3, k, k*1.3, -k, o, -k+o*0.5)
	for i := range a {
		a[i].press, b[i].press = 0.9, 0.9
	}
	w.draw(fit(w.r, c.x+0.7, c.y+0.7, c.w-1.4, c.h-1.4, append(a, b...))...)
}

func (w *writer) blot(x, y, d float64) {
	w.draw([]dab{{x, y, 1}, {x + d, y + d/3, 1}, {x + d/2, y + d/2, 1}})
}

// strike crosses a cell's mark out: a few lines, a wave or a knot.
func (w *writer) strike(c cell) {
	switch w.r.IntN(3) {
	case 0:
		for range 2 + w.r.IntN(3) {
			w.draw(line(c.x+c.w*0.12, c.y+c.h*w.u(0.2, 0.8), c.x+c.w*0.88, c.y+c.h*w.u(0.2, 0.8)))
		}
	case 1:
		w.hatch(c, w.u(0.6, 1.4))
	default:
		var s []dab
		for range 9 {
			s = append(s, dab{c.x + c.w*w.u(0.2, 0.8), c.y + c.h*w.u(0.15, 0.85), 0.9})
		}
		w.draw(s)
	}
}

func line(x0, y0, x1, y1 float64) []dab { return []dab{{x0, y0, 0.9}, {x1, y1, 0.9}} }

// hatch goes to and fro over a cell, gap mm from line to line.
func (w *writer) hatch(c cell, gap float64) {
	var s []dab
	for x, up := c.x+1, true; x < c.x+c.w-1; x, up = x+gap*w.u(0.6, 1.4), !up {
		y := c.y + c.h*w.u(0.1, 0.25)
		if up {
			y = c.y + c.h*w.u(0.75, 0.9)
		}
		s = append(s, dab{x, y, 0.9})
	}
	w.draw(s)
}

// word writes signs of several short strokes, size mm high.
func (w *writer) word(x, y, size float64, signs int) {
	for range signs {
		for range 3 + w.r.IntN(4) {
			x0, y0 := x+size*w.r.Float64(), y+size*w.r.Float64()
			if w.r.IntN(2) == 0 {
				w.draw(line(x0, y0, x0+size*w.u(0.2, 0.6), y0+w.u(-0.3, 0.3)))
			} else {
				w.draw(line(x0, y0, x0+w.u(-0.4, 0.4), y0+size*w.u(0.2, 0.6)))
			}
		}
		x += size * 1.15
	}
}
