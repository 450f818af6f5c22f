package scan

import (
	"encoding/binary"
	"math"
	"slices"

	"shuping/internal/sheet/layout"
)

// dots is how many pixels a mm has on a canvas.
const dots = 7

// canvas is the grade columns of a page drawn again upright and to scale.
type canvas struct {
	w, h   int
	x, y   float64 // mm of the upper left corner
	page   *layout.Page
	pix    []uint8
	dark   []uint8 // how much darker than the paper around: 0 to 255 for 0 to 1
	mark   []bool  // ink, printed lines taken out
	limit  int     // of dark
	linesX []int   // pixels of the printed lines
	linesY []int
	half   int // pixels to each side of a line that are left out
	runs   []inkRun
	limits Limits

	scratch *scratch
}

// Of the canvas around the table, mm.
const (
	aboveTable = 1.9 // the heading's words are further up
	besideLeft = 0.6 // the posts are further left
	rightSide  = 2.6 // the marks on the edge are further right
	belowTable = 2.6
)

// rectify draws the grade columns of a page; few is the image's reduced copy.
func (s *scratch) rectify(g *Gray, few *reduced, l *layout.Layout, p *layout.Page, m *mapping) *canvas {
	cols, rows := l.Columns.Grades, p.Rows
	left, right := mm(cols[0])-besideLeft, mm(cols[len(cols)-1])+rightSide
	top, bottom := mm(rows[0].Top)-aboveTable, mm(rows[len(rows)-1].Bottom)+belowTable
	c := &canvas{w: int((right - left) * dots), h: int((bottom - top) * dots), x: left, y: top, page: p, scratch: s}
	c.pix = of(&s.pix, c.w*c.h)
	for _, x := range cols {
		c.linesX = append(c.linesX, int(math.Round((mm(x)-left)*dots-0.5)))
	}
	c.linesY = []int{int(math.Round(aboveTable*dots - 0.5))}
	for _, r := range rows {
		c.linesY = append(c.linesY, int(math.Round((mm(r.Bottom)-top)*dots-0.5)))
	}
	c.half = 2
	if k := m.h.scale(m.midX, m.midY); k < 6.5 {
		c.half = 3
	}
	c.draw(g, few, m)
	return c
}

// patch is the side of the squares within which the mapping is taken as even.
const patch = 16

// spot is a place in an image in 1/65536 of a pixel.
type spot struct{ u, v int }

func (s spot) less(o spot) spot { return spot{s.u - o.u, s.v - o.v} }

// spotOf is a place in pixels as a spot. What is far outside of any image is brought near.
func spotOf(u, v float64) spot {
	const far = 1 << 20
	return spot{int(max(-far, min(far, u)) * 65536), int(max(-far, min(far, v)) * 65536)}
}

// draw fills the canvas patch by patch, between four mapped corners, from the image
// without its streaks.
func (c *canvas) draw(g *Gray, few *reduced, m *mapping) {
	nx := (c.w + patch - 1) / patch
	upper, lower := make([]spot, nx+1), make([]spot, nx+1)
	edge := func(out []spot, y int) {
		for i := range out {
			out[i] = spotOf(m.at(c.x+(float64(i*patch)+0.5)/dots, c.y+(float64(y)+0.5)/dots))
		}
	}
	lines := g.streaks()
	edge(upper, 0)
	for y0 := 0; y0 < c.h; y0 += patch {
		edge(lower, y0+patch)
		from, x, y := g, 0, 0
		if len(lines.down)+len(lines.across) > 0 {
			from, x, y = c.mended(g, &lines, upper, lower)
		}
		for i := range nx {
			c.fillPatch(from, spot{x << 16, y << 16}, few, i*patch, y0, [4]spot{upper[i], upper[i+1], lower[i], lower[i+1]})
		}
		upper, lower = lower, upper
	}
}

// mended is the part of an image that lies between two rows of spots, without streaks.
func (c *canvas) mended(g *Gray, lines *streaks, upper, lower []spot) (part *Gray, x, y int) {
	low, high := upper[0], upper[0]
	for _, s := range slices.Concat(upper, lower) {
		low, high = spot{min(low.u, s.u), min(low.v, s.v)}, spot{max(high.u, s.u), max(high.v, s.v)}
	}
	return g.mended(lines, low.u>>16, low.v>>16, high.u>>16+2, high.v>>16+2, &c.scratch.part)
}

// band is how many rows of a patch are drawn together.
const band = 4

// fillPatch draws one patch between its corners: upper left and right, lower left and right.
// g is the image or the part of it that begins at start.
func (c *canvas) fillPatch(g *Gray, start spot, few *reduced, x0, y0 int, at [4]spot) {
	x1, y1 := min(x0+patch, c.w), min(y0+patch, c.h)
	inside := g.holds(&[4]spot{at[0].less(start), at[1].less(start), at[2].less(start), at[3].less(start)})
	white := inside && few.white(&at)
	for k := 0; k < y1-y0; k += band {
		a, b := between(at[0], at[2], k), between(at[1], at[3], k)
		if inside && !white && few.white(&[4]spot{a, b, between(at[0], at[2], k+band), between(at[1], at[3], k+band)}) {
			for y := y0 + k; y < min(y0+k+band, y1); y++ {
				copy(c.pix[y*c.w+x0:y*c.w+x1], whiteRow[:])
			}
			continue
		}
		for y := y0 + k; y < min(y0+k+band, y1); y++ {
			out := c.pix[y*c.w+x0 : y*c.w+x1]
			a, b = between(at[0], at[2], y-y0), between(at[1], at[3], y-y0)
			du, dv := (b.u-a.u)/patch, (b.v-a.v)/patch
			a = a.less(start)
			switch {
			case white:
				copy(out, whiteRow[:])
			case !inside:
				nearest(g, out, a, du, dv)
			case max(dv, -dv) < 1<<14:
				steps(g, out, a, du, dv)
			default:
				bilinear(g, out, a, du, dv)
			}
		}
	}
}

// between is the place k rows of a patch below a spot.
func between(upper, lower spot, k int) spot {
	return spot{upper.u + (lower.u-upper.u)*k/patch, upper.v + (lower.v-upper.v)*k/patch}
}

// holds says whether all between four spots can be drawn from pixels of the image.
func (g *Gray) holds(at *[4]spot) bool {
	return min(at[0].u, at[1].u, at[2].u, at[3].u) >= 0 && min(at[0].v, at[1].v, at[2].v, at[3].v) >= 0 &&
		max(at[0].u, at[1].u, at[2].u, at[3].u) < (g.W-1)<<16 && max(at[0].v, at[1].v, at[2].v, at[3].v) < (g.H-1)<<16
}

// whiteRow is a row of a patch without anything on it.
var whiteRow = func() (out [patch]uint8) {
	for i := range out {
		out[i] = 255
	}
	return out
}()

// nearest draws a line of pixels that may leave the image.
func nearest(g *Gray, out []uint8, at spot, du, dv int) {
	for i := range out {
		out[i] = uint8(g.nearest(float64(at.u)/65536, float64(at.v)/65536))
		at.u, at.v = at.u+du, at.v+dv
	}
}

// steps draws a line of pixels that crosses few rows of the image, row by row.
func steps(g *Gray, out []uint8, at spot, du, dv int) {
	for len(out) > 0 {
		n := len(out)
		switch in := at.v & 0xffff; {
		case dv > 0:
			n = min(n, (0xffff-in)/dv+1)
		case dv < 0:
			n = min(n, in/-dv+1)
		}
		level(g, out[:n], at, du, dv)
		out, at = out[n:], spot{at.u + n*du, at.v + n*dv}
	}
}

// level draws a line of pixels between the same two rows of the image.
func level(g *Gray, out []uint8, at spot, du, dv int) {
	y := at.v >> 16
	a := g.Pix[y*g.W : (y+1)*g.W]
	b := g.Pix[(y+1)*g.W:][:len(a)]
	u, v := at.u, at.v
	for i := range out {
		x := u >> 16
		out[i] = mixed(binary.LittleEndian.Uint16(a[x:]), binary.LittleEndian.Uint16(b[x:]), u, v)
		u, v = u+du, v+dv
	}
}

// bilinear draws a line of pixels; all of it must lie inside of the image.
func bilinear(g *Gray, out []uint8, at spot, du, dv int) {
	u, v := at.u, at.v
	upper, lower := g.Pix, g.Pix[g.W:]
	for i := range out {
		x := (v>>16)*g.W + u>>16
		out[i] = mixed(binary.LittleEndian.Uint16(upper[x:]), binary.LittleEndian.Uint16(lower[x:]), u, v)
		u, v = u+du, v+dv
	}
}

// mixed is the shade between four pixels, two above and two below, at a place in 1/65536.
// Both rows are mixed at once, in the halves of a number.
func mixed(upper, lower uint16, u, v int) uint8 {
	p := uint32(upper&0xff) | uint32(lower&0xff)<<16
	q := uint32(upper>>8) | uint32(lower>>8)<<16
	mix := p<<8 + (q-p)*(uint32(u>>8)&255)
	top, low := int(mix&0xffff), int(mix>>16)
	return uint8((top<<8 + (low-top)*(v>>8&255)) >> 16)
}

// Of telling ink from paper.
const (
	paperTile  = 24 // pixels
	leastDark  = 24 // of 255: fainter than any pencil
	mostDark   = 90
	noiseTimes = 5
)

// ink finds the paper's shade around each pixel and marks what is darker by more than
// the page's own noise.
func (c *canvas) ink() {
	tw, th := (c.w+paperTile-1)/paperTile, (c.h+paperTile-1)/paperTile
	paper := make([]int, tw*th)
	for y := range th {
		for x := range tw {
			paper[y*tw+x] = c.paper(x*paperTile, y*paperTile)
		}
	}
	paper = median9(paper, tw, th)
	c.dark = of(&c.scratch.dark, c.w*c.h)
	clear(c.dark)
	for y := range c.h {
		c.darkRow(y, paper, tw, th)
	}
	c.limit = min(max(leastDark, c.noise()), mostDark)
	c.mark = of(&c.scratch.mark, c.w*c.h)
	clear(c.mark)
	above(c.mark, c.dark, c.limit)
	c.clearLines()
}

// above marks what is darker than a limit of at most 127; marks must be clear.
func above(mark []bool, dark []uint8, limit int) {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	mark = mark[:len(dark)]
	rise := uint64(127-limit) * ones
	x := 0
	for ; x+8 <= len(dark); x += 8 {
		v := binary.LittleEndian.Uint64(dark[x:])
		if (v&^tops+rise|v)&tops == 0 {
			continue // most of a page
		}
		for i, d := range dark[x : x+8] {
			mark[x+i] = int(d) > limit
		}
	}
	for ; x < len(dark); x++ {
		mark[x] = int(dark[x]) > limit
	}
}

// paper is a tile's shade of paper: the least that seven tenths of it are not above.
func (c *canvas) paper(x0, y0 int) int {
	var count [2][256]uint16
	n := 0
	for y := y0; y < min(y0+paperTile, c.h); y += 3 {
		row := c.pix[y*c.w+x0 : y*c.w+min(x0+paperTile, c.w)]
		n += len(row)
		for len(row) >= 2 {
			count[0][row[0]]++
			count[1][row[1]]++
			row = row[2:]
		}
		if len(row) > 0 {
			count[0][row[0]]++
		}
	}
	// From the brightest down, because paper is bright: so many may be above.
	left := n - (n*7+9)/10
	for v := 255; v > 0; v-- {
		if left -= int(count[0][v]) + int(count[1][v]); left < 0 {
			return v
		}
	}
	return 0
}

// median9 takes the middle of nine tiles, so that a scribble does not become paper.
func median9(in []int, w, h int) []int {
	out := make([]int, len(in))
	for y := range h {
		for x := range w {
			var around [9]int
			n := 0
			for yy := max(0, y-1); yy <= min(h-1, y+1); yy++ {
				for xx := max(0, x-1); xx <= min(w-1, x+1); xx++ {
					around[n] = in[yy*w+xx]
					n++
				}
			}
			slices.Sort(around[:n])
			out[y*w+x] = around[n*2/3]
		}
	}
	return out
}

// darkRow compares a row with the paper between the middles of the tiles around.
func (c *canvas) darkRow(y int, paper []int, tw, th int) {
	ty := min(max(y-paperTile/2, 0)/paperTile, th-1)
	ty1, fy := min(ty+1, th-1), min(max(y-paperTile/2-ty*paperTile, 0), paperTile)
	row, out := c.pix[y*c.w:(y+1)*c.w], c.dark[y*c.w:]
	for tx := range tw {
		tx1 := min(tx+1, tw-1)
		a := paper[ty*tw+tx]*(paperTile-fy) + paper[ty1*tw+tx]*fy
		b := paper[ty*tw+tx1]*(paperTile-fy) + paper[ty1*tw+tx1]*fy
		from, to := tx*paperTile+paperTile/2, (tx+1)*paperTile+paperTile/2
		if tx == 0 {
			from = 0
		}
		to = min(to, c.w)
		if from >= to {
			continue
		}
		// The paper's shade goes evenly from tile to tile, in 1/65536.
		first := max(0, from-tx*paperTile-paperTile/2)
		shade := (a*(paperTile-first) + b*first) << 16 / (paperTile * paperTile)
		slope := (b - a) << 16 / (paperTile * paperTile)
		if tx == 0 {
			shade = a << 16 / paperTile
			darker(row[:min(to, paperTile/2)], out[:min(to, paperTile/2)], shade, 0)
			from = min(to, paperTile/2)
		}
		darker(row[from:to], out[from:to], shade, slope)
	}
}

// shades is how much darker a shade is than paper, 255 for all of it: by the paper's shade
// and the shade.
var shades = func() (out [1 << 16]uint8) {
	for bg := 1; bg < 256; bg++ {
		for v := range bg {
			out[bg<<8|v] = uint8(min(255, (bg-v)*(255<<8/bg)>>8))
		}
	}
	return out
}()

// darker is how much darker pixels are than paper whose shade begins at shade and
// changes by slope, both in 1/65536. Where nothing is darker out must be 0.
func darker(row, out []uint8, shade, slope int) {
	for len(row) >= 8 && len(out) >= 8 {
		if binary.LittleEndian.Uint64(row) == 1<<64-1 {
			shade += 8 * slope
		} else {
			for x, v := range row[:8] {
				out[x] = shades[uint16(shade>>8)&0xff00|uint16(v)]
				shade += slope
			}
		}
		row, out = row[8:], out[8:]
	}
	for x, v := range row {
		out[x] = shades[uint16(shade>>8)&0xff00|uint16(v)]
		shade += slope
	}
}

// noise is how dark clean paper comes out, times a few: from the pixels that are
// darker than the paper at all, of which the lower half is noise.
func (c *canvas) noise() int {
	var count [256]int
	n := 0
	for i := 0; i < len(c.dark); i += 13 {
		if d := c.dark[i]; d > 0 {
			count[d]++
			n++
		}
	}
	sum := 0
	for v, k := range count {
		if sum += k; sum*2 >= n {
			return v * noiseTimes
		}
	}
	return 0
}

// clearLines takes the printed lines out.
func (c *canvas) clearLines() {
	for _, ly := range c.linesY {
		for y := max(0, ly-c.half); y <= min(c.h-1, ly+c.half); y++ {
			clear(c.mark[y*c.w : (y+1)*c.w])
		}
	}
	for _, lx := range c.linesX {
		for x := max(0, lx-c.half); x <= min(c.w-1, lx+c.half); x++ {
			for y := range c.h {
				c.mark[y*c.w+x] = false
			}
		}
	}
}
