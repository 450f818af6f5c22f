package document

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuping/internal/docx"
)

var update = flag.Bool("update", false, "write the golden texts anew; read the difference")

func textOf(t testing.TB, d Draft) string {
	t.Helper()
	b, err := d.Bytes()
	if err != nil {
		t.Fatalf("%s: %v", d.Key, err)
	}
	text, err := docx.Text(bytes.NewReader(b), int64(len(b)), docx.DefaultLimits())
	if err != nil {
		t.Fatalf("%s: %v", d.Key, err)
	}
	return text
}

// TestTheYear: every document of a whole year, as text.
func TestTheYear(t *testing.T) {
	w := newYear(t)
	whole(w)
	keys := map[string]bool{}
	for _, d := range Drafts(w.year()) {
		if keys[d.Key] || keys[d.Name] {
			t.Errorf("%s or %s stands twice", d.Key, d.Name)
		}
		keys[d.Key], keys[d.Name] = true, true
		got := "【" + d.Title + "】" + d.Name + " " + d.Subject + "\n" + textOf(t, d)
		file := filepath.Join("testdata", d.Key+".txt")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || got != string(want) {
			t.Errorf("%s is not as in %s: %v\n%s", d.Key, file, err, got)
		}
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !keys[strings.TrimSuffix(filepath.Base(f), ".txt")] {
			t.Errorf("no document is %s", f)
		}
	}
}
