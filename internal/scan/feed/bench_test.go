package feed_test

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/feed"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
)

// BenchmarkPage is a page from its file to its reading: 25 rows of 4 cells. "floor" is
// the library's decoder alone.
func BenchmarkPage(b *testing.B) {
	f := layout.Form{Title: "测评票", Grades: []string{"优秀", "称职", "基本称职", "不称职"}}
	for i := range 25 {
		f.Subjects = append(f.Subjects, layout.Subject{Name: fmt.Sprint("王某", i+1), Post: "书记"})
	}
	l, err := sheet.New(f)
	if err != nil {
		b.Fatal(err)
	}
	for _, dpi := range []int{200, 300} {
		grey := scantest.Draw(l, scantest.Spec{Seed: 3, Habit: scantest.Overflowing, DPI: dpi})
		black := scantest.Draw(l, scantest.Spec{Seed: 3, Habit: scantest.Overflowing, DPI: dpi, Bilevel: true})
		for name, data := range map[string][]byte{"jpeg": grey.JPEG, "g4": scantest.Group4TIFF(black.Image)} {
			for _, all := range []bool{false, true} {
				b.Run(fmt.Sprintf("%s/dpi=%d/read=%v", name, dpi, all), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if name == "jpeg" && !all {
							if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
								b.Fatal(err)
							}
							continue
						}
						file, err := feed.Open(data)
						if err != nil {
							b.Fatal(err)
						}
						g, err := file.Page(0)
						if err != nil {
							b.Fatal(err)
						}
						if all && scan.Read(g, l).Problem != scan.NoProblem {
							b.Fatal("not read")
						}
					}
				})
			}
		}
	}
}
