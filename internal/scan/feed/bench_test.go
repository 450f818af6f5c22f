package feed_test

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"testing"

	"golang.org/x/image/tiff"

	"shuping/internal/scan"
	"shuping/internal/scan/feed"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
)

// benchForm is a form of 25 rows of 4 cells.
func benchForm(b *testing.B) *layout.Layout {
	f := layout.Form{Title: "测评票", Grades: []string{"优秀", "称职", "基本称职", "不称职"}}
	for i := range 25 {
		f.Subjects = append(f.Subjects, layout.Subject{Name: fmt.Sprint("王某", i+1), Post: "书记"})
	}
	l, err := sheet.New(f)
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// BenchmarkPage is a page from its file: "library" is the decoder of another library,
// "floor" ours and one pass over the pixels, without which nothing can be read, "read" the
// page up to its reading. Pages are decoded in the same memory, as a worker does.
func BenchmarkPage(b *testing.B) {
	l := benchForm(b)
	for _, dpi := range []int{200, 300} {
		grey := scantest.Draw(l, scantest.Spec{Seed: 3, Habit: scantest.Overflowing, DPI: dpi})
		black := scantest.Draw(l, scantest.Spec{Seed: 3, Habit: scantest.Overflowing, DPI: dpi, Bilevel: true})
		g4 := scantest.Group4TIFF(black.Image)
		b.Run(fmt.Sprintf("jpeg/dpi=%d/library", dpi), func(b *testing.B) {
			for b.Loop() {
				if _, err := jpeg.Decode(bytes.NewReader(grey.JPEG)); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("g4/dpi=%d/library", dpi), func(b *testing.B) {
			for b.Loop() {
				if _, err := tiff.Decode(bytes.NewReader(g4)); err != nil {
					b.Fatal(err)
				}
			}
		})
		for name, data := range map[string][]byte{"jpeg": grey.JPEG, "g4": g4} {
			b.Run(fmt.Sprintf("%s/dpi=%d/floor", name, dpi), func(b *testing.B) { page(b, data, passed) })
			b.Run(fmt.Sprintf("%s/dpi=%d/read", name, dpi), func(b *testing.B) {
				page(b, data, func(g *scan.Gray) bool { return scan.Read(g, l).Problem == scan.NoProblem })
			})
		}
	}
}

// page decodes a page again and again and does something with it.
func page(b *testing.B, data []byte, do func(*scan.Gray) bool) {
	b.ReportAllocs()
	var m feed.Memory
	for b.Loop() {
		file, err := feed.Open(data)
		if err != nil {
			b.Fatal(err)
		}
		g, err := file.PageIn(0, &m)
		if err != nil || !do(g) {
			b.Fatalf("not read: %v", err)
		}
	}
}

// passed looks at every pixel once.
func passed(g *scan.Gray) bool {
	sum := 0
	for _, v := range g.Pix {
		sum += int(v)
	}
	return sum > 0
}
