package scan

// figure is the shape of a stroke beside its low points (笔画形状): what tells a tick from
// one that was struck through. A tick (√) has one end to each side and nothing shut in.
type figure struct {
	left, right int // ends to each side: places from which ink goes only inwards for leastEnd
	hole        int // pixels of the largest place that is shut in
}

// leastEnd is how far an end must stand out to count, pixels: 1.1 mm.
const leastEnd = 8

// figureOf looks at a stroke by itself, without what lies around it.
func (c *canvas) figureOf(s *stroke) figure {
	// A frame of one pixel around the stroke is the outside.
	w, h := s.x1-s.x0+2, s.y1-s.y0+2
	own := make([]bool, w*h)
	for _, i := range s.runs {
		r := c.runs[i]
		at := (int(r.y)-s.y0+1)*w + 1 - s.x0
		for x := int(r.from); x < int(r.to); x++ {
			own[at+x] = true
		}
	}
	return figure{ends(own, w, h, false), ends(own, w, h, true), hole(own, w, h)}
}

// struck says whether a stroke was struck through, or drawn more than once: it has more
// ends than a mark, or shuts a place in that is neither a loop at a tick's corner nor the
// inside of a circle. A cross has four ends, two low points, and is about as high as wide.
func (c *canvas) struck(s *stroke) bool {
	f, most := c.figureOf(s), c.limits.Ends
	if len(s.lows) > 1 && s.x1-s.x0 <= 2*(s.y1-s.y0) {
		most++
	}
	if f.left+f.right >= most {
		return true
	}
	side, box := pixels(c.limits.Hole), (s.x1-s.x0)*(s.y1-s.y0)
	return f.hole > side*side && f.hole*100 < c.limits.Ring*box
}

// columnRun is a piece of a column that is ink, to exclusive. Of a root, born is the
// column at which it began.
type columnRun struct{ from, to, parent, born int }

// ends counts the ends to one side: ink is swept column by column from there, an end is
// born where ink begins, and where two meet the later one counts if it has gone on for
// leastEnd. The first always counts.
func ends(own []bool, w, h int, fromRight bool) int {
	var runs []columnRun
	find := func(i int) int {
		for runs[i].parent != i {
			i = runs[i].parent
		}
		return i
	}
	n, before := 1, 0
	for k := range w {
		x := k
		if fromRight {
			x = w - 1 - k
		}
		now := len(runs)
		for y := 0; y < h; y++ {
			if !own[y*w+x] {
				continue
			}
			from := y
			for y < h && own[y*w+x] {
				y++
			}
			i := len(runs)
			runs = append(runs, columnRun{from, y, i, k})
			for j := before; j < now; j++ {
				if runs[j].from > y || runs[j].to < from {
					continue
				}
				a, b := find(j), find(i)
				if a == b {
					continue
				}
				if runs[a].born > runs[b].born {
					a, b = b, a
				}
				if k-runs[b].born >= leastEnd {
					n++
				}
				runs[b].parent = a
			}
		}
		before = now
	}
	return n
}

// hole is how many pixels the largest place has that ink shuts in; what the frame
// reaches is outside.
func hole(own []bool, w, h int) int {
	seen := make([]bool, w*h)
	var todo []int32
	fill := func(start int) int {
		n := 0
		seen[start] = true
		todo = append(todo[:0], int32(start))
		for len(todo) > 0 {
			at := int(todo[len(todo)-1])
			todo = todo[:len(todo)-1]
			n++
			for _, to := range [4]int{at - 1, at + 1, at - w, at + w} {
				if to >= 0 && to < w*h && !own[to] && !seen[to] {
					seen[to] = true
					todo = append(todo, int32(to))
				}
			}
		}
		return n
	}
	fill(0)
	most := 0
	for at := range own {
		if !own[at] && !seen[at] {
			most = max(most, fill(at))
		}
	}
	return most
}
