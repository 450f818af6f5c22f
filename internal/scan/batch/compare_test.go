package batch_test

import (
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/batch"
	"shuping/internal/scan/scantest"
)

// Two scans of the same sheets in another order are compared sheet by sheet; what was read
// otherwise, and what is on one of them alone, is found.
func TestCompare(t *testing.T) {
	l := form(t)
	read := func(seeds ...uint64) (pages []batch.Page) {
		var files []batch.Source
		for _, seed := range seeds {
			files = append(files, source("x", scantest.Draw(l, scantest.Spec{Seed: seed, Habit: scantest.Clean, DPI: 150}).JPEG))
		}
		if err := batch.Read(t.Context(), l, files, 2, func(p batch.Page) error { pages = append(pages, p); return nil }); err != nil {
			t.Fatal(err)
		}
		for i := range pages {
			pages[i].Page = i + 1
		}
		return pages
	}
	first, second := read(1, 2, 3, 4), read(4, 1, 5, 2)
	c := batch.Compare(first, second)
	if c.Pairs != 3 || c.Entries != 30 || len(c.Differ) != 0 || len(c.First) != 1 || c.First[0].Page != 3 || len(c.Second) != 1 || c.Second[0].Page != 3 {
		t.Fatalf("%+v", c)
	}
	other := l.Grades[0]
	if g := second[1].Rows[4].Grade; g != nil && *g == other {
		other = l.Grades[1]
	}
	second[1].Rows[4].Verdict, second[1].Rows[4].Grade = scan.Valid, &other
	c = batch.Compare(first, second)
	if len(c.Differ) != 1 || c.Differ[0].First.Page != 1 || c.Differ[0].Second.Page != 2 || c.Differ[0].Row.Row != 5 {
		t.Errorf("%+v", c.Differ)
	}
}
