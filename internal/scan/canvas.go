package scan

import (
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
}

// Of the canvas around the table, mm.
const (
	aboveTable = 1.9 // the heading's words are further up
	besideLeft = 0.6 // the posts are further left
	rightSide  = 2.6 // the marks on the edge are further right
	belowTable = 2.6
)

// rectify draws the grade columns of a page.
func rectify(g *Gray, l *layout.Layout, p *layout.Page, m *mapping) *canvas {
	cols, rows := l.Columns.Grades, p.Rows
	left, right := mm(cols[0])-besideLeft, mm(cols[len(cols)-1])+rightSide
	top, bottom := mm(rows[0].Top)-aboveTable, mm(rows[len(rows)-1].Bottom)+belowTable
	c := &canvas{w: int((right - left) * dots), h: int((bottom - top) * dots), x: left, y: top, page: p}
	c.pix = make([]uint8, c.w*c.h)
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
	c.draw(g, m)
	return c
}

// patch is the side of the squares within which the mapping is taken as even.
const patch = 16

// draw fills the canvas patch by patch, between four mapped corners.
func (c *canvas) draw(g *Gray, m *mapping) {
	nx := (c.w + patch - 1) / patch
	upper, lower := make([][2]float64, nx+1), make([][2]float64, nx+1)
	edge := func(out [][2]float64, y int) {
		for i := range out {
			u, v := m.at(c.x+(float64(i*patch)+0.5)/dots, c.y+(float64(y)+0.5)/dots)
			out[i] = [2]float64{u, v}
		}
	}
	edge(upper, 0)
	for y0 := 0; y0 < c.h; y0 += patch {
		edge(lower, y0+patch)
		for i := range nx {
			c.fillPatch(g, i*patch, y0, upper[i], upper[i+1], lower[i], lower[i+1])
		}
		upper, lower = lower, upper
	}
}

// fillPatch draws one patch with coordinates in 1/65536 of a pixel.
func (c *canvas) fillPatch(g *Gray, x0, y0 int, a, b, d, e [2]float64) {
	x1 := min(x0+patch, c.w)
	for y := y0; y < min(y0+patch, c.h); y++ {
		t := float64(y-y0) / patch
		u0, v0 := a[0]+(d[0]-a[0])*t, a[1]+(d[1]-a[1])*t
		u1, v1 := b[0]+(e[0]-b[0])*t, b[1]+(e[1]-b[1])*t
		out := c.pix[y*c.w+x0 : y*c.w+x1]
		if min(u0, u1, v0, v1) < 0 || max(u0, u1) >= float64(g.W-1) || max(v0, v1) >= float64(g.H-1) {
			for i := range out {
				s := float64(i) / patch
				out[i] = uint8(g.nearest(u0+(u1-u0)*s, v0+(v1-v0)*s))
			}
			continue
		}
		bilinear(g, out, int(u0*65536), int(v0*65536), int((u1-u0)*65536)/patch, int((v1-v0)*65536)/patch)
	}
}

// bilinear draws a line of pixels; all of it must lie inside of the image.
func bilinear(g *Gray, out []uint8, u, v, du, dv int) {
	w := g.W
	for i := range out {
		at := (v>>16)*w + u>>16
		fx, fy := (u>>8)&255, (v>>8)&255
		p := g.Pix[at : at+w+2]
		p0, p1, p2, p3 := int(p[0]), int(p[1]), int(p[w]), int(p[w+1])
		top := p0<<8 + (p1-p0)*fx
		low := p2<<8 + (p3-p2)*fx
		out[i] = uint8((top<<8 + (low-top)*fy) >> 16)
		u, v = u+du, v+dv
	}
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
	c.dark = make([]uint8, c.w*c.h)
	for y := range c.h {
		c.darkRow(y, paper, tw, th)
	}
	c.limit = min(max(leastDark, c.noise()), mostDark)
	c.mark = make([]bool, c.w*c.h)
	for i, d := range c.dark {
		c.mark[i] = int(d) > c.limit
	}
	c.clearLines()
}

// paper is a tile's shade of paper: what four fifths of it are darker than.
func (c *canvas) paper(x0, y0 int) int {
	var count [256]int
	n := 0
	for y := y0; y < min(y0+paperTile, c.h); y += 3 {
		for _, v := range c.pix[y*c.w+x0 : y*c.w+min(x0+paperTile, c.w)] {
			count[v]++
			n++
		}
	}
	sum := 0
	for v, k := range count {
		if sum += k; sum*10 >= n*7 {
			return v
		}
	}
	return 255 // unreachable unless the tile is empty
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

// perShade is 255 for one in 1/256, by the shade of the paper.
var perShade = func() (out [256]int) {
	for i := 1; i < 256; i++ {
		out[i] = 255 << 8 / i
	}
	return out
}()

// darker is how much darker pixels are than paper whose shade begins at shade and
// changes by slope, both in 1/65536.
func darker(row, out []uint8, shade, slope int) {
	out = out[:len(row)]
	for x, v := range row {
		bg := shade >> 16 & 255
		if d := bg - int(v); d > 0 {
			out[x] = uint8(min(255, d*perShade[bg]>>8))
		}
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
