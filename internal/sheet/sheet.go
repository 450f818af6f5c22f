// Package sheet prints paper ballots (纸质测评票): a layout, as a PDF that any office
// printer prints in black and white. Every sheet of a page is the same, so that no
// sheet points to a person (N7.2). Where things stand is decided in layout, and what
// is written comes from the catalogue; the package stores nothing.
package sheet

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
	"github.com/signintech/gopdf"

	"shuping/internal/sheet/layout"
)

// Texts are the words that are printed beside the form's own, in its language.
type Texts struct {
	Number, Name, Post string // headings of the table
	Date               string // written when the form has no date: a line to fill in
	Instruction        string // how to tick (填写说明)
	Foot               string // below the table: what the codes are for
	Page               string // such as 第1页 共2页; %d twice
}

// New makes the layout of a form with QR codes of level Q (a quarter may be lost).
func New(f layout.Form) (*layout.Layout, error) { return layout.New(f, encode) }

func encode(text string) ([]string, error) {
	b, err := qr.Encode(text, qr.Q, qr.AlphaNumeric)
	if err != nil {
		return nil, err
	}
	var rows []string
	for y := range b.Bounds().Dy() {
		row := make([]byte, b.Bounds().Dx())
		for x := range row {
			row[x] = '0'
			if r, _, _, _ := b.At(x, y).RGBA(); r == 0 {
				row[x] = '1'
			}
		}
		rows = append(rows, string(row))
	}
	return rows, nil
}

// Print writes the pages of a layout as a PDF: the same bytes for the same layout
// and texts. A character that no font has is refused by name (*decider.Refusal).
func Print(l *layout.Layout, t Texts) ([]byte, error) {
	return PrintAll([]*layout.Layout{l}, []Texts{t})
}

// PrintAll writes several layouts of one paper as a PDF, each with its texts.
func PrintAll(layouts []*layout.Layout, texts []Texts) ([]byte, error) {
	w, err := newPen(layouts[0].Paper)
	if err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	for i, l := range layouts {
		if r := w.missing(l, texts[i]); r != nil {
			return nil, r
		}
		for _, p := range l.Pages {
			w.pdf.AddPage()
			w.page(l.Of(p), p, texts[i])
		}
	}
	if w.err != nil {
		return nil, w.err
	}
	return w.pdf.GetBytesPdfReturnErr()
}

func (w *pen) page(l *layout.Layout, p layout.Page, t Texts) {
	w.marks(l, p)
	w.grid(l, p)
	w.heading(l, p, t)
	w.rows(l, p)
}

// marks are the black squares and the two codes.
func (w *pen) marks(l *layout.Layout, p layout.Page) {
	for _, m := range l.Marks {
		w.fill(m.X-m.Size/2, m.Y-m.Size/2, m.Size, m.Size)
	}
	for _, b := range p.Code.Places {
		n := len(p.Code.Modules)
		for y, row := range p.Code.Modules {
			for x := 0; x < n; x++ {
				from := x
				for x < n && row[x] == '1' {
					x++
				}
				if x > from {
					w.fill(b.X+b.W*from/n, b.Y+b.H*y/n, b.W*x/n-b.W*from/n, b.H*(y+1)/n-b.H*y/n)
				}
			}
		}
	}
}

// grid is the table's lines, as rectangles: strokes of one width at one place on
// every printer.
func (w *pen) grid(l *layout.Layout, p layout.Page) {
	c, last := l.Columns, p.Rows[len(p.Rows)-1].Bottom
	right := c.Grades[len(c.Grades)-1]
	across := func(y int) { w.fill(c.Number-l.Line/2, y-l.Line/2, right-c.Number+l.Line, l.Line) }
	across(p.Head)
	for _, r := range p.Rows {
		across(r.Top)
	}
	across(last)
	for _, x := range append([]int{c.Number, c.Name, c.Post}, c.Grades...) {
		w.fill(x-l.Line/2, p.Head-l.Line/2, l.Line, last-p.Head+l.Line)
	}
}

// heading is the title, the date, the instruction and the table's first row.
func (w *pen) heading(l *layout.Layout, p layout.Page, t Texts) {
	c := l.Columns
	left, right := c.Number, c.Grades[len(c.Grades)-1]
	title := layout.Box{X: left + 20*layout.MM, Y: 17 * layout.MM, W: right - left - 40*layout.MM, H: 12 * layout.MM}
	w.text(title, l.Title, style{bold: true, size: 18, least: 9, align: gopdf.Center})
	date := l.Date
	if date == "" {
		date = t.Date
	}
	w.text(layout.Box{X: right - 60*layout.MM, Y: 30 * layout.MM, W: 60 * layout.MM, H: 5 * layout.MM}, date, style{size: 10.5, least: 8, align: gopdf.Right})
	asked := strings.TrimSpace(l.Sort + "　" + p.Title)
	w.text(layout.Box{X: left, Y: 29500, W: right - left - 62*layout.MM, H: 6 * layout.MM}, asked, style{bold: true, size: 12, least: 7, align: gopdf.Left})
	w.text(layout.Box{X: left, Y: 35 * layout.MM, W: right - left, H: 10 * layout.MM}, t.Instruction, style{size: 10.5, least: 7, align: gopdf.Left})
	edges := append([]int{c.Number, c.Name, c.Post}, c.Grades...)
	for i, word := range append([]string{t.Number, t.Name, t.Post}, l.Grades...) {
		box := layout.Box{X: edges[i], Y: p.Head, W: edges[i+1] - edges[i], H: p.Rows[0].Top - p.Head}
		w.text(inner(box), word, style{bold: true, size: 11, least: 6, align: gopdf.Center})
	}
	foot := p.Code.Places[1]
	w.text(layout.Box{X: left, Y: foot.Y, W: foot.X - left - 4*layout.MM, H: 9 * layout.MM}, t.Foot, style{size: 8.5, least: 6, align: gopdf.Left})
	if len(l.Pages) > 1 {
		w.text(layout.Box{X: left, Y: foot.Y + 9*layout.MM, W: foot.X - left - 4*layout.MM, H: 4 * layout.MM}, fmt.Sprintf(t.Page, p.Page, len(l.Pages)), style{size: 8.5, least: 6, align: gopdf.Left})
	}
}

// rows are the subjects.
func (w *pen) rows(l *layout.Layout, p layout.Page) {
	c := l.Columns
	for _, r := range p.Rows {
		h := r.Bottom - r.Top
		w.text(inner(layout.Box{X: c.Number, Y: r.Top, W: c.Name - c.Number, H: h}), fmt.Sprint(r.Row), style{size: 10.5, least: 6, align: gopdf.Center})
		w.text(inner(layout.Box{X: c.Name, Y: r.Top, W: c.Post - c.Name, H: h}), r.Name, style{size: 12, least: 5, align: gopdf.Center})
		w.text(inner(layout.Box{X: c.Post, Y: r.Top, W: c.Grades[0] - c.Post, H: h}), r.Post, style{size: 10.5, least: 5, align: gopdf.Left})
	}
}

// inner keeps text off the lines, on the right further than elsewhere because the
// first grade begins there.
func inner(b layout.Box) layout.Box {
	return layout.Box{X: b.X + 800, Y: b.Y + 500, W: b.W - 1600, H: b.H - 1000}
}
