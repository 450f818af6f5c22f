package scan

import "slices"

// stroke is connected ink: what one movement of a pen made, or several that touch.
type stroke struct {
	area         int
	dark         int // sum of the darkness of its pixels
	x0, y0       int // of its box, x1 and y1 exclusive
	x1, y1       int
	cells        []cellInk
	lows         []low
	runs         []int32 // its runs, indices into the canvas's
	touchesLines bool    // a run of it lies beside a printed line
}

// cellInk is how many pixels of a stroke are in a cell. Rows and grades count from 0;
// outside of the table they are -1 or the table's numbers.
type cellInk struct{ row, grade, n int }

// low is a low point (顶点) of a stroke: a place from which every way along the stroke
// to a lower place rises first, by rise pixels at least.
type low struct {
	x, y, rise int
}

// leastRise is by how much ink must rise on all sides of a low point, pixels: 1.3 mm.
const leastRise = 9

// inkRun is a piece of a canvas row that is ink, to exclusive.
type inkRun struct {
	y, from, to int32
	parent      int32
	low         int32 // of a root: the run of the lowest point
}

// tracing follows the ink of a canvas from below.
type tracing struct {
	c    *canvas
	runs []inkRun
	lows map[int32][]low // of a root
}

// strokes finds the connected ink and its low points, in one sweep from the lowest row
// up: a low point is born where ink begins, and where two meet the higher one has risen
// by as much as it is above (persistence).
func strokes(c *canvas) []stroke {
	t := &tracing{c: c, lows: map[int32][]low{}}
	var last, now []int32
	for y := c.h - 1; y >= 0; y-- {
		now = t.row(y, now[:0])
		k := 0
		for _, r := range now {
			for k < len(last) && t.runs[last[k]].to < t.runs[r].from {
				k++
			}
			for j := k; j < len(last) && t.runs[last[j]].from <= t.runs[r].to; j++ {
				t.join(last[j], r, y)
			}
		}
		last, now = now, last
	}
	return t.collect()
}

// row finds the runs of a row, each a stroke of its own at first.
func (t *tracing) row(y int, out []int32) []int32 {
	line := t.c.mark[y*t.c.w : (y+1)*t.c.w]
	for x := 0; x < len(line); x++ {
		if !line[x] {
			continue
		}
		from := x
		for x < len(line) && line[x] {
			x++
		}
		i := int32(len(t.runs))
		t.runs = append(t.runs, inkRun{int32(y), int32(from), int32(x), i, i})
		out = append(out, i)
	}
	return out
}

func (t *tracing) root(i int32) int32 {
	for t.runs[i].parent != i {
		t.runs[i].parent = t.runs[t.runs[i].parent].parent
		i = t.runs[i].parent
	}
	return i
}

// join puts two strokes together that meet at height y. The one with the lower low
// point stays; the other's is kept if it has risen far enough.
func (t *tracing) join(i, j int32, y int) {
	i, j = t.root(i), t.root(j)
	if i == j {
		return
	}
	if t.runs[t.runs[i].low].y < t.runs[t.runs[j].low].y {
		i, j = j, i
	}
	if rise := int(t.runs[t.runs[j].low].y) - y; rise >= leastRise {
		t.lows[i] = append(t.lows[i], t.lowOf(j, rise))
	}
	if more, ok := t.lows[j]; ok {
		t.lows[i] = append(t.lows[i], more...)
		delete(t.lows, j)
	}
	t.runs[j].parent = i
}

func (t *tracing) lowOf(i int32, rise int) low {
	r := t.runs[t.runs[i].low]
	return low{int(r.from+r.to-1) / 2, int(r.y), rise}
}

// collect makes the strokes, in the order of their lowest rows.
func (t *tracing) collect() []stroke {
	var out []stroke
	at := make(map[int32]int)
	for i := range t.runs {
		r := t.root(int32(i))
		k, ok := at[r]
		if !ok {
			k = len(out)
			at[r] = k
			out = append(out, stroke{x0: t.c.w, y0: t.c.h, lows: t.lows[r]})
		}
		out[k].add(t.c, &t.runs[i], int32(i))
	}
	for r, k := range at {
		s := &out[k]
		if rise := s.y1 - s.y0; rise >= leastRise {
			s.lows = append(s.lows, t.lowOf(r, rise))
		}
		slices.SortFunc(s.lows, func(a, b low) int { return b.rise - a.rise })
	}
	t.c.runs = t.runs
	return out
}

// add counts a run into its stroke and into the cells it lies in.
func (s *stroke) add(c *canvas, r *inkRun, i int32) {
	y, from, to := int(r.y), int(r.from), int(r.to)
	s.runs = append(s.runs, i)
	s.area += to - from
	s.x0, s.x1, s.y0, s.y1 = min(s.x0, from), max(s.x1, to), min(s.y0, y), max(s.y1, y+1)
	for _, d := range c.dark[y*c.w+from : y*c.w+to] {
		s.dark += int(d)
	}
	row := c.rowAt(y)
	for x := from; x < to; {
		grade := c.gradeAt(x)
		end := to
		if grade < len(c.linesX)-1 {
			end = min(to, c.linesX[grade+1]+1)
		}
		s.count(row, grade, end-x)
		x = end
	}
	if c.besideLine(y, from, to) {
		s.touchesLines = true
	}
}

func (s *stroke) count(row, grade, n int) {
	for i := range s.cells {
		if s.cells[i].row == row && s.cells[i].grade == grade {
			s.cells[i].n += n
			return
		}
	}
	s.cells = append(s.cells, cellInk{row, grade, n})
}

// rowAt is the row of a pixel: -1 above the first, as many as there are below the last.
func (c *canvas) rowAt(y int) int { return place(c.linesY, y) }

// gradeAt is the grade's column of a pixel, likewise.
func (c *canvas) gradeAt(x int) int { return place(c.linesX, x) }

func place(lines []int, at int) int {
	i, _ := slices.BinarySearch(lines, at)
	return i - 1
}

// besideLine says whether a run touches what was left out around a line.
func (c *canvas) besideLine(y, from, to int) bool {
	for _, l := range c.linesY {
		if d := y - l; d >= -c.half-1 && d <= c.half+1 {
			return true
		}
	}
	for _, l := range c.linesX {
		if from <= l+c.half+1 && to >= l-c.half {
			return true
		}
	}
	return false
}

// in is how many pixels of a stroke are in a cell.
func (s *stroke) in(row, grade int) int {
	for _, k := range s.cells {
		if k.row == row && k.grade == grade {
			return k.n
		}
	}
	return 0
}

// inColumn is how many pixels of a stroke are in a grade's column.
func (s *stroke) inColumn(grade int) int {
	n := 0
	for _, k := range s.cells {
		if k.grade == grade {
			n += k.n
		}
	}
	return n
}

// forks says whether two ways rise from a low point: whether the ink between it and
// some height above, connected from it, is in two pieces there.
func (c *canvas) forks(p low) bool {
	const first, last = 3, 24 // pixels above the low point
	const arm = 3             // by which both must go on
	x := p.x
	if !c.mark[p.y*c.w+x] {
		return false
	}
	line := c.expand([]span{{x, x + 1}}, p.y)
	for h := 1; h <= last; h++ {
		y := p.y - h
		if y < 0 || len(line) == 0 {
			return false
		}
		line = c.expand(line, y)
		if h >= first && len(line) >= 2 && c.risen(line, y, arm) >= 2 {
			return true
		}
	}
	return false
}

// risen is how many of the pieces of a height go on for so many pixels more.
func (c *canvas) risen(pieces []span, y, more int) int {
	n := 0
	for _, p := range pieces {
		if c.reaches(p, y, more) {
			n++
		}
	}
	return n
}

// swells says whether a stroke is thicker just above its low point than further up: two
// arms that lie on each other.
func (c *canvas) swells(p low) bool {
	const first, middle, last = 3, 16, 40 // pixels above the low point
	line := []span{{p.x, p.x + 1}}
	thick := 0
	var thin []int
	for h := 0; h <= last && p.y-h >= 0 && len(line) > 0; h++ {
		line = c.expand(line, p.y-h)
		if len(line) != 1 {
			continue
		}
		switch wide := line[0].to - line[0].from; {
		case h >= first && h < middle:
			thick = max(thick, wide)
		case h >= middle:
			thin = append(thin, wide)
		}
	}
	if len(thin) == 0 {
		return false
	}
	slices.Sort(thin)
	return thick*10 >= 14*thin[len(thin)/2]
}

// expand are the spans of ink of row y that touch spans of the row below.
func (c *canvas) expand(below []span, y int) []span {
	var out []span
	row := c.mark[y*c.w : (y+1)*c.w]
	for _, s := range below {
		for x := max(0, s.from-1); x < min(c.w, s.to+1); x++ {
			if !row[x] || len(out) > 0 && x < out[len(out)-1].to {
				continue
			}
			from, to := x, x
			for from > 0 && row[from-1] {
				from--
			}
			for to < c.w && row[to] {
				to++
			}
			out = append(out, span{from, to})
		}
	}
	return out
}

// Of tails that pass through a row, pixels.
const (
	leastBranch = 5 // how far ink must go on for it to be a branch: 0.7 mm
	leastHook   = 6 // by how much a tail is narrower above a hook
)

// branches says whether a stroke divides in a row, or begins there: a tail that passes
// through from the row below does neither. Two ticks that run together do.
func (c *canvas) branches(s *stroke, row int) bool {
	top, bottom := c.linesY[row]+c.half+1, c.linesY[row+1]-c.half-1
	var below []span
	for y := bottom; y > top+leastBranch; y-- {
		now := c.pieces(s, y)
		if y < bottom {
			for _, p := range now {
				if !touches(p, below) && c.goesOn(p, y) {
					return true
				}
			}
			for _, b := range below {
				if c.parts(b, now, y) {
					return true
				}
			}
		}
		below = now
	}
	return false
}

// pieces are the runs of a stroke at a height. Runs are kept from the lowest up.
func (c *canvas) pieces(s *stroke, y int) []span {
	i, _ := slices.BinarySearchFunc(s.runs, int32(y), func(r, y int32) int { return int(y - c.runs[r].y) })
	var out []span
	for ; i < len(s.runs) && int(c.runs[s.runs[i]].y) == y; i++ {
		out = append(out, span{int(c.runs[s.runs[i]].from), int(c.runs[s.runs[i]].to)})
	}
	return out
}

func touches(p span, all []span) bool {
	for _, o := range all {
		if p.from <= o.to && o.from <= p.to {
			return true
		}
	}
	return false
}

// parts says whether a run has two runs above it that both go on, or one that is all at
// once much narrower: a tail grows wider where it bends to the side, not narrower, but a
// short arm beside it ends so.
func (c *canvas) parts(b span, above []span, y int) bool {
	n, narrow := 0, false
	for _, p := range above {
		if p.from <= b.to && b.from <= p.to && c.goesOn(p, y) {
			n++
			narrow = narrow || b.to-b.from-(p.to-p.from) >= leastHook
		}
	}
	return n > 1 || narrow
}

// goesOn says whether ink goes on above a run for the length of a branch.
func (c *canvas) goesOn(p span, y int) bool { return c.reaches(p, y, leastBranch-1) }

// reaches says whether ink goes on above a run for so many pixels.
func (c *canvas) reaches(p span, y, more int) bool {
	line := []span{p}
	for h := 1; h <= more && y-h >= 0 && len(line) > 0; h++ {
		line = c.expand(line, y-h)
	}
	return len(line) > 0
}

// fragments is how many strokes are pieces too large for dirt and too small for a mark.
func (c *canvas) fragments(all []stroke) int {
	n := 0
	for i := range all {
		if size := max(all[i].x1-all[i].x0, all[i].y1-all[i].y0); size >= pixels(c.limits.Speck) && size <= pixels(c.limits.Dot) && all[i].area >= leastArea {
			n++
		}
	}
	return n
}

// thicken makes ink a pixel wider to all sides, so that the pieces of a faint stroke
// meet again.
func (c *canvas) thicken() {
	wide := make([]bool, len(c.mark))
	for y := 1; y < c.h-1; y++ {
		for x := 1; x < c.w-1; x++ {
			if !c.mark[y*c.w+x] {
				continue
			}
			for yy := y - 1; yy <= y+1; yy++ {
				at := yy*c.w + x
				wide[at-1], wide[at], wide[at+1] = true, true, true
			}
		}
	}
	c.mark = wide
	c.clearLines()
}
