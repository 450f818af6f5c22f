package other

import (
	"math"
)

// nuisances are what a page meets on its way, none of which is a vote.
var nuisances = []struct {
	name string
	do   func(*writer)
}{
	{"underlined name", (*writer).underline},
	{"remark in the margin", (*writer).remark},
	{"initials", (*writer).initials},
	{"staple", (*writer).staple},
	{"fold", (*writer).fold},
	{"coffee", (*writer).coffee},
	{"bleed", (*writer).bleed},
	{"dust", (*writer).dust},
	{"bracket", (*writer).bracket},
}

// underline draws under some names, sometimes too far.
func (w *writer) underline() {
	for range 1 + w.r.IntN(4) {
		row := w.p.Rows[w.r.IntN(len(w.p.Rows))]
		to := mm(w.l.Columns.Post) - 1
		if w.r.IntN(4) == 0 {
			to = mm(w.l.Columns.Grades[0]) + w.u(-3, 3)
		}
		w.draw(line(mm(w.l.Columns.Name)+1, mm(row.Bottom)-1+w.u(-0.5, 0.5), to, mm(row.Bottom)-1+w.u(-0.6, 0.6)))
	}
}

// remark is written beside the table.
func (w *writer) remark() {
	row := w.p.Rows[w.r.IntN(len(w.p.Rows))]
	if w.r.IntN(2) == 0 {
		w.word(3, mm(row.Top)+1, w.u(3, 5), 3)
		return
	}
	g := w.l.Columns.Grades
	w.word(mm(g[len(g)-1])+w.u(0.5, 2), mm(row.Top)+1, w.u(3, 5), 3)
}

// initials stand beside a row, in the column of posts.
func (w *writer) initials() {
	row := w.p.Rows[w.r.IntN(len(w.p.Rows))]
	w.word(mm(w.l.Columns.Grades[0])-w.u(9, 13), mm(row.Top)+2, 4, 2)
}

// staple is the shadow of a staple in a corner.
func (w *writer) staple() {
	x, y := w.u(4, 10), w.u(4, 10)
	keep := w.t
	w.t.width, w.t.gaps, w.t.grain, w.t.trails = 0.6, 0, 0, false
	shadow := w.ink
	w.ink = w.dirt
	w.draw(line(x, y, x+w.u(7, 11), y+w.u(-4, 4)))
	w.ink, w.t = shadow, keep
}

// shade darkens the paper along a line, wide mm to each side, by at most dark.
func (w *writer) shade(x0, y0, x1, y1, wide, dark float64) {
	p := w.dirt
	d := math.Hypot(x1-x0, y1-y0)
	for k := range int(d * fine) {
		f := float64(k) / (d * fine)
		cx, cy := x0+(x1-x0)*f, y0+(y1-y0)*f
		for o := -wide; o <= wide; o += 1.0 / fine {
			x, y := int((cx-(y1-y0)/d*o)*fine), int((cy+(x1-x0)/d*o)*fine)
			if x < 0 || y < 0 || x >= p.w || y >= p.h {
				continue
			}
			v := uint8(255 * dark * (1 - math.Abs(o)/wide))
			p.pix[y*p.w+x] = max(p.pix[y*p.w+x], v)
		}
	}
}

// fold is a crease, straight across or down, or a corner folded back.
func (w *writer) fold() {
	wide, high := mm(w.l.Paper.W), mm(w.l.Paper.H)
	dark, half := w.u(0.05, 0.3), w.u(0.2, 0.7)
	switch w.r.IntN(3) {
	case 0:
		y := high * w.u(0.3, 0.7)
		w.shade(0, y, wide, y+w.u(-2, 2), half, dark)
	case 1:
		x := wide * w.u(0.4, 0.9)
		w.shade(x, 0, x+w.u(-2, 2), high, half, dark)
	default:
		w.shade(wide, high*w.u(0.5, 0.8), wide*w.u(0.4, 0.8), high, half, dark)
	}
}

// coffee is the ring of a cup.
func (w *writer) coffee() {
	cx, cy, rad := mm(w.l.Paper.W)*w.u(0.4, 0.9), mm(w.l.Paper.H)*w.u(0.3, 0.8), w.u(28, 42)
	dark := w.u(0.1, 0.35)
	p := w.dirt
	for y := max(0, int((cy-rad-3)*fine)); y < min(p.h, int((cy+rad+3)*fine)); y++ {
		for x := max(0, int((cx-rad-3)*fine)); x < min(p.w, int((cx+rad+3)*fine)); x++ {
			px, py := float64(x)/fine-cx, float64(y)/fine-cy
			d := math.Hypot(px, py)
			turn := math.Atan2(py, px)
			edge := math.Abs(d-rad-0.4*math.Sin(5*turn)) / (0.9 + 0.6*math.Sin(3*turn+1))
			v := 0.0
			switch {
			case edge < 1:
				v = dark * (1 - edge*edge)
			case d < rad:
				v = dark * 0.15
			}
			p.pix[y*p.w+x] = max(p.pix[y*p.w+x], uint8(255*max(0, v)))
		}
	}
}

// bleed are ticks of the back or of the sheet below that shine through, mirrored.
func (w *writer) bleed() {
	keep, lent := w.ink, w.lent
	w.ink, w.lent = newPlate(mm(w.l.Paper.W), mm(w.l.Paper.H)), nil
	w.h.lefty = !w.h.lefty
	for i := range w.p.Rows {
		if w.r.IntN(3) > 0 {
			w.draw(at(w.shape(w.u(4, 7)), mm(w.l.Columns.Grades[0])+w.u(0, 85), mm(w.p.Rows[i].Bottom)+w.u(-5, 1))...)
		}
	}
	w.h.lefty = !w.h.lefty
	through := w.u(0.08, 0.25)
	for i, v := range w.ink.pix {
		if v > 0 {
			w.dirt.pix[i] = max(w.dirt.pix[i], uint8(float64(v)*through))
		}
	}
	w.ink, w.lent = keep, lent
}

// dust are hairs and crumbs on the glass.
func (w *writer) dust() {
	wide, high := mm(w.l.Paper.W), mm(w.l.Paper.H)
	for range 6 + w.r.IntN(30) {
		x, y := wide*w.r.Float64(), high*w.r.Float64()
		if w.r.IntN(4) == 0 {
			for _, d := range bezier(120, x, y, x+w.u(-3, 3), y+w.u(-3, 3), x+w.u(-4, 4), y+w.u(-4, 4), x+w.u(-5, 5), y+w.u(-5, 5)) {
				w.dirt.rect(d.x, d.y, 0.07, 0.07)
			}
			continue
		}
		w.dirt.rect(x, y, w.u(0.05, 0.4), w.u(0.05, 0.4))
	}
}

// bracket is a line down the edge of the table beside several rows.
func (w *writer) bracket() {
	n := 2 + w.r.IntN(4)
	row := w.r.IntN(max(1, len(w.p.Rows)-n))
	x := mm(w.l.Columns.Grades[len(w.l.Grades)]) + w.u(0.7, 2)
	top, end := mm(w.p.Rows[row].Top)+1, mm(w.p.Rows[min(row+n, len(w.p.Rows)-1)].Bottom)-1
	w.draw([]dab{{x - 1, top, 0.9}, {x + 0.5, top + 1, 0.9}, {x + 0.5, end - 1, 0.9}, {x - 1, end, 0.9}})
}
