package scan_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/scantest"
)

// The long run: go test ./internal/scan -run Hostile -hostile 1000 -v
var hostilePages = flag.Int("hostile", 17, "hostile pages")

// warp is an image whose pixel (x, y) is that of g at from(x, y); beyond it is paper.
func warp(g *scan.Gray, w, h int, from func(x, y float64) (float64, float64)) *scan.Gray {
	out := scan.NewGray(w, h)
	for y := range h {
		for x := range w {
			u, v := from(float64(x)+0.5, float64(y)+0.5)
			if u >= 0 && v >= 0 && int(u) < g.W && int(v) < g.H {
				out.Pix[y*w+x] = g.Pix[int(v)*g.W+int(u)]
			}
		}
	}
	return out
}

// around turns and stretches an image around its middle: a 2 by 2 matrix, onto a canvas
// that has room for it.
func around(g *scan.Gray, a, b, c, d float64) *scan.Gray {
	w, h := float64(g.W), float64(g.H)
	nw, nh := math.Abs(a)*w+math.Abs(b)*h, math.Abs(c)*w+math.Abs(d)*h
	det := a*d - b*c
	return warp(g, int(nw), int(nh), func(x, y float64) (float64, float64) {
		x, y = x-nw/2, y-nh/2
		return (d*x-b*y)/det + w/2, (a*y-c*x)/det + h/2
	})
}

// hostile are things that no page should meet. What is refused always must be; the rest
// may be read, but then every entry that is valid must be so.
var hostile = []struct {
	name    string
	refused bool
	do      func(r *rand.Rand, g *scan.Gray) *scan.Gray
}{
	{"turned by any angle", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		s, c := math.Sincos(2 * math.Pi * r.Float64())
		return around(g, c, -s, s, c)
	}},
	{"mirrored and turned", true, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		s, c := math.Sincos(0.3 * r.NormFloat64())
		return around(g, -c, -s, -s, c)
	}},
	{"sheared", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		return around(g, 1, 0.8*(r.Float64()-0.5), 0.4*(r.Float64()-0.5), 1)
	}},
	{"stretched", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		return around(g, 0.75+0.5*r.Float64(), 0, 0, 0.75+0.5*r.Float64())
	}},
	{"cut off", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		dx, dy := float64(g.W)*0.3*(r.Float64()-0.5), float64(g.H)*0.3*(r.Float64()-0.5)
		return warp(g, g.W, g.H, func(x, y float64) (float64, float64) { return x + dx, y + dy })
	}},
	{"wrapped around", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		by := float64(g.H) * (0.1 + 0.8*r.Float64())
		return warp(g, g.W, g.H, func(x, y float64) (float64, float64) { return x, math.Mod(y+by, float64(g.H)) })
	}},
	{"a strip lost", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		at, by := float64(g.H)*(0.25+0.5*r.Float64()), float64(g.H)/297*[]float64{8, 8.5, 9, 16, 4}[r.IntN(5)]
		return warp(g, g.W, g.H, func(x, y float64) (float64, float64) {
			if y > at {
				y += by
			}
			return x, y
		})
	}},
	{"a strip twice", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		at, by := float64(g.H)*(0.25+0.5*r.Float64()), float64(g.H)/297*[]float64{8, 8.5, 9, 16, 4}[r.IntN(5)]
		return warp(g, g.W, g.H+int(by), func(x, y float64) (float64, float64) {
			if y > at {
				y -= by
			}
			return x, y
		})
	}},
	// By less than a column or a row: what moves by whole ones meets other lines of its kind.
	{"a band moved aside", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		at, end, by := float64(g.H)*(0.2+0.3*r.Float64()), float64(g.H)*(0.6+0.2*r.Float64()), float64(min(g.W, g.H))/210*[]float64{4.2, -4.2, 12, 5}[r.IntN(4)]
		return warp(g, g.W, g.H, func(x, y float64) (float64, float64) {
			if y > at && y < end {
				x += by
			}
			return x, y
		})
	}},
	{"waves", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		k := float64(g.W) / 210
		a, b, long := k*6*r.Float64(), k*6*r.Float64(), k*(20+150*r.Float64())
		return warp(g, g.W, g.H, func(x, y float64) (float64, float64) {
			return x + a*math.Sin(y/long*6.28), y + b*math.Sin(x/long*6.28)
		})
	}},
	{"from far aside", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		p, q := 0.9*(r.Float64()-0.5), 0.9*(r.Float64()-0.5)
		w, h := float64(g.W), float64(g.H)
		return warp(g, g.W, g.H, func(x, y float64) (float64, float64) {
			x, y = (x/w-0.5)*1.6, (y/h-0.5)*1.6
			z := 1 - p*x - q*y
			return (x/z + 0.5) * w, (y/z + 0.5) * h
		})
	}},
	{"squares that are no marks", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		out := erase(g, 0, 0, 0, 0)
		for range 2 + r.IntN(12) {
			paint(out, 210*r.Float64(), 297*r.Float64(), 1.7+r.Float64(), 0)
		}
		return out
	}},
	{"dark blocks", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		out := erase(g, 0, 0, 0, 0)
		for range 1 + r.IntN(6) {
			paint(out, 210*r.Float64(), 297*r.Float64(), 2+15*r.Float64(), uint8(r.IntN(200)))
		}
		return out
	}},
	{"noise", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		out := erase(g, 0, 0, 0, 0)
		much := 40 + 400*r.Float64()
		for i, v := range out.Pix {
			out.Pix[i] = uint8(min(255, max(0, float64(v)+much*(r.Float64()-0.5))))
		}
		return out
	}},
	{"negative", true, func(_ *rand.Rand, g *scan.Gray) *scan.Gray {
		out := erase(g, 0, 0, 0, 0)
		for i, v := range out.Pix {
			out.Pix[i] = 255 - v
		}
		return out
	}},
	{"hardly any contrast", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		out, low := erase(g, 0, 0, 0, 0), 60+150*r.Float64()
		for i, v := range out.Pix {
			out.Pix[i] = uint8(low + float64(v)*(250-low)/255)
		}
		return out
	}},
	{"out of focus", false, func(r *rand.Rand, g *scan.Gray) *scan.Gray {
		n := float64(2 + r.IntN(8))
		return warp(g, g.W, g.H, func(x, y float64) (float64, float64) { return math.Floor(x/n)*n + n/2, math.Floor(y/n)*n + n/2 })
	}},
}

// No silent garbage: of hostile pages no entry is valid that should not be.
func TestHostilePages(t *testing.T) {
	l, strange := form(t, 25), form(t, 24)
	type count struct{ pages, read, entries, valid, wrong, lost int }
	counts := make([]count, len(hostile))
	var lock sync.Mutex
	var wait sync.WaitGroup
	jobs := make(chan int)
	for range workers() {
		wait.Go(func() {
			for i := range jobs {
				kind, r := i%len(hostile), rand.New(rand.NewPCG(uint64(*from+i), 66))
				s := scantest.Draw(l, scantest.Spec{Seed: uint64(*from + i), HeldBack: true, Habit: scantest.Overflowing, DPI: 150, Plain: true})
				g := hostile[kind].do(r, turned(s.Image, r.IntN(4)))
				if got := scan.Read(g, strange); got.Problem == scan.NoProblem {
					t.Errorf("%s #%d is read as a page of another form", hostile[kind].name, i)
				}
				got := scan.Read(g, l)
				lock.Lock()
				c := &counts[kind]
				c.pages++
				if got.Problem == scan.NoProblem {
					c.read++
				}
				for k, row := range got.Rows {
					c.entries++
					if row.Verdict == scan.Valid {
						c.valid++
					}
					switch s.Entries[k].Compare(row) {
					case scantest.Wrong:
						c.wrong++
						t.Errorf("%s #%d, row %d: %v, want %v", hostile[kind].name, i, row.Row, row, s.Entries[k])
					case scantest.Mistook:
						c.lost++
					}
				}
				lock.Unlock()
			}
		})
	}
	for i := range *hostilePages {
		jobs <- i
	}
	close(jobs)
	wait.Wait()
	for i, c := range counts {
		t.Logf("%-26s pages %4d  read %4d  entries %5d  valid %5d  wrong valid %d  blank or multiple, wrongly %d", hostile[i].name, c.pages, c.read, c.entries, c.valid, c.wrong, c.lost)
		if hostile[i].refused && c.read > 0 {
			t.Errorf("%s: %d pages were read", hostile[i].name, c.read)
		}
	}
}

// A batch read in another order and upside down has the same readings.
func TestOrderAndTurnDoNotMatter(t *testing.T) {
	l := form(t, 25)
	var images []*scan.Gray
	for seed := range 4 {
		s := scantest.Draw(l, scantest.Spec{Seed: uint64(seed) + 1, HeldBack: true, Habit: scantest.Mixed, DPI: 150, Bilevel: seed%2 == 1})
		images = append(images, s.Image)
	}
	first := make([]string, len(images))
	for i, g := range images {
		first[i] = verdicts(scan.Read(g, l))
	}
	order := rand.New(rand.NewPCG(3, 4)).Perm(len(images))
	for _, i := range order {
		if got := verdicts(scan.Read(images[i], l)); got != first[i] {
			t.Errorf("page %d in another order: %s\nwant %s", i, got, first[i])
		}
	}
	slices.Reverse(order)
	same, all := 0, 0
	for _, i := range order {
		a, b := scan.Read(images[i], l), scan.Read(turned(images[i], 2), l)
		if a.Problem != b.Problem {
			t.Fatalf("page %d upside down: %q, want %q", i, b.Problem, a.Problem)
		}
		for k, row := range a.Rows {
			all++
			if fmt.Sprint(row.Verdict, row.Reason) == fmt.Sprint(b.Rows[k].Verdict, b.Rows[k].Reason) {
				same++
			}
			if g, h := row.Grade, b.Rows[k].Grade; g != nil && h != nil && *g != *h {
				t.Errorf("page %d, row %d upside down: %s, want %s", i, row.Row, *h, *g)
			}
		}
	}
	t.Logf("%d of %d entries are the same", same, all)
}
