package demo

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"shuping/internal/calendar"
)

// Fault is a cell of a workbook that cannot be read as what it should be. Row counts
// from 1 as the program shows it that made the file; Row and Column may be empty.
type Fault struct {
	File, Sheet string
	Row         int
	Column      string
	Got, Want   string
}

func (f *Fault) Error() string {
	at := f.File + " " + f.Sheet
	if f.Row > 0 {
		at += " row " + strconv.Itoa(f.Row)
	}
	if f.Column != "" {
		at += " " + f.Column
	}
	return fmt.Sprintf("%s: %q, want %s", at, f.Got, f.Want)
}

// book is a workbook with all faults that were met while reading it.
type book struct {
	file   string
	sheets map[string][][]string
	faults []error
}

// openBook reads every sheet of a workbook.
func openBook(file string) (*book, error) {
	f, err := excelize.OpenFile(file, excelize.Options{UnzipSizeLimit: 64 << 20})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	b := &book{file: filepath.Base(file), sheets: map[string][][]string{}}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s %s: %w", file, name, err), f.Close())
		}
		b.sheets[name] = rows
	}
	return b, f.Close()
}

func (b *book) fault(f Fault) {
	f.File = b.file
	b.faults = append(b.faults, &f)
}

// row is one row of a table: its cells by the names of the columns.
type row struct {
	book  *book
	sheet string
	n     int
	cells map[string]string
}

// rows are the rows of a sheet's table that have a value in the key column. The
// header is the first row that has the key and all other columns.
func (b *book) rows(sheet, key string, columns ...string) (list []row) {
	cells, ok := b.sheets[sheet]
	if !ok {
		b.fault(Fault{Sheet: sheet, Want: "a sheet of that name"})
		return nil
	}
	header := slices.IndexFunc(cells, func(r []string) bool {
		return slices.Contains(r, key) && !slices.ContainsFunc(columns, func(c string) bool { return !slices.Contains(r, c) })
	})
	if header < 0 {
		b.fault(Fault{Sheet: sheet, Want: "a header with " + key + " " + strings.Join(columns, " ")})
		return nil
	}
	for i, r := range cells[header+1:] {
		one := row{book: b, sheet: sheet, n: header + i + 2, cells: map[string]string{}}
		for k, name := range cells[header] {
			if k < len(r) && name != "" {
				one.cells[name] = strings.TrimSpace(r[k])
			}
		}
		if one.cells[key] != "" {
			list = append(list, one)
		}
	}
	return list
}

func (r row) bad(column, want string) {
	r.book.fault(Fault{Sheet: r.sheet, Row: r.n, Column: column, Got: r.cells[column], Want: want})
}

// text is a cell that may be empty.
func (r row) text(column string) string { return r.cells[column] }

// need is a cell that must not be empty.
func (r row) need(column string) string {
	if r.cells[column] == "" {
		r.bad(column, "a value")
	}
	return r.cells[column]
}

// number is a whole number, not negative.
func (r row) number(column string) int {
	n, err := strconv.Atoi(r.cells[column])
	if err != nil || n < 0 {
		r.bad(column, "a whole number")
		return 0
	}
	return n
}

// date is a civil date.
func (r row) date(column string) calendar.Date {
	d, err := calendar.Parse(r.cells[column])
	if err != nil {
		r.bad(column, "a date such as 2018-12-29")
		return ""
	}
	return d
}

// oneOf is a cell that is one of some words, and what that word stands for.
func oneOf[T any](r row, column string, words map[string]T) (v T) {
	v, ok := words[r.cells[column]]
	if !ok {
		var known []string
		for w := range words {
			known = append(known, w)
		}
		slices.Sort(known)
		r.bad(column, strings.Join(known, " / "))
	}
	return v
}

// yes is a cell with 是 or 否; an empty one is no.
func (r row) yes(column string) bool {
	return oneOf(r, column, map[string]bool{"是": true, "否": false, "": false})
}
