package readings

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"shuping/internal/scan"
)

var grades = []string{"甲", "乙", "丙"}

func page(t *rapid.T, rows int) Page {
	r := scan.Reading{FormPage: 1, Marks: 8, Residual: 0.123}
	for i := range rows {
		row := scan.Row{Row: i + 1, Verdict: rapid.SampledFrom([]scan.Verdict{scan.Valid, scan.Blank, scan.Multiple, scan.Unclear}).Draw(t, "verdict")}
		if row.Verdict == scan.Valid {
			row.Grade = &grades[rapid.IntRange(0, 2).Draw(t, "grade")]
		}
		for _, g := range grades {
			row.Measures = append(row.Measures, scan.Measure{Grade: g, Ink: 0.25, Own: 0.125, Vertex: &scan.Point{X: 3.5, Y: 4}})
		}
		r.Rows = append(r.Rows, row)
	}
	return Of(r, grades)
}

// What was written is read again, and every page that counts has one entry in each row.
func TestFileAndSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := File{Format: Format, Form: "ABC", Grades: grades, Pages: []Page{}}
		rows := rapid.IntRange(1, 5).Draw(t, "rows")
		counted := 0
		for i := range rapid.IntRange(0, 8).Draw(t, "pages") {
			p := page(t, rows)
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				p = Page{Problem: scan.NoMarks}
			case 1:
				p = Page{Problem: scan.Empty}
			case 2:
				p.SameAs = &Ref{1, i}
			default:
				counted++
			}
			p.Image, p.Page = 1, i+1
			f.Pages = append(f.Pages, p)
		}
		again, err := Parse(f.JSON())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(f, *again); d != "" {
			t.Fatal(d)
		}
		if !bytes.Equal(again.JSON(), f.JSON()) {
			t.Fatal("not the same bytes")
		}
		var form []int
		for range rows {
			form = append(form, 1)
		}
		s := again.Sum(form)
		for _, r := range s.Rows {
			n := r.Blank + r.Multiple + r.Unclear
			for _, k := range r.Options {
				n += k
			}
			if n != counted {
				t.Fatalf("row %d has %d entries on %d pages", r.Row, n, counted)
			}
		}
		if len(s.Pages) != len(f.Pages) {
			t.Fatal("pages are missing")
		}
	})
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	good := string((&File{Format: Format, Grades: grades, Pages: []Page{{FormPage: 1, Rows: []Row{{Row: 1, Verdict: scan.Valid, Grade: 2}}}}}).JSON())
	if _, err := Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"format":1`, `"format":2`, "format 2"},
		{`"form_page"`, `"forms"`, "unknown field"},
		{`"grade":2`, `"grade":3`, "grade 3"},
		{`"grade":2`, `"grade":-1`, "grade -1"},
		{`"row":1`, `"row":0`, "row 0 after"},
		{`"valid"`, `"good"`, "row 1 has"},
		{`"form_page":1`, `"problem":"no-code"`, "not read"},
		{"\n]}\n", "\n]}\n{}", "after the value"},
	} {
		if _, err := Parse([]byte(strings.Replace(good, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.new, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add((&File{Grades: grades, Pages: []Page{{FormPage: 1, Rows: []Row{{Row: 1, Verdict: scan.Valid, Grade: 2}}}}}).JSON())
	f.Add([]byte(`{"format":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse(data)
		if err != nil {
			return
		}
		file.Sum([]int{1, 1, 2})
		for i := range file.Pages {
			if c := file.Pages[i].Codes(); len(c) != len(file.Pages[i].Rows) {
				t.Error(fmt.Sprint("codes ", c))
			}
		}
	})
}
