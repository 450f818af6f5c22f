package scan

import (
	"math"
	"slices"

	"shuping/internal/sheet/layout"
)

// mapping brings a place of the page into the image: a plane, and before it the
// correction that the printed lines call for.
type mapping struct {
	h        plane
	dx, dy   [6]float64 // of 1, x, y, xx, xy, yy in the table's own coordinates
	midX     float64
	midY     float64
	half     float64
	rowsY    []float64 // heights at which rowDX and rowDY are known
	rowDX    []float64
	rowDY    []float64
	residual float64 // mm, of 95 in 100 lines
	found    float64 // share of the lines that were seen
}

// at is the place in pixels of a place in mm.
func (m *mapping) at(x, y float64) (float64, float64) {
	ox, oy := m.offset(x, y)
	return m.h.at(x+ox, y+oy)
}

func (m *mapping) offset(x, y float64) (float64, float64) {
	b := m.basis(x, y)
	var ox, oy float64
	for i, v := range b {
		ox += m.dx[i] * v
		oy += m.dy[i] * v
	}
	return ox + along(m.rowsY, m.rowDX, y), oy + along(m.rowsY, m.rowDY, y)
}

func (m *mapping) basis(x, y float64) [6]float64 {
	u, v := (x-m.midX)/m.half, (y-m.midY)/m.half
	return [6]float64{1, u, v, u * u, u * v, v * v}
}

// along is a value between known ones, constant beyond the first and the last.
func along(at, values []float64, y float64) float64 {
	if len(at) == 0 {
		return 0
	}
	i, found := slices.BinarySearch(at, y)
	switch {
	case found:
		return values[i]
	case i == 0:
		return values[0]
	case i == len(at):
		return values[i-1]
	}
	f := (y - at[i-1]) / (at[i] - at[i-1])
	return values[i-1]*(1-f) + values[i]*f
}

// piece is a piece of a printed line between two others, and how far from its place it
// was seen: across it, mm.
type piece struct {
	x, y   float64
	across bool // a line across the page, whose offset is in y
	row    int  // index of the height that it belongs to
	off    float64
	seen   bool
}

// Of looking for lines.
const (
	reach   = 1.6  // mm to each side of where a line should be
	stepMM  = 0.1  // mm between two looks across a line
	samples = 14   // places along a piece that are looked at
	inset   = 0.12 // of a piece's length at each end that is left out
)

// fit measures the printed lines of the grade columns and corrects a plane by them.
func fit(g *Gray, l *layout.Layout, p *layout.Page, h plane) *mapping {
	cols, rows := l.Columns.Grades, p.Rows
	top, bottom := mm(rows[0].Top), mm(rows[len(rows)-1].Bottom)
	m := &mapping{h: h, midX: mm(cols[0]+cols[len(cols)-1]) / 2, midY: (top + bottom) / 2, half: max(bottom-top, mm(cols[len(cols)-1]-cols[0])) / 2}
	pieces := m.look(g, l, p)
	for range 3 {
		m.dx = m.curve(pieces, false)
		m.dy = m.curve(pieces, true)
		if !m.strays(pieces) {
			break
		}
	}
	m.perRow(pieces, rows)
	m.judge(pieces)
	return m
}

// look measures every piece of line between two crossings.
func (m *mapping) look(g *Gray, l *layout.Layout, p *layout.Page) []piece {
	cols := l.Columns.Grades
	var out []piece
	for i := range len(p.Rows) + 1 {
		y := mm(p.Rows[0].Top)
		if i > 0 {
			y = mm(p.Rows[i-1].Bottom)
		}
		for c := range len(cols) - 1 {
			out = append(out, m.measure(g, mm(cols[c]), y, mm(cols[c+1]), y, 2*i))
		}
	}
	for i, r := range p.Rows {
		for _, x := range cols {
			out = append(out, m.measure(g, mm(x), mm(r.Top), mm(x), mm(r.Bottom), 2*i+1))
		}
	}
	return out
}

// measure looks for the darkest parallel of a piece of line.
func (m *mapping) measure(g *Gray, x0, y0, x1, y1 float64, row int) piece {
	const looks = int(2*reach/stepMM) + 1
	out := piece{x: (x0 + x1) / 2, y: (y0 + y1) / 2, across: y0 == y1, row: row}
	var sums [looks]int
	for s := range samples {
		f := inset + (1-2*inset)*(float64(s)+0.5)/samples
		x, y := x0+(x1-x0)*f, y0+(y1-y0)*f
		ax, ay, bx, by := x-reach, y, x+reach, y
		if out.across {
			ax, ay, bx, by = x, y-reach, x, y+reach
		}
		ua, va := m.h.at(ax, ay)
		ub, vb := m.h.at(bx, by)
		g.look(sums[:], spotOf(ua+0.5, va+0.5), spotOf(ub+0.5, vb+0.5))
	}
	out.off, out.seen = ridge(sums[:])
	return out
}

// look adds the shades at places between two spots to sums, evenly from the first to the
// last; a spot is in the pixel that it lies in. Outside of the image there is paper.
func (g *Gray) look(sums []int, from, to spot) {
	n := len(sums) - 1
	du, dv := (to.u-from.u)/n, (to.v-from.v)/n
	u, v := from.u, from.v
	inside := min(u, v, to.u, to.v) >= 0 && max(u, to.u) < g.W<<16 && max(v, to.v) < g.H<<16
	for k := range sums {
		switch x, y := u>>16, v>>16; {
		case inside || x >= 0 && y >= 0 && x < g.W && y < g.H:
			sums[k] += int(g.Pix[y*g.W+x])
		default:
			sums[k] += 255
		}
		u, v = u+du, v+dv
	}
}

// ridge finds the one dark line in a profile. It is there when it is darker than the
// paper by more than noise and no second place is about as dark.
func ridge(sums []int) (float64, bool) {
	sorted := slices.Clone(sums)
	slices.Sort(sorted)
	paper := sorted[len(sorted)*2/3]
	dark := paper - sorted[0]
	if dark < samples*14 {
		return 0, false
	}
	at := slices.Index(sums, sorted[0])
	from, to := at, at
	for from > 0 && paper-sums[from-1] > dark/2 {
		from--
	}
	for to < len(sums)-1 && paper-sums[to+1] > dark/2 {
		to++
	}
	if from == 0 || to == len(sums)-1 || to-from > 9 {
		return 0, false
	}
	for k, s := range sums {
		if (k < from-2 || k > to+2) && paper-s > dark*3/4 {
			return 0, false
		}
	}
	var sum, weight float64
	for k := from; k <= to; k++ {
		w := float64(paper - sums[k])
		sum, weight = sum+w*float64(k), weight+w
	}
	return (sum/weight)*stepMM - reach, true
}

// curve fits the offsets of one direction by a surface of the second degree.
func (m *mapping) curve(pieces []piece, across bool) [6]float64 {
	var a [8][9]float64
	for i := range 8 {
		a[i][i] = 1e-3 // holds still what is not seen
	}
	for _, p := range pieces {
		if p.across != across || !p.seen {
			continue
		}
		b := m.basis(p.x, p.y)
		addRow(&a, [9]float64{b[0], b[1], b[2], b[3], b[4], b[5], 0, 0, p.off})
	}
	s, ok := solve(&a)
	if !ok {
		return [6]float64{}
	}
	return [6]float64(s[:6])
}

// left is what a piece is off after the correction.
func (m *mapping) left(p *piece) float64 {
	ox, oy := m.offset(p.x, p.y)
	if p.across {
		return p.off - oy
	}
	return p.off - ox
}

// strays forgets pieces that are off by far more than most: strokes beside a line.
func (m *mapping) strays(pieces []piece) bool {
	offs := m.offs(pieces)
	if len(offs) < 8 {
		return false
	}
	limit, some := max(0.25, 4*offs[len(offs)/2]), false
	for i := range pieces {
		if pieces[i].seen && math.Abs(m.left(&pieces[i])) > limit {
			pieces[i].seen, some = false, true
		}
	}
	return some
}

// offs are the sizes of what is left, in order.
func (m *mapping) offs(pieces []piece) []float64 {
	var offs []float64
	for i := range pieces {
		if pieces[i].seen {
			offs = append(offs, math.Abs(m.left(&pieces[i])))
		}
	}
	slices.Sort(offs)
	return offs
}

// perRow adds what a feeder does, which moves a whole height of the paper.
func (m *mapping) perRow(pieces []piece, rows []layout.Row) {
	n := 2*len(rows) + 1
	offs := make([][]float64, n)
	for i := range pieces {
		if p := &pieces[i]; p.seen {
			offs[p.row] = append(offs[p.row], m.left(p))
		}
	}
	value := make([]float64, n)
	for i, o := range offs {
		if slices.Sort(o); len(o) >= 2 {
			value[i] = (o[(len(o)-1)/2] + o[len(o)/2]) / 2
		}
	}
	at, dx, dy := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		at[i] = mm(rows[0].Top)
		if i > 0 {
			at[i] = mm(rows[(i-1)/2].Top+rows[(i-1)/2].Bottom) / 2
			if i%2 == 0 {
				at[i] = mm(rows[i/2-1].Bottom)
			}
		}
		if i%2 == 0 {
			dy[i], dx[i] = value[i], neighbours(value, i)
		} else {
			dx[i], dy[i] = value[i], neighbours(value, i)
		}
	}
	m.rowsY, m.rowDX, m.rowDY = at, dx, dy
}

// neighbours is the mean of the values above and below.
func neighbours(v []float64, i int) float64 {
	switch {
	case i == 0:
		return v[1]
	case i == len(v)-1:
		return v[i-1]
	}
	return (v[i-1] + v[i+1]) / 2
}

// judge measures how well the lines lie now. Pieces that were forgotten count as not seen.
func (m *mapping) judge(pieces []piece) {
	offs := m.offs(pieces)
	m.found = float64(len(offs)) / float64(len(pieces))
	if len(offs) > 0 {
		m.residual = offs[(len(offs)-1)*95/100]
	}
}
