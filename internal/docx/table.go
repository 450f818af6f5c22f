package docx

import (
	"strconv"
	"strings"
)

// Align is how the cells of a column stand.
type Align string

const (
	Left   Align = "left"
	Center Align = "center"
	Right  Align = "right"
)

// Column is one column of a table: its head, its width as a share of all
// widths (0 counts as 1) and how its cells stand (empty is Left).
type Column struct {
	Head  string
	Width int
	Align Align
}

// textWidth is the width of the type area (版心): 156 mm in twentieths of a point.
const textWidth = 8844

// Table writes a table over the whole width. The head row is repeated on every
// page, and a row is not broken between pages. A row may be shorter than
// columns; cells beyond them are left out. A cell may hold several lines.
func (d *Document) Table(columns []Column, rows [][]string) {
	if len(columns) == 0 {
		return
	}
	widths := shares(columns)
	b := &d.body
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/><w:tblW w:w="` + itoa(textWidth) + `" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		b.WriteString(`<w:gridCol w:w="` + itoa(w) + `"/>`)
	}
	b.WriteString(`</w:tblGrid>`)
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = c.Head
	}
	d.row(columns, widths, head, true)
	for _, r := range rows {
		d.row(columns, widths, r, false)
	}
	b.WriteString(`</w:tbl>`)
	// Word wants a paragraph between two tables and at the end; a small one.
	d.paragraph("GwAfterTable", "", "")
}

func (d *Document) row(columns []Column, widths []int, cells []string, head bool) {
	b := &d.body
	b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
	if head {
		b.WriteString(`<w:tblHeader/>`)
	}
	b.WriteString(`</w:trPr>`)
	for i, c := range columns {
		style, align, text, keep := "GwCell", c.Align, "", ""
		if i < len(cells) {
			text = cells[i]
		}
		if head {
			style, align, keep = "GwCellHead", Center, "<w:keepNext/>" // never alone at the foot of a page
		}
		if align == "" {
			align = Left
		}
		b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + itoa(widths[i]) + `" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`)
		d.paragraph(style, keep+`<w:jc w:val="`+string(align)+`"/>`, text)
		b.WriteString(`</w:tc>`)
	}
	b.WriteString(`</w:tr>`)
}

// shares divides the text width by the columns' widths so that nothing is left over.
func shares(columns []Column) []int {
	total := 0
	for _, c := range columns {
		total += max(c.Width, 1)
	}
	widths, done, given := make([]int, len(columns)), 0, 0
	for i, c := range columns {
		done += max(c.Width, 1)
		widths[i] = textWidth*done/total - given
		given += widths[i]
	}
	return widths
}

func itoa(n int) string { return strconv.Itoa(n) }

// escape makes text safe in XML. Characters that XML 1.0 cannot hold become
// U+FFFD, as does broken UTF-8; everything else is kept, also beyond U+FFFF.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\r':
			b.WriteString("&#xD;")
		case r < 0x20 && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
			b.WriteRune(0xfffd)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
