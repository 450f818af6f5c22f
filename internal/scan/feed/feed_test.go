package feed

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuping/internal/scan"
)

func load(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func picturesOf(t testing.TB) [2]*scan.Gray {
	t.Helper()
	var out [2]*scan.Gray
	for i, name := range []string{"a.png", "b.png"} {
		img, err := png.Decode(bytes.NewReader(load(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		out[i] = scan.FromImage(img)
	}
	return out
}

// off is the share of pixels that are on the other side of middle grey, in thousandths.
func off(a, b *scan.Gray) int {
	if a.W != b.W || a.H != b.H {
		return 1000
	}
	n := 0
	for i := range a.Pix {
		if (a.Pix[i] < 128) != (b.Pix[i] < 128) {
			n++
		}
	}
	return n * 1000 / len(a.Pix)
}

// The files were made by libtiff, tiff2pdf, ImageMagick and Ghostscript; every one shows
// the same two pages.
func TestFilesOfOtherProgrammes(t *testing.T) {
	want := picturesOf(t)
	names, err := filepath.Glob("testdata/*")
	if err != nil || len(names) < 15 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		name = filepath.Base(name)
		if name == "gs-pdfimage8.pdf" || strings.HasSuffix(name, ".png") {
			continue
		}
		f, err := Open(load(t, name))
		if err != nil || f.Len() != 2 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i := range want {
			g, err := f.Page(i)
			if err != nil {
				t.Errorf("%s page %d: %v", name, i+1, err)
				continue
			}
			if d := off(g, want[i]); d > 0 && !(strings.Contains(name, "jpeg") && d < 5) {
				t.Errorf("%s page %d: %d in 1000 pixels of %d x %d differ", name, i+1, d, g.W, g.H)
			}
		}
	}
}

// Ghostscript draws a page again, at its own size: what is black stays so.
func TestPageDrawnAgain(t *testing.T) {
	f, err := Open(load(t, "gs-pdfimage8.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.Page(1)
	if err != nil {
		t.Fatal(err)
	}
	dark := 0
	for _, v := range g.Pix {
		if v < 128 {
			dark++
		}
	}
	if share := dark * 100 / len(g.Pix); share < 5 || share > 40 {
		t.Errorf("%d %% of %d x %d pixels are dark", share, g.W, g.H)
	}
}

func TestRefusedFiles(t *testing.T) {
	g4 := load(t, "two-Group4.tif")
	ring := bytes.Clone(g4)
	first := int(ring[4]) | int(ring[5])<<8
	n := int(ring[first]) | int(ring[first+1])<<8
	copy(ring[first+2+12*n:], ring[4:8])
	huge := bytes.Replace(load(t, "a.png"), []byte{0, 0, 0, 203, 0, 0, 0, 120}, []byte{0, 1, 0x11, 0x70, 0, 1, 0x11, 0x70}, 1)
	var bomb bytes.Buffer
	z := zlib.NewWriter(&bomb)
	if _, err := z.Write(make([]byte, 1<<20)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		want scan.Problem
	}{
		"nothing":             {nil, scan.Unknown},
		"text":                {[]byte("no picture at all"), scan.Unknown},
		"PDF without objects": {[]byte("%PDF-1.4\n%%EOF\n"), scan.Unreadable},
		"PDF of words":        {drawing("BT (王某) Tj ET"), scan.NoPicture},
		"PDF with ring":       {bytes.Replace(drawing(""), []byte("/Kids [3 0 R]"), []byte("/Kids [2 0 R]"), 1), scan.Unreadable},
		"pictures apart":      {drawing("q 100 0 0 100 0 0 cm /I Do Q q 100 0 0 100 300 300 cm /I Do Q"), scan.Pictures},
		"inline picture":      {drawing("BI /W 1 /H 1 ID x EI"), scan.Foreign},
		"JBIG2":               {bytes.Replace(drawing("/I Do"), []byte("/BitsPerComponent 8"), []byte("/BitsPerComponent 1 /Filter /JBIG2Decode"), 1), scan.Foreign},
		"short picture":       {bytes.Replace(drawing("/I Do"), []byte("/Width 2"), []byte("/Width 9"), 1), scan.Unreadable},
		"unpacks to more":     {bytes.Replace(drawing("/I Do"), []byte("/BitsPerComponent 8 /Length 4 >>\nstream\nabcd"), fmt.Appendf(nil, "/BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s", bomb.Len(), bomb.Bytes()), 1), scan.TooLarge},
		"broken JPEG":         {[]byte("\xff\xd8\xff\xe0\x00\x04ab\xff\xd9"), scan.Unreadable},
		"ring of pages":       {ring, scan.Unreadable},
		"half of a TIFF":      {g4[:len(g4)/2], scan.Unreadable},
		"huge PNG":            {huge, scan.Unreadable}, // its checksum is wrong: nothing of its size is made
	} {
		f, err := Open(c.data)
		if err == nil {
			_, err = f.Page(0)
		}
		var e *Error
		if !errors.As(err, &e) || e.Problem != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// drawing is a PDF of one page with a picture of 2 x 2 pixels called I.
func drawing(content string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var at []int
	object := func(s string) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>")
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	object("<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 4 >>\nstream\nabcd\nendstream")
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return out.Bytes()
}

func TestPlacesOfPictures(t *testing.T) {
	for content, want := range map[string]string{
		"q 600 0 0 800 0 0 cm /I Do Q":                                                       "abcd",
		"% words\n(a \\) b) << /K [1 2] >> pop q 600 0 0 -800 0 800 cm /I Do Q":              "cdab", // drawn upside down in a mirror
		"q 600 0 0 400 0 0 cm /I Do Q q 600 0 0 400 0 400 cm /I Do Q":                        "abcdabcd",
		"q 600 0 0 800 0 0 cm /I Do Q q 30 0 0 30 5 5 cm /I Do Q":                            "abcd", // a stamp
		"q 2 0 0 2 0 0 cm q 300 0 0 200 0 0 cm /I Do Q Q 600 0 0 400 0 400 cm /I Do <41> gs": "abcdabcd",
	} {
		f, err := Open(drawing(content))
		if err != nil {
			t.Fatal(err)
		}
		g, err := f.Page(0)
		if err != nil || string(g.Pix) != want {
			t.Errorf("%s: got %v %v", content, g, err)
		}
	}
}

// Whatever the bytes: an error of ours or a page whose pixels are all there.
func FuzzOpen(f *testing.F) {
	names, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, n := range names {
		f.Add(load(f, filepath.Base(n)))
	}
	f.Add(drawing("q 600 0 0 800 0 0 cm /I Do Q"))
	f.Add([]byte("\xff\xd8\xff\xc2\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(data)
		var e *Error
		if err != nil {
			if !errors.As(err, &e) || e.Problem == scan.NoProblem {
				t.Fatalf("got %v", err)
			}
			return
		}
		for i := range min(file.Len(), 3) {
			g, err := file.Page(i)
			if err != nil && !errors.As(err, &e) || err == nil && (len(g.Pix) != g.W*g.H || g.W*g.H > scan.MaxPixels || g.W <= 0) {
				t.Fatalf("got %v", err)
			}
		}
	})
}

// Fax data of any kind: an error or a whole picture, at once.
func FuzzFax(f *testing.F) {
	f.Add([]byte("\x26\xa0\x00"), int16(20), int16(3), int8(-1), uint8(0))
	f.Add([]byte("\x00\x10\x35"), int16(1728), int16(2), int8(0), uint8(3))
	f.Add([]byte("\x00\x18\x35\x80"), int16(64), int16(2), int8(4), uint8(2))
	f.Fuzz(func(t *testing.T, data []byte, w, h int16, k int8, flags uint8) {
		if w <= 0 || h <= 0 || int(w)*int(h) > 1<<22 {
			return
		}
		d := fax{w: int(w), h: int(h), k: int(k), aligned: flags&1 == 1, reversed: flags&2 == 2, white: 255, data: data}
		if g, err := d.decode(&Memory{}); err == nil && len(g.Pix) != int(w)*int(h) {
			t.Fatal("pixels are missing")
		}
	})
}
