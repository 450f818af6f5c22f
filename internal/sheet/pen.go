package sheet

import (
	_ "embed" // the fonts
	"strings"
	"unicode"

	"github.com/signintech/gopdf"

	"shuping/internal/decider"
	"shuping/internal/sheet/layout"
)

//go:embed fonts/NotoSerifSC_400Regular.ttf
var serif []byte

//go:embed fonts/NotoSansSC_700Bold.ttf
var sans []byte

// The fonts' names in the PDF.
const (
	plainFont = "serif"
	boldFont  = "sans"
)

// pen draws on the pages of a PDF. The first error stays.
type pen struct {
	pdf  *gopdf.GoPdf
	font string
	size float64
	err  error
	svg  *strings.Builder // drawn here instead of on the PDF, which then only measures
}

func newPen(s layout.Size) (*pen, error) {
	w := &pen{pdf: &gopdf.GoPdf{}}
	w.pdf.Start(gopdf.Config{Unit: gopdf.UnitMM, PageSize: gopdf.Rect{W: mm(s.W), H: mm(s.H)}})
	w.pdf.SetGrayFill(0)
	if err := w.pdf.AddTTFFontData(plainFont, serif); err != nil {
		return nil, err
	}
	return w, w.pdf.AddTTFFontData(boldFont, sans)
}

func mm(um int) float64 { return float64(um) / layout.MM }

// fill is a black rectangle.
func (w *pen) fill(x, y, width, height int) {
	if w.svg != nil {
		w.svgFill(x, y, width, height)
		return
	}
	w.pdf.SetGrayFill(0)
	w.pdf.RectFromUpperLeftWithStyle(mm(x), mm(y), mm(width), mm(height), "F")
}

// style says how a text stands in its box: as large as size if it fits on one
// line, else smaller and then on several lines, down to least (points).
type style struct {
	bold        bool
	size, least float64
	align       int
}

// use sets a font only where it changes.
func (w *pen) use(font string, size float64) {
	if w.err == nil && (w.font != font || w.size != size) {
		w.err = w.pdf.SetFont(font, "", size)
		w.font, w.size = font, size
	}
}

// run is a part of a line in one font.
type run struct {
	font string
	text string
}

// runs splits a line by the font that has its characters.
func (w *pen) runs(line string, bold bool) []run {
	var out []run
	for _, r := range line {
		font := w.fontOf(r, bold)
		if n := len(out); n > 0 && out[n-1].font == font {
			out[n-1].text += string(r)
			continue
		}
		out = append(out, run{font, string(r)})
	}
	return out
}

// fontOf is the font of a character, empty when none has it.
func (w *pen) fontOf(r rune, bold bool) string {
	order := []string{plainFont, boldFont}
	if bold {
		order = []string{boldFont, plainFont}
	}
	for _, f := range order {
		w.use(f, 10)
		if ok, err := w.pdf.IsCurrFontContainGlyph(r); err == nil && ok {
			return f
		}
	}
	return ""
}

// missing refuses a form with a character that no font has: a box in place of a
// name's character would be worse than no ballot.
func (w *pen) missing(l *layout.Layout, t Texts) error {
	all := []string{l.Title, l.Sort, l.Date, t.Number, t.Name, t.Post, t.Date, t.Instruction, t.Foot, t.Page}
	all = append(all, l.Grades...)
	for _, p := range l.Pages {
		all = append(append(all, p.Title), p.Grades...)
		for _, r := range p.Rows {
			all = append(all, r.Name, r.Post)
		}
	}
	for _, s := range all {
		for _, r := range s {
			if unicode.IsControl(r) || w.fontOf(r, false) == "" {
				return decider.Refuse("N7.1", "sheet.glyph", "char", string(r), "code", strings.ToUpper(hex(r)), "text", s)
			}
		}
	}
	return w.err
}

func hex(r rune) string {
	const digits = "0123456789abcdef"
	s := ""
	for ; r > 0 || len(s) < 4; r >>= 4 {
		s = string(digits[r&15]) + s
	}
	return s
}

// width measures a line in mm.
func (w *pen) width(line string, bold bool, size float64) float64 {
	total := 0.0
	for _, r := range w.runs(line, bold) {
		w.use(r.font, size)
		n, err := w.pdf.MeasureTextWidth(r.text)
		if err != nil && w.err == nil {
			w.err = err
		}
		total += n
	}
	return total
}
