package sheet

import (
	"encoding/xml"
	"fmt"
	"strings"

	"shuping/internal/sheet/layout"
)

// SVG draws the pages of a layout for a browser that prints them among other papers: one
// drawing a page, its unit a micrometre, without the element around it. Lines, marks and
// codes are those of Print; texts are set in the browser's font at the widths of ours. A
// character that the browser has no font for shows as a box, so Print is the surer way.
func SVG(l *layout.Layout, t Texts) ([]string, error) {
	w, err := newPen(l.Paper)
	if err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	if r := w.missing(l, t); r != nil {
		return nil, r
	}
	var pages []string
	for _, p := range l.Pages {
		w.svg = &strings.Builder{}
		w.page(l.Of(p), p, t)
		pages = append(pages, w.svg.String())
	}
	return pages, w.err
}

func (w *pen) svgFill(x, y, width, height int) {
	fmt.Fprintf(w.svg, `<rect x="%d" y="%d" width="%d" height="%d"/>`, x, y, width, height)
}

func (w *pen) svgLine(x, y float64, line string, bold bool, size float64) {
	if line == "" {
		return
	}
	weight := ""
	if bold {
		weight = ` font-weight="700"`
	}
	um := func(mm float64) int { return int(mm*layout.MM + 0.5) }
	fmt.Fprintf(w.svg, `<text x="%d" y="%d" font-size="%d" textLength="%d" lengthAdjust="spacingAndGlyphs"%s>`,
		um(x), um(y), um(size*point), um(w.width(line, bold, size)), weight)
	_ = xml.EscapeText(w.svg, []byte(line)) // a strings.Builder takes everything
	w.svg.WriteString(`</text>`)
}
