//go:build browser

package web

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"shuping/internal/meeting"
	"shuping/internal/scan"
	files "shuping/internal/scan/feed"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet/layout"
)

var allSizes = [][2]int64{laptop, phone, wall}

// TestPapersInABrowser hands a pile in with scripts and with none, follows its reading on
// the page, decides with one key an entry, compares drawn sheets and counts; every page
// passes axe and fits three screens.
func TestPapersInABrowser(t *testing.T) {
	h := newHallTest(t)
	h.called()
	for _, id := range h.subjects {
		h.held(id)
	}
	h.sessionVoted()
	reading, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.server.Tellers.Run(reading, func(err error) { t.Error(err) })
	}()
	t.Cleanup(func() { stop(); <-done })
	h.at = "signing in"
	h.signIn(h.guide, "c3")
	h.signIn(h.voters, "c4")
	h.signIn(h.hall, "leader")
	l := h.printedLayout()
	h.printedAndRead(l)
	h.at = "before"
	h.run(h.guide, chromedp.Navigate(h.url+sessionPaper), chromedp.WaitVisible(`#paper-work`))
	h.axe(h.guide, "papers before they were collected")
	h.hand("c3", "meeting/session", "collect-ballots", "rows", text([]meeting.Collected{{Class: allClasses, PaperReturned: 10}}))
	sheets, truth := scannedSheets(l, 1, 10)
	h.handIn(append(sheets, append(sheets[0][:len(sheets[0]):len(sheets[0])], 0)), 7)
	h.says(h.guide, "已读完")
	h.axe(h.guide, "papers read")
	h.shot(h.guide, "papers-read", allSizes...)
	h.run(h.guide, chromedp.EmulateViewport(laptop[0], laptop[1]), chromedp.Navigate(h.url+sessionPaper+"/pile/1"), chromedp.WaitVisible(`.table`))
	h.axe(h.guide, "pile")
	h.shot(h.guide, "pile", allSizes...)
	h.run(h.guide, chromedp.EmulateViewport(laptop[0], laptop[1]), chromedp.Navigate(h.url+sessionPaper+"/pile/1/2"), chromedp.WaitVisible(`.sheet-picture`), chromedp.Sleep(400e6))
	h.axe(h.guide, "page")
	h.shot(h.guide, "page", allSizes...)
	h.run(h.guide, chromedp.EmulateViewport(laptop[0], laptop[1]), chromedp.Navigate(h.url+sessionPaper), chromedp.WaitVisible(`#paper-work`))
	h.twin()
	h.keys(truth)
	h.settled(truth)
	h.compared()
	h.at = "count"
	h.run(h.guide, chromedp.Click(`form[action$="/count-readings"] button`), chromedp.WaitVisible(`form[action$="/accept-count"]`))
	h.axe(h.guide, "papers counted")
	h.shot(h.guide, "papers-counted", allSizes...)
	if h.paperRound().Reading.Counted == nil {
		t.Error("nothing was counted")
	}
}

// printedAndRead prints the pack with two ballots, and reads what came out of the printer.
func (h *hallTest) printedAndRead(l *layout.Layout) {
	h.t.Helper()
	h.at = "printing"
	var pdf []byte
	h.run(h.guide, chromedp.Navigate(h.url+"/meeting/session/sheet/ballot"), chromedp.WaitVisible(`.ballot-page`))
	h.axe(h.guide, "ballot")
	h.shot(h.guide, "ballot", allSizes...)
	h.run(h.guide, chromedp.EmulateViewport(laptop[0], laptop[1]), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = pages.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	raster, err := exec.LookPath("pdftoppm")
	if err != nil {
		h.t.Log("pdftoppm is not there: what the browser prints is not read")
		return
	}
	dir := h.t.(*testing.T).TempDir()
	h.must(os.WriteFile(filepath.Join(dir, "ballot.pdf"), pdf, 0o600))
	if out, err := exec.Command(raster, "-gray", "-r", "200", "-png", filepath.Join(dir, "ballot.pdf"), filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		h.t.Fatalf("%v: %s", err, out)
	}
	found, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	h.must(err)
	if len(found) != len(l.Pages) {
		h.t.Errorf("%d pages were printed, want %d", len(found), len(l.Pages))
	}
	for _, name := range found {
		data, err := os.ReadFile(name)
		h.must(err)
		f, err := files.Open(data)
		h.must(err)
		g, err := f.Page(0)
		h.must(err)
		r := scan.Read(g, l)
		if r.Problem != scan.NoProblem {
			h.t.Errorf("what the browser prints is not read: %s", r.Problem)
		}
		for _, row := range r.Rows {
			if row.Verdict != scan.Blank {
				h.t.Errorf("row %d of an empty ballot is %s", row.Row, row.Verdict)
			}
		}
	}
}

// handIn hands files in: the first ones by the script, the others without scripts.
func (h *hallTest) handIn(sheets [][]byte, scripted int) {
	h.t.Helper()
	dir := h.t.(*testing.T).TempDir()
	var names []string
	for i, f := range sheets {
		name := filepath.Join(dir, fmt.Sprintf("%02d.jpg", i))
		h.must(os.WriteFile(name, f, 0o600))
		names = append(names, name)
	}
	h.at = "handing in"
	h.run(h.guide, chromedp.Navigate(h.url+sessionPaper), chromedp.WaitVisible(`#scans`))
	h.axe(h.guide, "papers to hand in")
	h.shot(h.guide, "papers-empty", allSizes...)
	h.run(h.guide, chromedp.EmulateViewport(laptop[0], laptop[1]), setFiles(`#scans`, names[:scripted]), until(fmt.Sprintf(`document.getElementById("paper-list").textContent.includes("%d")`, scripted)),
		chromedp.Click(`#take button[type=submit]`), chromedp.WaitVisible(`main > .flash`))
	h.says(h.guide, "第 1 批")
	h.at = "handing in without scripts"
	h.run(h.guide, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(h.url+sessionPaper), setFiles(`#scans`, names[scripted:]),
		chromedp.Click(`#take button[type=submit]`, chromedp.ByQuery), emulation.SetScriptExecutionDisabled(false))
	h.run(h.guide, again(chromedp.ActionFunc(func(ctx context.Context) error {
		r := h.paperRound()
		if r.Reading == nil || len(r.Reading.Batches) < 2 || r.Reading.Batches[1].Read == nil {
			return errNotYet
		}
		return nil
	})), chromedp.Navigate(h.url+sessionPaper), chromedp.WaitVisible(`#paper-work`))
}

func setFiles(selector string, names []string) chromedp.Action {
	return chromedp.SetUploadFiles(selector, names, chromedp.ByQuery)
}

// twin says that the sheet that went through twice is one.
func (h *hallTest) twin() {
	h.t.Helper()
	h.at = "a sheet scanned twice"
	h.run(h.guide, chromedp.Click(`form[action$="/judge-twin"] button`), chromedp.WaitVisible(`main > .flash`))
	h.says(h.guide, "只计一次")
}

// keys decides everything with one key an entry, by two people; the second one differs on
// the first entry.
func (h *hallTest) keys(truth []*scantest.Sheet) {
	h.t.Helper()
	for i, tab := range []context.Context{h.guide, h.voters} {
		h.at = fmt.Sprint("deciding ", i)
		h.run(tab, chromedp.Navigate(h.url+sessionPaper+"/decide"), chromedp.WaitVisible(`#decide`), chromedp.Sleep(300e6))
		h.axe(tab, "decide")
		if i == 0 {
			h.shot(tab, "decide", allSizes...)
			h.run(tab, chromedp.EmulateViewport(laptop[0], laptop[1]))
		}
		for n := 0; ; n++ {
			var at string
			h.run(tab, until(`document.readyState === "complete"`), chromedp.Location(&at))
			if !strings.HasSuffix(at, "/decide") {
				break
			}
			key := "0"
			var batch, page, row string
			h.run(tab, chromedp.Value(`[name=batch]`, &batch), chromedp.Value(`[name=page]`, &page), chromedp.Value(`[name=row]`, &row))
			want := paperSays(truth, batch, page, row)
			for k, o := range []string{"优秀", "称职", "基本称职", "不称职"} {
				if o == want {
					key = fmt.Sprint(k + 1)
				}
			}
			if i == 1 && n == 0 {
				key = "x"
			}
			h.run(tab, chromedp.Evaluate(`window.old = true`, nil), chromedp.KeyEvent(key), until(`!window.old && document.readyState === "complete"`))
		}
	}
}

// paperSays is what is on the paper: the first pile has seven sheets, the second the rest.
func paperSays(truth []*scantest.Sheet, batch, page, row string) string {
	form := map[string][]string{"page": {page}, "row": {row}}
	if batch == "2" {
		var n int
		fmt.Sscan(page, &n)
		form["page"] = []string{fmt.Sprint(n + 7)}
	}
	return entryOf(truth, form)
}

// settled lets the chair settle what the two differ on.
func (h *hallTest) settled(truth []*scantest.Sheet) {
	h.t.Helper()
	h.at = "settling"
	h.run(h.hall, chromedp.Navigate(h.url+sessionPaper+"/decide"), chromedp.WaitVisible(`#decide`))
	h.says(h.hall, "两人的认定")
	h.axe(h.hall, "settle")
	h.shot(h.hall, "settle", allSizes...)
	h.run(h.hall, chromedp.Click(`.decide-choice`), until(`!location.pathname.endsWith("/decide")`))
}

// compared draws sheets and compares them.
func (h *hallTest) compared() {
	h.t.Helper()
	h.at = "drawing"
	h.run(h.guide, chromedp.Navigate(h.url+sessionPaper), chromedp.Click(`form[action$="/draw-check"] button`), chromedp.WaitVisible(`a[href$="/paper/check"]`))
	h.shot(h.guide, "papers-drawn", allSizes...)
	h.run(h.guide, chromedp.EmulateViewport(laptop[0], laptop[1]), chromedp.Click(`a[href$="/paper/check"]`), chromedp.WaitVisible(`.sheet-picture`), chromedp.Sleep(400e6))
	h.axe(h.guide, "compare")
	h.shot(h.guide, "compare", allSizes...)
	h.run(h.guide, chromedp.EmulateViewport(laptop[0], laptop[1]))
	for {
		var at string
		h.run(h.guide, until(`document.readyState === "complete"`), chromedp.Location(&at))
		if !strings.HasSuffix(at, "/check") {
			return
		}
		h.run(h.guide, chromedp.Evaluate(`window.old = true`, nil), chromedp.Click(`.actions button[type=submit]`), until(`!window.old && document.readyState === "complete"`))
	}
}
