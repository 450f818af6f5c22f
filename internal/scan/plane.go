package scan

import "math"

// plane is a homography: it brings a place of the page in mm into the image in pixels.
type plane [9]float64

func (h *plane) at(x, y float64) (float64, float64) {
	w := h[6]*x + h[7]*y + h[8]
	return (h[0]*x + h[1]*y + h[2]) / w, (h[3]*x + h[4]*y + h[5]) / w
}

// scale is how many pixels a mm has at a place, as the root of the area's change.
func (h *plane) scale(x, y float64) float64 {
	x0, y0 := h.at(x, y)
	x1, y1 := h.at(x+1, y)
	x2, y2 := h.at(x, y+1)
	return math.Sqrt(math.Abs((x1-x0)*(y2-y0) - (x2-x0)*(y1-y0)))
}

// mirrored says whether the plane shows the page's back, or a place behind the eye.
func (h *plane) mirrored(w, ht float64) bool {
	for _, q := range [][2]float64{{0, 0}, {w, 0}, {0, ht}, {w, ht}} {
		if h[6]*q[0]+h[7]*q[1]+h[8] <= 1e-9 {
			return true
		}
	}
	x0, y0 := h.at(0, 0)
	x1, y1 := h.at(w, 0)
	x2, y2 := h.at(0, ht)
	return (x1-x0)*(y2-y0)-(x2-x0)*(y1-y0) <= 0
}

// pair is a place on the page and where it is in the image.
type pair struct{ x, y, u, v float64 }

// planeOf solves for the plane through four pairs, or nearest to more of them (least
// squares, coordinates brought near to 1 first).
func planeOf(pairs []pair) (plane, bool) {
	var mu, mv, mx, my float64
	n := float64(len(pairs))
	for _, p := range pairs {
		mu, mv, mx, my = mu+p.u/n, mv+p.v/n, mx+p.x/n, my+p.y/n
	}
	var su, sx float64
	for _, p := range pairs {
		su += math.Hypot(p.u-mu, p.v-mv) / n
		sx += math.Hypot(p.x-mx, p.y-my) / n
	}
	if su == 0 || sx == 0 {
		return plane{}, false
	}
	var a [8][9]float64
	for _, p := range pairs {
		x, y, u, v := (p.x-mx)/sx, (p.y-my)/sx, (p.u-mu)/su, (p.v-mv)/su
		addRow(&a, [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u})
		addRow(&a, [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v})
	}
	s, ok := solve(&a)
	if !ok {
		return plane{}, false
	}
	// Undo: image = U * H * X, with X bringing the page near 1 and U the image back.
	h := plane{s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], 1}
	for i := 0; i < 9; i += 3 {
		h[i], h[i+1], h[i+2] = h[i]/sx, h[i+1]/sx, h[i+2]-h[i]*mx/sx-h[i+1]*my/sx
	}
	for j := range 3 {
		h[j], h[3+j] = su*h[j]+mu*h[6+j], su*h[3+j]+mv*h[6+j]
	}
	return h, true
}

// addRow adds an equation to the normal equations.
func addRow(a *[8][9]float64, r [9]float64) {
	for i := range 8 {
		for j := range 9 {
			a[i][j] += r[i] * r[j]
		}
	}
}

// solve is Gauss's elimination with the largest pivot.
func solve(a *[8][9]float64) ([8]float64, bool) {
	for c := range 8 {
		p := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[p][c]) {
				p = r
			}
		}
		if math.Abs(a[p][c]) < 1e-12 {
			return [8]float64{}, false
		}
		a[c], a[p] = a[p], a[c]
		for r := c + 1; r < 8; r++ {
			f := a[r][c] / a[c][c]
			for k := c; k < 9; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	var s [8]float64
	for c := 7; c >= 0; c-- {
		s[c] = a[c][8]
		for k := c + 1; k < 8; k++ {
			s[c] -= a[c][k] * s[k]
		}
		s[c] /= a[c][c]
	}
	return s, true
}
