package layout

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shuping/internal/decider"
)

// plain is a code without a library: what matters here is that it is square.
func plain(string) ([]string, error) {
	rows := make([]string, 25)
	for i := range rows {
		rows[i] = strings.Repeat("10", 13)[:25]
	}
	return rows, nil
}

func form(subjects, grades int) Form {
	f := Form{Title: "测评票"}
	for i := range subjects {
		f.Subjects = append(f.Subjects, Subject{Name: fmt.Sprint("甲", i)})
	}
	for i := range grades {
		f.Grades = append(f.Grades, fmt.Sprint("等次", i))
	}
	return f
}

// Whatever the form: cells have room for a tick, nothing stands on anything else,
// every subject has one row, and the file gives the layout back.
func TestEveryFormHasRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := form(rapid.IntRange(1, MaxSubjects).Draw(t, "subjects"), rapid.IntRange(MinGrades, MaxGrades).Draw(t, "grades"))
		f.Paper = rapid.SampledFrom([]string{"", A4, A5, K16}).Draw(t, "paper")
		l, err := New(f, plain)
		if err != nil {
			t.Fatal(err)
		}
		next := 1
		for _, p := range l.Pages {
			for i, row := range p.Rows {
				if row.Row != next || row.Name != f.Subjects[next-1].Name {
					t.Fatalf("row %d is %v", next, row)
				}
				next++
				for g := range l.Grades {
					if c := l.Cell(p, i, g); c.W < MinCell || c.H < MinPitch {
						t.Fatalf("cell %v is too small", c)
					}
				}
			}
			if end := p.Rows[len(p.Rows)-1].Bottom; end > p.Code.Places[1].Y {
				t.Fatalf("page %d ends at %d, in the code", p.Page, end)
			}
		}
		if next != len(f.Subjects)+1 {
			t.Fatalf("%d rows for %d subjects", next-1, len(f.Subjects))
		}
		again, err := Parse(l.JSON())
		if err != nil || !bytes.Equal(again.JSON(), l.JSON()) {
			t.Fatalf("not the same after reading: %v", err)
		}
	})
}

// No turn of the page brings the marks on the edges into each other's places.
func TestMarksTellTheTurn(t *testing.T) {
	l, err := New(form(10, 4), plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range l.Marks[4:] {
		for _, o := range l.Marks[4:] {
			dx, dy := l.Paper.W-m.X-o.X, l.Paper.H-m.Y-o.Y
			if max(dx, -dx) < 15*MM && max(dy, -dy) < 15*MM {
				t.Errorf("upside down, %v lies on %v", m, o)
			}
		}
	}
}

func TestRefusedForms(t *testing.T) {
	twice, nameless, paper := form(2, 2), form(2, 2), form(1, 2)
	twice.Grades[1] = twice.Grades[0]
	nameless.Subjects[1].Name = " "
	paper.Paper = "B9"
	for code, f := range map[string]Form{
		"sheet.no-subjects": form(0, 4), "sheet.many-subjects": form(501, 4), "sheet.grades": form(3, 7),
		"sheet.grade-twice": twice, "sheet.nameless": nameless, "sheet.paper": paper,
	} {
		var r *decider.Refusal
		if _, err := New(f, plain); !errors.As(err, &r) || r.Code != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	broken := errors.New("broken")
	if _, err := New(form(1, 2), func(string) ([]string, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestChangedFilesAreRefused(t *testing.T) {
	l, err := New(form(3, 4), plain)
	if err != nil {
		t.Fatal(err)
	}
	good := string(l.JSON())
	for _, c := range []struct{ old, new, want string }{
		{`"format": 1`, `"format": 2`, "format 2"},
		{`"title": "测评票"`, `"title": "别的票"`, "was changed"},
		{`"title"`, `"titel"`, "unknown field"},
		{`SP1:`, `SP2:`, "not the form's"},
		{`"10101`, `"0101`, "not square"},
		{"}\n", "}\n{}", "after the value"},
	} {
		if _, err := Parse([]byte(strings.Replace(good, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			if c.want == "after the value" {
				_, err = Parse([]byte(good + "{}"))
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: got %v, want %s", c.new, err, c.want)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	l, err := New(form(2, 2), plain)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(l.JSON())
	f.Add([]byte(`{"format":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if l, err := Parse(data); err == nil && len(l.Pages) == 0 {
			t.Error("a layout without pages")
		}
	})
}
