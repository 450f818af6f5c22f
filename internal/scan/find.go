package scan

import (
	"encoding/binary"
	"math"
	"slices"
)

// square is a dark blob that may be a mark: its centre and area in pixels.
type square struct {
	x, y, area float64
}

// scale brings a square of a reduced image into the image's own pixels.
func (s *square) scale(f int) {
	k := float64(f)
	s.x, s.y, s.area = (s.x+0.5)*k-0.5, (s.y+0.5)*k-0.5, s.area*k*k
}

// blob is a connected dark area while it grows: its moments.
type blob struct {
	parent              int
	n, x, y, xx, yy, xy float64
}

// maxSquares is how many of the largest squares are looked at.
const maxSquares = 40

// find looks for dark squares, largest first, and counts the dark pixels.
func find(g *Gray) ([]square, int) {
	limit := darkLimit(g)
	blobs, dark := dark(g, limit)
	var out []square
	for i := range blobs {
		if blobs[i].parent != i {
			continue
		}
		if s, ok := blobs[i].square(); ok {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b square) int {
		switch {
		case a.area != b.area:
			return cmpFloat(b.area, a.area)
		case a.y != b.y:
			return cmpFloat(a.y, b.y)
		}
		return cmpFloat(a.x, b.x)
	})
	return out[:min(len(out), maxSquares)], dark
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// tile is the side of the squares in which paper is looked for.
const tile = 16

// darkLimit is, for each tile, the shade below which a pixel is dark: three fifths of
// the brightest around, so that shadows do not matter.
func darkLimit(g *Gray) []uint8 {
	tw, th := (g.W+tile-1)/tile, (g.H+tile-1)/tile
	bright := make([]uint8, tw*th)
	for y := range g.H {
		row, to := g.Pix[y*g.W:(y+1)*g.W], bright[y/tile*tw:]
		for i := 0; i*tile < g.W; i++ {
			if to[i] < 255 {
				to[i] = brightest(to[i], row[i*tile:min(g.W, (i+1)*tile)])
			}
		}
	}
	limit := make([]uint8, tw*th)
	for y := range th {
		for x := range tw {
			m := uint8(0)
			for yy := max(0, y-1); yy <= min(th-1, y+1); yy++ {
				for xx := max(0, x-1); xx <= min(tw-1, x+1); xx++ {
					m = max(m, bright[yy*tw+xx])
				}
			}
			limit[y*tw+x] = uint8(int(m) * 3 / 5)
		}
	}
	return limit
}

// brightest is the largest of m and the pixels.
func brightest(m uint8, row []uint8) uint8 {
	for _, v := range row {
		m = max(m, v)
	}
	return m
}

// dark finds the connected dark areas.
func dark(g *Gray, limit []uint8) ([]blob, int) {
	tw := (g.W + tile - 1) / tile
	var blobs []blob
	var last, now []darkRun
	total := 0
	for y := range g.H {
		row, lim := g.Pix[y*g.W:(y+1)*g.W], limit[y/tile*tw:(y/tile+1)*tw]
		now = darkRuns(row, lim, now[:0])
		k := 0
		for i := range now {
			r := &now[i]
			total += r.to - r.from
			for k < len(last) && last[k].to < r.from {
				k++
			}
			r.blob = -1
			for j := k; j < len(last) && last[j].from <= r.to; j++ {
				if r.blob < 0 {
					r.blob = root(blobs, last[j].blob)
					blobs[r.blob].add(newBlob(0, r.from, r.to, y))
					continue
				}
				join(blobs, last[j].blob, r.blob)
			}
			if r.blob < 0 {
				r.blob = len(blobs)
				blobs = append(blobs, newBlob(len(blobs), r.from, r.to, y))
			}
		}
		last, now = now, last
	}
	return blobs, total
}

// darkRun is a piece of a row, to exclusive.
type darkRun struct{ from, to, blob int }

// darkRuns finds the runs of pixels that are darker than their tiles' limits.
func darkRuns(row, limit []uint8, out []darkRun) []darkRun {
	from := -1
	for i, l := range limit {
		x, end := i*tile, min(len(row), (i+1)*tile)
		if from < 0 && end-x == tile && !anyBelow(row[x:end], l) {
			continue // most of a page
		}
		for ; x < end; x++ {
			if row[x] < l {
				if from < 0 {
					from = x
				}
			} else if from >= 0 {
				out, from = append(out, darkRun{from, x, 0}), -1
			}
		}
	}
	if from >= 0 {
		out = append(out, darkRun{from, len(row), 0})
	}
	return out
}

// anyBelow says whether one of a tile's pixels in a row may be below a limit of at most 3/5
// of 255. It is sure when it says no: halves are compared, so that a top bit is free to show
// where a byte is at least the limit's half.
func anyBelow(row []uint8, limit uint8) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	half := uint64(limit+1) / 2 * ones
	a, b := binary.LittleEndian.Uint64(row), binary.LittleEndian.Uint64(row[8:])
	return ((a>>1|tops)-half)&((b>>1|tops)-half)&tops != tops
}

func newBlob(i, from, to, y int) blob {
	a, b, n, fy := float64(from), float64(to-1), float64(to-from), float64(y)
	sx := (a + b) / 2 * n
	sxx := (b*(b+1)*(2*b+1) - (a-1)*a*(2*a-1)) / 6
	return blob{parent: i, n: n, x: sx, y: fy * n, xx: sxx, yy: fy * fy * n, xy: sx * fy}
}

func root(b []blob, i int) int {
	for b[i].parent != i {
		b[i].parent = b[b[i].parent].parent
		i = b[i].parent
	}
	return i
}

func join(b []blob, i, j int) {
	i, j = root(b, i), root(b, j)
	if i == j {
		return
	}
	if b[i].n < b[j].n {
		i, j = j, i
	}
	b[j].parent = i
	b[i].add(b[j])
}

// add puts another blob's pixels to it.
func (b *blob) add(o blob) {
	b.n += o.n
	b.x += o.x
	b.y += o.y
	b.xx += o.xx
	b.yy += o.yy
	b.xy += o.xy
}

// square says whether a blob can be a solid square, seen from the side: its area is
// twelve times the root of the determinant of its covariance, for every parallelogram.
func (b *blob) square() (square, bool) {
	if b.n < 20 || b.n > 4000 {
		return square{}, false
	}
	mx, my := b.x/b.n, b.y/b.n
	cxx, cyy, cxy := b.xx/b.n-mx*mx+1.0/12, b.yy/b.n-my*my+1.0/12, b.xy/b.n-mx*my
	det := cxx*cyy - cxy*cxy
	if det <= 0 || b.n/(12*math.Sqrt(det)) < 0.86 {
		return square{}, false
	}
	long := (cxx+cyy)/2 + math.Sqrt((cxx-cyy)*(cxx-cyy)/4+cxy*cxy)
	if long*long > 3*det {
		return square{}, false
	}
	return square{mx, my, b.n}, true
}
