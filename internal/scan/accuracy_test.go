package scan_test

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
)

// The long measurement: go test ./internal/scan -run Accuracy -pages 1000 -held-back -v
var (
	pages    = flag.Int("pages", 1, "pages of each kind")
	heldBack = flag.Bool("held-back", false, "the half that is not for tuning")
	from     = flag.Int("from", 0, "seeds begin after this")
	notesTo  = flag.String("notes", "", "file for what was not read right")
	only     = flag.String("kind", "", "only kinds of pages whose name has this")
	asked    = flag.Bool("asked", false, "unclear entries too, among the pictures")

	picturesTo = flag.String("pictures", "", "folder for pictures of what was not read right")
)

func form(t testing.TB, rows int) *layout.Layout {
	t.Helper()
	f := layout.Form{Title: "民主测评票", Grades: []string{"优秀", "称职", "基本称职", "不称职"}}
	for i := range rows {
		f.Subjects = append(f.Subjects, layout.Subject{Name: fmt.Sprint("王某", i+1), Post: "甲社区党支部书记"})
	}
	l, err := sheet.New(f)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// workers is how many pages are drawn and read at a time.
func workers() int { return runtime.GOMAXPROCS(0) }

// kinds are the kinds of pages that are measured.
func kinds() map[string]scantest.Spec {
	out := map[string]scantest.Spec{}
	for _, habit := range []scantest.Habit{scantest.Clean, scantest.Overflowing, scantest.Mixed} {
		for _, dpi := range []int{200, 300} {
			for _, bilevel := range []bool{false, true} {
				s := scantest.Spec{Habit: habit, DPI: dpi, Bilevel: bilevel}
				out[name(s)] = s
			}
		}
	}
	out["photo clean"] = scantest.Spec{Habit: scantest.Clean, DPI: 270, Photo: true}
	out["photo overflow"] = scantest.Spec{Habit: scantest.Overflowing, DPI: 270, Photo: true}
	out["rough clean"] = scantest.Spec{Habit: scantest.Clean, DPI: 200, Rough: true}
	out["rough overflow"] = scantest.Spec{Habit: scantest.Overflowing, DPI: 200, Rough: true}
	return out
}

func name(s scantest.Spec) string {
	kind := "grey"
	if s.Bilevel {
		kind = "G4"
	}
	return fmt.Sprintf("scan %s %d %s", kind, s.DPI, s.Habit)
}

// measure draws and reads pages of every kind.
func measure(t *testing.T, n int, held bool) (map[string]scantest.Counts, []string) {
	forms := []*layout.Layout{form(t, 25), form(t, 12), form(t, 26)}
	type job struct {
		name string
		spec scantest.Spec
		l    *layout.Layout
	}
	jobs := make(chan job)
	var lock sync.Mutex
	var wait sync.WaitGroup
	all := map[string]scantest.Counts{}
	var notes []string
	for range workers() {
		wait.Go(func() {
			for j := range jobs {
				s := scantest.Draw(j.l, j.spec)
				r := scan.Read(s.Image, j.l)
				lock.Lock()
				if all[j.name] == nil {
					all[j.name] = scantest.Counts{}
				}
				notes = append(notes, all[j.name].Add(s, r)...)
				lock.Unlock()
			}
		})
	}
	for k, spec := range kinds() {
		if !strings.Contains(k, *only) {
			continue
		}
		for i := range n {
			s, l := spec, forms[0]
			s.Seed, s.HeldBack = uint64(*from+i)+1, held
			if i%8 == 5 {
				l = forms[1]
			}
			jobs <- job{k, s, l}
		}
	}
	close(jobs)
	wait.Wait()
	slices.Sort(notes)
	return all, notes
}

func TestAccuracy(t *testing.T) {
	all, notes := measure(t, *pages, *heldBack)
	var names []string
	for k := range all {
		names = append(names, k)
	}
	slices.Sort(names)
	wrong := 0
	for _, k := range names {
		var order []string
		for kind := range all[k] {
			order = append(order, string(kind))
		}
		slices.Sort(order)
		for _, kind := range order {
			c := all[k][scantest.Kind(kind)]
			t.Logf("%-24s %-14s entries %6d  right %6d  unclear %5d (%.2f %%)  wrong valid %3d  otherwise wrong %3d  refused %4d",
				k, kind, c.Entries, c.Right, c.Asked, 100*float64(c.Asked)/float64(max(1, c.Entries-c.Refused)), c.Wrong, c.Mistook, c.Refused)
			wrong += c.Wrong
		}
	}
	if *notesTo != "" {
		if err := os.WriteFile(*notesTo, []byte(strings.Join(notes, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if wrong > 0 {
		t.Errorf("%d entries are valid that should not be, or for another grade", wrong)
	}
}
