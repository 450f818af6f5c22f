//go:build browser

package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
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
	server := httptest.NewServer(w.server.Handler())
	defer server.Close()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	browser, stop := chromedp.NewContext(alloc)
	defer stop()
	browser, stop = context.WithTimeout(browser, 6*time.Minute)
	defer stop()
	at := ""
	chromedp.ListenTarget(browser, func(ev any) {
		if e, ok := ev.(*log.EventEntryAdded); ok && !strings.Contains(e.Entry.Text, "(Conflict)") && !strings.Contains(e.Entry.Text, "(Forbidden)") {
			t.Errorf("%s: the browser says: %s %s", at, e.Entry.Text, e.Entry.URL)
		}
	})
	run := func(actions ...chromedp.Action) {
		t.Helper()
		if err := chromedp.Run(browser, actions...); err != nil {
			t.Fatal(at, err)
		}
	}
	shot := func(name string, width, height int64) {
		t.Helper()
		var wide int64
		var picture []byte
		run(chromedp.EmulateViewport(width, height), chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide), chromedp.FullScreenshot(&picture, 80))
		if wide > width {
			t.Errorf("%s is %d pixels wide on a screen of %d", name, wide, width)
		}
		if dir := os.Getenv("SHOTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.jpg", name, width)), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	axe, err := os.ReadFile("testdata/axe-4.14.1.min.js")
	w.must(err)
	accessible := func(name string) {
		t.Helper()
		var found []string
		run(chromedp.Evaluate(string(axe), nil), chromedp.Evaluate(
			`axe.run(document, {resultTypes: ["violations"]}).then(r => r.passes.length == 0 ? ["nothing was looked at"] : r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html).join(" | ").slice(0, 400)))`,
			&found, awaitPromise))
		for _, f := range found {
			t.Errorf("%s: axe: %s", name, f)
		}
	}
	token, err := w.signIn.IssueLink(context.Background(), "office", time.Hour)
	w.must(err)
	run(log.Enable(), chromedp.Navigate(server.URL+"/in/"+token), chromedp.Click(`main button[type=submit]`), chromedp.WaitVisible(`.numbers`),
		chromedp.Click(`form[action="/language"] button`), chromedp.WaitVisible(`html[lang="zh-CN"] .numbers`))
	for _, p := range []struct{ name, path string }{{"home", "/"}, {"open", "/open"}, {"year", "/year/2018"}, {"subjects", "/year/2018/subjects"}, {"subject", "/year/2018/subjects/O1"},
		{"meetings", "/year/2018/meetings"}, {"grades", "/year/2018/grades"}, {"reports", "/year/2018/reports"}, {"report", "/year/2018/subjects/O1/reports/1"},
		{"documents", "/year/2018/documents"}, {"records", "/year/2018/records"}, {"policy", "/year/2018/policy"}, {"notice", "/notice/2018"},
		{"people", "/people"}, {"members", "/people?org=O1"}, {"person", "/people/person/s1"}, {"forget", "/people/person/s1/forget"}, {"import", "/people/import"},
		{"call", "/do/cycle/2018/call-meeting?type=members&subjects=O1"}, {"plan", "/do/cycle/2018/plan-rectification?subject=O2"}, {"not-yours", "/do/cycle/2018/close"}} {
		at = p.name
		run(chromedp.Navigate(server.URL + p.path))
		for _, size := range [][2]int64{{1366, 768}, {390, 844}, {1920, 1080}} {
			shot(p.name, size[0], size[1])
		}
		accessible(p.name)
	}
	at = "form"
	run(chromedp.EmulateViewport(1366, 768), chromedp.Navigate(server.URL+"/do/cycle/2018/record-assessment?subject=O1"), chromedp.SetValue(`#f-date`, "2019-02-01"),
		chromedp.SetValue(`#f-text`, "日常考核：按时报送材料"), chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`.refusal`))
	shot("form-refused", 1366, 768)
	run(chromedp.SetValue(`#f-date`, "2019-01-03"), chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`.flash.tone-good`))
	shot("form-taken", 1366, 768)
	at = "link"
	run(chromedp.Navigate(server.URL+"/people/person/s2"), chromedp.Click(`.btn-primary`), chromedp.WaitVisible(`svg[role=img]`))
	shot("link", 1366, 768)

	// The desk needs a year in which nobody has spoken yet.
	desk := newWorld(t)
	desk.scope()
	desk.hand("s2", year, "file-report", "subject", "O2", "file", goodReport)
	desk.hand("s2", year, "file-report", "subject", "O2", "file", strings.Replace(goodReport, "志愿服务十二次", "志愿服务九次", 1))
	second := httptest.NewServer(desk.server.Handler())
	defer second.Close()
	if token, err = desk.signIn.IssueLink(context.Background(), "office", time.Hour); err != nil {
		t.Fatal(err)
	}
	at = "desk"
	const report = "/year/2018/subjects/O2"
	run(chromedp.Navigate(second.URL+"/in/"+token), chromedp.Click(`main button[type=submit]`), chromedp.WaitVisible(`.numbers`))
	for _, p := range []struct{ name, path string }{{"write", report + "/write"}, {"parts", report + "/reports/2/parts"}, {"changes", report + "/reports/2?since=1"}, {"unposted", "/year/2018"}} {
		at = p.name
		run(chromedp.Navigate(second.URL + p.path))
		for _, size := range [][2]int64{{1366, 768}, {390, 844}, {1920, 1080}} {
			shot(p.name, size[0], size[1])
		}
		accessible(p.name)
	}
	at = "typing"
	var saved string
	run(chromedp.EmulateViewport(1366, 768), chromedp.Navigate(second.URL+report+"/write"), chromedp.SendKeys(`#part-duty`, "带头讲党课，履行一岗双责。"),
		chromedp.WaitVisible(`#desk .pill.tone-good`), chromedp.Value(`#desk [name=_rev]`, &saved))
	if saved == "0" {
		t.Error("what was typed was not saved")
	}
	accessible("typed")
	shot("typed", 1366, 768)
	var typed string
	run(chromedp.Navigate(second.URL+report+"/write"), chromedp.Value(`#part-duty`, &typed))
	if typed != "带头讲党课，履行一岗双责。" {
		t.Errorf("after coming back the field holds %q", typed)
	}
	at = "pressing a sentence"
	run(chromedp.Navigate(second.URL+report+"/reports/2/parts"), chromedp.Click(`.report-tasks .sentence:last-of-type`), chromedp.WaitVisible(`button[name=_record]`))
	shot("parts-changed", 1366, 768)
	run(chromedp.Click(`button[name=_record]`), chromedp.WaitVisible(`.flash.tone-good`))
}
