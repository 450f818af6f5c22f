package luma_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"shuping/internal/scan/luma"
)

// samples are small pictures of other programs, by how much smaller their colours are.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/*.jpg")
	if err != nil || len(names) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	out := map[string][]byte{}
	for _, name := range names {
		if out[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestSamples(t *testing.T) {
	other := map[string]bool{"cmyk.jpg": true}
	for name, data := range samples(t) {
		p, err := luma.Decode(data, most, nil)
		if other[name] {
			if err != luma.ErrOther {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if far, _ := apart(t, data, p); far > 1 {
			t.Errorf("%s: %d shades apart", name, far)
		}
	}
}

// restarted is a picture whose scan restarts every 8 rows: strips that were coded alone,
// one after the other.
func restarted(t *testing.T, img *image.Gray) []byte {
	var out []byte
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for y := 0; y < h; y += 8 {
		data := encode(t, img.SubImage(image.Rect(0, y, w, min(h, y+8))), 60)
		sos := bytes.Index(data, []byte{0xff, 0xda})
		scan := sos + 2 + int(binary.BigEndian.Uint16(data[sos+2:]))
		if y == 0 {
			sof := bytes.Index(data, []byte{0xff, 0xc0})
			binary.BigEndian.PutUint16(data[sof+5:], uint16(h))
			interval := binary.BigEndian.AppendUint16([]byte{0xff, 0xdd, 0, 4}, uint16((w+7)/8))
			out = append(append(append(out, data[:sos]...), interval...), data[sos:scan]...)
		} else {
			out = append(out, 0xff, byte(0xd0+(y/8-1)%8))
		}
		out = append(out, data[scan:len(data)-2]...)
	}
	return append(out, 0xff, 0xd9)
}

func TestRestarts(t *testing.T) {
	img := sheet(rand.New(rand.NewPCG(8, 8)), 75, 101, 6)
	data := restarted(t, img)
	p, err := luma.Decode(data, most, nil)
	if err != nil {
		t.Fatal(err)
	}
	if far, _ := apart(t, data, p); far > 1 {
		t.Errorf("%d shades apart", far)
	}
	at := bytes.Index(data, []byte{0xff, 0xd3})
	data[at+1] = 0xd4
	if _, err := luma.Decode(data, most, nil); err != luma.ErrOther {
		t.Errorf("with restarts in a wrong order: %v", err)
	}
}

// Broken pictures end in an error or in a picture of the size that the library sees.
func TestBroken(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	whole := restarted(t, sheet(r, 60, 50, 6))
	some := 0
	for range 3000 {
		data := bytes.Clone(whole)
		for range 1 + r.IntN(4) {
			data[r.IntN(len(data))] = uint8(r.Uint32())
		}
		p, err := luma.Decode(data, 1<<16, nil)
		if err != nil {
			continue
		}
		some++
		c, err := jpeg.DecodeConfig(bytes.NewReader(data))
		if err != nil || c.Width != p.W || c.Height != p.H || len(p.Pix) != p.W*p.H {
			t.Fatalf("%d x %d, the library says %d x %d, %v", p.W, p.H, c.Width, c.Height, err)
		}
	}
	if some == 0 {
		t.Error("none was decoded: nothing was tried")
	}
}
