package scan_test

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/scantest"
	"shuping/internal/scan/scantest/other"
)

// tally is what came of the entries of one way, manner and kind.
type tally struct{ entries, right, asked, wrong, missed, refused int }

// lent are the Detexify ticks of a half, for the second generator to draw with.
func lent(held bool) (out [][][][2]float64) {
	for _, d := range scantest.Drawings(scantest.Tick, held) {
		var strokes [][][2]float64
		for _, s := range d {
			var line [][2]float64
			for _, p := range s {
				line = append(line, [2]float64{p.X, p.Y})
			}
			strokes = append(strokes, line)
		}
		out = append(out, strokes)
	}
	return out
}

// others are the kinds of pages of the second generator.
func others() []other.Spec {
	var out []other.Spec
	for _, m := range []other.Manner{other.Neat, other.Broad, other.Odd, other.Sparse} {
		for _, way := range other.Ways {
			if way == other.Phone {
				for _, tilt := range []float64{8, 20, 30} {
					out = append(out, other.Spec{Way: way, Manner: m, Tilt: tilt})
				}
				continue
			}
			for _, dpi := range []float64{200, 300} {
				out = append(out, other.Spec{Way: way, Manner: m, DPI: dpi})
			}
		}
		out = append(out, other.Spec{Way: other.Grey, Manner: m, DPI: 200, Rough: true})
	}
	return out
}

// The same measurement with the drawings of the second generator; the flags are those of
// TestAccuracy.
func TestOtherDrawings(t *testing.T) {
	l, hands := form(t, 25), lent(*heldBack)
	var lock sync.Mutex
	var wait sync.WaitGroup
	all := map[string]*tally{}
	var notes []string
	jobs := make(chan other.Spec)
	for range workers() {
		wait.Go(func() {
			for spec := range jobs {
				p := other.Draw(l, spec)
				r := scan.Read(p.Image, l)
				lock.Lock()
				notes = append(notes, enter(all, p, r)...)
				lock.Unlock()
				if *picturesTo != "" {
					lookAt(t, p, &r)
				}
			}
		})
	}
	for i, spec := range others() {
		if !strings.Contains(spec.String(), *only) || *pages == 1 && i%27 != 4 {
			continue
		}
		for i := range *pages {
			spec.Seed, spec.HeldBack, spec.Lent = uint64(*from+i)+1, *heldBack, hands
			jobs <- spec
		}
	}
	close(jobs)
	wait.Wait()
	slices.Sort(notes)
	if *notesTo != "" {
		if err := os.WriteFile(*notesTo, []byte(strings.Join(notes, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	report(t, all)
}

// enter counts a page's reading in.
func enter(all map[string]*tally, p *other.Page, r scan.Reading) (notes []string) {
	if r.Problem != scan.NoProblem {
		notes = append(notes, fmt.Sprintf("REFUSED %s: %s, %d marks, residual %.2f", p, r.Problem, r.Marks, r.Residual))
	}
	tilt := ""
	if p.Way == other.Phone {
		tilt = fmt.Sprintf(" %.0f degrees", p.Tilt)
	}
	for i, e := range p.Entries {
		key := fmt.Sprintf("%-20s %-6s | %s", string(p.Way)+tilt, p.Manner, e.Kind)
		c := all[key]
		if c == nil {
			c = &tally{}
			all[key] = c
		}
		c.entries++
		if r.Problem != scan.NoProblem {
			c.refused++
			continue
		}
		what := "ASKED"
		switch e.Against(r.Rows[i]) {
		case other.Right:
			c.right++
			continue
		case other.Asked:
			c.asked++
		case other.Wrong:
			c.wrong++
			what = "WRONG"
		case other.Missed:
			c.missed++
			what = "MISSED"
		}
		grade := "-"
		if g := r.Rows[i].Grade; g != nil {
			grade = *g
		}
		notes = append(notes, fmt.Sprintf("%s %s %s %v row %d, %s %s: %s %s %s", what, p, p.Tool, p.Met, e.Row, e.Kind, e.Grade, r.Rows[i].Verdict, grade, r.Rows[i].Reason))
	}
	return notes
}

func report(t *testing.T, all map[string]*tally) {
	t.Helper()
	var keys []string
	for k := range all {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	sum := tally{}
	for _, k := range keys {
		c := all[k]
		t.Logf("%-52s entries %6d  right %6d  unclear %5d (%.2f %%)  wrong valid %3d  otherwise wrong %3d  refused %4d",
			k, c.entries, c.right, c.asked, 100*float64(c.asked)/float64(max(1, c.entries-c.refused)), c.wrong, c.missed, c.refused)
		sum.entries, sum.asked, sum.wrong, sum.missed, sum.refused = sum.entries+c.entries, sum.asked+c.asked, sum.wrong+c.wrong, sum.missed+c.missed, sum.refused+c.refused
	}
	t.Logf("all: %+v", sum)
	if sum.wrong > 0 {
		t.Errorf("%d entries are valid that should not be, or for another grade", sum.wrong)
	}
}

// lookAt writes the rows that are valid and should not be, for people to look at.
func lookAt(t *testing.T, p *other.Page, r *scan.Reading) {
	if r.Problem != scan.NoProblem {
		return
	}
	l := form(t, 25)
	for i, e := range p.Entries {
		what := e.Against(r.Rows[i])
		if what == other.Right || what == other.Asked && !*asked {
			continue
		}
		row := l.Pages[0].Rows[i]
		img := r.Picture(p.Image, float64(l.Columns.Grades[0])/1000-4, float64(row.Top)/1000-9, float64(l.Columns.Grades[4])/1000+4, float64(row.Bottom)/1000+9, 8)
		save(t, fmt.Sprintf("%d-%s-%s-%d-row%d-%s.png", what, p.Way, p.Manner, p.Seed, e.Row, e.Kind), img)
	}
}

func save(t *testing.T, name string, img image.Image) {
	f, err := os.Create(filepath.Join(*picturesTo, strings.ReplaceAll(name, " ", "_")))
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Error(err)
	}
}
