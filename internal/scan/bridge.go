package scan

// span is a piece of a line of pixels, to exclusive.
type span struct{ from, to int }

// widest is how far along a printed line a stroke may move while it crosses it, pixels.
const widest = 8

// bridge puts strokes together that cross a printed line: what was ink on both sides
// and dark between them becomes ink. Nothing is made where a stroke only ends at a line.
func (c *canvas) bridge() {
	for _, y := range c.linesY {
		c.cross(c.w, 1, c.w, y, c.h)
	}
	for _, x := range c.linesX {
		c.cross(c.h, c.w, 1, x, c.w)
	}
}

// cross looks at one line: n pixels along it, along and across are the steps in the
// canvas, at is its place and end the canvas's.
func (c *canvas) cross(n, along, across, at, end int) {
	a, b := at-c.half-1, at+c.half+1
	if a < 0 || b >= end {
		return
	}
	above, below := c.spans(n, along, a*across), c.spans(n, along, b*across)
	for i, s := range above {
		best, gap := -1, widest+1
		for j, t := range below {
			if g := apart(s, t); g < gap {
				best, gap = j, g
			}
		}
		if best < 0 {
			continue
		}
		for j, t := range below {
			if g := apart(s, t); j == best && c.mutual(above, i, t, g) || g == 0 {
				c.fill(s, t, a, b, along, across, at)
			}
		}
	}
}

// mutual says whether no other span above is nearer to t.
func (c *canvas) mutual(above []span, i int, t span, gap int) bool {
	for k, s := range above {
		if k != i && apart(s, t) < gap {
			return false
		}
	}
	return true
}

// spans are the pieces of ink in a line of pixels.
func (c *canvas) spans(n, along, start int) []span {
	var out []span
	from := -1
	for i := range n {
		switch on := c.mark[start+i*along]; {
		case on && from < 0:
			from = i
		case !on && from >= 0:
			out, from = append(out, span{from, i}), -1
		}
	}
	if from >= 0 {
		out = append(out, span{from, n})
	}
	return out
}

// apart is how many pixels are between two spans.
func apart(s, t span) int { return max(0, s.from-t.to, t.from-s.to) }

// fill makes ink of the pixels between two spans, if they are dark: the printed line
// itself always is and does not count.
func (c *canvas) fill(s, t span, a, b, along, across, at int) {
	steps := b - a
	dark, all := 0, 0
	between := func(k int) (int, int) {
		from, to := s.from+(t.from-s.from)*k/steps, s.to+(t.to-s.to)*k/steps
		return from, max(to, from+1)
	}
	for k := 1; k < steps; k++ {
		if d := a + k - at; d >= -1 && d <= 1 {
			continue
		}
		from, to := between(k)
		all++
		for i := from; i < to; i++ {
			if int(c.dark[(a+k)*across+i*along]) > c.limit {
				dark++
				break
			}
		}
	}
	if dark < all {
		return
	}
	for k := 1; k < steps; k++ {
		from, to := between(k)
		for i := from; i < to; i++ {
			c.mark[(a+k)*across+i*along] = true
		}
	}
}
