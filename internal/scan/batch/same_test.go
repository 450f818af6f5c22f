package batch_test

import (
	"fmt"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/batch"
	"shuping/internal/scan/scantest"
)

// Pages read from their files, one after another by the same workers, are read as they are
// from the pixels of the standard library alone, and no entry is read as another.
func TestFilesAreReadLikeTheirPixels(t *testing.T) {
	l := form(t)
	var sheets []*scantest.Sheet
	var files []batch.Source
	for i, spec := range []scantest.Spec{
		{Habit: scantest.Mixed, DPI: 200}, {Habit: scantest.Overflowing, DPI: 270, Photo: true}, {Habit: scantest.Mixed, DPI: 200, Bilevel: true},
		{Habit: scantest.Clean, DPI: 200, Rough: true}, {Habit: scantest.Overflowing, DPI: 300}, {Habit: scantest.Mixed, DPI: 150},
	} {
		spec.Seed = uint64(100 + i)
		s := scantest.Draw(l, spec)
		data := s.JPEG
		if spec.Bilevel {
			data = scantest.Group4TIFF(s.Image)
		}
		sheets, files = append(sheets, s), append(files, source(fmt.Sprint(i), data))
	}
	right, entries := 0, 0
	err := batch.Read(t.Context(), l, files, 2, func(p batch.Page) error {
		var i int
		if _, err := fmt.Sscan(p.File, &i); err != nil {
			return err
		}
		want := scan.Read(sheets[i].Image, l)
		if p.Problem != want.Problem || len(p.Rows) != len(want.Rows) || len(p.Rows) == 0 {
			t.Fatalf("page %d: %q with %d rows, want %q with %d", i, p.Problem, len(p.Rows), want.Problem, len(want.Rows))
		}
		for k, r := range p.Rows {
			w := want.Rows[k]
			if r.Verdict != w.Verdict || (r.Grade == nil) != (w.Grade == nil) || r.Grade != nil && *r.Grade != *w.Grade {
				t.Errorf("page %d, row %d: %s, want %s", i, r.Row, r.Verdict, w.Verdict)
			}
			entries++
			switch sheets[i].Entries[k].Compare(r) {
			case scantest.Wrong:
				t.Errorf("page %d, row %d: %s, but it says otherwise", i, r.Row, r.Verdict)
			case scantest.Right:
				right++
			}
		}
		return nil
	})
	if err != nil || right*10 < entries*8 {
		t.Errorf("%v, %d of %d right", err, right, entries)
	}
}
