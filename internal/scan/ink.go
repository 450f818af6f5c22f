package scan

// Ink is where on the grade columns of a page there is ink, in squares of a mm, kept to
// tell two scans of one sheet from two sheets.
type Ink struct {
	w, h  int
	rows  []int   // ink of each mm of height, in pixels of the canvas
	cover []uint8 // of each square, in pixels of the canvas
	total int
}

// Of comparing ink.
const (
	littleInk = 20 * dots * dots / 4 // pixels: about what one short tick has
	sameInk   = 72                   // hundredths of the ink that two scans of a sheet share
	sameSum   = 60                   // hundredths of the darker page's ink that the lighter has
)

// inkOf counts what strokes were found, printed lines and dirt left out.
func inkOf(c *canvas, all []stroke) *Ink {
	i := &Ink{w: (c.w + dots - 1) / dots, h: (c.h + dots - 1) / dots}
	i.cover, i.rows = make([]uint8, i.w*i.h), make([]int, i.h)
	for s := range all {
		if max(all[s].x1-all[s].x0, all[s].y1-all[s].y0) <= pixels(c.limits.Dot) {
			continue
		}
		for _, r := range all[s].runs {
			run := c.runs[r]
			y := int(run.y) / dots
			for x := run.from; x < run.to; x++ {
				i.cover[y*i.w+int(x)/dots]++
			}
			i.rows[y] += int(run.to - run.from)
			i.total += int(run.to - run.from)
		}
	}
	return i
}

// Little says that there is too little ink to tell pages apart.
func (i *Ink) Little() bool { return i.total < littleInk }

// Same says whether two pages show the same ink: most of it lies in the same squares or
// beside them, on both.
func (i *Ink) Same(o *Ink) bool {
	if i.w != o.w || i.h != o.h || min(i.total, o.total)*100 < sameSum*max(i.total, o.total) {
		return false
	}
	apart := 0
	for y, n := range i.rows {
		apart += max(n-o.rows[y], o.rows[y]-n)
	}
	// A stroke may lie half in the next mm on the other scan: twice the slack.
	if apart*100 > 2*(100-sameInk)*max(i.total, o.total) {
		return false
	}
	return i.shared(o)*100 >= sameInk*i.total && o.shared(i)*100 >= sameInk*o.total
}

// shared is how much of the ink has ink of the other within half a mm.
func (i *Ink) shared(o *Ink) int {
	n := 0
	for at, c := range i.cover {
		if c == 0 {
			continue
		}
		n += min(int(c), int(o.cover[at])*3/2)
	}
	return n
}
