//go:build browser

package web

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestYearInABrowser walks through a year as the office does: signs in by a link,
// opens the year's pages at three sizes, and hands in a form with a wrong value
// first; then writes a report, and sets the parts of one. It fails when the browser
// reports anything, a page is wider than the screen, or axe-core finds what keeps
// somebody out. With SHOTS=folder it leaves pictures there.
func TestYearInABrowser(t *testing.T) {
	w := newWorld(t)
	w.posted()
	w.hand("leader", year, "record-visit", "subject", "O1", "date", "2019-01-04", "method", "座谈走访", "visitors", "leader", "claim", "志愿服务十二次", "finding", "台账记有九次", "verdict", "partly")
	w.hand("office", year, "plan-rectification", "subject", "O1", "items", `[{"id":"1","source":"question:q1","problem":"停车难怎么办","measure":"增设车位","due":"2019-06-30","owner":"s1"},{"id":"2","source":"comment:1","problem":"青年党员教育办法不多","measure":"建立青年党员小组","due":"2019-06-30","owner":"s1"}]`)
	w.hand("verifier", year, "check-rectification", "subject", "O1", "item", "1", "way", "专项检查", "unannounced", "true", "date", "2019-01-04", "visitors", "verifier", "finding", "已划线三十个车位", "state", "done")
	b := openWindow(t, w, 6*time.Minute, func(text string) bool {
		return strings.Contains(text, "(Conflict)") || strings.Contains(text, "(Forbidden)")
	})
	b.enter(w, "office")
	b.at = "language"
	b.run(chromedp.Click(`form[action="/language"] button`), chromedp.WaitVisible(`html[lang="en"] .numbers`),
		chromedp.Click(`form[action="/language"] button`), chromedp.WaitVisible(`html[lang="zh-CN"] .numbers`))
	for _, p := range []struct{ name, path string }{{"home", "/"}, {"open", "/open"}, {"year", "/year/2018"}, {"subjects", "/year/2018/subjects"}, {"subject", "/year/2018/subjects/O1"},
		{"meetings", "/year/2018/meetings"}, {"grades", "/year/2018/grades"}, {"reports", "/year/2018/reports"}, {"report", "/year/2018/subjects/O1/reports/1"},
		{"documents", "/year/2018/documents"}, {"records", "/year/2018/records"}, {"policy", "/year/2018/policy"}, {"notice", "/notice/2018"},
		{"people", "/people"}, {"members", "/people?org=O1"}, {"person", "/people/person/s1"}, {"forget", "/people/person/s1/forget"}, {"import", "/people/import"},
		{"call", "/do/cycle/2018/call-meeting?type=members&subjects=O1"}, {"plan", "/do/cycle/2018/plan-rectification?subject=O2"}, {"not-yours", "/do/cycle/2018/close"}} {
		b.look(p.name, p.path)
	}
	b.at = "form"
	b.run(chromedp.EmulateViewport(1366, 768), chromedp.Navigate(b.url+"/do/cycle/2018/record-assessment?subject=O1"), chromedp.SetValue(`#f-date`, "2019-02-01"),
		chromedp.SetValue(`#f-text`, "日常考核：按时报送材料"), chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`.refusal`))
	b.shot("form-refused", laptop)
	b.run(chromedp.SetValue(`#f-date`, "2019-01-03"), chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`.flash.tone-good`))
	b.shot("form-taken", laptop)
	b.at = "link"
	b.run(chromedp.Navigate(b.url+"/people/person/s2"), chromedp.Click(`.btn-primary`), chromedp.WaitVisible(`svg[role=img]`))
	b.shot("link", laptop)

	// The desk needs a year in which nobody has spoken yet.
	desk := newWorld(t)
	desk.scope()
	desk.hand("s2", year, "file-report", "subject", "O2", "file", goodReport)
	desk.hand("s2", year, "file-report", "subject", "O2", "file", strings.Replace(goodReport, "志愿服务十二次", "志愿服务九次", 1))
	b.serve(desk)
	b.enter(desk, "office")
	const report = "/year/2018/subjects/O2"
	for _, p := range []struct{ name, path string }{{"write", report + "/write"}, {"parts", report + "/reports/2/parts"}, {"changes", report + "/reports/2?since=1"}, {"unposted", "/year/2018"}} {
		b.look(p.name, p.path)
	}
	b.at = "typing"
	var saved string
	b.run(chromedp.EmulateViewport(1366, 768), chromedp.Navigate(b.url+report+"/write"), chromedp.SendKeys(`#part-duty`, "带头讲党课，履行一岗双责。"),
		chromedp.WaitVisible(`#desk .pill.tone-good`), chromedp.Value(`#desk [name=_rev]`, &saved))
	if saved == "0" {
		t.Error("what was typed was not saved")
	}
	b.accessible("typed")
	b.shot("typed", laptop)
	var typed string
	b.run(chromedp.Navigate(b.url+report+"/write"), chromedp.Value(`#part-duty`, &typed))
	if typed != "带头讲党课，履行一岗双责。" {
		t.Errorf("after coming back the field holds %q", typed)
	}
	b.at = "pressing a sentence"
	b.run(chromedp.Navigate(b.url+report+"/reports/2/parts"), chromedp.Click(`.report-tasks .sentence:last-of-type`), chromedp.WaitVisible(`button[name=_record]`))
	b.shot("parts-changed", laptop)
	b.run(chromedp.Click(`button[name=_record]`), chromedp.WaitVisible(`.flash.tone-good`))
}
