package roster

import (
	"bytes"
	"encoding/csv"
	"errors"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/width"
)

// MaxSize is the size of a file, in bytes, that is still opened; unzipped it
// may be eight times as large.
const MaxSize = 16 << 20

// sheet is a table of texts with what surrounds it.
type sheet struct {
	file, name string
	rows       [][]string
}

func (s sheet) empty() bool {
	for _, row := range s.rows {
		if filled(row) > 0 {
			return false
		}
	}
	return true
}

func filled(row []string) (n int) {
	for _, c := range row {
		if c != "" {
			n++
		}
	}
	return n
}

func open(f File) ([]sheet, *Fault) {
	switch {
	case len(f.Data) > MaxSize:
		return nil, &Fault{Code: FaultSize}
	case bytes.HasPrefix(f.Data, []byte("\xd0\xcf\x11\xe0")):
		return nil, &Fault{Code: FaultOld}
	}
	switch strings.ToLower(filepath.Ext(f.Name)) {
	case ".xlsx", ".xlsm":
		return openXLSX(f)
	case ".csv":
		return openCSV(f)
	}
	return nil, &Fault{Code: FaultType, Got: filepath.Ext(f.Name)}
}

func openXLSX(f File) (sheets []sheet, fault *Fault) {
	book, err := excelize.OpenReader(bytes.NewReader(f.Data),
		excelize.Options{UnzipSizeLimit: 8 * MaxSize, UnzipXMLSizeLimit: 8 * MaxSize})
	if err != nil {
		return nil, &Fault{Code: FaultBroken, Want: err.Error()}
	}
	defer func() {
		if err := book.Close(); err != nil && fault == nil {
			fault = &Fault{Code: FaultBroken, Want: err.Error()}
		}
	}()
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil {
			return nil, &Fault{Sheet: name, Code: FaultBroken, Want: err.Error()}
		}
		if err := fillDown(book, name, rows); err != nil {
			return nil, &Fault{Sheet: name, Code: FaultBroken, Want: err.Error()}
		}
		sheets = append(sheets, sheet{f.Name, name, clean(rows)})
	}
	return sheets, nil
}

// fillDown gives every row of a cell that is merged downwards its value. Cells
// merged across are titles and stay as they are.
func fillDown(book *excelize.File, name string, rows [][]string) error {
	merged, err := book.GetMergeCells(name)
	if err != nil {
		return err
	}
	for _, m := range merged {
		col, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		last, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		for i := top; i < bottom && i < len(rows) && col == last; i++ {
			for len(rows[i]) < col {
				rows[i] = append(rows[i], "")
			}
			rows[i][col-1] = m.GetCellValue()
		}
	}
	return nil
}

func openCSV(f File) ([]sheet, *Fault) {
	text, ok := decode(f.Data)
	if !ok {
		return nil, &Fault{Code: FaultCoding}
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	if strings.Count(text, "\t") > strings.Count(text, ",") {
		r.Comma = '\t'
	}
	var rows [][]string
	for {
		row, err := r.Read()
		if row != nil {
			line, _ := r.FieldPos(0)
			for len(rows) < line-1 { // the reader skips empty lines, people count them
				rows = append(rows, nil)
			}
			rows = append(rows, row)
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return nil, &Fault{Row: bad.Line, Code: FaultBroken, Want: bad.Err.Error()}
		}
		if err != nil {
			break
		}
	}
	name := strings.TrimSuffix(filepath.Base(f.Name), filepath.Ext(f.Name))
	return []sheet{{f.Name, name, clean(rows)}}, nil
}

// decode reads UTF-8 with or without a byte order mark, else GB18030, which
// Excel in China writes.
func decode(data []byte) (string, bool) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data), true
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	return string(out), err == nil && !bytes.ContainsRune(out, utf8.RuneError)
}

func clean(rows [][]string) [][]string {
	for _, row := range rows {
		for i, c := range row {
			row[i] = tidy(c)
		}
	}
	return rows
}

// tidy cuts white space of every kind around a text, and between Chinese
// characters, where it is only there to align names.
func tidy(s string) string {
	fields := strings.Fields(s)
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			before, _ := utf8.DecodeLastRuneInString(fields[i-1])
			after, _ := utf8.DecodeRuneInString(f)
			if !unicode.Is(unicode.Han, before) || !unicode.Is(unicode.Han, after) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(f)
	}
	return b.String()
}

// narrow writes full-width letters and digits, as input methods leave them in
// numbers, as plain ones.
func narrow(s string) string { return width.Narrow.String(s) }
