//go:build unix

package batch_test

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"shuping/internal/scan"
	"shuping/internal/scan/batch"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
)

// pile are pages of 25 rows of 4 cells, as they lie in a feeder: JPEG in grey, or G4.
func pile(b *testing.B, dpi int, black bool) (*layout.Layout, []batch.Source) {
	f := layout.Form{Title: "测评票", Grades: []string{"优秀", "称职", "基本称职", "不称职"}}
	for i := range 25 {
		f.Subjects = append(f.Subjects, layout.Subject{Name: fmt.Sprint("王某", i+1), Post: "书记"})
	}
	l, err := sheet.New(f)
	if err != nil {
		b.Fatal(err)
	}
	var files []batch.Source
	for seed := range 4 {
		s := scantest.Draw(l, scantest.Spec{Seed: uint64(seed + 1), Habit: scantest.Overflowing, DPI: dpi, Bilevel: black})
		data := s.JPEG
		if black {
			data = scantest.Group4TIFF(s.Image)
		}
		files = append(files, source(fmt.Sprint(seed), data))
	}
	return l, files
}

// spent is the time of processors that this program took until now.
func spent(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// inUse is how much of the heap is in use, in MB.
func inUse() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse) / 1e6
}

// BenchmarkPages reads a pile with as many workers as there are processors; with -cpu 1,2
// it shows what a second worker brings. "cpu-ms/page" is the time that processors took,
// which says more on a busy machine; "heap-MB" the most that was in use, above what was
// before: everything that is not yet collected, of all workers together.
func BenchmarkPages(b *testing.B) {
	for _, dpi := range []int{200, 300} {
		for _, black := range []bool{false, true} {
			l, files := pile(b, dpi, black)
			b.Run(fmt.Sprintf("dpi=%d/g4=%v", dpi, black), func(b *testing.B) {
				var all []batch.Source
				for i := range max(b.N, 1) {
					all = append(all, files[i%len(files)])
				}
				runtime.GC()
				before, most, n := inUse(), 0.0, 0
				b.ResetTimer()
				start := spent(b)
				err := batch.Read(b.Context(), l, all, runtime.GOMAXPROCS(0), func(p batch.Page) error {
					if p.Problem != scan.NoProblem {
						return fmt.Errorf("page %s: %s", p.File, p.Problem)
					}
					if n++; n%16 == 0 {
						most = max(most, inUse())
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
				b.ReportMetric((spent(b)-start).Seconds()*1000/float64(b.N), "cpu-ms/page")
				b.ReportMetric(max(0, most-before), "heap-MB")
			})
		}
	}
}
