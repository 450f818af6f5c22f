package report

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// demoReport is a report of the demo's office with the fault it is said to have.
type demoReport struct {
	sample
	fault string
}

// demoReports reads the demo's texts, where [[ ]] holds problems and causes
// without their headings, and the faults from its list.
func demoReports(t *testing.T) []demoReport {
	t.Helper()
	list, err := os.ReadFile("../demo/data/reports/FAULTS.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []demoReport
	for line := range strings.Lines(string(list)) {
		cells := strings.Split(line, "|")
		if len(cells) < 7 || !strings.HasPrefix(cells[1], " O") {
			continue
		}
		d := demoReport{fault: strings.TrimSpace(cells[5])}
		d.name = strings.TrimSpace(cells[1])
		b, err := os.ReadFile(filepath.Join("../demo/gen/texts", d.name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		kind := Other
		for piece := range strings.SplitSeq(strings.ReplaceAll(string(b), "]]", "[["), "[[") {
			from := len([]rune(d.text))
			d.text += piece
			d.parts = append(d.parts, Part{Part: kind, Span: Span{from, len([]rune(d.text))}, Chars: Count(piece)})
			kind = map[string]string{Other: Problems, Problems: Other}[kind]
		}
		all = append(all, d)
	}
	if len(all) < 27 {
		t.Fatalf("%d demo reports", len(all))
	}
	return all
}

// Other hands wrote these reports; every fault is found, and a sound report is
// refused nothing.
func TestDemoReports(t *testing.T) {
	codeOf := map[string]string{"long": "report.long", "share": "report.share", "objective": "report.causes-objective", "unit": "report.other-unit", "copied": "report.alike"}
	reports := demoReports(t)
	x := NewIndex(Likening{Common: 5})
	for _, d := range reports {
		x.Add(subject(d.name), d.text)
	}
	for _, d := range reports {
		w := ask()
		for _, o := range []string{"城管执法中队党支部", "财政所党支部"} {
			if !strings.Contains(firstLines(d.text), o) {
				w.Others = append(w.Others, o)
			}
		}
		w.Like = x.Compare(d.text, subject(d.name))
		res := Check(d.text, w)
		if off := offBy(res.Parts, d.parts); off > 30 {
			t.Errorf("%s: the share is off by %d per mille\n%s", d.name, off, sketch(d.text, res.Parts))
		}
		var found []string
		for _, f := range res.Findings {
			found = append(found, f.Code)
			if f.Level == LevelRefuse && f.Code != codeOf[d.fault] {
				t.Errorf("%s: refused for %s %v", d.name, f.Code, f.Args)
			}
		}
		if want := codeOf[d.fault]; want != "" && !slices.Contains(found, want) {
			t.Errorf("%s: found %v, want %s", d.name, found, want)
		}
		if d.fault == "" && len(found) > 0 {
			t.Logf("%s: %v", d.name, found)
		}
	}
}

// subject is the secretary's code: versions of one report are not copies.
func subject(name string) string { return name[:3] }

func firstLines(s string) string { return strings.Join(strings.SplitN(s, "\n", 4)[:3], "\n") }
