package sheet

import (
	"strings"
	"unicode"

	"github.com/signintech/gopdf"

	"shuping/internal/sheet/layout"
)

// Of a point in mm, of a line's height and of the baseline below a line's top, in
// sizes of the font.
const (
	point    = 25.4 / 72
	leading  = 1.22
	baseline = 0.86
)

// text writes s into a box, in the middle of its height. It is never cut: the
// smallest size breaks wherever it must.
func (w *pen) text(b layout.Box, s string, st style) {
	lines, size := w.fit(b, strings.TrimSpace(s), st)
	top := mm(b.Y) + (mm(b.H)-float64(len(lines))*size*point*leading)/2
	for i, line := range lines {
		x := mm(b.X)
		switch free := mm(b.W) - w.width(line, st.bold, size); st.align {
		case gopdf.Center:
			x += free / 2
		case gopdf.Right:
			x += free
		}
		w.line(x, top+(float64(i)*leading+baseline)*size*point+size*point*(leading-1)/2, line, st.bold, size)
	}
}

func (w *pen) line(x, y float64, line string, bold bool, size float64) {
	if w.svg != nil {
		w.svgLine(x, y, line, bold, size)
		return
	}
	for _, r := range w.runs(line, bold) {
		w.use(r.font, size)
		w.pdf.SetGrayFill(0)
		w.pdf.SetXY(x, y)
		if err := w.pdf.Text(r.text); err != nil && w.err == nil {
			w.err = err
		}
		x = w.pdf.GetX()
	}
}

// step is by how much a text is made smaller at a time, in points.
const step = 0.5

// fit finds the largest size at which the text stands in the box: on one line down
// to three quarters of the wanted size, then on as many as are needed.
func (w *pen) fit(b layout.Box, s string, st style) ([]string, float64) {
	for size := st.size; size >= max(st.size*3/4, st.least); size -= step {
		if w.width(s, st.bold, size) <= mm(b.W) {
			return []string{s}, size
		}
	}
	for size := st.size; ; size -= step {
		lines := w.wrap(s, mm(b.W), st.bold, size)
		if float64(len(lines))*size*point*leading <= mm(b.H) || size <= step*4 {
			return lines, size
		}
	}
}

// wrap breaks a text into lines: at spaces and between Chinese characters, never
// before a closing mark, and anywhere when a word alone is too long.
func (w *pen) wrap(s string, width float64, bold bool, size float64) []string {
	var lines []string
	line, runes := "", []rune(s)
	for i := 0; i < len(runes); {
		end := i + 1
		for end < len(runes) && !breaks(runes[end-1], runes[end]) {
			end++
		}
		word := string(runes[i:end])
		if line != "" && w.width(strings.TrimRight(line+word, " "), bold, size) > width {
			lines, line = append(lines, strings.TrimSpace(line)), ""
		}
		if w.width(word, bold, size) > width && end > i+1 {
			word, end = string(runes[i]), i+1
		}
		line += word
		i = end
	}
	return append(lines, strings.TrimSpace(line))
}

// breaks says whether a line may end between two characters.
func breaks(a, b rune) bool {
	if strings.ContainsRune("，。、；：？！）》”’·,.;:?!)", b) || strings.ContainsRune("（《“‘(", a) {
		return false
	}
	return a == ' ' || unicode.Is(unicode.Han, a) || unicode.Is(unicode.Han, b) || unicode.IsPunct(a) && !unicode.IsPunct(b) && a > 0x2000
}
