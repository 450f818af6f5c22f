package ballotbox

import (
	"errors"
	"os"
	"testing"
)

// Of a practice vote nothing is left, whether it was open or sealed; others stay.
func TestDiscard(t *testing.T) {
	s := open(t, t.TempDir(), Options{Linger: -1})
	t.Cleanup(func() { must(t, s.Close()) })
	for _, id := range []string{"rh.m-1.1-1", "rh.m-1.1-2", "rh.m-1.11-1", "m-1-1"} {
		codes, err := s.Create(ctx, id, testForm(5, 4, 1), []int{2})
		must(t, err)
		b, err := s.Box(id)
		must(t, err)
		must(t, b.Cast(ctx, codes[0][0], marksOf(1, 5)))
		if id == "rh.m-1.1-2" {
			must(t, b.Close(ctx))
			_, err = b.Seal(ctx)
			must(t, err)
		}
	}
	for range 2 {
		must(t, s.Discard(ctx, "rh.m-1.1-"))
	}
	for id, want := range map[string]error{"rh.m-1.1-1": ErrNoBox, "rh.m-1.1-2": ErrNoBox, "rh.m-1.11-1": nil, "m-1-1": nil} {
		if _, err := s.Box(id); !errors.Is(err, want) {
			t.Errorf("%s: %v", id, err)
		}
	}
	files, err := os.ReadDir(s.dir)
	must(t, err)
	for _, f := range files {
		if id, _ := boxID(f.Name()); id == "rh.m-1.1-1" {
			t.Errorf("%s is left", f.Name())
		}
	}
	must(t, s.Discard(ctx, "rh."))
	if _, err := s.Box("m-1-1"); err != nil {
		t.Error(err)
	}
}
