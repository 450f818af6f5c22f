package web

import (
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuping/internal/cycle"
)

// A reviewer moves a border by pressing a sentence; it counts when it is on record.
func TestMarkParts(t *testing.T) {
	w := newWorld(t)
	w.scope()
	w.hand("s1", year, "file-report", "subject", "O1", "file", goodReport)
	const path = "/year/2018/subjects/O1/reports/1/parts"
	w.pages("leader", path)
	c := w.client("leader")
	field := func(body, name string) string {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
		if m == nil {
			t.Fatalf("no field %s in %s", name, body)
		}
		return m[1]
	}
	_, body, _ := c.do("GET", path, nil)
	if strings.Contains(body, "_record") {
		t.Error("an unchanged report can be put on record")
	}
	m := regexp.MustCompile(`value="(\d+)">二是联系群众`).FindStringSubmatch(body)
	if m == nil {
		t.Fatal("the sentence cannot be pressed")
	}
	before := w.subject("O1").Reports[0].Share
	status, body, _ := c.do("POST", path, url.Values{"borders": {field(body, "borders")}, "to": {"next"}, "at": {m[1]}})
	if status != 200 || !strings.Contains(body, "_record") {
		t.Fatalf("after a press: %d %s", status, body)
	}
	if got := w.subject("O1").Reports[0]; got.Share != before || got.Marked != nil {
		t.Error("a press alone changed what is on record")
	}
	status, _, head := c.do("POST", path, url.Values{"borders": {field(body, "borders")}, "to": {"next"}, "_record": {"1"}})
	if status != 303 {
		t.Fatalf("recording: %d", status)
	}
	got := w.subject("O1").Reports[0]
	if got.Share.Num >= before.Num || got.Share.Low != got.Share.High || got.Marked == nil || got.Marked.By != "leader" {
		t.Errorf("on record: %+v by %+v, before %+v", got.Share, got.Marked, before)
	}
	if _, body, _ = c.do("GET", head.Get("Location"), nil); !strings.Contains(body, "报告段落划分") {
		t.Error("the report does not say who set its parts")
	}
	for who, want := range map[string]int{"s1": 403, "s2": 403, "auditor": 403, "office": 200} {
		if status, _, _ := w.client(who).do("GET", path, nil); status != want {
			t.Errorf("%s: %d, want %d", who, status, want)
		}
	}
	for _, bad := range []url.Values{{}, {"borders": {"duty:0"}, "to": {"x"}, "at": {"1"}}, {"borders": {"duty:5"}, "to": {"next"}, "at": {"1"}},
		{"borders": {"duty:0,next:0"}, "to": {"next"}, "at": {"1"}}, {"borders": {"duty:0"}, "to": {"next"}, "at": {"999999"}}} {
		if status, _, _ := c.do("POST", path, bad); status != 404 {
			t.Errorf("%v: %d", bad, status)
		}
	}
}

func TestGive(t *testing.T) {
	from := []cycle.Border{{Part: "duty", Start: 0}, {Part: "problems", Start: 100}, {Part: "next", Start: 200}}
	for _, c := range []struct {
		at   int
		kind string
		want string
	}{
		{80, "problems", "duty:0,problems:80,next:200"}, // the border goes forward
		{120, "duty", "duty:0,problems:100,duty:120,next:200"},
		{100, "duty", "duty:0,next:200"},
		{200, "problems", "duty:0,problems:100"},
		{0, "other", "other:0,problems:100,next:200"},
		{250, "next", "duty:0,problems:100,next:200"},
	} {
		if got := spellBorders(give(slices.Clone(from), c.at, c.kind)); got != c.want {
			t.Errorf("%s at %d: %s, want %s", c.kind, c.at, got, c.want)
		}
	}
	back, err := readBorders(spellBorders(from), 300)
	if err != nil || !reflect.DeepEqual(back, from) {
		t.Error(back, err)
	}
}

// The pieces make up the text, and no sentence is cut in its closing marks.
func FuzzSentences(f *testing.F) {
	f.Add("一、情况\n他说：“好。”\n\n二是不够！三是？")
	f.Add("。。\n")
	f.Fuzz(func(t *testing.T, s string) {
		text, at := []rune(s), 0
		for _, x := range sentences(text) {
			if x.From != at || x.To <= x.From {
				t.Fatalf("%q: piece %v does not go on from %d", s, x, at)
			}
			at = x.To
		}
		if at != len(text) {
			t.Fatalf("%q: the pieces end at %d of %d", s, at, len(text))
		}
	})
}
