package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// A report is returned with marked passages; its writer sees at the desk what is left to
// do and which passages are mended, and so does the reviewer of the next version.
func TestReturnedWithMarks(t *testing.T) {
	w := handedInReport(t)
	const report = "/year/2018/subjects/O1/reports/1"
	w.pages("leader", report+"/return", report)
	c := w.client("leader")
	_, body, _ := c.do("GET", report+"/return", nil)
	place := func(begins string) string {
		m := regexp.MustCompile(`value="(\d+)"[^>]*>` + begins).FindStringSubmatch(body)
		if m == nil {
			t.Fatalf("no sentence begins %s", begins)
		}
		return m[1]
	}
	first, second := place("完成重点任务"), place("二是联系群众")
	_, body, _ = c.do("POST", report+"/return", url.Values{"chosen": {first}, "at": {second}, "note." + first: {"写明哪些任务"}})
	if !strings.Contains(body, "写明哪些任务") || !strings.Contains(body, `name="note.`+second+`"`) {
		t.Fatalf("after a press the note is gone: %s", body)
	}
	form := url.Values{"chosen": {first + "," + second}, "note." + first: {"写明哪些任务"}, "note." + second: {""}, "reasons": {"再具体些"}, "_record": {"1"}}
	if status, body, _ := c.do("POST", report+"/return", form); status != 422 || !strings.Contains(body, "请填写") || w.subject("O1").Reports[0].Review != nil {
		t.Errorf("a mark without a note: %d", status)
	}
	form.Set("note."+second, "举一个例子")
	form.Set("reasons", "")
	if status, _, _ := c.do("POST", report+"/return", form); status != 409 {
		t.Errorf("without reasons: %d", status)
	}
	form.Set("reasons", "再具体些")
	if status, body, _ := c.do("POST", report+"/return", form); status != 303 {
		t.Fatalf("returning: %d %s", status, body)
	}
	marks := w.subject("O1").Reports[0].Review.Marks
	if len(marks) != 2 || !strings.HasPrefix(marks[1].Quote, "二是联系群众") || marks[1].Note != "举一个例子" {
		t.Errorf("on record: %+v", marks)
	}
	for path, want := range map[string]int{report + "/return": 403, "/year/2018/subjects/O2/reports/1/return": 404} {
		if status, _, _ := c.do("GET", path, nil); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	w.pages("s1", report, "/year/2018/subjects/O1/write")
	_, body, _ = w.client("s1").do("GET", "/year/2018/subjects/O1/write?from=1", nil)
	if !strings.Contains(body, "举一个例子") || strings.Count(body, "未改动") != 2 || !strings.Contains(body, "再具体些") {
		t.Errorf("the desk does not say what is left: %d", strings.Count(body, "未改动"))
	}
	w.hand("s1", year, "file-report", "subject", "O1", "file", strings.Replace(goodReport, "完成重点任务，", "完成社区重点任务五项，", 1))
	w.hand("s1", year, "record-opinion", "subject", "O1", "from", "党员大会", "text", "写写困难")
	_, body, _ = w.client("leader").do("GET", "/year/2018/subjects/O1/reports/2", nil)
	if strings.Count(body, "未改动") != 1 || strings.Count(body, "已改动") != 1 {
		t.Errorf("the next version: %d unchanged, %d changed", strings.Count(body, "未改动"), strings.Count(body, "已改动"))
	}
	w.pages("s1", "/year/2018/subjects/O1/write")
	if _, body, _ = w.client("s1").do("GET", "/year/2018/subjects/O1/write", nil); !strings.Contains(body, "1条意见还没有答复") || !strings.Contains(body, "写写困难") {
		t.Error("the desk does not name the open opinion")
	}
}
