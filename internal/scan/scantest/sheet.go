package scantest

import (
	"fmt"
	"math"
	"math/rand/v2"

	"shuping/internal/scan"
	"shuping/internal/sheet/layout"
)

// Spec says what kind of page is wanted; everything else follows from the seed.
type Spec struct {
	Seed     uint64
	HeldBack bool // drawings and seeds of the half that is not used for tuning
	Habit    Habit
	DPI      int
	Bilevel  bool // black and white, as before Group 4
	Photo    bool // by a camera, with perspective to 30 degrees
	Rough    bool // skew to 10 degrees, scale of 90 to 110 %, more dirt
	Page     int  // of the form, from 0
	Plain    bool // nothing but the page: no skew, no dirt
}

func (s Spec) String() string {
	kind := "grey"
	switch {
	case s.Photo:
		kind = "photo"
	case s.Bilevel:
		kind = "G4"
	}
	if s.Rough {
		kind += " rough"
	}
	return fmt.Sprintf("%s %d dpi %s #%d", kind, s.DPI, s.Habit, s.Seed)
}

// Sheet is a drawn page and the truth about it.
type Sheet struct {
	Spec
	Image   *scan.Gray
	JPEG    []byte // the image as it was compressed, nil for black and white
	Turned  int
	Pen     string
	Entries []Entry
}

// seedHalf parts the seeds of the halves.
const seedHalf = 1 << 40

// Draw draws a page of a layout.
func Draw(l *layout.Layout, s Spec) *Sheet {
	half := uint64(0)
	if s.HeldBack {
		half = seedHalf
	}
	r := rand.New(rand.NewPCG(s.Seed, half))
	p := &l.Pages[s.Page]
	l = l.Of(*p)
	ticks := Drawings(Tick, s.HeldBack)
	h := &hand{r: r, ticks: ticks, own: ticks[r.IntN(len(ticks))], pen: pen(r), size: 5 + 9*r.Float64()*r.Float64(), held: s.HeldBack}
	out := &Sheet{Spec: s, Pen: h.pen.Name}
	var marks []mark
	for row := range p.Rows {
		m, e := h.entry(l, p, row, s.Habit.kind(r))
		marks, out.Entries = append(marks, m...), append(out.Entries, e)
	}
	c := newCamera(r, l, s)
	out.Turned = c.turn * 90
	print := newRaster(c.w, c.h, c.to)
	print.page(l, p)
	ink := newRaster(c.w, c.h, c.to)
	for _, m := range marks {
		for _, line := range m.Drawing {
			ink.line(line, m.Width)
		}
	}
	g := c.expose(print.cover(), ink.cover(), h.pen)
	if s.Bilevel {
		out.Image = c.threshold(g)
		return out
	}
	out.Image, out.JPEG = c.compress(g)
	return out
}

// kind picks what is done in an entry.
func (h Habit) kind(r *rand.Rand) Kind {
	n := r.IntN(100)
	switch {
	case n < 4:
		return Nothing
	case h == Clean:
		return Inside
	case h == Overflowing:
		return Overflow
	case n < 30:
		return Inside
	case n < 50:
		return Overflow
	}
	return []Kind{Other, Two, Crossed, OnLine, Dot, Filled, Nothing, Two, Other, Crossed}[n%10]
}

// camera is what a page goes through to become an image: a place, light, dirt.
type camera struct {
	r        *rand.Rand
	w, h     int
	turn     int // quarter turns clockwise
	spec     Spec
	plane    [8]float64 // mm to pixels before turning
	wobble   float64    // mm by which a feeder is uneven
	phase    float64
	length   float64
	flatW    int // before turning
	flatH    int
	gradient [2]float64
	paper    float64
}

func newCamera(r *rand.Rand, l *layout.Layout, s Spec) *camera {
	c := &camera{r: r, spec: s, phase: 6.3 * r.Float64(), length: 60 + 140*r.Float64(), paper: 0.93 + 0.06*r.Float64()}
	c.turn = []int{0, 0, 1, 2, 2, 3}[r.IntN(6)]
	w, h := mm(l.Paper.W), mm(l.Paper.H)
	k := float64(s.DPI) / 25.4
	switch {
	case s.Plain:
		c.turn = 0
		c.flatW, c.flatH = int(w*k), int(h*k)
		c.plane = [8]float64{k, 0, 0, 0, k, 0, 0, 0}
	case s.Photo:
		c.photo(w, h, k)
	default:
		c.scanner(w, h, k)
	}
	c.w, c.h = c.flatW, c.flatH
	if c.turn%2 == 1 {
		c.w, c.h = c.flatH, c.flatW
	}
	return c
}

// scanner lays the page a little askew, scaled as printers and copiers do.
func (c *camera) scanner(w, h, k float64) {
	r := c.r
	skew, scale := 1.0*r.NormFloat64(), 1+0.02*(r.Float64()-0.7)
	pad := 0.0
	if c.spec.Rough {
		skew, scale = 20*(r.Float64()-0.5), 0.9+0.2*r.Float64()
		pad = 25
	}
	c.wobble = 0.12 * r.Float64()
	sin, cos := math.Sincos(skew * math.Pi / 180)
	c.flatW, c.flatH = int((w+2*pad)*k), int((h+2*pad)*k)
	kx, ky := k*scale*(1+0.004*(r.Float64()-0.5)), k*scale
	mx, my := float64(c.flatW)/2+k*1.5*r.NormFloat64()/2, float64(c.flatH)/2+k*1.5*r.NormFloat64()/2
	c.plane = [8]float64{kx * cos, -ky * sin, mx - kx*cos*w/2 + ky*sin*h/2, kx * sin, ky * cos, my - kx*sin*w/2 - ky*cos*h/2, 0, 0}
	c.gradient = [2]float64{0.04 * (r.Float64() - 0.5), 0.04 * (r.Float64() - 0.5)}
}

// photo looks at the page from aside, up to 30 degrees.
func (c *camera) photo(w, h, k float64) {
	r := c.r
	ax, ay := 30*(2*r.Float64()-1)*math.Pi/180*0.7, 30*(2*r.Float64()-1)*math.Pi/180*0.7
	roll := 8 * (2*r.Float64() - 1) * math.Pi / 180
	sx, cx := math.Sincos(ax)
	sy, cy := math.Sincos(ay)
	sr, cr := math.Sincos(roll)
	// A point of the page, turned in space, seen from dist mm away.
	dist := 480 + 200*r.Float64()
	// Rows of the turned page's plane: X = cy*x, Y = cx*y + sx*sy*x, Z = -sx*y + ...
	a := [3][2]float64{{cy, 0}, {sx * sy, cx}, {-cx * sy, sx}}
	rot := [2][2]float64{{cr, -sr}, {sr, cr}}
	var m [8]float64
	for i := range 2 {
		for j := range 2 {
			m[3*i+j] = (rot[i][0]*a[0][j] + rot[i][1]*a[1][j]) * k
		}
	}
	m[6], m[7] = a[2][0]/dist, a[2][1]/dist
	c.flatW, c.flatH = int(w*k*1.12), int(h*k*1.12)
	mx, my := float64(c.flatW)/2, float64(c.flatH)/2
	// Centre: the page's middle goes to the image's middle.
	ox, oy := -w/2, -h/2
	den := 1 + m[6]*ox + m[7]*oy
	p := [8]float64{
		(m[0] + mx*m[6]) / den, (m[1] + mx*m[7]) / den, (m[0]*ox + m[1]*oy + mx*den) / den,
		(m[3] + my*m[6]) / den, (m[4] + my*m[7]) / den, (m[3]*ox + m[4]*oy + my*den) / den,
		m[6] / den, m[7] / den,
	}
	c.plane = p
	c.wobble = 0.5 * r.Float64() // paper that does not lie flat
	c.length = 250
	c.gradient = [2]float64{0.5 * (r.Float64() - 0.5), 0.5 * (r.Float64() - 0.5)}
	c.paper = 0.75 + 0.2*r.Float64()
}

// to is the pixel of a place on the page.
func (c *camera) to(p Point) Point {
	x, y := p.X, p.Y+c.wobble*math.Sin(c.phase+2*math.Pi*p.Y/c.length)
	den := c.plane[6]*x + c.plane[7]*y + 1
	u := (c.plane[0]*x + c.plane[1]*y + c.plane[2]) / den
	v := (c.plane[3]*x + c.plane[4]*y + c.plane[5]) / den
	w, h := float64(c.flatW), float64(c.flatH)
	switch c.turn {
	case 1:
		return Point{h - v, u}
	case 2:
		return Point{w - u, h - v}
	case 3:
		return Point{v, w - u}
	}
	return Point{u, v}
}
