package other

import (
	"math"
	"math/rand/v2"
)

// habit is how one person makes ticks: bezier arms, pressure and what the hand adds.
type habit struct {
	r              *rand.Rand
	lean           float64 // of the short arm, its breadth by its height
	long           float64 // height of the long arm by the short one's
	reach          float64 // breadth of the long arm by its height
	bend           float64 // of the long arm, to the left or right
	round          float64 // 0 for a sharp corner, to 1
	hook           float64 // before the short arm, 0 for none
	flick          float64 // at the end of the long arm
	tremor         float64 // mm
	lift           float64 // pressure left at the end
	lefty          bool    // the long arm goes to the left
	jitter         float64 // how unlike its ticks are to each other
	phase1, phase2 float64
}

func someHabit(r *rand.Rand) *habit {
	u := func(a, b float64) float64 { return a + (b-a)*r.Float64() }
	h := &habit{r: r, lean: u(0.3, 1.6), long: u(1.5, 4.5), reach: u(0.35, 1.7), bend: u(-0.25, 0.3), round: u(0, 0.8),
		lift: u(0.2, 0.9), jitter: u(0.03, 0.2), phase1: u(0, 6), phase2: u(0, 6)}
	if r.IntN(4) == 0 {
		h.hook = u(0.3, 0.9)
	}
	if r.IntN(5) == 0 {
		h.flick = u(-0.25, 0.25)
	}
	if r.IntN(5) == 0 {
		h.tremor = u(0.05, 0.16)
	}
	h.lefty = r.IntN(16) == 0
	return h
}

// like is a value of the habit as it comes out this time.
func (h *habit) like(v float64) float64 { return v * (1 + h.jitter*h.r.NormFloat64()) }

// bezier are n places on a curve.
func bezier(n int, x0, y0, x1, y1, x2, y2, x3, y3 float64) []dab {
	out := make([]dab, 0, n)
	for i := range n {
		t := float64(i) / float64(n-1)
		a, b, c, d := (1-t)*(1-t)*(1-t), 3*t*(1-t)*(1-t), 3*t*t*(1-t), t*t*t
		out = append(out, dab{x: a*x0 + b*x1 + c*x2 + d*x3, y: a*y0 + b*y1 + c*y2 + d*y3})
	}
	return out
}

// tick is a tick of height h mm with its corner at 0, 0: the short arm, then the long
// one. apart parts them into two movements of the pen.
func (h *habit) tick(height float64) (short, long []dab) {
	up := max(0.8, height/max(1.15, h.like(h.long)))
	over := up * max(0.2, h.like(h.lean))
	out := height * max(0.25, h.like(h.reach))
	short = bezier(16, -over, -up, -over*0.7, -up*0.5, -over*0.25*(1+h.round), -up*0.1, 0, 0)
	if h.hook > 0 {
		k := up * 0.4 * h.hook
		short = append(bezier(8, -over-k, -up+k*0.6, -over-k*0.6, -up-k*0.1, -over-k*0.2, -up-k*0.2, -over, -up), short...)
	}
	bend := h.like(h.bend) * height
	long = bezier(30, 0, 0, out*0.25+h.round*0.1*out, -height*0.12*(1-h.round*0.6), out*0.6+bend*0.5, -height*0.55+bend*0.4, out, -height)
	if h.flick != 0 {
		e := long[len(long)-1]
		long = append(long, bezier(6, e.x, e.y, e.x+0.1*height, e.y-0.05*height, e.x+0.15*height, e.y+h.flick*height*0.5, e.x+0.22*height, e.y+h.flick*height)...)
	}
	if h.lefty {
		for _, s := range [][]dab{short, long} {
			for i := range s {
				s[i].x = -s[i].x
			}
		}
	}
	h.shake(short)
	h.shake(long)
	for i := range short {
		short[i].press = 0.6 + 0.4*float64(i)/float64(len(short))
	}
	for i := range long {
		f := float64(i) / float64(len(long))
		long[i].press = 1 - (1-h.lift)*f*f
	}
	if h.round > 0.3 {
		blunt(short, long, h.round*0.35)
	}
	return short, long
}

// blunt lifts the corner of a tick into an arc, radius in mm.
func blunt(short, long []dab, radius float64) {
	for _, s := range [][]dab{short, long} {
		for i := range s {
			if d := math.Hypot(s[i].x, s[i].y); d < 2*radius {
				s[i].y -= radius * 0.5 * (1 - d/(2*radius)) * (1 - d/(2*radius))
			}
		}
	}
}

// shake adds the tremor of an old hand.
func (h *habit) shake(s []dab) {
	if h.tremor == 0 {
		return
	}
	for i := range s {
		t := float64(i)
		s[i].x += h.tremor * (math.Sin(1.3*t+h.phase1) + 0.5*math.Sin(2.9*t+h.phase2))
		s[i].y += h.tremor * math.Cos(1.7*t+h.phase2)
	}
}

func moved(s []dab, dx, dy float64) []dab {
	out := make([]dab, len(s))
	for i, d := range s {
		out[i] = dab{d.x + dx, d.y + dy, d.press}
	}
	return out
}

// extent is the box of strokes.
func extent(strokes ...[]dab) (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = 1e9, 1e9, -1e9, -1e9
	for _, s := range strokes {
		for _, d := range s {
			x0, y0, x1, y1 = min(x0, d.x), min(y0, d.y), max(x1, d.x), max(y1, d.y)
		}
	}
	return
}

// fit brings strokes into a box, smaller where they do not fit.
func fit(r *rand.Rand, x, y, w, h float64, strokes ...[]dab) [][]dab {
	x0, y0, x1, y1 := extent(strokes...)
	k := min(1, w/(x1-x0), h/(y1-y0))
	fx, fy := x+(w-k*(x1-x0))*r.Float64(), y+(h-k*(y1-y0))*r.Float64()
	out := make([][]dab, len(strokes))
	for i, s := range strokes {
		for _, d := range s {
			out[i] = append(out[i], dab{fx + k*(d.x-x0), fy + k*(d.y-y0), d.press})
		}
	}
	return out
}
