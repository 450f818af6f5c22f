package other

import (
	"math"
	"math/rand/v2"
)

// tool is what somebody writes with (书写工具).
type tool struct {
	name   string
	width  float64    // mm, at full pressure
	dark   [3]float64 // what it takes from red, green and blue light at full cover
	give   float64    // how much thinner it gets without pressure, 0 to 1
	nib    float64    // how much its width follows the direction, 0 to 1: a fountain pen
	gaps   float64    // share of the way on which a dry ballpoint gives nothing
	grain  float64    // how much of the paper's roughness stays white: pencil, chalk
	rim    float64    // darker at its edge: a marker
	trails bool       // two lines beside each other: a split nib
}

// tools are drawn by lot, the common ones more often.
func someTool(r *rand.Rand, colour bool) tool {
	u := func(a, b float64) float64 { return a + (b-a)*r.Float64() }
	black := func(d float64) [3]float64 { return [3]float64{d, d, d} }
	blue := func(d float64) [3]float64 { return [3]float64{d, d * 0.85, d * 0.35} }
	red := func(d float64) [3]float64 { return [3]float64{d * 0.25, d * 0.9, d * 0.8} }
	ink := black
	if k := r.IntN(10); colour && k < 6 {
		ink = blue
		if k < 2 {
			ink = red
		}
	}
	switch r.IntN(12) {
	case 0, 1, 2:
		return tool{name: "gel", width: u(0.35, 0.7), dark: ink(u(0.7, 0.93)), give: 0.15}
	case 3, 4:
		return tool{name: "ballpoint", width: u(0.3, 0.5), dark: ink(u(0.5, 0.8)), give: 0.35, gaps: u(0, 0.05)}
	case 5:
		return tool{name: "dry ballpoint", width: u(0.28, 0.45), dark: ink(u(0.5, 0.75)), give: 0.4, gaps: u(0.08, 0.25)}
	case 6, 7:
		return tool{name: "fountain", width: u(0.4, 0.9), dark: ink(u(0.6, 0.9)), give: 0.35, nib: u(0.2, 0.6)}
	case 8:
		return tool{name: "split nib", width: u(0.5, 0.8), dark: ink(u(0.6, 0.85)), give: 0.2, trails: true}
	case 9:
		return tool{name: "marker", width: u(0.9, 1.9), dark: ink(u(0.6, 0.93)), give: 0.1, rim: 0.15}
	case 10:
		return tool{name: "soft pencil", width: u(0.5, 1.0), dark: black(u(0.4, 0.65)), give: 0.4, grain: u(0.3, 0.6)}
	}
	return tool{name: "hard pencil", width: u(0.25, 0.45), dark: black(u(0.28, 0.5)), give: 0.4, grain: u(0.2, 0.5)}
}

// dab is a place on a stroke with the pressure there, 0 to 1.
type dab struct{ x, y, press float64 }

// rough is the paper's roughness, 256 by 256 cells of about 0.1 mm.
var rough = func() (out [256 * 256]float64) {
	r := rand.New(rand.NewPCG(77, 78))
	for i := range out {
		out[i] = r.Float64()
	}
	return out
}()

// write puts a stroke on a plate.
func (p *plate) write(r *rand.Rand, t *tool, way []dab) {
	shift := r.IntN(1 << 16)
	angle := 0.7
	wet, left := true, 0.0
	if t.gaps > 0 {
		left = 2 * r.ExpFloat64()
	}
	for i := 1; i < len(way); i++ {
		a, b := way[i-1], way[i]
		d := math.Hypot(b.x-a.x, b.y-a.y)
		if d == 0 {
			continue
		}
		across := math.Abs(math.Sin(math.Atan2(b.y-a.y, b.x-a.x) + angle))
		n := max(1, int(d/0.05))
		for k := range n {
			f := float64(k) / float64(n)
			if t.gaps > 0 {
				if left -= d / float64(n); left < 0 {
					wet = !wet
					left = 3 * r.ExpFloat64()
					if !wet {
						left = min(1.2, 3*t.gaps/(1-t.gaps)*r.ExpFloat64())
					}
				}
				if !wet {
					continue
				}
			}
			press := a.press + (b.press-a.press)*f
			w := t.width * (1 - t.give*(1-press)) * (1 - t.nib*(1-across))
			x, y := a.x+(b.x-a.x)*f, a.y+(b.y-a.y)*f
			full := 1 - 0.4*t.give*(1-press)
			if t.trails {
				nx, ny := -(b.y-a.y)/d*w*0.36, (b.x-a.x)/d*w*0.36
				p.dot(t, x+nx, y+ny, w*0.3, full, shift)
				p.dot(t, x-nx, y-ny, w*0.3, full*0.85, shift)
				continue
			}
			p.dot(t, x, y, w, full, shift)
		}
	}
}

// dot is a round spot of ink; where there is ink already the darker stays.
func (p *plate) dot(t *tool, x, y, wide, full float64, shift int) {
	cx, cy, rad := x*fine, y*fine, wide/2*fine
	for py := max(0, int(cy-rad-1)); py <= min(p.h-1, int(cy+rad+1)); py++ {
		for px := max(0, int(cx-rad-1)); px <= min(p.w-1, int(cx+rad+1)); px++ {
			d := math.Hypot(float64(px)+0.5-cx, float64(py)+0.5-cy)
			c := min(1, rad+0.5-d)
			if c <= 0 {
				continue
			}
			c *= full
			if t.rim > 0 && d < rad*0.7 {
				c *= 1 - t.rim
			}
			if t.grain > 0 {
				if v := rough[(py*5/8%256*256+px*5/8+shift)&0xffff]; v < t.grain {
					c *= v / t.grain * 0.7
				}
			}
			at := py*p.w + px
			p.pix[at] = max(p.pix[at], uint8(255*c))
		}
	}
}
