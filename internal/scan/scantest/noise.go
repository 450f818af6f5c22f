package scantest

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"

	"shuping/internal/scan"
)

// grain is noise of the normal distribution that is made once and looked into at random
// places.
var grain = func() (out [1 << 16]float32) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range out {
		out[i] = float32(r.NormFloat64())
	}
	return out
}()

// expose makes an image of what is printed and drawn: light, toner and ink, dirt, blur
// and the noise of the sensor.
func (c *camera) expose(print, ink *image.Alpha, p Pen) *scan.Gray {
	r, s := c.r, c.spec
	g := scan.NewGray(c.w, c.h)
	toner := 0.8 + 0.17*r.Float64()
	noise := float32(0.004 + 0.014*r.Float64())
	if s.Plain {
		noise = 0
	}
	light := c.light()
	for y := range c.h {
		at, at2 := r.IntN(1<<16), r.IntN(1<<16)
		row := g.Pix[y*c.w : (y+1)*c.w]
		pr, in := print.Pix[y*print.Stride:], ink.Pix[y*ink.Stride:]
		base, slope := light(y)
		for x := range row {
			v := base + slope*float32(x)
			if pr[x] > 0 {
				v *= 1 - float32(toner)*float32(pr[x])/255
			}
			if in[x] > 0 {
				d := float32(p.Dark) * (1 + float32(p.Grain)*grain[(at2+x)&0xffff]/2)
				v *= 1 - min(0.98, max(0, d))*float32(in[x])/255
			}
			v += noise * grain[(at+x)&0xffff]
			row[x] = uint8(255 * min(1, max(0, v)))
		}
	}
	if s.Plain {
		return g
	}
	c.dirt(g)
	n := 1
	if s.Photo || s.DPI >= 300 {
		n = 1 + r.IntN(2)
	}
	for range n {
		blur(g)
	}
	return g
}

// light gives the brightness of a row of paper and its slope along the row.
func (c *camera) light() func(y int) (float32, float32) {
	w, h := float64(c.w), float64(c.h)
	return func(y int) (float32, float32) {
		base := c.paper * (1 - max(0, c.gradient[0]) - max(0, c.gradient[1]) + c.gradient[1]*float64(y)/h)
		if c.spec.Plain {
			return 1, 0
		}
		return float32(base), float32(c.paper * c.gradient[0] / w)
	}
}

// dirt are specks, and the streaks that a speck on the glass of a feeder makes.
func (c *camera) dirt(g *scan.Gray) {
	r := c.r
	specks := r.IntN(30)
	if c.spec.Rough {
		specks = 40 + r.IntN(120)
	}
	for range specks {
		x, y, d := r.IntN(g.W-4), r.IntN(g.H-4), 60+r.IntN(160)
		size := 1 + r.IntN(2)
		for i := range size * size {
			at := (y+i/size)*g.W + x + i%size
			g.Pix[at] = uint8(max(0, int(g.Pix[at])-d))
		}
	}
	if c.spec.Photo || r.IntN(4) > 0 && !c.spec.Rough {
		return
	}
	for range 1 + r.IntN(2) {
		across, d := r.IntN(c.flatW), 15+r.IntN(60)
		for y := range c.flatH {
			x, yy := across, y
			switch c.turn {
			case 1:
				x, yy = c.flatH-1-y, across
			case 2:
				x, yy = c.flatW-1-across, y
			case 3:
				x, yy = y, c.flatW-1-across
			}
			at := yy*g.W + x
			g.Pix[at] = uint8(max(0, int(g.Pix[at])-d))
		}
	}
}

// blur is the mean with weights 1 2 1 in both directions.
func blur(g *scan.Gray) {
	last := bytes.Clone(g.Pix[:g.W])
	line := make([]uint8, g.W)
	for y := range g.H {
		row := g.Pix[y*g.W : (y+1)*g.W]
		next := row
		if y+1 < g.H {
			next = g.Pix[(y+1)*g.W : (y+2)*g.W]
		}
		for x := range row {
			line[x] = uint8((int(last[x]) + 2*int(row[x]) + int(next[x]) + 2) / 4)
		}
		copy(last, row)
		row[0], row[g.W-1] = line[0], line[g.W-1]
		for x := 1; x < g.W-1; x++ {
			row[x] = uint8((int(line[x-1]) + 2*int(line[x]) + int(line[x+1]) + 2) / 4)
		}
	}
}

// threshold makes the image black and white, as scanners do before Group 4.
func (c *camera) threshold(g *scan.Gray) *scan.Gray {
	limit := uint8(255 * c.paper * (0.62 + 0.16*c.r.Float64()))
	for i, v := range g.Pix {
		g.Pix[i] = 0
		if v >= limit {
			g.Pix[i] = 255
		}
	}
	return g
}

// compress sends the image through a JPEG of quality 40 to 95.
func (c *camera) compress(g *scan.Gray) (*scan.Gray, []byte) {
	quality := 40 + c.r.IntN(56)
	if c.spec.Plain {
		quality = 90
	}
	var out bytes.Buffer
	img := &image.Gray{Pix: g.Pix, Stride: g.W, Rect: image.Rect(0, 0, g.W, g.H)}
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // unreachable unless the image is larger than a JPEG may be
	}
	back, err := jpeg.Decode(bytes.NewReader(out.Bytes()))
	if err != nil {
		panic(err) // unreachable unless the library cannot read what it wrote
	}
	return scan.FromImage(back), out.Bytes()
}
