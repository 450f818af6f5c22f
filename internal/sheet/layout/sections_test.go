package layout

import (
	"bytes"
	"errors"
	"testing"

	"shuping/internal/decider"
)

// Questions with grades of their own stand on pages of their own, rows are numbered through
// all of them, and the file gives every page's cells back.
func TestSections(t *testing.T) {
	people := form(30, 4)
	f := Form{Title: "测评票", Sort: "甲类票", Sections: []Section{
		{Title: "总体", Grades: people.Grades, Subjects: people.Subjects},
		{Title: "廉洁", Grades: []string{"5", "4", "3", "2", "1"}, Subjects: people.Subjects[:3]},
	}}
	l, err := New(f, plain)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Pages) != 3 || l.Pages[2].Rows[0].Row != 31 || l.Pages[2].Title != "廉洁" || l.Pages[1].Columns != nil {
		t.Fatalf("%d pages, the last %+v", len(l.Pages), l.Pages[len(l.Pages)-1])
	}
	if n := len(l.GradesOf(3)); n != 5 || len(l.GradesOf(1)) != 4 || l.GradesOf(4) != nil || len(l.Scales()) != 3 {
		t.Errorf("the last page has %d grades", n)
	}
	if c := l.Cell(l.Pages[2], 0, 4); c.W < MinCell || c.X+c.W != l.Columns.Grades[4] {
		t.Errorf("the last cell is %+v", c)
	}
	again, err := Parse(l.JSON())
	if err != nil || !bytes.Equal(again.JSON(), l.JSON()) {
		t.Errorf("not the same after reading: %v", err)
	}
	other := f
	other.Sort = "乙类票"
	if o, err := New(other, plain); err != nil || o.Form == l.Form {
		t.Errorf("another sort has the same codes (%v)", err)
	}
	var r *decider.Refusal
	f.Sections[1].Grades = []string{"1"}
	if _, err := New(f, plain); !errors.As(err, &r) || r.Code != "sheet.grades" {
		t.Errorf("one grade: %v", err)
	}
}
