package other

import (
	"math"
	"math/rand/v2"
)

// lens looks at a page: for every pixel of a picture, the place on the paper in mm.
type lens struct {
	w, h int
	to   func(u, v float64) (x, y float64)
	soft float64 // blur, pixels
	skip int     // taps of a pixel
}

// scanner lays a page on a glass or pulls it through a feeder.
func scanner(r *rand.Rand, wide, high, dpi float64, rough bool) *lens {
	u := func(a, b float64) float64 { return a + (b-a)*r.Float64() }
	k := dpi / 25.4
	skew, scale, shift := u(-1.5, 1.5), u(0.96, 1.02), 2.0
	if rough {
		skew, scale = u(-9.5, 9.5), u(0.91, 1.09)
	}
	l := &lens{w: int((wide + u(-1, 3)) * k), h: int((high + u(-1, 3)) * k), soft: u(0.3, 0.8), skip: 4}
	if rough {
		l.w, l.h = l.w+int(22*k), l.h+int(22*k)
	}
	sin, cos := math.Sincos(skew * math.Pi / 180)
	ox, oy := wide/2+u(-shift, shift), high/2+u(-shift, shift)
	across := 1 + u(-0.004, 0.004)
	slip, period, phase := u(0, 0.12), u(25, 150), u(0, 6)
	barrel := 0.0
	if r.IntN(6) == 0 {
		barrel = u(-0.01, 0.01) // an overhead camera
	}
	l.to = func(px, py float64) (float64, float64) {
		a, b := (px-float64(l.w)/2)/(k*scale), (py-float64(l.h)/2)/(k*scale*across)
		d := 1 + barrel*(a*a+b*b)/(150*150)
		a, b = a*d, b*d
		b += slip * math.Sin(b/period*2*math.Pi+phase)
		return ox + a*cos + b*sin, oy - a*sin + b*cos
	}
	return l
}

// phone takes a picture from aside, up to tilt degrees, with megapixels mp.
func phone(r *rand.Rand, wide, high, mp, tilt float64) *lens {
	u := func(a, b float64) float64 { return a + (b-a)*r.Float64() }
	l := &lens{w: int(math.Sqrt(mp * 1e6 * 3 / 4)), soft: u(0.5, 1.1), skip: 2}
	l.h = l.w * 4 / 3
	angle, way, roll := tilt*math.Pi/180, u(0, 2*math.Pi), u(-6, 6)*math.Pi/180
	f := float64(l.h) * u(0.75, 1.1) // focal length of a telephone, pixels
	// A turn by angle around an axis in the page's plane, then by roll around the sight.
	st, ct := math.Sincos(angle)
	ax, ay := math.Cos(way), math.Sin(way)
	rot := [3][3]float64{
		{ct + ax*ax*(1-ct), ax * ay * (1 - ct), ay * st},
		{ax * ay * (1 - ct), ct + ay*ay*(1-ct), -ax * st},
		{-ay * st, ax * st, ct},
	}
	sr, cr := math.Sincos(roll)
	for j := range 3 {
		rot[0][j], rot[1][j] = cr*rot[0][j]-sr*rot[1][j], sr*rot[0][j]+cr*rot[1][j]
	}
	// Far enough for all four corners to be in the picture.
	dist := 150.0
	for ; dist < 3000; dist *= 1.02 {
		in := true
		for _, c := range [][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
			x, y := c[0]*wide/2, c[1]*high/2
			z := rot[2][0]*x + rot[2][1]*y + dist
			px, py := f*(rot[0][0]*x+rot[0][1]*y)/z, f*(rot[1][0]*x+rot[1][1]*y)/z
			in = in && z > 50 && math.Abs(px) < float64(l.w)*0.475 && math.Abs(py) < float64(l.h)*0.475
		}
		if in {
			break
		}
	}
	dist *= u(1, 1.08)
	k1 := u(-0.012, 0.012)
	curl, cphase, cway := u(0, 0.5), u(0, 6), u(0, 3)
	l.to = func(px, py float64) (float64, float64) {
		a, b := (px-float64(l.w)/2)/f, (py-float64(l.h)/2)/f
		d := 1 + k1*(a*a+b*b)*4
		a, b = a*d, b*d
		// The ray (a, b, 1) meets the page: rotate back and go to its plane.
		nx, ny, nz := rot[0][2], rot[1][2], rot[2][2]
		t := dist * nz / (a*nx + b*ny + nz)
		qx, qy, qz := a*t, b*t, t-dist
		x := rot[0][0]*qx + rot[1][0]*qy + rot[2][0]*qz
		y := rot[0][1]*qx + rot[1][1]*qy + rot[2][1]*qz
		wave := curl * math.Sin((x*math.Cos(cway)+y*math.Sin(cway))/220*2*math.Pi+cphase)
		return x + wide/2 + wave*0.6, y + high/2 + wave
	}
	return l
}

// see samples a sheet of reflected light through a lens; beyond the paper is desk.
func (l *lens) see(paper []uint8, pw, ph int, desk uint8) []float32 {
	out := make([]float32, l.w*l.h)
	const patch = 8
	taps := [][2]float64{{-0.3, -0.4}, {0.4, -0.3}, {0.3, 0.4}, {-0.4, 0.3}}
	if l.skip == 2 {
		taps = [][2]float64{{-0.35, -0.2}, {0.35, 0.2}}
	}
	spread := 0.6 + l.soft
	for y0 := 0; y0 < l.h; y0 += patch {
		for x0 := 0; x0 < l.w; x0 += patch {
			ax, ay := l.to(float64(x0), float64(y0))
			bx, by := l.to(float64(x0+patch), float64(y0))
			cx, cy := l.to(float64(x0), float64(y0+patch))
			dx, dy := l.to(float64(x0+patch), float64(y0+patch))
			for y := y0; y < min(l.h, y0+patch); y++ {
				for x := x0; x < min(l.w, x0+patch); x++ {
					sum := 0
					for _, o := range taps {
						s, t := (float64(x-x0)+0.5+o[0]*spread)/patch, (float64(y-y0)+0.5+o[1]*spread)/patch
						px := (ax*(1-s)+bx*s)*(1-t) + (cx*(1-s)+dx*s)*t
						py := (ay*(1-s)+by*s)*(1-t) + (cy*(1-s)+dy*s)*t
						ix, iy := int(px*fine+1024)-1024, int(py*fine+1024)-1024
						if ix < 0 || iy < 0 || ix >= pw || iy >= ph {
							sum += int(desk)
							continue
						}
						sum += int(paper[iy*pw+ix])
					}
					out[y*l.w+x] = float32(sum) / float32(255*len(taps))
				}
			}
		}
	}
	return out
}

// smooth is a blur by three running means, about of the given width in pixels.
func smooth(pix []float32, w, h, radius int) {
	if radius < 1 {
		return
	}
	line := make([]float32, max(w, h))
	n := float32(2*radius + 1)
	run := func(at, step, count int) {
		sum := float32(0)
		get := func(i int) float32 { return pix[at+min(max(i, 0), count-1)*step] }
		for i := -radius; i <= radius; i++ {
			sum += get(i)
		}
		for i := range count {
			line[i] = sum / n
			sum += get(i+radius+1) - get(i-radius)
		}
		for i := range count {
			pix[at+i*step] = line[i]
		}
	}
	for y := range h {
		run(y*w, 1, w)
	}
	for x := range w {
		run(x, w, h)
	}
}
