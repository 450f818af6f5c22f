package scantest

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"shuping/internal/sheet/layout"
)

// serif is the font of the printed ballots, read from where it is kept.
var serif = sync.OnceValue(func() *sfnt.Font {
	_, here, _, _ := runtime.Caller(0)
	data, err := os.ReadFile(filepath.Join(filepath.Dir(here), "../../sheet/fonts/NotoSerifSC_400Regular.ttf"))
	if err != nil {
		panic(err) // unreachable unless the font was moved
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		panic(err) // unreachable unless the font was changed
	}
	return f
})

// page draws what is printed on a page, from the geometry that printing uses too.
func (r *raster) page(l *layout.Layout, p *layout.Page) {
	fill := func(x, y, w, h int) { r.rect(mm(x), mm(y), mm(w), mm(h)) }
	for _, m := range l.Marks {
		fill(m.X-m.Size/2, m.Y-m.Size/2, m.Size, m.Size)
	}
	n := len(p.Code.Modules)
	for _, b := range p.Code.Places {
		for y, row := range p.Code.Modules {
			for x := 0; x < n; x++ {
				from := x
				for x < n && row[x] == '1' {
					x++
				}
				if x > from {
					fill(b.X+b.W*from/n, b.Y+b.H*y/n, b.W*x/n-b.W*from/n, b.H*(y+1)/n-b.H*y/n)
				}
			}
		}
	}
	c, end := l.Columns, p.Rows[len(p.Rows)-1].Bottom
	right := c.Grades[len(c.Grades)-1]
	for _, y := range append([]int{p.Head, end}, tops(p)...) {
		fill(c.Number-l.Line/2, y-l.Line/2, right-c.Number+l.Line, l.Line)
	}
	for _, x := range append([]int{c.Number, c.Name, c.Post}, c.Grades...) {
		fill(x-l.Line/2, p.Head-l.Line/2, l.Line, end-p.Head+l.Line)
	}
	r.text(mm(c.Post), 20, 6.3, l.Title)
	r.text(mm(c.Number), 36, 3.7, "每行打一个“√”，打在格子中间。")
	for i, g := range l.Grades {
		r.text(mm(c.Grades[i])+1.5, mm(p.Head)+2, 3.6, g)
	}
	for _, row := range p.Rows {
		y := mm(row.Top+row.Bottom)/2 - 2
		r.text(mm(c.Number)+1.5, y, 3.5, fmt.Sprint(row.Row))
		r.text(mm(c.Name)+2, y, 4.2, row.Name)
		r.text(mm(c.Post)+1, y, 3.6, row.Post)
	}
}

func tops(p *layout.Page) []int {
	var out []int
	for _, r := range p.Rows {
		out = append(out, r.Top)
	}
	return out
}

// text draws a line of characters of a height of em mm; their curves become chords.
func (r *raster) text(x, y, em float64, s string) {
	const units = 1000
	f, ppem := serif(), fixed.I(units)
	var b sfnt.Buffer
	for _, c := range s {
		at, err := f.GlyphIndex(&b, c)
		if err != nil || at == 0 {
			continue
		}
		segments, err := f.LoadGlyph(&b, at, ppem, nil)
		if err != nil {
			continue
		}
		r.glyph(segments, x, y+0.86*em, em/units/64)
		if wide, err := f.GlyphAdvance(&b, at, ppem, font.HintingNone); err == nil {
			x += float64(wide) * em / units / 64
		}
	}
}

// glyph draws one character with its holes, as its own directions have them.
func (r *raster) glyph(segments sfnt.Segments, x, y, k float64) {
	at := func(p fixed.Point26_6) (float32, float32) {
		q := r.to(Point{x + float64(p.X)*k, y + float64(p.Y)*k})
		return float32(q.X), float32(q.Y)
	}
	for i, s := range segments {
		ax, ay := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				r.z.ClosePath()
			}
			r.z.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			r.z.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(s.Args[1])
			r.z.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.Args[1])
			cx, cy := at(s.Args[2])
			r.z.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	r.z.ClosePath()
}
