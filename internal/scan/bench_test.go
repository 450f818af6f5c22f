package scan_test

import (
	"fmt"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/scantest"
)

// BenchmarkRead reads decoded pages of 25 rows and 4 grades; MB/s are megapixels.
func BenchmarkRead(b *testing.B) {
	l := form(b, 25)
	for _, dpi := range []int{200, 300} {
		for _, bilevel := range []bool{false, true} {
			s := scantest.Draw(l, scantest.Spec{Seed: 3, Habit: scantest.Overflowing, DPI: dpi, Bilevel: bilevel})
			b.Run(fmt.Sprintf("dpi=%d/bilevel=%v", dpi, bilevel), func(b *testing.B) {
				b.SetBytes(int64(s.Image.W * s.Image.H))
				b.ReportAllocs()
				for b.Loop() {
					if r := scan.Read(s.Image, l); r.Problem != scan.NoProblem {
						b.Fatal(r.Problem)
					}
				}
			})
		}
	}
}
