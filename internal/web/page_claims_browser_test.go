//go:build browser

package web

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// TestVerificationInABrowser walks through the verification as the team does: marks a
// sentence, records a finding with a photo on a phone, and looks at every page around it
// at three sizes. It fails when the browser reports anything, a page is wider than the
// screen, or axe-core finds what keeps somebody out. With SHOTS=folder it leaves pictures.
func TestVerificationInABrowser(t *testing.T) {
	w := handedInReport(t)
	w.hand("s2", year, "file-report", "subject", "O2", "file", strings.Replace(goodReport, "完成重点任务，网格走访二百户，", "今年主要办了老旧小区停车棚改造，", 1))
	w.hand("office", year, "record-figures", "subject", "O1", "date", "2018-12-10", "source", "会议记录本", "held", `[{"meeting":"党员大会","times":4},{"meeting":"志愿服务","times":9}]`)
	w.markOne("verifier", "完成重点任务")
	w.markOne("verifier", "二是联系群众")
	server := httptest.NewServer(w.server.Handler())
	defer server.Close()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	browser, stop := chromedp.NewContext(alloc)
	defer stop()
	browser, stop = context.WithTimeout(browser, 4*time.Minute)
	defer stop()
	at := ""
	chromedp.ListenTarget(browser, func(ev any) {
		if e, ok := ev.(*log.EventEntryAdded); ok {
			t.Errorf("%s: the browser says: %s %s", at, e.Entry.Text, e.Entry.URL)
		}
	})
	run := func(actions ...chromedp.Action) {
		t.Helper()
		if err := chromedp.Run(browser, actions...); err != nil {
			t.Fatal(at, err)
		}
	}
	axe, err := os.ReadFile("testdata/axe-4.14.1.min.js")
	w.must(err)
	look := func(name, path string) {
		t.Helper()
		at = name
		if path != "" {
			run(chromedp.Navigate(server.URL + path))
		}
		for _, size := range [][2]int64{{1366, 768}, {390, 844}, {1920, 1080}} {
			var wide int64
			var picture []byte
			run(chromedp.EmulateViewport(size[0], size[1]), chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide), chromedp.FullScreenshot(&picture, 80))
			if wide > size[0] {
				t.Errorf("%s is %d pixels wide on a screen of %d", name, wide, size[0])
			}
			if dir := os.Getenv("SHOTS"); dir != "" {
				w.must(os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.jpg", name, size[0])), picture, 0o644))
			}
		}
		var found []string
		run(chromedp.Evaluate(string(axe), nil), chromedp.Evaluate(
			`axe.run(document, {resultTypes: ["violations"]}).then(r => r.passes.length == 0 ? ["nothing was looked at"] : r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html).join(" | ").slice(0, 400)))`,
			&found, awaitPromise))
		for _, f := range found {
			t.Errorf("%s: axe: %s", name, f)
		}
	}
	in := func(who string) {
		t.Helper()
		token, err := w.signIn.IssueLink(context.Background(), who, time.Hour)
		w.must(err)
		at = "sign in " + who
		run(chromedp.Navigate(server.URL+"/in/"+token), chromedp.Click(`main button[type=submit]`), chromedp.WaitNotPresent(`form[action^="/in/"]`))
	}
	const subject = "/year/2018/subjects/O1"
	photo := filepath.Join(t.TempDir(), "photo.jpg")
	file, err := os.Create(photo)
	w.must(err)
	picture := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for i := range 480 {
		for k := range 640 {
			picture.Set(k, i, color.RGBA{uint8(i / 2), uint8(k / 3), 120, 255})
		}
	}
	w.must(jpeg.Encode(file, picture, nil))
	w.must(file.Close())

	in("verifier")
	run(log.Enable())
	look("claims-open", subject+"/claims")
	at = "pressing"
	run(chromedp.EmulateViewport(390, 844), chromedp.Navigate(server.URL+subject+"/reports/1/claims"), chromedp.Click(`button.sentence`), chromedp.WaitVisible(`.sentence-chosen`))
	look("claims-mark", "")
	look("visit", subject+"/visit?claim=1")
	at = "recording"
	run(chromedp.EmulateViewport(390, 844), chromedp.Click(`input[name=verdict][value=partly]`), chromedp.SendKeys(`#f-finding`, "台账只有一百五十户，其余说不清"), chromedp.SendKeys(`#f-note`, "台账末页"),
		chromedp.SetValue(`#f-method`, "实地调研"), chromedp.SetUploadFiles(`#f-photos`, []string{photo}), chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`.flash.tone-good`))
	w.hand("verifier", year, "correct-visit", "subject", "O1", "visit", "1", "date", "2018-12-10", "method", "实地调研", "visitors", "verifier", "of", "1", "finding", "台账有一百六十户", "verdict", "partly", "reason", "数漏一页")
	look("claims", subject+"/claims")
	look("evidence", subject+"/visits/1")
	in("leader")
	look("report", subject+"/reports/1")
	look("likeness", "/year/2018/subjects/O2/reports/1/likeness")
	at = "returning"
	run(chromedp.EmulateViewport(390, 844), chromedp.Navigate(server.URL+subject+"/reports/1/return"), chromedp.Click(`.report-problems button.sentence`), chromedp.WaitVisible(`textarea[name^=note]`))
	look("return", "")
	run(chromedp.SendKeys(`textarea[name^=note]`, "举一个例子"), chromedp.SendKeys(`#f-reasons`, "再具体些"), chromedp.Click(`button[name=_record]`), chromedp.WaitVisible(`.flash.tone-good`))
	in("s1")
	look("write-returned", subject+"/write?from=1")
	look("report-returned", subject+"/reports/1")
	look("figures", subject)
}
