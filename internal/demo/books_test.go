package demo_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shuping/internal/demo"
)

// A line is one row of a sheet by column names.
type line map[string]string

func (l line) num(t *testing.T, col string) int {
	t.Helper()
	n, err := strconv.Atoi(l[col])
	if err != nil {
		t.Fatalf("%s of %v: %v", col, l, err)
	}
	return n
}

// A sheet is read as README.md says: the header is found by a column's name, empty rows and rows without a key are left out.
type sheet struct {
	book, name string
	header     []string
	lines      []line
}

func books(t *testing.T) map[string]sheet {
	t.Helper()
	all := map[string]sheet{}
	for _, name := range []string{demo.Roster, demo.LastYear, demo.Preparation, demo.Verification, demo.Meetings, demo.Rectification} {
		data, err := demo.Data.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, s := range f.GetSheetList() {
			rows, err := f.GetRows(s)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if len(rows) < 3 || !strings.HasPrefix(rows[1][0], "演示数据") {
				t.Errorf("%s %s does not say that its data is invented", name, s)
			}
			all[s] = read(t, name, s, rows)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// keys are the columns by which a header row is known, the most telling first.
func keys() []string {
	return []string{"参会类别", "人员编号", "组织编码", "责任人编号", "对象编码", "主持人编号", "收到处"}
}

func read(t *testing.T, book, name string, rows [][]string) sheet {
	t.Helper()
	for i, row := range rows {
		if len(row) < 4 || !slices.ContainsFunc(keys(), func(k string) bool { return slices.Contains(row, k) }) {
			continue
		}
		s := sheet{book: book, name: name, header: row}
		for _, cells := range rows[i+1:] {
			l := line{}
			for k, c := range cells {
				l[row[k]] = c
			}
			if len(cells) >= 4 {
				s.lines = append(s.lines, l)
			}
		}
		return s
	}
	t.Fatalf("%s %s has no header", book, name)
	return sheet{}
}

// office is the roster by number and code.
type office struct {
	orgs, persons map[string]line
	members       map[string][]line // persons of an organisation
}

func roster(t *testing.T, b map[string]sheet) office {
	t.Helper()
	o := office{map[string]line{}, map[string]line{}, map[string][]line{}}
	for _, l := range b["党组织"].lines {
		o.orgs[l["组织编码"]] = l
	}
	for _, l := range b["人员"].lines {
		if o.persons[l["人员编号"]] != nil {
			t.Errorf("%s stands twice in the roster", l["人员编号"])
		}
		o.persons[l["人员编号"]] = l
		o.members[l["组织编码"]] = append(o.members[l["组织编码"]], l)
	}
	return o
}

func isMember(l line) bool {
	return l["人员类别"] == "正式党员" || l["人员类别"] == "预备党员"
}
