package web

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// textOf is the text of a node's elements of a class, marks' numbers left out.
func textOf(n *html.Node, class string) string {
	var b strings.Builder
	var walk func(*html.Node, bool)
	walk = func(n *html.Node, in bool) {
		if n.Type == html.ElementNode {
			for _, a := range n.Attr {
				if a.Key == "class" && strings.Contains(" "+a.Val+" ", " "+class+" ") {
					in = true
				}
				if a.Key == "class" && a.Val == "mark-no" {
					return
				}
			}
		}
		if in && n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(n, false)
	return strings.Join(strings.Fields(b.String()), "")
}

// The page shows the whole text, each part under its name, and marks each finding that
// has a place.
func TestReadAReport(t *testing.T) {
	w := newWorld(t)
	w.scope()
	text := strings.Replace(goodReport, "完成重点任务，", worldOrgs[1].Name+"坚持按月公布账目。完成重点任务，", 1) // left over from another's report
	w.hand("s1", year, "file-report", "subject", "O1", "file", text)
	const path = "/year/2018/subjects/O1/reports/"
	w.pages("office", path+"1", "/year/2018/reports", "/year/2018/subjects/O1")
	_, body, _ := w.client("s1").do("GET", path+"1", nil)
	doc, err := html.Parse(strings.NewReader(body))
	w.must(err)
	if got, want := textOf(doc, "report-text"), strings.Join(strings.Fields(text), ""); got != want {
		t.Errorf("the page shows\n%s\nwant\n%s", got, want)
	}
	problems := textOf(doc, "report-problems")
	if !strings.Contains(problems, "根子在于我的群众观念不强") || strings.Contains(problems, "建立青年党员小组") {
		t.Errorf("the part of problems is %s", problems)
	}
	placed := 0
	for i, f := range w.subject("O1").Reports[0].Findings {
		if f.To > f.From {
			placed++
			if !strings.Contains(body, fmt.Sprintf(`id="at-%d"`, i+1)) {
				t.Errorf("finding %d (%s) is not marked", i+1, f.Code)
			}
		}
	}
	if placed == 0 {
		t.Error("no finding has a place; the name of another unit should")
	}
	w.hand("s1", year, "file-report", "subject", "O1", "file", strings.Replace(text, "志愿服务十二次", "志愿服务九次", 1))
	w.pages("office", path+"2?since=1")
	_, body, _ = w.client("s1").do("GET", path+"2?since=1", nil)
	if !strings.Contains(body, "<del>十二</del>") || !strings.Contains(body, "<ins>九</ins>") {
		t.Errorf("the difference is not shown: %s", body)
	}
	for at, want := range map[string]int{path + "3": 404, path + "0": 404, path + "x": 404, path + "1?since=9": 404} {
		if status, _, _ := w.client("s1").do("GET", at, nil); status != want {
			t.Errorf("%s: %d, want %d", at, status, want)
		}
	}
	if status, _, _ := w.client("s2").do("GET", path+"1", nil); status != 403 {
		t.Errorf("another secretary reads it: %d", status)
	}
}

// The list begins with what waits for the review, and there with the most to mend.
func TestReportsThatNeedAttention(t *testing.T) {
	w := newWorld(t)
	w.scope()
	thin := "一、个人履行职责情况\n" + strings.Repeat("一年来认真贯彻落实上级决策部署。", 20) + "\n三、存在的主要问题及原因分析\n学习不够，原因是我本人重业务轻学习。\n"
	w.hand("s1", year, "file-report", "subject", "O1", "file", goodReport)
	w.hand("s2", year, "file-report", "subject", "O2", "file", goodReport+"本报告由第二个书记撰写。\n")
	w.hand("s3", year, "file-report", "subject", "O3", "file", thin)
	for _, id := range []string{"2", "3"} {
		w.hand("s"+id, year, "record-opinion", "subject", "O"+id, "from", "支部委员会", "text", "再具体些")
		w.hand("s"+id, year, "answer-opinion", "subject", "O"+id, "opinion", "1.1", "taken", "true")
		w.hand("s"+id, year, "submit-report", "subject", "O"+id)
	}
	_, body, _ := w.client("leader").do("GET", "/year/2018/reports", nil)
	var at []int
	for _, id := range []string{"O3", "O2", "O1"} {
		at = append(at, strings.Index(body, `"/year/2018/subjects/`+id+`"`))
	}
	if at[0] < 0 || at[0] > at[1] || at[1] > at[2] {
		t.Errorf("the order is %v, want O3 (much to mend) before O2 (handed in) before O1 (on file only)", at)
	}
	_, own, _ := w.client("s1").do("GET", "/year/2018/reports", nil)
	if strings.Contains(own, "subjects/O3") || !strings.Contains(own, "subjects/O1") {
		t.Error("a secretary's list has others' reports, or not the own one")
	}
}

// Meetings on file are held against the report that waits, and stand beside it.
func TestMeetingsOnFile(t *testing.T) {
	w := newWorld(t)
	w.scope()
	w.hand("s1", year, "file-report", "subject", "O1", "file", goodReport)
	c := w.client("office")
	const form = "/do/cycle/2018/record-figures?subject=O1"
	values := c.form(form)
	for name, v := range map[string]string{"date": "2018-12-10", "source": "会议记录本", "held.0.meeting": "志愿服务", "held.0.times": ""} {
		values.Set(name, v)
	}
	if status, _, _ := c.do("POST", form, values); status != 422 {
		t.Errorf("a number left out: %d", status)
	}
	values.Set("held.0.times", "9")
	if status, body, _ := c.do("POST", form, values); status != 303 {
		t.Fatalf("%d %s", status, body)
	}
	found := w.subject("O1").Reports[0].Findings
	if len(found) == 0 || found[len(found)-1].Code != "report.figure" {
		t.Errorf("found: %+v", found)
	}
	w.pages("leader", "/year/2018/subjects/O1/reports/1")
	if _, body, _ := w.client("leader").do("GET", "/year/2018/subjects/O1/reports/1", nil); !strings.Contains(body, "志愿服务9次") || !strings.Contains(body, "会议记录本") {
		t.Error("the figures on file are not shown")
	}
}
