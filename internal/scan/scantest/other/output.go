package other

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"shuping/internal/scan"
)

// grain is noise that is made once and looked into at places drawn by lot.
var grain = func() (out [99991]float32) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range out {
		out[i] = float32(r.NormFloat64())
	}
	return out
}()

// picture is what becomes of a written page.
func (w *writer) picture(s Spec) *scan.Gray {
	r := w.r
	u := func(a, b float64) float64 { return a + (b-a)*r.Float64() }
	wide, high := mm(w.l.Paper.W), mm(w.l.Paper.H)
	var l *lens
	if s.Way == Phone {
		l = phone(r, wide, high, u(5, 12), s.Tilt)
	} else {
		l = scanner(r, wide, high, s.DPI, s.Rough)
	}
	desk, toner := uint8(u(180, 252)), u(0.75, 0.98)
	if s.Way == Phone {
		desk = uint8(u(20, 210))
	}
	if s.Way == Thermal {
		toner = u(0.35, 0.6)
	}
	lit := w.lighting(s, l)
	var planes [3][]float32
	channels := 1
	if s.Way == Colour || s.Way == Phone {
		channels = 3
	}
	for c := range channels {
		planes[c] = l.see(w.light(toner, w.t.dark[c], channels == 1), w.ink.w, w.ink.h, desk)
		if l.soft > 0.6 {
			smooth(planes[c], l.w, l.h, 1)
		}
	}
	noise := float32(u(0.003, 0.016))
	gamma := u(0.75, 1.35)
	var curve [1024]float32
	for i := range curve {
		curve[i] = float32(math.Pow(float64(i)/1023, gamma))
	}
	for c := range channels {
		y, at := -1, 0
		for i := range planes[c] {
			if i%l.w == 0 {
				y, at = y+1, r.IntN(len(grain))
			}
			v := planes[c][i]*lit(i%l.w, y) + noise*grain[(at+i%l.w)%len(grain)]
			planes[c][i] = curve[int(1023*min(1, max(0, v))+0.5)]
		}
	}
	quality := 40 + r.IntN(55)
	if channels == 3 {
		return inColour(planes, l.w, l.h, quality)
	}
	g := &scan.Gray{W: l.w, H: l.h, Pix: make([]uint8, l.w*l.h)}
	switch s.Way {
	case Adaptive:
		adaptive(g, planes[0], 20+r.IntN(50), float32(u(0.05, 0.14)))
		return g
	case Dither:
		dither(g, planes[0])
		return g
	}
	limit := 0.0
	if s.Way == Fixed {
		limit = 0.96 * u(0.58, 0.8)
		if gamma != 1 {
			limit = math.Pow(limit, gamma)
		}
	}
	for i, v := range planes[0] {
		g.Pix[i] = uint8(255 * v)
		if s.Way == Fixed {
			g.Pix[i] = 0
			if float64(v) >= limit {
				g.Pix[i] = 255
			}
		}
	}
	if s.Way == Fixed {
		return g
	}
	g = squeezed(g, quality)
	if s.Way == Twice {
		g = squeezed(g, 35+r.IntN(40))
	}
	return g
}

// light is how much light each place of the sheet gives back, 0 to 255. A grey scanner
// sees with green light.
func (w *writer) light(toner, dark float64, grey bool) []uint8 {
	if grey {
		dark = w.t.dark[1]
	}
	print := printedOnce(w.l, w.p.Page-1)
	out := make([]uint8, len(print.pix))
	for i := range out {
		out[i] = 250
	}
	// Most of a sheet is empty: eight places at a time.
	word := func(pix []uint8, i int) uint64 { return binary.LittleEndian.Uint64(pix[i:]) }
	for i := 0; i+8 <= len(out); i += 8 {
		if word(print.pix, i)|word(w.ink.pix, i)|word(w.white.pix, i)|word(w.dirt.pix, i) == 0 {
			continue
		}
		for k := i; k < i+8; k++ {
			out[k] = uint8(w.place(k, print.pix[k], toner, dark))
		}
	}
	return out
}

// place is the light that one place gives back.
func (w *writer) place(i int, print uint8, toner, dark float64) float64 {
	v := 250 * (1 - dark*float64(w.ink.pix[i])/255) * (1 - toner*float64(print)/255)
	t := float64(w.white.pix[i]) / 255
	v = v*(1-t) + 248*t
	return v * (1 - float64(w.dirt.pix[i])/255)
}

// lighting is the light at a pixel: even on a glass, with bands there; a shadow with an
// edge, falling off to the corners, under a lamp.
func (w *writer) lighting(s Spec, l *lens) func(x, y int) float32 {
	r := w.r
	u := func(a, b float64) float64 { return a + (b-a)*r.Float64() }
	slope, base := u(-0.05, 0.05)/float64(l.h), u(0.9, 1)
	switch s.Way {
	case Phone:
		angle, edge, soft, deep := u(0, 6.3), u(0.2, 0.8), u(8, 160), u(0, 0.5)
		sin, cos := math.Sincos(angle)
		fall := u(0, 0.35)
		base = u(0.75, 1)
		return func(x, y int) float32 {
			a, b := float64(x)/float64(l.w)-0.5, float64(y)/float64(l.h)-0.5
			d := ((a*cos+b*sin)+0.5-edge)*float64(l.w)/soft + 0.5
			return float32(base * (1 - deep*min(1, max(0, d))) * (1 - fall*(a*a+b*b)))
		}
	case Thermal, Moire:
		period, strength, lean := u(2.2, 7), 0.0, u(-0.5, 0.5)
		if s.Way == Moire {
			strength = u(0.02, 0.07)
		}
		bands, high := u(0, 0.08), 20+r.IntN(150)
		return func(x, y int) float32 {
			v := base + slope*float64(y)
			v *= 1 - strength*(0.5+0.5*math.Sin((float64(x)+lean*float64(y))*2*math.Pi/period))
			if y/high%3 == 1 {
				v *= 1 - bands
			}
			return float32(v)
		}
	}
	from, wide, band := r.IntN(l.w), 20+r.IntN(200), 0.0
	if r.IntN(4) == 0 {
		band = u(-0.06, 0.1)
	}
	return func(x, y int) float32 {
		v := base + slope*float64(y)
		if x >= from && x < from+wide {
			v *= 1 - band
		}
		return float32(v)
	}
}

// adaptive makes black what is darker than the mean around it.
func adaptive(g *scan.Gray, pix []float32, radius int, below float32) {
	mean := append([]float32(nil), pix...)
	smooth(mean, g.W, g.H, radius)
	for i, v := range pix {
		g.Pix[i] = 255
		if v < mean[i]-below {
			g.Pix[i] = 0
		}
	}
}

// dither spreads each pixel's error to its neighbours (Floyd and Steinberg).
func dither(g *scan.Gray, pix []float32) {
	for y := range g.H {
		for x := range g.W {
			i := y*g.W + x
			v, on := pix[i], float32(0)
			if v > 0.5 {
				on = 1
			}
			g.Pix[i] = uint8(255 * on)
			e := v - on
			if x+1 < g.W {
				pix[i+1] += e * 7 / 16
			}
			if y+1 < g.H {
				if x > 0 {
					pix[i+g.W-1] += e * 3 / 16
				}
				pix[i+g.W] += e * 5 / 16
				if x+1 < g.W {
					pix[i+g.W+1] += e / 16
				}
			}
		}
	}
}

// squeezed is an image after a JPEG.
func squeezed(g *scan.Gray, quality int) *scan.Gray {
	return scan.FromImage(again(&image.Gray{Pix: g.Pix, Stride: g.W, Rect: image.Rect(0, 0, g.W, g.H)}, quality))
}

func again(img image.Image, quality int) image.Image {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // unreachable unless the image is larger than a JPEG may be
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		panic(err) // unreachable unless the library cannot read what it wrote
	}
	return out
}

func inColour(planes [3][]float32, w, h, quality int) *scan.Gray {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		for c := range 3 {
			img.Pix[4*i+c] = uint8(255 * planes[c][i])
		}
		img.Pix[4*i+3] = 255
	}
	return scan.FromImage(again(img, quality))
}
