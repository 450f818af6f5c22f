package scan

import "slices"

// Of streaks: a speck on the glass of a feeder draws a line through the whole image.
const (
	streakLooks = 40 // places along the image that are looked at
	streakShare = 88 // hundredths of them at which a streak must be seen; the table is shorter
	streakSide  = 3  // pixels to each side, where there must be paper
	streakDark  = 5  // shades by which it is darker than the paper beside it
	streakWide  = 6  // pixels; what is wider is no streak
	streakPaper = 90 // shade from which on it may be paper
)

// streaks are thin lines through all of the height or width of an image (扫描条纹). Lines
// of the table end before the paper does and are none.
type streaks struct {
	down, across []span // by their columns, and by their rows
}

func (g *Gray) streaks() streaks {
	return streaks{g.streaksOf(g.W, g.H, 1, g.W), g.streaksOf(g.H, g.W, g.W, 1)}
}

// streaksOf looks at n lines of pixels, each of length long; step leads to the next line
// and along along it.
func (g *Gray) streaksOf(n, long, step, along int) []span {
	if n < 4*streakSide || long < streakLooks {
		return nil
	}
	var looks [streakLooks]int
	for k := range looks {
		looks[k] = (k*long/streakLooks + long/streakLooks/2) * along
	}
	var out []span
	last := -1
	for i := streakSide; i < n-streakSide; i++ {
		if !g.streak(&looks, i*step, streakSide*step) {
			continue
		}
		if last == i-1 && len(out) > 0 {
			out[len(out)-1].to = i + 1
		} else {
			out = append(out, span{i, i + 1})
		}
		last = i
	}
	return slices.DeleteFunc(out, func(s span) bool { return s.to-s.from > streakWide })
}

// streak says whether a line of pixels that begins at from is darker than those at its
// sides nearly wherever those are paper, which they must be at most places.
func (g *Gray) streak(looks *[streakLooks]int, from, side int) bool {
	seen, all := 0, 0
	for k, at := range looks {
		at += from
		a, v, b := g.Pix[at-side], g.Pix[at], g.Pix[at+side]
		if m := min(a, b); m >= streakPaper {
			all++
			if v+streakDark <= m && v < m {
				seen++
			}
		}
		if (all-seen)*100 > (100-streakShare)*streakLooks || k+1-all >= streakLooks/2 {
			return false // most lines
		}
	}
	return seen*100 >= streakShare*all
}

// streakFar is how far from a streak pixels are drawn again, and more.
const streakFar = streakWide + 4

// mended is a part of an image without its streaks: the box with streakFar around it, in
// the given memory. It gives the place of its upper left corner too.
func (g *Gray) mended(s *streaks, x0, y0, x1, y1 int, memory *[]uint8) (out *Gray, x, y int) {
	x, y = max(0, x0-streakFar), max(0, y0-streakFar)
	w, h := max(0, min(g.W, x1+streakFar)-x), max(0, min(g.H, y1+streakFar)-y)
	if w == 0 || h == 0 {
		return &Gray{}, x, y
	}
	out = &Gray{W: w, H: h, Pix: of(memory, w*h)}
	for k := range h {
		copy(out.Pix[k*w:(k+1)*w], g.Pix[(y+k)*g.W+x:])
	}
	for _, d := range s.down {
		out.mend(span{d.from - x, d.to - x}, w, h, 1, w)
	}
	for _, a := range s.across {
		out.mend(span{a.from - y, a.to - y}, h, w, w, 1)
	}
	return out, x, y
}

// mend draws the pixels of a streak from those beside it. There are n lines of pixels, each
// of length long.
func (g *Gray) mend(s span, n, long, step, along int) {
	from, to := s.from-2, s.to+1
	if from < 0 || to >= n {
		return // it leaves the image, far from what is looked at
	}
	n = to - from
	for k := range long {
		a, b := int(g.Pix[k*along+from*step]), int(g.Pix[k*along+to*step])
		for i := 1; i < n; i++ {
			g.Pix[k*along+(from+i)*step] = uint8(a + (b-a)*i/n)
		}
	}
}
