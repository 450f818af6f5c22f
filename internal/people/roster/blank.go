package roster

import (
	"bytes"

	"github.com/xuri/excelize/v2"
)

// blankTables are the tables of an empty workbook (空白花名册): the name of the sheet
// and its columns in the order in which people fill them in, those that are needed first.
var blankTables = []struct {
	sheet   string
	columns []string
}{
	{"党组织", []string{"org", "orgName", "kind", "higher", "secretary", "secretary#", "deputy", "deputy#", "liaison", "liaison#"}},
	{"人员", []string{"person", "name", "class", "org", "sex", "born", "phone", "remark"}},
	{"参会人员", []string{"session", "person", "name", "post"}},
}

// Blank is an .xlsx workbook with the usual columns of the three tables and no rows,
// for an office that has no roster yet. [Read] takes it as it is, and filled in.
func Blank() ([]byte, error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // in memory; there is nothing to lose
	head, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F3EFE6"}}})
	if err != nil {
		return nil, err
	}
	// A number such as 001 is a name, which a sheet must not reckon with.
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49})
	if err != nil {
		return nil, err
	}
	for i, t := range blankTables {
		if i == 0 {
			err = book.SetSheetName("Sheet1", t.sheet)
		} else {
			_, err = book.NewSheet(t.sheet)
		}
		if err != nil {
			return nil, err
		}
		row := make([]string, len(t.columns))
		for k, c := range t.columns {
			row[k] = columnNames[c][0]
		}
		last, err := excelize.ColumnNumberToName(len(row))
		if err != nil {
			return nil, err
		}
		steps := []error{book.SetColStyle(t.sheet, "A:"+last, text), book.SetColWidth(t.sheet, "A", last, 16), book.SetSheetRow(t.sheet, "A1", &row),
			book.SetCellStyle(t.sheet, "A1", last+"1", head),
			book.SetPanes(t.sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})}
		for _, err := range steps {
			if err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
