package web

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"shuping/internal/report"
)

// A copied report stands beside the one it was copied from, for who may read both.
func TestLikenessSideBySide(t *testing.T) {
	w := newWorld(t)
	w.scope()
	copied := strings.Replace(goodReport, "完成重点任务，网格走访二百户，", "今年主要办了老旧小区停车棚改造，", 1)
	w.hand("s1", year, "file-report", "subject", "O1", "file", goodReport)
	w.hand("s2", year, "file-report", "subject", "O2", "file", "\n\n"+copied)
	const path = "/year/2018/subjects/O2/reports/1/likeness"
	like := w.subject("O2").Reports[0].Like
	if len(like) != 1 || like[0].Ref != "2018/O1/1" || like[0].With != worldOrgs[0].Name {
		t.Fatalf("%+v", like)
	}
	marked := func(who string) (own, other string) {
		t.Helper()
		status, body, _ := w.client(who).do("GET", path, nil)
		if status != 200 {
			t.Fatalf("%s: %d", who, status)
		}
		doc, err := html.Parse(strings.NewReader(body))
		w.must(err)
		texts := strings.SplitN(textOf(doc, "report-text"), "一、个人履行职责情况", 3)
		if len(texts) == 3 {
			other = "一、个人履行职责情况" + texts[2]
		}
		return "一、个人履行职责情况" + texts[1], other
	}
	flat := func(s string) string { return strings.Join(strings.Fields(s), "") }
	own, other := marked("leader")
	if own != flat(copied) || other != flat(goodReport) {
		t.Errorf("the reviewer sees\n%s\n%s", own, other)
	}
	if own, other = marked("s2"); own != flat(copied) || other != "" {
		t.Errorf("the secretary sees of the other report: %s", other)
	}
	w.pages("leader", path, "/year/2018/subjects/O1/reports/1/likeness", "/year/2018/subjects/O2/reports/1")
	for at, want := range map[string]int{path + "?with=2": 404, path + "?with=x": 200, "/year/2018/subjects/O2/reports/9/likeness": 404} {
		if status, _, _ := w.client("leader").do("GET", at, nil); status != want {
			t.Errorf("%s: %d, want %d", at, status, want)
		}
	}
	if status, _, _ := w.client("s1").do("GET", path, nil); status != 403 {
		t.Errorf("another secretary: %d", status)
	}
}

// The pieces make up the text, whatever the passages.
func TestLikePieces(t *testing.T) {
	for _, passages := range [][]report.Span{nil, {{From: 0, To: 3}}, {{From: 2, To: 5}, {From: 4, To: 9}}, {{From: 5, To: 2}, {From: -1, To: 3}, {From: 3, To: 99}}} {
		var b strings.Builder
		var marks []string
		for _, p := range likePieces("一二三四五六七八九", passages) {
			b.WriteString(p.Text)
			if p.Passage > 0 {
				marks = append(marks, fmt.Sprint(p.Passage, p.Text))
			}
		}
		if b.String() != "一二三四五六七八九" {
			t.Errorf("%v: %s", passages, b.String())
		}
		if len(passages) == 2 && strings.Join(marks, " ") != "1三四 1五 2六七八九" {
			t.Errorf("%v: %v", passages, marks)
		}
	}
}
