package scan_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet/layout"
)

// verdicts is a reading in short.
func verdicts(r scan.Reading) string {
	s := string(r.Problem)
	for _, row := range r.Rows {
		grade := ""
		if row.Grade != nil {
			grade = *row.Grade
		}
		s += fmt.Sprint(row.Row, row.Verdict, grade, row.Reason, " ")
	}
	return s
}

// turned is an image turned by quarters, clockwise.
func turned(g *scan.Gray, quarters int) *scan.Gray {
	for range quarters {
		t := scan.NewGray(g.H, g.W)
		for y := range g.H {
			for x := range g.W {
				t.Pix[x*t.W+g.H-1-y] = g.Pix[y*g.W+x]
			}
		}
		g = t
	}
	return g
}

func TestAllTurnsReadTheSame(t *testing.T) {
	l := form(t, 25)
	s := scantest.Draw(l, scantest.Spec{Seed: 4, Habit: scantest.Overflowing, DPI: 200, Plain: true})
	want := ""
	for quarters := range 4 {
		g := turned(s.Image, quarters)
		before := bytes.Clone(g.Pix)
		r := scan.Read(g, l)
		if r.Problem != scan.NoProblem || r.Turned != 90*quarters || r.FormPage != 1 || r.Marks != 8 {
			t.Fatalf("turned %d: %+v", quarters, r)
		}
		if !bytes.Equal(before, g.Pix) {
			t.Error("the image was changed")
		}
		if got := verdicts(r); want == "" {
			want = got
		} else if got != want {
			t.Errorf("turned %d: %s\nwant %s", quarters, got, want)
		}
	}
	for i, r := range scan.Read(s.Image, l).Rows {
		if out := s.Entries[i].Compare(r); out == scantest.Wrong || out == scantest.Mistook {
			t.Errorf("row %d: %v, %v", r.Row, r, s.Entries[i])
		}
	}
}

// erase paints a place on the page white, or black, with some mm around.
func erase(g *scan.Gray, x, y, size float64, v uint8) *scan.Gray {
	out := &scan.Gray{W: g.W, H: g.H, Pix: bytes.Clone(g.Pix)}
	paint(out, x, y, size, v)
	return out
}

func paint(g *scan.Gray, x, y, size float64, v uint8) {
	k := float64(g.W) / 210
	for py := int(max(0, (y-size)*k)); py < min(g.H, int((y+size)*k)); py++ {
		for px := int(max(0, (x-size)*k)); px < min(g.W, int((x+size)*k)); px++ {
			g.Pix[py*g.W+px] = v
		}
	}
}

func TestRefusedPages(t *testing.T) {
	l, other := form(t, 25), form(t, 24)
	s := scantest.Draw(l, scantest.Spec{Seed: 4, Habit: scantest.Clean, DPI: 150, Plain: true})
	corner := func(g *scan.Gray, i int, v uint8) *scan.Gray {
		m := l.Marks[i]
		return erase(g, float64(m.X)/layout.MM, float64(m.Y)/layout.MM, 4, v)
	}
	white := scan.NewGray(1240, 1754)
	mess := scan.NewGray(1240, 1754)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range mess.Pix {
		mess.Pix[i] = uint8(r.Uint32())
	}
	noLines := erase(s.Image, 0, 0, 0, 255)
	for y := 54.0; y < 270; y += 4 {
		for x := 20.0; x < 195; x += 4 {
			paint(noLines, x, y, 2.3, 255)
		}
	}
	noCodes := s.Image
	for _, b := range l.Pages[0].Code.Places {
		noCodes = erase(noCodes, float64(b.X+b.W/2)/layout.MM, float64(b.Y+b.H/2)/layout.MM, 9.5, 255)
	}
	mirror := scan.NewGray(s.Image.W, s.Image.H)
	for y := range mirror.H {
		row := mirror.Pix[y*mirror.W : (y+1)*mirror.W]
		copy(row, s.Image.Pix[y*mirror.W:])
		slices.Reverse(row)
	}
	for name, c := range map[string]struct {
		g    *scan.Gray
		l    *layout.Layout
		want scan.Problem
	}{
		"as it is":           {s.Image, l, scan.NoProblem},
		"a corner lost":      {corner(s.Image, 2, 255), l, scan.NoProblem},
		"a corner folded":    {corner(s.Image, 0, 0), l, scan.NoProblem},
		"two corners lost":   {corner(corner(s.Image, 2, 255), 0, 255), l, scan.NoMarks},
		"of another batch":   {s.Image, other, scan.OtherForm},
		"a back side":        {white, l, scan.Empty},
		"no picture of it":   {mess, l, scan.NoMarks},
		"codes lost":         {noCodes, l, scan.NoCode},
		"lines lost":         {noLines, l, scan.Misfit},
		"seen from the back": {mirror, l, scan.NoMarks},
		"tiny":               {scan.NewGray(300, 400), l, scan.TooSmall},
		"nothing":            {&scan.Gray{}, l, scan.TooSmall},
		"a strip":            {scan.NewGray(60_000, 3), l, scan.TooSmall},
	} {
		got := scan.Read(c.g, c.l)
		if got.Problem != c.want || (len(got.Rows) > 0) != (c.want == scan.NoProblem) {
			t.Errorf("%s: %q, want %q (%d marks, residual %.2f)", name, got.Problem, c.want, got.Marks, got.Residual)
		}
	}
}

// A form of two pages: each page says which it is.
func TestPagesOfAForm(t *testing.T) {
	l := form(t, 40)
	for page := range l.Pages {
		s := scantest.Draw(l, scantest.Spec{Seed: 9, Habit: scantest.Clean, DPI: 200, Page: page})
		r := scan.Read(s.Image, l)
		if r.Problem != scan.NoProblem || r.FormPage != page+1 || r.Rows[0].Row != l.Pages[page].Rows[0].Row {
			t.Errorf("page %d: %q, page %d", page+1, r.Problem, r.FormPage)
		}
	}
}

// The same sheet scanned twice shows the same ink; the same votes by another hand do not.
func TestInkOfASheet(t *testing.T) {
	l := form(t, 25)
	read := func(spec scantest.Spec) *scan.Ink {
		spec.DPI = 200
		r := scan.Read(scantest.Draw(l, spec).Image, l)
		if r.Problem != scan.NoProblem {
			t.Fatal(r.Problem)
		}
		return r.Ink
	}
	one := read(scantest.Spec{Seed: 6, Habit: scantest.Clean, Plain: true})
	for name, c := range map[string]struct {
		spec scantest.Spec
		want bool
	}{
		"grey":          {scantest.Spec{Seed: 6, Habit: scantest.Clean}, true},
		"black, white":  {scantest.Spec{Seed: 6, Habit: scantest.Clean, Bilevel: true}, true},
		"another sheet": {scantest.Spec{Seed: 7, Habit: scantest.Clean}, false},
	} {
		if got := one.Same(read(c.spec)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Whatever is drawn over a page, reading ends, and rows come only from a page that is
// proven.
func FuzzRead(f *testing.F) {
	l := form(f, 25)
	s := scantest.Draw(l, scantest.Spec{Seed: 3, Habit: scantest.Clean, DPI: 120, Plain: true})
	f.Add([]byte{1, 2, 3, 4, 5})
	f.Add([]byte{200, 0, 0, 255, 255, 9, 9, 9, 100, 200})
	f.Fuzz(func(t *testing.T, data []byte) {
		g := &scan.Gray{W: s.Image.W, H: s.Image.H, Pix: bytes.Clone(s.Image.Pix)}
		for len(data) >= 5 {
			x, y, w, h := int(data[0])*g.W/256, int(data[1])*g.H/256, int(data[2])/2, int(data[3])/2
			for py := y; py < min(g.H, y+h); py++ {
				for px := x; px < min(g.W, x+w); px++ {
					g.Pix[py*g.W+px] = data[4]
				}
			}
			data = data[5:]
		}
		r := scan.Read(g, l)
		if (r.Problem == scan.NoProblem) != (len(r.Rows) == 25) || r.Problem == scan.NoProblem && r.Residual > 0.4 {
			t.Errorf("%q with %d rows, residual %.2f", r.Problem, len(r.Rows), r.Residual)
		}
	})
}
