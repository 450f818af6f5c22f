package roster

import (
	"slices"
	"strings"
)

// The kinds of tables.
const (
	organisations = "organisations"
	persons       = "persons"
	committee     = "committee"
)

// The columns, and the names that offices give them; the first is the usual one.
var columnNames = map[string][]string{
	"org":        {"组织编码", "党组织编码", "组织代码"},
	"orgName":    {"党组织名称", "组织名称", "所在党组织", "所在支部", "所属党组织"},
	"kind":       {"类别", "组织类别", "党组织类别"},
	"higher":     {"上级党组织", "上级组织"},
	"secretary":  {"书记", "党组织书记"},
	"secretary#": {"书记编号"},
	"deputy":     {"副书记"},
	"deputy#":    {"副书记编号"},
	"liaison":    {"联点领导", "联系领导"},
	"liaison#":   {"联点领导编号", "联系领导编号"},
	"person":     {"人员编号", "编号", "工号"},
	"name":       {"姓名"},
	"class":      {"人员类别", "党员类别"},
	"session":    {"参会类别"},
	"post":       {"职务或身份", "职务", "身份"},
	"sex":        {"性别"},
	"born":       {"出生年份", "出生年", "出生年月", "出生日期"},
	"phone":      {"短号", "电话", "联系电话", "手机", "手机号"},
	"remark":     {"备注"},
}

// needs are the columns without which a row is not the header of that table.
// The order matters: the committee's list has the columns of persons too.
var needs = []struct {
	kind string
	all  []string
}{
	{organisations, []string{"org", "orgName", "kind"}},
	{committee, []string{"session", "person"}},
	{persons, []string{"person", "name", "class"}},
}

// headerWithin is how many rows may stand above a header.
const headerWithin = 30

// table is a sheet in which a header was found.
type table struct {
	sheet
	kind    string
	columns map[string]int // of a column, its place
	heads   map[string]string
	first   int // index of the first row below the header
}

// find looks for a header.
func find(s sheet) (table, bool) {
	for i, row := range s.rows[:min(len(s.rows), headerWithin)] {
		columns, heads := map[string]int{}, map[string]string{}
		for place, cell := range row {
			for column, names := range columnNames {
				if _, taken := columns[column]; !taken && slices.Contains(names, strings.ReplaceAll(cell, " ", "")) {
					columns[column], heads[column] = place, cell
				}
			}
		}
		for _, n := range needs {
			if !slices.ContainsFunc(n.all, func(c string) bool { _, ok := columns[c]; return !ok }) {
				return table{s, n.kind, columns, heads, i + 1}, true
			}
		}
	}
	return table{}, false
}

// line is one row of a table.
type line struct {
	*table
	number int // as the file's program shows it
	cells  []string
}

// lines are the rows that hold something. A row with one filled cell alone is a
// remark or a total.
func (t *table) lines() []line {
	var all []line
	for i, row := range t.rows[t.first:] {
		if filled(row) > 1 {
			all = append(all, line{t, t.first + i + 1, row})
		}
	}
	return all
}

// cell is the text in a column, empty when the row or the table has none.
func (l line) cell(column string) string {
	i, ok := l.columns[column]
	if !ok || i >= len(l.cells) {
		return ""
	}
	return l.cells[i]
}

// number is a cell that holds a number of the office (编码, 编号).
func (l line) id(column string) string { return narrow(l.cell(column)) }

func (l line) fault(column, code, want string) Fault {
	head := l.heads[column]
	if head == "" {
		head = columnNames[column][0]
	}
	return Fault{File: l.file, Sheet: l.name, Row: l.number, Column: head, Code: code, Got: l.cell(column), Want: want}
}
