package other

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"image"
	"image/color"
	"shuping/internal/sheet/layout"
)

// fine is how many pixels a mm of paper has before a camera looks at it.
const fine = 14

// plate is a flat sheet in the fine raster, 0 for nothing to 255 for full cover.
type plate struct {
	w, h int
	pix  []uint8
}

func newPlate(w, h float64) *plate {
	p := &plate{w: int(w * fine), h: int(h * fine)}
	p.pix = make([]uint8, p.w*p.h)
	return p
}

// rect covers a rectangle in mm, edges by the share of a pixel that they cover.
func (p *plate) rect(x, y, w, h float64) {
	x0, y0, x1, y1 := x*fine, y*fine, (x+w)*fine, (y+h)*fine
	for py := max(0, int(y0)); py < min(p.h, int(y1)+1); py++ {
		fy := min(y1, float64(py+1)) - max(y0, float64(py))
		for px := max(0, int(x0)); px < min(p.w, int(x1)+1); px++ {
			fx := min(x1, float64(px+1)) - max(x0, float64(px))
			at := py*p.w + px
			p.pix[at] = uint8(min(255, float64(p.pix[at])+255*max(0, fx)*max(0, fy)))
		}
	}
}

var letters = sync.OnceValue(func() *opentype.Font {
	_, here, _, _ := runtime.Caller(0)
	data, err := os.ReadFile(filepath.Join(filepath.Dir(here), "../../../sheet/fonts/NotoSerifSC_400Regular.ttf"))
	if err != nil {
		panic(err) // unreachable unless the font was moved
	}
	f, err := opentype.Parse(data)
	if err != nil {
		panic(err) // unreachable unless the font was changed
	}
	return f
})

// text prints a line whose characters are em mm high, its base line at y.
func (p *plate) text(x, y, em float64, s string) {
	face, err := opentype.NewFace(letters(), &opentype.FaceOptions{Size: em * fine, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // unreachable: the options are fixed
	}
	img := &image.Alpha{Pix: p.pix, Stride: p.w, Rect: image.Rect(0, 0, p.w, p.h)}
	d := font.Drawer{Dst: img, Src: image.NewUniform(color.Opaque), Face: face,
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * fine * 64), Y: fixed.Int26_6(y * fine * 64)}}
	d.DrawString(s)
}

func mm(um int) float64 { return float64(um) / layout.MM }

// printed is what the printer puts on a page.
func printed(l *layout.Layout, page int) *plate {
	p, out := &l.Pages[page], newPlate(mm(l.Paper.W), mm(l.Paper.H))
	for _, m := range l.Marks {
		out.rect(mm(m.X-m.Size/2), mm(m.Y-m.Size/2), mm(m.Size), mm(m.Size))
	}
	for _, b := range p.Code.Places {
		side := mm(b.W) / float64(len(p.Code.Modules))
		for y, row := range p.Code.Modules {
			for x, dark := range row {
				if dark == '1' {
					out.rect(mm(b.X)+float64(x)*side, mm(b.Y)+float64(y)*side, side, side)
				}
			}
		}
	}
	c, wide := l.Columns, mm(l.Line)
	left, right, end := mm(c.Number), mm(c.Grades[len(c.Grades)-1]), mm(p.Rows[len(p.Rows)-1].Bottom)
	out.rect(left, mm(p.Head)-wide/2, right-left, wide)
	out.rect(left, mm(p.Rows[0].Top)-wide/2, right-left, wide)
	for i, r := range p.Rows {
		out.rect(left, mm(r.Bottom)-wide/2, right-left, wide)
		base := mm(r.Bottom) - 2.9
		out.text(left+1.4, base, 3.4, strconv.Itoa(r.Row))
		out.text(mm(c.Name)+1.5, base, 4.1, r.Name)
		out.text(mm(c.Post)+1, base, 3.1+0.2*float64(i%3), r.Post)
	}
	for _, x := range append([]int{c.Number, c.Name, c.Post}, c.Grades...) {
		out.rect(mm(x)-wide/2, mm(p.Head), wide, end-mm(p.Head))
	}
	for i, g := range l.Grades {
		out.text(mm(c.Grades[i])+1.2, mm(p.Rows[0].Top)-2.6, 3.5, g)
	}
	out.text(left+24, 28, 6, l.Title)
	out.text(left, 41, 3.5, "请在每一行选定的格子里打勾，一行一个。")
	return out
}

// sheets keeps what was printed: a batch has the same on every sheet.
var sheets sync.Map

type sheetKey struct {
	form string
	page int
}

func printedOnce(l *layout.Layout, page int) *plate {
	key := sheetKey{l.Form, page}
	if p, ok := sheets.Load(key); ok {
		return p.(*plate)
	}
	p, _ := sheets.LoadOrStore(key, printed(l, page))
	return p.(*plate)
}
