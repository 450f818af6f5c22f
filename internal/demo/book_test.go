package demo

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// workbook writes a small workbook and opens it.
func workbook(t *testing.T, rows ...[]any) *book {
	t.Helper()
	f := excelize.NewFile()
	for i, r := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "book.xlsx")
	if err := f.SaveAs(name); err != nil {
		t.Fatal(err)
	}
	b, err := openBook(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRowsAreFoundByTheNamesOfTheColumns(t *testing.T) {
	b := workbook(t, []any{"登记表"}, []any{}, []any{"序号", "编号", "数", "日期", "完成"}, []any{"1", "A", "3", "2018-12-17", "是"}, []any{"", "", "合计"}, []any{"2", " B ", "0", "2018-12-18"})
	rows := b.rows("Sheet1", "编号", "数", "日期", "完成")
	if len(rows) != 2 || len(b.faults) > 0 {
		t.Fatalf("%v, faults %v", rows, b.faults)
	}
	if r := rows[0]; r.need("编号") != "A" || r.number("数") != 3 || r.date("日期") != "2018-12-17" || !r.yes("完成") || r.n != 4 {
		t.Errorf("row %+v", r)
	}
	if r := rows[1]; r.need("编号") != "B" || r.yes("完成") {
		t.Errorf("row %+v", r)
	}
	if len(b.faults) > 0 {
		t.Errorf("faults %v", b.faults)
	}
}

// Every fault is told with its sheet, row and column, all of them at once.
func TestFaultsOfAWorkbook(t *testing.T) {
	b := workbook(t, []any{"编号", "数", "日期", "完成", "名称"}, []any{"A", "-1", "17.12.2018", "对", ""})
	r := b.rows("Sheet1", "编号", "数", "日期", "完成", "名称")[0]
	r.number("数")
	r.date("日期")
	r.yes("完成")
	r.need("名称")
	b.rows("Sheet2", "编号")
	b.rows("Sheet1", "编号", "电话")
	var all []string
	for _, f := range b.faults {
		all = append(all, f.Error())
	}
	got := strings.Join(all, "\n")
	for _, want := range []string{`book.xlsx Sheet1 row 2 数: "-1", want a whole number`, `row 2 日期: "17.12.2018", want a date`, `row 2 完成: "对"`, `row 2 名称: "", want a value`,
		`book.xlsx Sheet2: "", want a sheet`, `a header with 编号 电话`} {
		if !strings.Contains(got, want) {
			t.Errorf("not told: %s\n%s", want, got)
		}
	}
	if len(b.faults) != 6 {
		t.Errorf("%d faults", len(b.faults))
	}
}

func TestChanceIsDeterminedByItsSeedAndUse(t *testing.T) {
	a, b, c := newChance("s", "u"), newChance("s", "u"), newChance("s", "v")
	if x, y := a.dice(20), b.dice(20); x != y || x == c.dice(20) {
		t.Errorf("dice %s, %s", x, y)
	}
	for _, throw := range strings.Fields(a.dice(100)) {
		if throw < "1" || throw > "6" || len(throw) != 1 {
			t.Errorf("a die shows %s", throw)
		}
	}
}
