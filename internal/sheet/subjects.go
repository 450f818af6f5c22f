package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"shuping/internal/decider"
	"shuping/internal/sheet/layout"
)

// columns are the names that offices give to the columns; only the name's is needed.
var columns = map[string][]string{
	"name": {"姓名", "述职对象", "name"},
	"post": {"职务", "职务或身份", "post"},
	"unit": {"单位", "党组织", "党组织名称", "所在党组织", "组织名称", "unit", "organisation"},
}

// Subjects reads the list of subjects (述职对象名单): CSV in UTF-8 or GB18030, fields
// parted by commas, semicolons or tabs, with a heading that has 姓名 and may have
// 职务 and 单位. Rows without any text do not count. What is wrong with the list is
// a *decider.Refusal.
func Subjects(data []byte) ([]layout.Subject, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	rows, err := table(text)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var out []layout.Subject
	for i, row := range rows {
		if len(at) == 0 {
			at = heading(row)
			continue
		}
		cell := func(column string) string {
			if place, ok := at[column]; ok && place < len(row) {
				return clean(row[place])
			}
			return ""
		}
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		if cell("name") == "" {
			return nil, decider.Refuse("N7.1", "sheet.csv-nameless", "n", i+1)
		}
		out = append(out, layout.Subject{Name: cell("name"), Post: joined(cell("unit"), cell("post"))})
	}
	if len(at) == 0 {
		return nil, decider.Refuse("N7.1", "sheet.csv-heading")
	}
	return out, nil
}

// joined is the unit before the post, unless the post names it already.
func joined(unit, post string) string {
	if unit == "" || strings.HasPrefix(post, unit) {
		return post
	}
	return unit + post
}

// heading finds the columns in a row; it is none when nothing is a name's.
func heading(row []string) map[string]int {
	at := map[string]int{}
	for place, cell := range row {
		cell = strings.ToLower(strings.ReplaceAll(clean(cell), " ", ""))
		for column, names := range columns {
			if _, taken := at[column]; !taken && slices.Contains(names, cell) {
				at[column] = place
			}
		}
	}
	if _, ok := at["name"]; !ok {
		return map[string]int{}
	}
	return at
}

func clean(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u3000", " ")), " ")
}

func decode(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if utf8.Valid(data) {
		return string(data), nil
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", decider.Refuse("N7.1", "sheet.csv-encoding")
	}
	return string(text), nil
}

func table(text string) ([][]string, error) {
	first, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	for _, c := range "\t;" {
		if strings.ContainsRune(first, c) && !strings.Contains(first, ",") {
			r.Comma = c
		}
	}
	var rows [][]string
	for {
		row, err := r.Read()
		var bad *csv.ParseError
		switch {
		case err == io.EOF:
			return rows, nil
		case errors.As(err, &bad):
			return nil, decider.Refuse("N7.1", "sheet.csv-syntax", "n", bad.Line)
		case err != nil:
			return nil, fmt.Errorf("list of subjects: %w", err)
		}
		rows = append(rows, row)
	}
}
