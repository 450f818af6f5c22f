package scan

import (
	"slices"

	"shuping/internal/sheet/layout"
)

// claim is a mark that owns a cell: its low point is there.
type claim struct {
	row, grade int
	stroke     *stroke
	at         low
	tick       bool // with two arms, as a tick (√) has
}

// entry is what was found in a row.
type entry struct {
	claims []claim
	doubts []doubt
	specks []int // by grade: pieces too small for anything
}

// doubt is ink that no mark explains. What lies beside the table only keeps a row from
// being blank.
type doubt struct {
	reason Reason
	stroke *stroke
	beside bool
}

// Of rests of printed lines, pixels of the canvas.
const (
	paperOnly = 6 // what is flatter than this and at a printed line is a rest of it
	leastArea = 6 // of ink that is looked at
	mostLows  = 3 // low points that what was written in one cell has
)

// judge says what each entry is. The table of rules is in docs/PAPER.md.
func judge(c *canvas, all []stroke, l *layout.Layout) []Row {
	entries := make([]entry, len(c.page.Rows))
	for i := range entries {
		entries[i].specks = make([]int, len(l.Grades))
	}
	for i := range all {
		c.assess(&all[i], entries)
	}
	u := usualOf(entries)
	var out []Row
	for i := range entries {
		r := Row{Row: c.page.Rows[i].Row}
		grade := 0
		if r.Verdict, grade, r.Reason = entries[i].verdict(u, &c.limits); !c.proven(i) {
			r.Verdict, r.Reason = Unclear, Strange
		}
		if r.Verdict == Valid {
			r.Grade = &l.Grades[grade]
		}
		r.Measures = c.measures(i, &entries[i], all, l)
		out = append(out, r)
	}
	c.faintPage(out)
	return out
}

// faintPage takes back that entries are blank on a page of which many others are specks:
// what was written was too faint for the scanner there, and may be in the rest as well.
func (c *canvas) faintPage(rows []Row) {
	n := 0
	for _, r := range rows {
		if r.Reason == Speck {
			n++
		}
	}
	if n < 2 || n*100 < c.limits.FaintPage*len(rows) {
		return
	}
	for i := range rows {
		if rows[i].Verdict == Blank {
			rows[i].Verdict, rows[i].Reason = Unclear, Faint
		}
	}
}

// assess adds what a stroke claims or puts in doubt to the rows.
func (c *canvas) assess(s *stroke, entries []entry) {
	w, h := s.x1-s.x0, s.y1-s.y0
	switch {
	case max(w, h) < pixels(c.limits.Speck) || s.area < leastArea:
		if row, grade := c.rowAt(s.y0), c.gradeAt(s.x0); !s.touchesLines && c.inside(row, grade) {
			entries[row].specks[grade]++
		}
		return
	case s.touchesLines && min(w, h) < paperOnly && (h < 4 || w < 4):
		return
	}
	claims, reason := c.claims(s)
	for _, k := range claims {
		entries[k.row].claims = append(entries[k.row].claims, k)
	}
	for _, k := range s.cells {
		if k.row < 0 || k.row >= len(entries) || reason == "" || k.n < pixels(c.limits.Speck) {
			continue
		}
		e, beside := &entries[k.row], !c.inside(k.row, k.grade)
		if n := len(e.doubts); n == 0 || e.doubts[n-1].stroke != s {
			e.doubts = append(e.doubts, doubt{reason, s, beside})
		} else if !beside {
			e.doubts[n-1].beside = false
		}
	}
	if len(claims) > 0 {
		c.unclaimed(s, claims, entries)
	}
}

// unclaimed puts rows in doubt through which a stroke passes without a low point of its
// own, when it is more than one tail there.
func (c *canvas) unclaimed(s *stroke, claims []claim, entries []entry) {
	for row := range entries {
		if slices.ContainsFunc(claims, func(k claim) bool { return k.row == row }) {
			continue
		}
		n := 0
		for _, k := range s.cells {
			if k.row == row {
				n += k.n
			}
		}
		if n == 0 {
			continue
		}
		if c.branches(s, row) || len(claims) > 1 && n > 2*(c.linesY[row+1]-c.linesY[row]) {
			entries[row].doubts = append(entries[row].doubts, doubt{Merged, s, false})
		}
	}
}

// claims are the cells that a stroke owns, or the reason why that is not clear.
func (c *canvas) claims(s *stroke) ([]claim, Reason) {
	box := (s.x1 - s.x0) * (s.y1 - s.y0)
	switch size := max(s.x1-s.x0, s.y1-s.y0); {
	case size <= pixels(c.limits.Dot) || len(s.lows) == 0:
		return nil, Speck
	case size <= pixels(c.limits.Blot) && s.area*100 >= c.limits.Solid*box:
		return nil, Speck
	case c.flat(s):
		return nil, Strange
	}
	row, grade := c.rowAt(s.lows[0].y), c.gradeAt(s.lows[0].x)
	if c.inside(row, grade) && s.in(row, grade)*100 >= c.limits.Wholly*s.area {
		return c.within(s, row, grade)
	}
	var out []claim
	for _, p := range s.lows {
		k, reason := c.leaving(s, p)
		if reason != "" {
			return nil, reason
		}
		if slices.ContainsFunc(out, func(o claim) bool { return o.row == k.row }) {
			return nil, Merged
		}
		out = append(out, k)
	}
	if len(out) > 1 {
		return out, ""
	}
	if c.struck(s) {
		return nil, Scribble
	}
	if s.in(row, grade)*100 < c.limits.Partly*s.area || s.inColumn(grade)*100 < c.limits.Column*s.area {
		return nil, Border
	}
	return out, ""
}

func (c *canvas) inside(row, grade int) bool {
	return row >= 0 && row < len(c.linesY)-1 && grade >= 0 && grade < len(c.linesX)-1
}

// within is the claim of a stroke that stays in a cell, whatever its shape, unless it
// is something filled in, or a line that may be the rest of another stroke.
func (c *canvas) within(s *stroke, row, grade int) ([]claim, Reason) {
	if len(s.lows) > mostLows || c.filled(s) || c.struck(s) {
		return nil, Scribble
	}
	if c.goesBelow(s, row) {
		return nil, Border
	}
	k := claim{row, grade, s, s.lows[0], c.forks(s.lows[0])}
	if !k.tick && !c.swells(s.lows[0]) {
		if s.y1 > c.linesY[row+1]-c.half-pixels(c.limits.Touching) || s.touchesLines {
			return nil, Border
		}
	}
	return []claim{k}, ""
}

// Of ink below a stroke that may be the rest of a tail, pixels.
const (
	belowNear = 6 // between the stroke and the line below it
	belowDeep = 4 // from that line on
	belowSide = 8 // to each side of the stroke's lowest row
)

// goesBelow says whether ink goes on beyond the line below a stroke that ends at it: what
// is above is then the tail of a tick of the next row, of which the crossing was lost.
func (c *canvas) goesBelow(s *stroke, row int) bool {
	line := c.linesY[row+1]
	if s.y1 < line-c.half-belowNear {
		return false
	}
	low := c.runs[s.runs[0]]
	from, to := max(0, int(low.from)-belowSide), min(c.w, int(low.to)+belowSide)
	for y := line + c.half + 1; y <= line+c.half+belowDeep; y++ {
		if y >= c.h || !slices.Contains(c.mark[y*c.w+from:y*c.w+to], true) {
			return false
		}
	}
	return true
}

// leaving is the claim of a low point of a stroke that leaves the cell.
func (c *canvas) leaving(s *stroke, p low) (claim, Reason) {
	row, grade := c.rowAt(p.y), c.gradeAt(p.x)
	if !c.inside(row, grade) {
		return claim{}, Border
	}
	tick := c.forks(p)
	if !tick && !c.single(s, p, row, grade) {
		return claim{}, Merged
	}
	space, beside := c.linesY[row+1]-c.half-1-p.y, min(p.x-c.linesX[grade], c.linesX[grade+1]-p.x)-c.half
	need := pixels(c.limits.Margin)
	if s.in(row, grade)*100 >= c.limits.Mostly*s.area {
		need = pixels(c.limits.Slack)
	}
	if space < need || beside < pixels(c.limits.Side) {
		return claim{}, Border
	}
	return claim{row, grade, s, p, tick}, ""
}

// flat says whether a stroke is so much wider than high that it is a line rather than a
// tick, whatever its ends do.
func (c *canvas) flat(s *stroke) bool {
	return len(s.lows) == 1 && (s.x1-s.x0)*100 > c.limits.Flat*(s.y1-s.y0)
}

// filled says whether a stroke fills its place, as nothing that was written with a line
// does. A small tick by a marker fills half of its box and still has two arms and one
// corner.
func (c *canvas) filled(s *stroke) bool {
	if min(s.x1-s.x0, s.y1-s.y0) <= pixels(c.limits.Thick) {
		return false
	}
	most := c.limits.Solid
	if len(s.lows) == 1 && c.forks(s.lows[0]) {
		most = c.limits.SolidTick
	}
	return s.area*100 > most*(s.x1-s.x0)*(s.y1-s.y0)
}

// single says whether a stroke without two arms is one mark all the same: a tick whose
// short arm lies at the long one, which makes it thicker there, or a plain stroke that
// is mostly in the cell.
func (c *canvas) single(s *stroke, p low, row, grade int) bool {
	if len(s.lows) > 1 {
		return false
	}
	need := c.limits.Plain
	if c.swells(p) && s.y1-s.y0 >= s.x1-s.x0 {
		need = c.limits.Column
	}
	return s.in(row, grade)*100 >= need*s.area
}

// usual is how the page's marks are: darkness, and weight.
type usual struct{ shade, weight int }

// usualOf is the darkness that four fifths of the page's marks do not exceed, since what
// shines through from another sheet may be more than half of what is there, and the weight
// that half of them do not exceed; 0 without any mark.
func usualOf(entries []entry) usual {
	var shades, weights []int
	for i := range entries {
		for _, k := range entries[i].claims {
			shades, weights = append(shades, k.stroke.shade()), append(weights, k.stroke.weight())
		}
	}
	if len(shades) == 0 {
		return usual{}
	}
	slices.Sort(shades)
	slices.Sort(weights)
	return usual{shades[(len(shades)-1)*4/5], weights[len(weights)/2]}
}

// weight is about how broad the line of a stroke is, in hundredths of a pixel: a hair on
// the glass is much thinner than what a pen writes.
func (s *stroke) weight() int { return s.area * 100 / max(1, s.x1-s.x0+s.y1-s.y0) }

// faint says whether a stroke is much fainter or thinner than the page's marks, or than
// any mark.
func (s *stroke) faint(u usual, l *Limits) bool {
	return s.shade()*100 < l.Faint*u.shade || s.shade()*100 < l.Pale*255 || s.weight()*100 < l.Thin*u.weight
}

// shade is the mean darkness of a stroke.
func (s *stroke) shade() int { return s.dark / max(1, s.area) }

// verdict judges an entry.
func (e *entry) verdict(u usual, l *Limits) (Verdict, int, Reason) {
	if len(e.claims) == 0 {
		if len(e.doubts) > 0 {
			return Unclear, 0, e.doubts[0].reason
		}
		if slices.Max(e.specks) >= l.ManySpecks {
			return Unclear, 0, Speck
		}
		return Blank, 0, ""
	}
	first := e.claims[0]
	same, ticks, lows := true, true, 0
	for _, k := range e.claims {
		same = same && k.grade == first.grade
		ticks = ticks && k.tick
		lows += len(k.stroke.lows)
		if k.stroke.faint(u, l) {
			return Unclear, 0, Faint
		}
	}
	for _, d := range e.doubts {
		if d.beside {
			continue
		}
		if d.reason != Speck || !first.tick || max(d.stroke.x1-d.stroke.x0, d.stroke.y1-d.stroke.y0) > pixels(l.Dot) {
			return Unclear, 0, d.reason
		}
	}
	switch {
	case same && len(e.claims) > 1 && lows > mostLows:
		return Unclear, 0, Scribble // what was filled in, in pieces
	case same && (len(e.claims) == 1 || ticks):
		return Valid, first.grade, ""
	case same:
		return Unclear, 0, Merged
	case ticks:
		return Multiple, 0, ""
	}
	return Unclear, 0, Double
}

// measures are what is kept of a row's cells.
func (c *canvas) measures(row int, e *entry, all []stroke, l *layout.Layout) []Measure {
	out := make([]Measure, len(l.Grades))
	height := c.linesY[row+1] - c.linesY[row] - 2*c.half - 1
	for g := range out {
		area := float64(height * (c.linesX[g+1] - c.linesX[g] - 2*c.half - 1))
		out[g].Grade = l.Grades[g]
		for i := range all {
			out[g].Ink += float64(all[i].in(row, g))
		}
		for _, k := range e.claims {
			if k.grade == g {
				out[g].Own += float64(k.stroke.in(row, g))
				out[g].Vertex = &Point{round(float64(k.at.x-c.linesX[g]) / dots), round(float64(k.at.y-c.linesY[row]) / dots)}
			}
		}
		out[g].Ink, out[g].Own = round(min(1, out[g].Ink/area)), round(min(1, out[g].Own/area))
	}
	return out
}

// round leaves three places.
func round(v float64) float64 { return float64(int(v*1000+0.5)) / 1000 }
