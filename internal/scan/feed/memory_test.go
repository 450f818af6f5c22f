package feed

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"path/filepath"
	"runtime"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/scantest"
)

// Pages that are decoded one after another in the same memory, larger and smaller ones, in
// black and white and grey, are as they are alone.
func TestSameMemory(t *testing.T) {
	names, err := filepath.Glob("testdata/*.*")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files: %v", err)
	}
	var m Memory
	pages := 0
	for range 2 {
		for _, n := range names {
			f, err := Open(load(t, filepath.Base(n)))
			if err != nil {
				t.Fatal(err)
			}
			for i := range f.Len() {
				want, err := f.Page(i)
				if err != nil {
					t.Fatalf("%s: %v", n, err)
				}
				got, err := f.PageIn(i, &m)
				if err != nil || got.W != want.W || got.H != want.H || !bytes.Equal(got.Pix, want.Pix) {
					t.Errorf("%s, page %d: another image in memory that was used, %v", n, i+1, err)
				}
				for k := range m.pix {
					m.pix[k] ^= 0x5a
				}
				pages++
			}
		}
	}
	if pages < 2*len(names) {
		t.Errorf("only %d pages", pages)
	}
}

// allocated is how many bytes are asked for while f runs.
func allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// chunk is a part of a PNG.
func chunk(out *bytes.Buffer, name string, body []byte) {
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body))))
	from := out.Len()
	out.WriteString(name)
	out.Write(body)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(out.Bytes()[from:])))
}

// Large pictures are decoded in the memory of their grey pixels and 4 MB, whatever they are
// packed in; everything that is asked for counts, collected or not. So the largest, of 60
// megapixels, takes under 64 MB.
func TestMemoryOfLargePictures(t *testing.T) {
	const w, h = 2500, 4000
	var rows, coloured bytes.Buffer
	z, err := zlib.NewWriterLevel(&rows, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	for range h {
		if _, err := z.Write(make([]byte, 3*w+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	coloured.WriteString("\x89PNG\r\n\x1a\n")
	chunk(&coloured, "IHDR", append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h), 8, 2, 0, 0, 0))
	chunk(&coloured, "IDAT", rows.Bytes())
	chunk(&coloured, "IEND", nil)
	inPDF := fmt.Appendf(nil, "/Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode "+
		"/DecodeParms << /Predictor 15 /Colors 3 /Columns %d >> /Length %d >>\nstream\n%s", w, h, w, rows.Len(), rows.Bytes())
	for name, data := range map[string][]byte{
		"G4":            scantest.Group4TIFF(scan.NewGray(w, h)),
		"PNG in colour": coloured.Bytes(),
		"Flate in PDF":  bytes.Replace(drawing("/I Do"), []byte("/Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 4 >>\nstream\nabcd"), inPDF, 1),
	} {
		var g *scan.Gray
		n := allocated(func() {
			f, err := Open(data)
			if err == nil {
				g, err = f.PageIn(0, &Memory{})
			}
			if err != nil || g.W != w || g.H != h {
				t.Errorf("%s: %v", name, err)
			}
		})
		if n > w*h+4<<20 {
			t.Errorf("%s: %d bytes for %d pixels", name, n, w*h)
		}
	}
}
