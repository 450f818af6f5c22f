package feed

import (
	"bytes"
	"path/filepath"
	"testing"
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
