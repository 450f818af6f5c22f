package scan

import (
	"encoding/binary"
	"image"
	"image/color"
)

// Gray is an image in shades of grey, 0 black to 255 white.
type Gray struct {
	W, H int
	Pix  []uint8 // W*H, row by row
}

// NewGray is a white image.
func NewGray(w, h int) *Gray {
	g := &Gray{W: w, H: h, Pix: make([]uint8, w*h)}
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	return g
}

// FromImage makes an image grey. It keeps the pixels of img where it can; img must not
// be written to afterwards. What is transparent is paper.
func FromImage(img image.Image) *Gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	switch src := img.(type) {
	case *image.Gray:
		return fromPlane(src.Pix[src.PixOffset(b.Min.X, b.Min.Y):], src.Stride, w, h)
	case *image.YCbCr:
		return fromPlane(src.Y[src.YOffset(b.Min.X, b.Min.Y):], src.YStride, w, h)
	case *image.Paletted:
		return fromPaletted(src)
	case *image.RGBA:
		return fromRGBA(src.Pix[src.PixOffset(b.Min.X, b.Min.Y):], src.Stride, w, h)
	case *image.NRGBA:
		if src.Opaque() {
			return fromRGBA(src.Pix[src.PixOffset(b.Min.X, b.Min.Y):], src.Stride, w, h)
		}
	}
	g := &Gray{W: w, H: h, Pix: make([]uint8, w*h)}
	for y := range h {
		for x := range w {
			g.Pix[y*w+x] = onPaper(img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return g
}

// onPaper is a colour's shade on white paper.
func onPaper(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	white := 0xffff - a
	return uint8((19595*(r+white) + 38470*(g+white) + 7471*(b+white) + 1<<15) >> 24)
}

func fromPlane(pix []uint8, stride, w, h int) *Gray {
	if stride == w {
		return &Gray{W: w, H: h, Pix: pix[:w*h]}
	}
	g := &Gray{W: w, H: h, Pix: make([]uint8, w*h)}
	for y := range h {
		copy(g.Pix[y*w:(y+1)*w], pix[y*stride:])
	}
	return g
}

func fromPaletted(src *image.Paletted) *Gray {
	b := src.Bounds()
	var shade [256]uint8
	for i, c := range src.Palette {
		shade[i&255] = onPaper(c)
	}
	g := &Gray{W: b.Dx(), H: b.Dy(), Pix: make([]uint8, b.Dx()*b.Dy())}
	for y := range g.H {
		row := src.Pix[src.PixOffset(b.Min.X, b.Min.Y+y):]
		for x := range g.W {
			g.Pix[y*g.W+x] = shade[row[x]]
		}
	}
	return g
}

func fromRGBA(pix []uint8, stride, w, h int) *Gray {
	g := &Gray{W: w, H: h, Pix: make([]uint8, w*h)}
	for y := range h {
		row := pix[y*stride:]
		for x := range w {
			p := row[4*x : 4*x+4]
			white := 255 - uint32(p[3])
			g.Pix[y*w+x] = uint8((19595*(uint32(p[0])+white) + 38470*(uint32(p[1])+white) + 7471*(uint32(p[2])+white)) >> 16)
		}
	}
	return g
}

// reducedSide is about how long the longer side of a reduced image is: marks are then
// about 14 pixels wide, more than enough for their centres.
const reducedSide = 1200

// reduced is an image made smaller by a whole number, each pixel the mean of a square,
// rounded down.
type reduced struct {
	*Gray
	factor int
}

// reduced makes an image smaller.
func (s *scratch) reduced(g *Gray) *reduced {
	f := max(1, (max(g.W, g.H)+reducedSide/2)/reducedSide)
	if f == 1 {
		return &reduced{g, 1}
	}
	w, h := g.W/f, g.H/f
	out := &Gray{W: w, H: h, Pix: of(&s.small, w*h)}
	if f == 2 {
		for y := range h {
			halve(out.Pix[y*w:(y+1)*w], g.Pix[2*y*g.W:], g.Pix[(2*y+1)*g.W:])
		}
		return &reduced{out, f}
	}
	if f == 3 {
		for y := range h {
			third(out.Pix[y*w:(y+1)*w], g.Pix[3*y*g.W:], g.Pix[(3*y+1)*g.W:], g.Pix[(3*y+2)*g.W:])
		}
		return &reduced{out, f}
	}
	sums := make([]uint32, w)
	n := uint32(f * f)
	for y := range h {
		clear(sums)
		for k := range f {
			row := g.Pix[(y*f+k)*g.W : (y*f+k)*g.W+w*f]
			for x := range sums {
				for _, v := range row[x*f : x*f+f] {
					sums[x] += uint32(v)
				}
			}
		}
		for x, s := range sums {
			out.Pix[y*w+x] = uint8(s / n)
		}
	}
	return &reduced{out, f}
}

// white says whether nothing is on the image between four spots: in black and white that
// is most of a page. A mean that is rounded down is 255 only where all is.
func (r *reduced) white(at *[4]spot) bool {
	f := uint32(r.factor)
	x0, x1 := uint32(min(at[0].u, at[1].u, at[2].u, at[3].u)>>16)/f, uint32(max(at[0].u, at[1].u, at[2].u, at[3].u)>>16+1)/f
	y0, y1 := uint32(min(at[0].v, at[1].v, at[2].v, at[3].v)>>16)/f, uint32(max(at[0].v, at[1].v, at[2].v, at[3].v)>>16+1)/f
	if int(x1) >= r.W || int(y1) >= r.H || r.Pix[int(y0)*r.W+int(x0)]&r.Pix[int(y1)*r.W+int(x1)] != 255 {
		return false // most of a page in grey
	}
	for y := int(y0); y <= int(y1); y++ {
		row := r.Pix[y*r.W+int(x0) : y*r.W+int(x1)+1]
		for len(row) >= 8 {
			if binary.LittleEndian.Uint64(row) != 1<<64-1 {
				return false
			}
			row = row[8:]
		}
		for _, v := range row {
			if v != 255 {
				return false
			}
		}
	}
	return true
}

// halve makes a row of two, each pixel the mean of four; eight pixels at a time, as
// twice eight bytes of each row, of which the even and the odd ones are added.
func halve(out, a, b []uint8) {
	const low = 0x00ff00ff00ff00ff
	n := len(out)
	a, b = a[:2*n], b[:2*n]
	for len(out) >= 8 && len(a) >= 16 && len(b) >= 16 {
		p, q := binary.LittleEndian.Uint64(a), binary.LittleEndian.Uint64(b)
		r, s := binary.LittleEndian.Uint64(a[8:]), binary.LittleEndian.Uint64(b[8:])
		if p&q&r&s == 1<<64-1 {
			binary.LittleEndian.PutUint64(out, p) // most of a page in black and white
		} else {
			first := (p&low + p>>8&low + q&low + q>>8&low) >> 2 & low
			second := (r&low + r>>8&low + s&low + s>>8&low) >> 2 & low
			binary.LittleEndian.PutUint64(out, squeezed(first)|squeezed(second)<<32)
		}
		out, a, b = out[8:], a[16:], b[16:]
	}
	for x := range out {
		out[x] = uint8((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1])) / 4)
	}
}

// squeezed are the even bytes of a word, of which the odd ones are zero, in four.
func squeezed(v uint64) uint64 {
	v = (v | v>>8) & 0x0000ffff0000ffff
	return (v | v>>16) & 0x00000000ffffffff
}

// third makes a row of three, each pixel the mean of nine, eight at a time.
func third(out, a, b, c []uint8) {
	n := 3 * len(out)
	a, b, c = a[:n], b[:n], c[:n]
	for len(out) >= 8 && len(a) >= 24 && len(b) >= 24 && len(c) >= 24 {
		if word(a)&word(a[8:])&word(a[16:])&word(b)&word(b[8:])&word(b[16:])&word(c)&word(c[8:])&word(c[16:]) == 1<<64-1 {
			binary.LittleEndian.PutUint64(out, 1<<64-1)
		} else {
			ninths(out[:8], a[:24], b[:24], c[:24])
		}
		out, a, b, c = out[8:], a[24:], b[24:], c[24:]
	}
	ninths(out, a, b, c)
}

func word(b []uint8) uint64 { return binary.LittleEndian.Uint64(b) }

// ninths are the means of three by three pixels.
func ninths(out, a, b, c []uint8) {
	for x := range out {
		k := 3 * x
		p, q, r := a[k:k+3:k+3], b[k:k+3:k+3], c[k:k+3:k+3]
		sum := uint32(p[0]) + uint32(p[1]) + uint32(p[2]) + uint32(q[0]) + uint32(q[1]) + uint32(q[2]) + uint32(r[0]) + uint32(r[1]) + uint32(r[2])
		out[x] = uint8(sum / 9)
	}
}
