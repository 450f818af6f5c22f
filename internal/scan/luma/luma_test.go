package luma_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"shuping/internal/scan/luma"
)

const most = 1 << 22

// sheet is a picture with paper, lines, strokes and noise.
func sheet(r *rand.Rand, w, h int, noise int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		v := 225 + i%w/16%8
		if noise > 0 {
			v += r.IntN(2*noise) - noise
		}
		g.Pix[i] = uint8(min(255, max(0, v)))
	}
	for range w * h / 400 {
		x, y, v := r.IntN(w), r.IntN(h), uint8(r.IntN(120))
		for k := range 3 + r.IntN(20) {
			g.SetGray(x+k*(k%2), y+k/2, color.Gray{Y: v})
		}
	}
	return g
}

func encode(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// apart is how far the brightness is from what the standard library makes of a picture,
// at most and in the sum.
func apart(t testing.TB, data []byte, p *luma.Picture) (far, sum int) {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("the standard library: %v", err)
	}
	if b := img.Bounds(); b.Dx() != p.W || b.Dy() != p.H || len(p.Pix) != p.W*p.H {
		t.Fatalf("%d x %d with %d pixels, want %v", p.W, p.H, len(p.Pix), b)
	}
	at := func(x, y int) uint8 { return img.(*image.Gray).Pix[y*img.(*image.Gray).Stride+x] }
	if c, ok := img.(*image.YCbCr); ok {
		at = func(x, y int) uint8 { return c.Y[c.YOffset(x, y)] }
	}
	for y := range p.H {
		for x := range p.W {
			d := int(at(x, y)) - int(p.Pix[y*p.W+x])
			far, sum = max(far, d, -d), sum+max(d, -d)
		}
	}
	return far, sum
}

// Grey and colour, sizes that do not fill their blocks, all qualities: what the standard
// library decodes, but for rounding.
func TestSameAsTheStandardLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for n := range 120 {
		w, h, quality := 1+r.IntN(150), 1+r.IntN(150), 1+r.IntN(100)
		var img image.Image = sheet(r, w, h, n%3*8)
		if n%2 == 1 {
			c := image.NewRGBA(img.Bounds())
			for i := range w * h {
				v := img.(*image.Gray).Pix[i]
				c.SetRGBA(i%w, i/w, color.RGBA{v, v / 2, uint8(r.Uint32()), 255})
			}
			img = c
		}
		data := encode(t, img, quality)
		p, err := luma.Decode(data, most, nil)
		if err != nil {
			t.Fatalf("%d x %d, quality %d: %v", w, h, quality, err)
		}
		if far, sum := apart(t, data, p); far > 1 || sum*20 > w*h {
			t.Errorf("%d x %d, quality %d: %d shades apart, %d in all", w, h, quality, far, sum)
		}
	}
}

func TestTooManyPixels(t *testing.T) {
	data := encode(t, image.NewGray(image.Rect(0, 0, 100, 50)), 80)
	for limit, want := range map[int]error{4999: luma.ErrOther, 5000: nil} {
		if _, err := luma.Decode(data, limit, nil); err != want {
			t.Errorf("limit of %d: %v, want %v", limit, err, want)
		}
	}
}

// What is cut off anywhere is not regular.
func TestCutOff(t *testing.T) {
	data := encode(t, sheet(rand.New(rand.NewPCG(2, 2)), 70, 60, 8), 85)
	for n := range data {
		if _, err := luma.Decode(data[:n], most, nil); err != luma.ErrOther {
			t.Fatalf("%d of %d bytes: %v", n, len(data), err)
		}
	}
}

// No data make it panic, and what it takes has the size that the standard library sees; a
// picture of one scan the library takes too.
func FuzzDecode(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{9, 17, 40} {
		f.Add(encode(f, sheet(r, n, n+3, 5), 30+n))
	}
	for name, data := range samples(f) {
		if len(data) < 8000 {
			f.Add(data)
		} else {
			f.Logf("%s is too long for a seed", name)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := luma.Decode(data, 1<<18, nil)
		if err != nil {
			return
		}
		if c, err := jpeg.DecodeConfig(bytes.NewReader(data)); err != nil || c.Width != p.W || c.Height != p.H {
			t.Errorf("%d x %d, but the standard library says %v", p.W, p.H, err)
		}
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil && bytes.Count(data, []byte{0xff, 0xda}) == 1 {
			t.Errorf("the standard library says %v", err)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	data := encode(b, sheet(rand.New(rand.NewPCG(5, 5)), 1654, 2339, 6), 75)
	for name, decode := range map[string]func() error{
		"luma":     func() error { _, err := luma.Decode(data, most, nil); return err },
		"standard": func() error { _, err := jpeg.Decode(bytes.NewReader(data)); return err },
	} {
		b.Run(fmt.Sprint("by=", name), func(b *testing.B) {
			b.SetBytes(1654 * 2339)
			b.ReportAllocs()
			for b.Loop() {
				if err := decode(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
