package scan

import (
	"math"
	"slices"

	"shuping/internal/sheet/layout"
)

// pose is a supposed place of the page in the image.
type pose struct {
	h     plane
	marks int     // of eight that are where the pose has them
	rms   float64 // mm
}

// turned is the turn of the image, clockwise, from where the page's right points.
func (p *pose) turned(l *layout.Layout) int {
	x0, y0 := p.h.at(0, 0)
	x1, y1 := p.h.at(mm(l.Paper.W), 0)
	quarter := math.Round(math.Atan2(y1-y0, x1-x0) / (math.Pi / 2))
	return (int(quarter)*90 + 360) % 360
}

func mm(um int) float64 { return float64(um) / layout.MM }

// Of the search.
const (
	quadSquares  = 10  // largest squares of which four are tried as corners
	spareSquares = 12  // the same when a corner is lost
	near         = 2.5 // mm between a mark and where four others have it
	nearer       = 1.2 // mm after all marks were used
)

// poses are the places at which enough marks are found, best first.
func poses(squares []square, l *layout.Layout) []pose {
	marks := make([]pair, len(l.Marks))
	for i, m := range l.Marks {
		marks[i] = pair{x: mm(m.X), y: mm(m.Y), u: mm(m.Size)}
	}
	s := search{squares: squares, marks: marks, w: mm(l.Paper.W), h: mm(l.Paper.H)}
	s.quads(min(len(squares), quadSquares), [][4]int{{0, 1, 2, 3}})
	if len(s.found) == 0 {
		// A corner is lost: one of its neighbours on the edges stands in for it.
		s.quads(min(len(squares), spareSquares), s.standIns())
	}
	slices.SortStableFunc(s.found, func(a, b pose) int {
		if a.marks != b.marks {
			return b.marks - a.marks
		}
		return cmpFloat(a.rms, b.rms)
	})
	return s.found[:min(len(s.found), 8)]
}

type search struct {
	squares []square
	marks   []pair // x, y and in u the size
	w, h    float64
	found   []pose
}

// standIns are four marks around the page, one corner left out, in the order in which
// they stand. The marks of a layout are four corners clockwise and then the edges from
// the upper one clockwise.
func (s *search) standIns() [][4]int {
	var out [][4]int
	around := []int{0, 4, 1, 5, 2, 6, 3, 7}
	for lost := range 4 {
		for edge := 4; edge < 8; edge++ {
			var quad [4]int
			n := 0
			for _, m := range around {
				if m < 4 && m != lost || m == edge {
					quad[n] = m
					n++
				}
			}
			out = append(out, quad)
		}
	}
	return out
}

// quads tries four of the first n squares as each of the fours of marks.
func (s *search) quads(n int, fours [][4]int) {
	var at [4]int
	for at[0] = 0; at[0] < n; at[0]++ {
		for at[1] = at[0] + 1; at[1] < n; at[1]++ {
			for at[2] = at[1] + 1; at[2] < n; at[2]++ {
				for at[3] = at[2] + 1; at[3] < n; at[3]++ {
					order, ok := s.clockwise(at)
					if !ok {
						continue
					}
					for _, four := range fours {
						for turn := range 4 {
							s.try(order, four, turn)
						}
					}
				}
			}
		}
	}
}

// clockwise sorts four squares around their middle; they must make a convex quad.
func (s *search) clockwise(at [4]int) ([4]int, bool) {
	var mx, my float64
	for _, i := range at {
		mx, my = mx+s.squares[i].x/4, my+s.squares[i].y/4
	}
	slices.SortFunc(at[:], func(a, b int) int {
		return cmpFloat(math.Atan2(s.squares[a].y-my, s.squares[a].x-mx), math.Atan2(s.squares[b].y-my, s.squares[b].x-mx))
	})
	for i := range 4 {
		a, b, c := s.squares[at[i]], s.squares[at[(i+1)%4]], s.squares[at[(i+2)%4]]
		if (b.x-a.x)*(c.y-b.y)-(b.y-a.y)*(c.x-b.x) <= 0 {
			return at, false
		}
	}
	return at, true
}

// try supposes that four squares are four marks, and looks for the others.
func (s *search) try(order, four [4]int, turn int) {
	var four4 [4]pair
	for i := range 4 {
		m, q := s.marks[four[i]], s.squares[order[(i+turn)%4]]
		four4[i] = pair{m.x, m.y, q.x, q.y}
	}
	if !s.alike(order, four, turn) {
		return
	}
	h, ok := planeOf(four4[:])
	if !ok || h.mirrored(s.w, s.h) {
		return
	}
	pairs, _ := s.matches(&h, near)
	if len(pairs) < minMarks {
		return
	}
	if h, ok = planeOf(pairs); !ok || h.mirrored(s.w, s.h) {
		return
	}
	pairs, corners := s.matches(&h, nearer)
	if len(pairs) < minMarks || corners < minCorners {
		return
	}
	if h, ok = planeOf(pairs); !ok {
		return
	}
	s.found = append(s.found, pose{h, len(pairs), rms(&h, pairs)})
}

// alike says whether the sizes of four squares can be those of the marks: as they are
// to each other, within what perspective does.
func (s *search) alike(order, four [4]int, turn int) bool {
	low, high := math.Inf(1), 0.0
	for i := range 4 {
		size := s.marks[four[i]].u
		r := s.squares[order[(i+turn)%4]].area / (size * size)
		low, high = min(low, r), max(high, r)
	}
	return high < 3*low
}

// matches are the squares where a plane has the marks, of about the right size.
func (s *search) matches(h *plane, within float64) (pairs []pair, corners int) {
	for i, m := range s.marks {
		u, v := h.at(m.x, m.y)
		k := h.scale(m.x, m.y)
		best, bestAt := within*k, -1
		for j, q := range s.squares {
			if math.Abs(q.x-u) >= best || math.Abs(q.y-v) >= best {
				continue
			}
			if d := math.Hypot(q.x-u, q.y-v); d < best && q.area < 2*m.u*m.u*k*k && q.area > 0.5*m.u*m.u*k*k {
				best, bestAt = d, j
			}
		}
		if bestAt >= 0 {
			pairs = append(pairs, pair{m.x, m.y, s.squares[bestAt].x, s.squares[bestAt].y})
			if i < 4 {
				corners++
			}
		}
		if len(pairs)+len(s.marks)-1-i < minMarks {
			return pairs, corners // most tries
		}
	}
	return pairs, corners
}

// rms is the distance between the marks and the plane, mm.
func rms(h *plane, pairs []pair) float64 {
	sum := 0.0
	for _, p := range pairs {
		u, v := h.at(p.x, p.y)
		k := h.scale(p.x, p.y)
		sum += ((u-p.u)*(u-p.u) + (v-p.v)*(v-p.v)) / (k * k)
	}
	return math.Sqrt(sum / float64(len(pairs)))
}
