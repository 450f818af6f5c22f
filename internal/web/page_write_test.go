package web

import (
	"net/url"
	"strings"
	"testing"

	"shuping/internal/cycle"
	"shuping/internal/journal"
)

// draftOf are the fields of the desk with something in every part.
func draftOf(rev string) url.Values {
	return url.Values{"_rev": {rev}, "part.duty": {"带头讲党课，严格廉洁自律，履行一岗双责。"}, "part.tasks": {"完成网格走访二百户，开展志愿服务十二次。"},
		"part.problems": {"一是理论学习不够系统，主要原因是我本人重业务轻学习。\n二是联系群众不够经常，根子在于我的群众观念不强。"}, "part.next": {"每周学习半天，每月走访二十户。"}}
}

func (w *world) subject(id string) (sub cycle.Subject) {
	w.t.Helper()
	s, err := w.office.Cycles.Find(w.t.Context(), "2018")
	w.must(err)
	s.View(func(s *cycle.State, _ journal.Head) { sub = *s.Subjects[id] })
	return sub
}

// A secretary writes, leaves, comes back, and hands in; the draft is on no record, and is
// gone when the report is on file.
func TestWriteAReport(t *testing.T) {
	w := newWorld(t)
	w.scope()
	const path = "/year/2018/subjects/O1/write"
	c, before := w.client("s1"), w.records()
	w.pages("s1", path)
	status, body, _ := c.do("POST", path, draftOf("0"))
	if status != 200 || !strings.Contains(body, `name="_rev" value="1"`) || !strings.Contains(body, "草稿已保存") {
		t.Fatalf("saving: %d %s", status, body)
	}
	_, body, _ = c.do("GET", path, nil)
	for _, text := range []string{"带头讲党课", "根子在于我的群众观念不强", "没有找到关于", "达到要求"} {
		if !strings.Contains(body, text) {
			t.Errorf("after coming back the page lacks %q", text)
		}
	}
	if _, other, _ := w.client("office").do("GET", path, nil); strings.Contains(other, "带头讲党课") {
		t.Error("the office sees the secretary's draft")
	}
	if w.records() != before {
		t.Error("a draft is on record")
	}
	hand := draftOf("1")
	hand.Set("_hand", "1")
	if status, body, _ = c.do("POST", path, hand); status != 303 {
		t.Fatalf("handing in: %d %s", status, body)
	}
	r := w.subject("O1")
	if len(r.Reports) != 1 || r.Reports[0].Share.Num == 0 {
		t.Fatalf("on file: %+v", r.Reports)
	}
	text, err := w.office.ReportText(t.Context(), r.Reports[0])
	w.must(err)
	for _, want := range []string{"金鑫社区党委书记2018年度述职报告", "三、存在的主要问题及原因分析", "根子在于我的群众观念不强"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file lacks %q: %s", want, text)
		}
	}
	for _, p := range r.Reports[0].Parts {
		if p.Part == "other" && p.From > 0 {
			t.Errorf("a part that was written under its name was not found: %+v", r.Reports[0].Parts)
		}
	}
	if _, body, _ = c.do("GET", path, nil); strings.Contains(body, "带头讲党课") {
		t.Error("the draft is still there")
	}
	if _, body, _ = c.do("GET", path+"?from=1", nil); !strings.Contains(body, "根子在于我的群众观念不强") || strings.Contains(body, "三、存在的主要问题") {
		t.Error("the text of the version on file does not come back by its parts")
	}
}

// Two windows: what was saved in one is not written over by the other, and neither
// loses what was typed.
func TestWriteInTwoWindows(t *testing.T) {
	w := newWorld(t)
	w.scope()
	const path = "/year/2018/subjects/O1/write"
	c := w.client("s1")
	if status, _, _ := c.do("POST", path, draftOf("0")); status != 200 {
		t.Fatal(status)
	}
	late := draftOf("0")
	late.Set("part.duty", "另一个窗口写的")
	status, body, _ := c.do("POST", path, late)
	if status != 409 || !strings.Contains(body, "另一个窗口写的") || !strings.Contains(body, "在别处保存过") || !strings.Contains(body, `name="_rev" value="1"`) {
		t.Errorf("the second window: %d %s", status, body)
	}
	if _, body, _ = c.do("GET", path, nil); !strings.Contains(body, "带头讲党课") {
		t.Error("the first window's draft was written over")
	}
	late.Set("_rev", "1")
	if status, _, _ = c.do("POST", path, late); status != 200 {
		t.Errorf("saving on purpose: %d", status)
	}
	if status, _, _ = c.do("POST", path, url.Values{"_drop": {"1"}}); status != 303 {
		t.Errorf("deleting: %d", status)
	}
	if _, body, _ = c.do("GET", path, nil); strings.Contains(body, "另一个窗口写的") {
		t.Error("the draft was not deleted")
	}
	long := draftOf("0")
	long.Set("part.duty", strings.Repeat("长", 100_000))
	if status, body, _ = c.do("POST", path, long); status != 413 || !strings.Contains(body, "文字过长") {
		t.Errorf("too long: %d", status)
	}
}

func TestWhoMayWrite(t *testing.T) {
	w := newWorld(t)
	w.scope()
	for who, want := range map[string]int{"s1": 200, "office": 200, "s2": 403, "auditor": 403, "leader": 403} {
		if status, _, _ := w.client(who).do("GET", "/year/2018/subjects/O1/write", nil); status != want {
			t.Errorf("%s: %d, want %d", who, status, want)
		}
		if status, _, _ := w.client(who).do("POST", "/year/2018/subjects/O1/write", draftOf("0")); status != want {
			t.Errorf("%s saves: %d, want %d", who, status, want)
		}
	}
	if status, _, _ := w.client("office").do("GET", "/year/2018/subjects/O4/write", nil); status != 404 {
		t.Errorf("one who is no subject: %d", status)
	}
}

// A refusal leaves the draft where it is.
func TestWriteRefused(t *testing.T) {
	w := newWorld(t)
	w.reported()
	const path = "/year/2018/subjects/O1/write"
	hand := draftOf("0")
	hand.Set("_hand", "1")
	status, body, _ := w.client("s1").do("POST", path, hand) // a version after the approved one needs a reason
	if status != 409 || !strings.Contains(body, "refusal") || !strings.Contains(body, "带头讲党课") {
		t.Errorf("without a reason: %d %s", status, body)
	}
	hand.Set("_rev", "1")
	hand.Set("reason", "补充核实后的数字")
	if status, body, _ = w.client("s1").do("POST", path, hand); status != 303 {
		t.Errorf("with a reason: %d %s", status, body)
	}
}
