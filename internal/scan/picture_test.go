package scan_test

import (
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/scantest"
)

// The picture of a page shows its marks where the layout has them, however the page lay.
func TestPictureIsUpright(t *testing.T) {
	l := form(t, 25)
	for seed := range uint64(4) {
		s := scantest.Draw(l, scantest.Spec{Seed: seed, DPI: 200, Habit: scantest.Clean, Rough: true})
		r := scan.Read(s.Image, l)
		if r.Problem != scan.NoProblem {
			t.Fatal(r.Problem)
		}
		w, h := float64(l.Paper.W)/1000, float64(l.Paper.H)/1000
		p := r.Picture(s.Image, 0, 0, w, h, 4)
		for _, m := range l.Marks {
			if shade := p.GrayAt(m.X*4/1000, m.Y*4/1000).Y; shade > 110 {
				t.Errorf("seed %d, turned %d: the middle of the mark at %d,%d has the shade %d", seed, r.Turned, m.X, m.Y, shade)
			}
		}
		if p.GrayAt(p.Rect.Dx()/2, 10).Y < 150 {
			t.Errorf("seed %d: the margin is dark", seed)
		}
	}
	var none scan.Reading
	if none.Picture(scan.NewGray(10, 10), 0, 0, 5, 5, 4) != nil {
		t.Error("a picture of a page without a place")
	}
}

// Ink that was written and read again is the same ink.
func TestInkAsText(t *testing.T) {
	l := form(t, 25)
	draw := func(seed uint64) *scan.Ink {
		return scan.Read(scantest.Draw(l, scantest.Spec{Seed: seed, DPI: 200, Habit: scantest.Clean}).Image, l).Ink
	}
	one, other := draw(1), draw(2)
	text, err := one.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var again scan.Ink
	if err := again.UnmarshalText(text); err != nil {
		t.Fatal(err)
	}
	if !again.Same(one) || !one.Same(&again) || again.Same(other) || again.Little() {
		t.Error("it is other ink")
	}
	t.Logf("%d bytes", len(text))
	for _, bad := range []string{"", "?", "AA==", "/////w==", "AQEAAAA="} {
		if err := again.UnmarshalText([]byte(bad)); err == nil && bad != "AA==" {
			t.Errorf("%q was read", bad)
		}
	}
}

func FuzzInk(f *testing.F) {
	f.Add([]byte("AgIAAQEC"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var i scan.Ink
		if i.UnmarshalText(text) == nil {
			i.Same(&i)
		}
	})
}
