package feed

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"testing"

	"shuping/internal/scan"
)

// pictures are random pictures of all kinds that a PNG may have.
func pictures(r *rand.Rand, w, h int) map[string]image.Image {
	box := image.Rect(0, 0, w, h)
	out := map[string]image.Image{
		"grey": image.NewGray(box), "grey16": image.NewGray16(box), "alpha": image.NewNRGBA(box), "alpha16": image.NewNRGBA64(box),
		"palette": image.NewPaletted(box, palette.WebSafe), "four": image.NewPaletted(box, palette.WebSafe[3:7]),
		"two": image.NewPaletted(box, color.Palette{color.Black, color.White}),
	}
	opaque := image.NewRGBA(box)
	for y := range h {
		for x := range w {
			v := uint8(r.Uint32())
			for _, img := range out {
				img.(draw.Image).Set(x, y, color.NRGBA{v, v / 2, uint8(x * y), uint8(r.Uint32())})
			}
			opaque.Set(x, y, color.RGBA{v, uint8(x), uint8(y), 255})
		}
	}
	out["colour"] = opaque
	return out
}

// Row by row comes out what the library makes of the whole.
func TestPNGAsTheLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var m Memory
	for n := range 12 {
		for name, img := range pictures(r, 1+r.IntN(70), 1+r.IntN(40)) {
			var b bytes.Buffer
			e := png.Encoder{CompressionLevel: []png.CompressionLevel{png.DefaultCompression, png.NoCompression}[n%2]}
			if err := e.Encode(&b, img); err != nil {
				t.Fatal(err)
			}
			if _, _, ok := pngParts(b.Bytes()); !ok {
				t.Errorf("%s: left to the library", name)
			}
			whole, err := png.Decode(bytes.NewReader(b.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			want := scan.FromImage(whole)
			f, err := Open(b.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.PageIn(0, &m)
			if err != nil || got.W != want.W || got.H != want.H {
				t.Fatalf("%s: %v", name, err)
			}
			for i, v := range got.Pix {
				if d := int(v) - int(want.Pix[i]); d < -2 || d > 2 {
					t.Fatalf("%s of %d x %d: pixel %d is %d, want %d", name, got.W, got.H, i, v, want.Pix[i])
				}
			}
		}
	}
}

func TestBrokenPNG(t *testing.T) {
	whole := load(t, "a.png")
	at := bytes.Index(whole, []byte("IDAT"))
	for name, data := range map[string][]byte{
		"cut off":     whole[:len(whole)/2],
		"bit flipped": append(append(bytes.Clone(whole[:at+60]), whole[at+60]^4), whole[at+61:]...),
		"no header":   bytes.Replace(whole, []byte("IHDR"), []byte("IHDX"), 1),
	} {
		f, err := Open(data)
		if err == nil {
			_, err = f.Page(0)
		}
		if err == nil {
			t.Errorf("%s: was read", name)
		}
	}
}

// A PDF may hold the rows of a PNG as they are, and rows with TIFF's differences.
func TestFilteredRowsInPDF(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 6))
	img := pictures(r, 23, 17)["colour"]
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(b.Bytes(), []byte("IDAT"))
	packed := b.Bytes()[at+4:][:binary.BigEndian.Uint32(b.Bytes()[at-4:])]
	var differences bytes.Buffer
	z := zlib.NewWriter(&differences)
	for y := range 17 {
		last := color.RGBA{}
		for x := range 23 {
			c := img.(*image.RGBA).RGBAAt(x, y)
			if _, err := z.Write([]byte{c.R - last.R, c.G - last.G, c.B - last.B}); err != nil {
				t.Fatal(err)
			}
			last = c
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	want := scan.FromImage(img)
	for predictor, data := range map[int][]byte{15: packed, 2: differences.Bytes()} {
		picture := fmt.Appendf(nil, "/Width 23 /Height 17 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode "+
			"/DecodeParms << /Predictor %d /Colors 3 /Columns 23 >> /Length %d >>\nstream\n%s", predictor, len(data), data)
		f, err := Open(bytes.Replace(drawing("/I Do"), []byte("/Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 4 >>\nstream\nabcd"), picture, 1))
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Page(0)
		if err != nil || !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("predictor %d: %v, or another picture", predictor, err)
		}
	}
}
