package scan

import "bytes"

// Of streaks: a speck on the glass of a feeder draws a line through the whole image.
const (
	streakLooks = 40 // places along the image that are looked at
	streakShare = 88 // hundredths of them at which a streak must be seen; the table is shorter
	streakSide  = 3  // pixels to each side, where there must be paper
	streakDark  = 5  // shades by which it is darker than the paper beside it
	streakWide  = 6  // pixels; what is wider is no streak
	streakPaper = 90 // shade from which on it may be paper
)

// withoutStreaks is the image with thin lines through all of its height or width taken
// out (扫描条纹). Lines of the table end before the paper does and stay. Without streaks
// it is the image itself; the image is not changed.
func (g *Gray) withoutStreaks() *Gray {
	down, across := g.streaks(g.W, g.H, 1, g.W), g.streaks(g.H, g.W, g.W, 1)
	if len(down)+len(across) == 0 {
		return g
	}
	out := &Gray{W: g.W, H: g.H, Pix: bytes.Clone(g.Pix)}
	for _, s := range down {
		out.mend(s, g.H, 1, g.W)
	}
	for _, s := range across {
		out.mend(s, g.W, g.W, 1)
	}
	return out
}

// streaks looks at n lines of pixels, each of length long; step leads to the next line
// and along along it.
func (g *Gray) streaks(n, long, step, along int) []span {
	if n < 4*streakSide || long < streakLooks {
		return nil
	}
	seen, all := make([]uint8, n), make([]uint8, n)
	for k := range streakLooks {
		at := (k*long/streakLooks + long/streakLooks/2) * along
		for i := streakSide; i < n-streakSide; i++ {
			a, v, b := g.Pix[at+(i-streakSide)*step], g.Pix[at+i*step], g.Pix[at+(i+streakSide)*step]
			if m := min(a, b); m >= streakPaper {
				all[i]++
				if v+streakDark <= m && v < m {
					seen[i]++
				}
			}
		}
	}
	var out []span
	for i := 0; i < n; i++ {
		from := i
		for i < n && all[i] > streakLooks/2 && int(seen[i])*100 >= streakShare*int(all[i]) {
			i++
		}
		if i > from && i-from <= streakWide {
			out = append(out, span{from, i})
		}
	}
	return out
}

// mend draws the pixels of a streak from those beside it.
func (g *Gray) mend(s span, long, step, along int) {
	from, to := max(0, s.from-2), s.to+1
	if limit := len(g.Pix)/long - 1; to > limit {
		to = limit
	}
	n := to - from
	for k := range long {
		a, b := int(g.Pix[k*along+from*step]), int(g.Pix[k*along+to*step])
		for i := 1; i < n; i++ {
			g.Pix[k*along+(from+i)*step] = uint8(a + (b-a)*i/n)
		}
	}
}
