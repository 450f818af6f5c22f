// Package other draws filled-in ballots a second time, by means that share nothing with
// scantest: strokes are curves with pressure laid on paper as ink in a fine raster, which
// a camera then looks at pixel by pixel; pens, hands, accidents and machines are others.
// It is there so that reading is not measured by the drawings it was made with. Everything
// follows from a seed. Only tests import it.
package other

import (
	"fmt"
	"math/rand/v2"

	"shuping/internal/scan"
	"shuping/internal/sheet/layout"
)

// Way is how a page becomes a picture.
type Way string

// Ways.
const (
	Grey     Way = "grey"
	Colour   Way = "colour"
	Twice    Way = "JPEG twice"
	Fixed    Way = "black and white"
	Adaptive Way = "adaptive threshold"
	Dither   Way = "dithered"
	Thermal  Way = "thermal" // low contrast, bands
	Moire    Way = "moire"
	Phone    Way = "phone"
)

// Ways are all of them.
var Ways = []Way{Grey, Colour, Twice, Fixed, Adaptive, Dither, Thermal, Moire, Phone}

// Manner is what people of a set do.
type Manner string

// Manners.
const (
	Neat  Manner = "neat"  // ticks inside of the cell
	Broad Manner = "broad" // big ticks, corners inside
	Odd   Manner = "odd"   // everything, and what nobody thought of
	// Sparse pages are hardly filled in: what is not a vote must not become one.
	Sparse Manner = "sparse"
)

// Spec says what page is wanted.
type Spec struct {
	Seed     uint64
	HeldBack bool
	Way      Way
	Manner   Manner
	DPI      float64
	Rough    bool    // skew to 9.5 degrees, 91 to 109 %
	Tilt     float64 // of a phone, degrees
	Page     int
	// Lent are strokes of other people in 0 to 1, used for half of the pages.
	Lent [][][][2]float64
}

func (s Spec) String() string {
	return fmt.Sprintf("%s %s %.0f tilt %.0f rough %v #%d", s.Way, s.Manner, s.DPI, s.Tilt, s.Rough, s.Seed)
}

// Page is a drawn page and the truth about it.
type Page struct {
	Spec
	Image   *scan.Gray
	Tool    string
	Met     []string // nuisances
	Turned  int
	Entries []Entry
}

// half of the seeds is never used for tuning.
const half = 1 << 50

// Draw draws a page.
func Draw(l *layout.Layout, s Spec) *Page {
	seed := s.Seed
	if s.HeldBack {
		seed += half
	}
	r := rand.New(rand.NewPCG(seed, 0x0e7))
	wide, high := mm(l.Paper.W), mm(l.Paper.H)
	w := &writer{r: r, l: l, p: &l.Pages[s.Page], h: someHabit(r), t: someTool(r, s.Way == Colour || s.Way == Phone),
		ink: newPlate(wide, high), dirt: newPlate(wide, high), white: newPlate(wide, high), size: 5 + 9*r.Float64()*r.Float64()}
	if len(s.Lent) > 0 && r.IntN(2) == 0 {
		w.lent = s.Lent[r.IntN(len(s.Lent))]
	}
	out := &Page{Spec: s, Tool: w.t.name}
	for row := range w.p.Rows {
		out.Entries = append(out.Entries, w.entry(row, s.Manner.kind(r)))
	}
	if s.Manner == Odd || s.Manner == Sparse || r.IntN(3) == 0 {
		for range 1 + r.IntN(2) {
			n := nuisances[r.IntN(len(nuisances))]
			n.do(w)
			out.Met = append(out.Met, n.name)
		}
	}
	out.Image = w.picture(s)
	out.Turned = 90 * []int{0, 0, 0, 1, 2, 2, 3}[r.IntN(7)]
	for range out.Turned / 90 {
		out.Image = quarter(out.Image)
	}
	return out
}

func (m Manner) kind(r *rand.Rand) Kind {
	n := r.IntN(100)
	switch {
	case n < 4:
		return Nothing
	case m == Sparse && n < 80:
		return Nothing
	case m == Neat:
		return Inside
	case m == Broad:
		return Big
	case n < 22, m == Sparse && n < 90:
		return Inside
	case n < 32, m == Sparse && n < 95:
		return Big
	}
	all := []Kind{TwoRows, FromLeft, Parted, Radical, Dotted, Retraced, LoopCross, Slash, Tape, Nothing, Nothing, Two, Two, Crossed, Struck, Ghost, Filled, OnLine, Point, Word, Between}
	return all[r.IntN(len(all))]
}

func quarter(g *scan.Gray) *scan.Gray {
	t := &scan.Gray{W: g.H, H: g.W, Pix: make([]uint8, len(g.Pix))}
	for y := range g.H {
		for x := range g.W {
			t.Pix[x*t.W+g.H-1-y] = g.Pix[y*g.W+x]
		}
	}
	return t
}
