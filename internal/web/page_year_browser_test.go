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
// first. It fails when the browser reports anything or a page is wider than the
// screen. With SHOTS=folder it leaves pictures there.
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
	browser, stop = context.WithTimeout(browser, 3*time.Minute)
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
	token, err := w.signIn.IssueLink(context.Background(), "office", time.Hour)
	w.must(err)
	run(log.Enable(), chromedp.Navigate(server.URL+"/in/"+token), chromedp.Click(`main button[type=submit]`), chromedp.WaitVisible(`.numbers`),
		chromedp.Click(`form[action="/language"] button`), chromedp.WaitVisible(`html[lang="zh-CN"] .numbers`))
	for _, p := range []struct{ name, path string }{{"home", "/"}, {"open", "/open"}, {"year", "/year/2018"}, {"subjects", "/year/2018/subjects"}, {"subject", "/year/2018/subjects/O1"},
		{"meetings", "/year/2018/meetings"}, {"grades", "/year/2018/grades"}, {"records", "/year/2018/records"}, {"policy", "/year/2018/policy"}, {"notice", "/notice/2018"},
		{"people", "/people"}, {"members", "/people?org=O1"}, {"person", "/people/person/s1"}, {"forget", "/people/person/s1/forget"}, {"import", "/people/import"},
		{"call", "/do/cycle/2018/call-meeting?type=members&subjects=O1"}, {"plan", "/do/cycle/2018/plan-rectification?subject=O2"}, {"not-yours", "/do/cycle/2018/close"}} {
		at = p.name
		run(chromedp.Navigate(server.URL + p.path))
		for _, size := range [][2]int64{{1366, 768}, {390, 844}, {1920, 1080}} {
			shot(p.name, size[0], size[1])
		}
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
}
