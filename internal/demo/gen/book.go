package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// notice is the note that every made file bears, so that nobody takes a person in it for a real one.
const notice = "演示数据：本表中的人员、电话和工作内容均属虚构，如有雷同，纯属巧合。"

// A book is a workbook under construction. The first error is kept and returned by file.
type book struct {
	f     *excelize.File
	err   error
	sheet string
	first bool
	row   int // next row to be written, from 1
}

func newBook() *book { return &book{f: excelize.NewFile(), first: true} }

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func cell(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		panic(err) // unreachable unless a sheet has no columns
	}
	return name
}

// open begins a sheet with a title over all columns, the note, and the given widths (in characters).
func (b *book) open(name, title string, widths ...float64) {
	if b.first {
		b.do(b.f.SetSheetName("Sheet1", name))
		b.first = false
	} else {
		_, err := b.f.NewSheet(name)
		b.do(err)
	}
	b.sheet = name
	for i, w := range widths {
		col, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.f.SetColWidth(name, col, col, w))
	}
	n := len(widths)
	b.put(1, 1, title)
	b.do(b.f.MergeCell(name, cell(1, 1), cell(n, 1)))
	b.style(1, 1, n, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 16, Family: "宋体"},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}})
	b.do(b.f.SetRowHeight(name, 1, 30))
	b.put(1, 2, notice)
	b.do(b.f.MergeCell(name, cell(1, 2), cell(n, 2)))
	b.row = 3
}

func (b *book) put(col, row int, v string) {
	if v != "" {
		b.do(b.f.SetCellStr(b.sheet, cell(col, row), v))
	}
}

func (b *book) style(row, from, to int, s *excelize.Style) {
	id, err := b.f.NewStyle(s)
	b.do(err)
	b.do(b.f.SetCellStyle(b.sheet, cell(from, row), cell(to, row), id))
}

// A span is a merged cell in the row over the header.
type span struct {
	word     string
	from, to int
}

// group writes a row of merged cells over the header, as offices like to have it.
func (b *book) group(spans ...span) {
	last := 0
	for _, s := range spans {
		b.put(s.from, b.row, s.word)
		b.do(b.f.MergeCell(b.sheet, cell(s.from, b.row), cell(s.to, b.row)))
		last = max(last, s.to)
	}
	b.style(b.row, 1, last, headStyle())
	b.row++
}

func headStyle() *excelize.Style {
	line := func(t string) excelize.Border { return excelize.Border{Type: t, Color: "000000", Style: 1} }
	return &excelize.Style{Font: &excelize.Font{Bold: true, Family: "宋体"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}},
		Border:    []excelize.Border{line("left"), line("right"), line("top"), line("bottom")},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}
}

// header writes the row of column names.
func (b *book) header(names ...string) {
	b.line(names...)
	b.style(b.row-1, 1, len(names), headStyle())
}

// line writes one row, all cells as text.
func (b *book) line(cells ...string) {
	for i, c := range cells {
		b.put(i+1, b.row, c)
	}
	b.row++
}

// blank leaves a row empty.
func (b *book) blank() { b.row++ }

// mergeDown merges the cells of one column from row `from` to the last row written.
func (b *book) mergeDown(col, from int) {
	if from < b.row-1 {
		b.do(b.f.MergeCell(b.sheet, cell(col, from), cell(col, b.row-1)))
	}
}

// file ends the workbook.
func (b *book) file(name string) ([]file, error) {
	b.do(b.f.SetDocProps(&excelize.DocProperties{Creator: "shuping demo", Created: "2018-12-14T08:00:00Z",
		Modified: "2018-12-14T08:00:00Z", Title: strings.TrimSuffix(name, ".xlsx"), Description: notice}))
	if b.err != nil {
		return nil, fmt.Errorf("%s: %w", name, b.err)
	}
	buf, err := b.f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data, err := repack(buf.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return []file{{name, data}}, nil
}

// zipTime is the time of every entry of every made zip.
func zipTime() time.Time { return time.Date(2018, 12, 14, 8, 0, 0, 0, time.UTC) }

// repack writes a zip anew, with fixed times and its entries in order: [Content_Types].xml, then by name.
func repack(data []byte) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var parts []file
	for _, f := range r.File {
		rc, err := f.Open()
		if err != nil {
			return nil, err
		}
		b, err := io.ReadAll(rc)
		if err != nil {
			return nil, err
		}
		parts = append(parts, file{f.Name, b})
	}
	slices.SortFunc(parts, func(a, b file) int { return strings.Compare(a.Name, b.Name) })
	return pack(parts)
}

func pack(parts []file) ([]byte, error) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, p := range parts {
		e, err := w.CreateHeader(&zip.FileHeader{Name: p.Name, Method: zip.Deflate, Modified: zipTime()})
		if err != nil {
			return nil, err
		}
		if _, err := e.Write(p.Data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
