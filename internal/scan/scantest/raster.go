package scantest

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// raster draws areas given in mm through a mapping into pixels, with soft edges.
type raster struct {
	z    *vector.Rasterizer
	w, h int
	to   func(Point) Point
}

func newRaster(w, h int, to func(Point) Point) *raster {
	return &raster{z: vector.NewRasterizer(w, h), w: w, h: h, to: to}
}

// polygon adds an area; all areas of a raster are brought to one direction, so that
// where they lie on each other they do not cancel out.
func (r *raster) polygon(points []Point) {
	mapped := make([]Point, len(points))
	area := 0.0
	for i, p := range points {
		mapped[i] = r.to(p)
	}
	for i, p := range mapped {
		q := mapped[(i+1)%len(mapped)]
		area += p.X*q.Y - q.X*p.Y
	}
	for i := range mapped {
		k := i
		if area < 0 {
			k = len(mapped) - 1 - i
		}
		if x, y := float32(mapped[k].X), float32(mapped[k].Y); i == 0 {
			r.z.MoveTo(x, y)
		} else {
			r.z.LineTo(x, y)
		}
	}
	r.z.ClosePath()
}

// rect adds a rectangle, its long sides in pieces so that they bend with the page.
func (r *raster) rect(x, y, w, h float64) {
	var points []Point
	side := func(ax, ay, bx, by float64) {
		n := max(1, int(math.Hypot(bx-ax, by-ay)/8))
		for i := range n {
			t := float64(i) / float64(n)
			points = append(points, Point{ax + (bx-ax)*t, ay + (by-ay)*t})
		}
	}
	side(x, y, x+w, y)
	side(x+w, y, x+w, y+h)
	side(x+w, y+h, x, y+h)
	side(x, y+h, x, y)
	r.polygon(points)
}

// line adds a stroke of a pen: a lens at every point and a bar between two of them. The
// pen presses less at the end of a quick tick.
func (r *raster) line(points []Point, width float64) {
	for i, p := range points {
		w := width
		if n := len(points); i > n/2 && n > 3 {
			w *= 1 - 0.35*float64(i-n/2)/float64(n-n/2)
		}
		var disc []Point
		for k := range 10 {
			s, c := math.Sincos(2 * math.Pi * float64(k) / 10)
			disc = append(disc, Point{p.X + w/2*c, p.Y + w/2*s})
		}
		r.polygon(disc)
		if i == 0 {
			continue
		}
		q := points[i-1]
		d := math.Hypot(p.X-q.X, p.Y-q.Y)
		if d == 0 {
			continue
		}
		nx, ny := (p.Y-q.Y)/d*w/2, -(p.X-q.X)/d*w/2
		r.polygon([]Point{{q.X + nx, q.Y + ny}, {p.X + nx, p.Y + ny}, {p.X - nx, p.Y - ny}, {q.X - nx, q.Y - ny}})
	}
}

// cover is how much of each pixel is covered, 0 to 255.
func (r *raster) cover() *image.Alpha {
	out := image.NewAlpha(image.Rect(0, 0, r.w, r.h))
	r.z.Draw(out, out.Bounds(), image.Opaque, image.Point{})
	return out
}
