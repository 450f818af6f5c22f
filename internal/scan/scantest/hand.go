// Package scantest draws ballots as they come from a scanner, with the truth beside
// them: the layout is rendered, marks drawn by hand are put on it, and the page goes
// through the noise of paper, pens, scanners and cameras. Everything follows from a
// seed. Only tests import it.
package scantest

import (
	"embed"
	"encoding/json"
	"math/rand/v2"
)

//go:embed marks/*.json
var marks embed.FS

// Drawing is a mark drawn by hand: strokes of points in 0 to 1, y down.
type Drawing [][]Point

// Point is a place on a page in mm, or in a drawing.
type Point struct{ X, Y float64 }

// Kinds of drawings.
const (
	Tick   = "checked"
	Cross  = "cross"
	Circle = "circle"
	Stroke = "stroke"
)

// Drawings are the drawings of a kind of one half: those of even number are for tuning,
// the others are held back. One tick that has no corner at all is left out.
func Drawings(kind string, heldBack bool) []Drawing {
	data, err := marks.ReadFile("marks/" + kind + ".json")
	if err != nil {
		panic(err) // unreachable unless a kind has no file
	}
	var raw [][][][2]int
	if err := json.Unmarshal(data, &raw); err != nil {
		panic(err) // unreachable unless the file was changed
	}
	var out []Drawing
	for i, strokes := range raw {
		if (i%2 == 1) != heldBack || kind == Tick && i == 49 {
			continue
		}
		var d Drawing
		for _, s := range strokes {
			var line []Point
			for _, p := range s {
				line = append(line, Point{float64(p[0]) / 1000, float64(p[1]) / 1000})
			}
			d = append(d, line)
		}
		out = append(out, d)
	}
	return out
}

// box is the drawing's extent.
func (d Drawing) box() (x0, y0, x1, y1 float64) {
	x0, y0 = 9, 9
	for _, s := range d {
		for _, p := range s {
			x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
		}
	}
	return
}

// low is the lowest place of a drawing: a tick's corner.
func (d Drawing) low() Point {
	var out Point
	for _, s := range d {
		for _, p := range s {
			if p.Y > out.Y {
				out = p
			}
		}
	}
	return out
}

// sized is the drawing with its longer side of size mm, turned and sheared a little as
// no hand draws twice the same, with its lowest place at at.
func (d Drawing) sized(r *rand.Rand, size float64, at Point) Drawing {
	x0, y0, x1, y1 := d.box()
	k := size / max(x1-x0, y1-y0)
	sx, sy := k*(1+0.12*r.NormFloat64()/2), k*(1+0.12*r.NormFloat64()/2)
	turn, shear := 0.05*r.NormFloat64(), 0.06*r.NormFloat64()
	var out Drawing
	for _, s := range d {
		var line []Point
		for _, p := range s {
			x, y := (p.X-x0)*sx, (p.Y-y0)*sy
			line = append(line, Point{x + shear*y - turn*y, y + turn*x})
		}
		out = append(out, line)
	}
	low := out.low()
	for _, s := range out {
		for i := range s {
			s[i].X += at.X - low.X
			s[i].Y += at.Y - low.Y
		}
	}
	return out
}

// Pen is what draws.
type Pen struct {
	Name  string
	Width float64 // mm
	Dark  float64 // 0 to 1
	Grain float64 // how uneven it is, 0 to 1
}

// pen picks one of the pens that lie about in offices.
func pen(r *rand.Rand) Pen {
	between := func(a, b float64) float64 { return a + (b-a)*r.Float64() }
	switch r.IntN(10) {
	case 0, 1, 2, 3:
		return Pen{"gel pen", between(0.4, 0.75), between(0.75, 0.95), 0.05}
	case 4, 5, 6:
		return Pen{"ballpoint", between(0.3, 0.55), between(0.5, 0.8), 0.2}
	case 7:
		return Pen{"marker", between(0.9, 1.6), between(0.7, 0.95), 0.02}
	default:
		return Pen{"pencil", between(0.35, 0.7), between(0.32, 0.6), 0.35}
	}
}
