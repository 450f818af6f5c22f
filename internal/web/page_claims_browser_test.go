//go:build browser

package web

import (
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
	b := openWindow(t, w, 4*time.Minute, func(string) bool { return false })
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

	b.enter(w, "verifier")
	b.look("claims-open", subject+"/claims")
	b.at = "pressing"
	b.run(chromedp.EmulateViewport(390, 844), chromedp.Navigate(b.url+subject+"/reports/1/claims"), chromedp.Click(`button.sentence`), chromedp.WaitVisible(`.sentence-chosen`))
	b.look("claims-mark", "")
	b.look("visit", subject+"/visit?claim=1")
	b.at = "recording"
	b.run(chromedp.EmulateViewport(390, 844), chromedp.Click(`input[name=verdict][value=partly]`), chromedp.SendKeys(`#f-finding`, "台账只有一百五十户，其余说不清"), chromedp.SendKeys(`#f-note`, "台账末页"),
		chromedp.SetValue(`#f-method`, "实地调研"), chromedp.SetUploadFiles(`#f-photos`, []string{photo}), chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`.flash.tone-good`))
	w.hand("verifier", year, "correct-visit", "subject", "O1", "visit", "1", "date", "2018-12-10", "method", "实地调研", "visitors", "verifier", "of", "1", "finding", "台账有一百六十户", "verdict", "partly", "reason", "数漏一页")
	b.look("claims", subject+"/claims")
	b.look("evidence", subject+"/visits/1")
	b.enter(w, "leader")
	b.look("report", subject+"/reports/1")
	b.look("likeness", "/year/2018/subjects/O2/reports/1/likeness")
	b.at = "returning"
	b.run(chromedp.EmulateViewport(390, 844), chromedp.Navigate(b.url+subject+"/reports/1/return"), chromedp.Click(`.report-problems button.sentence`), chromedp.WaitVisible(`textarea[name^=note]`))
	b.look("return", "")
	b.run(chromedp.SendKeys(`textarea[name^=note]`, "举一个例子"), chromedp.SendKeys(`#f-reasons`, "再具体些"), chromedp.Click(`button[name=_record]`), chromedp.WaitVisible(`.flash.tone-good`))
	b.enter(w, "s1")
	b.look("write-returned", subject+"/write?from=1")
	b.look("report-returned", subject+"/reports/1")
	b.look("figures", subject)
}
