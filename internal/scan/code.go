package scan

import (
	"slices"

	"shuping/internal/sheet/layout"
)

// Of comparing a code's modules, in hundredths of them.
const (
	sameCode  = 7  // differing in at most this many, it is the code
	otherCode = 20 // and every other page's code differs in at least as many more
	finder    = 10 // differing in at most this many of the corners' modules, there is a code
)

// identify finds the pose and the page that the printed codes agree with.
func identify(g *Gray, l *layout.Layout, poses []pose) (pose, *layout.Page, Problem) {
	problem := NoCode
	for _, p := range poses {
		for place := range l.Pages[0].Code.Places {
			seen, ok := modules(g, &p.h, &l.Pages[0].Code, place)
			if !ok {
				continue
			}
			if page := matching(seen, l); page != nil {
				return p, page, NoProblem
			}
			if hasFinders(seen, l.Pages[0].Code.Modules) {
				problem = OtherForm
			}
		}
	}
	return poses[0], nil, problem
}

// modules looks at the middle of each module of a code. The limit between dark and
// light is between the two halves of what is there; without a difference there is none.
func modules(g *Gray, h *plane, c *layout.Code, place int) ([]bool, bool) {
	spots := [5][2]float64{{0.5, 0.5}, {0.32, 0.32}, {0.68, 0.32}, {0.32, 0.68}, {0.68, 0.68}}
	n, b := len(c.Modules), c.Places[place]
	shades := make([]int, 0, n*n)
	for y := range n {
		for x := range n {
			sum := 0
			for _, o := range spots {
				fx, fy := (float64(x)+o[0])/float64(n), (float64(y)+o[1])/float64(n)
				u, v := h.at(mm(b.X)+fx*mm(b.W), mm(b.Y)+fy*mm(b.H))
				sum += g.nearest(u, v)
			}
			shades = append(shades, sum)
		}
	}
	sorted := slices.Clone(shades)
	slices.Sort(sorted)
	low, high := sorted[len(sorted)/10], sorted[len(sorted)*9/10]
	if high-low < len(spots)*40 {
		return nil, false
	}
	out := make([]bool, len(shades))
	for i, s := range shades {
		out[i] = s < (low+high)/2
	}
	return out, true
}

// nearest is the shade at a place; outside of the image there is paper.
func (g *Gray) nearest(u, v float64) int {
	if !(u > -0.5 && v > -0.5) {
		return 255
	}
	x, y := int(u+0.5), int(v+0.5)
	if x >= g.W || y >= g.H {
		return 255
	}
	return int(g.Pix[y*g.W+x])
}

// matching is the page whose code was seen, when no other could be meant.
func matching(seen []bool, l *layout.Layout) *layout.Page {
	best, second, at := len(seen)+1, len(seen)+1, -1
	for i, p := range l.Pages {
		switch d := differ(seen, p.Code.Modules); {
		case d < best:
			best, second, at = d, best, i
		case d < second:
			second = d
		}
	}
	if best*100 > sameCode*len(seen) || (second-best)*100 < (otherCode-sameCode)*len(seen) {
		return nil
	}
	return &l.Pages[at]
}

func differ(seen []bool, modules []string) int {
	if len(modules)*len(modules) != len(seen) {
		return len(seen)
	}
	d := 0
	for y, row := range modules {
		for x := range row {
			if seen[y*len(modules)+x] != (row[x] == '1') {
				d++
			}
		}
	}
	return d
}

// hasFinders says whether the three corners of a code are seen, which are the same in
// every code of a size.
func hasFinders(seen []bool, modules []string) bool {
	n := len(modules)
	all, d := 0, 0
	for y := range n {
		for x := range n {
			if (y < 8 && (x < 8 || x >= n-8)) || (y >= n-8 && x < 8) {
				all++
				if seen[y*n+x] != (modules[y][x] == '1') {
					d++
				}
			}
		}
	}
	return d*100 <= finder*all
}
