//go:build browser

package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// TestNoticesInABrowser opens the pages of notices at three sizes and tries numbers with
// the script: a slider moves a score, and the result follows without a press. It fails
// when the browser reports anything or a page is wider than the screen.
func TestNoticesInABrowser(t *testing.T) {
	w := newWorld(t)
	w.open()
	server := httptest.NewServer(w.server.Handler())
	defer server.Close()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("accept-lang", "zh-CN"))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	browser, stop := chromedp.NewContext(alloc)
	defer stop()
	browser, stop = context.WithTimeout(browser, 2*time.Minute)
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
	token, err := w.signIn.IssueLink(context.Background(), "office", time.Hour)
	w.must(err)
	run(log.Enable(), chromedp.Navigate(server.URL+"/in/"+token), chromedp.Click("main form button"), chromedp.WaitVisible(".heading"))
	for _, path := range []string{"/notices", "/notices/year/2018", "/notices/example/scores-30-30-40", "/notices/example/bands-as-published",
		"/notices/compare?from=example/bands-mended&to=program/notice-2018", "/notices/try?of=program/notice-2018", "/notices/try?of=example/rank-and-grade"} {
		for _, width := range []int64{390, 1366, 1920} {
			var wide int64
			at = fmt.Sprint(path, " ", width)
			run(chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+path), chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide))
			if wide > width {
				t.Errorf("%s is %d pixels wide", at, wide)
			}
		}
	}
	at = "the slider"
	var score, result string
	run(chromedp.Navigate(server.URL+"/notices/try?of=example/scores-30-30-40"), chromedp.Evaluate(`(function () {
		var range = document.querySelector(".notice-slide");
		range.value = "87";
		range.dispatchEvent(new Event("input", {bubbles: true}));
		range.dispatchEvent(new Event("change", {bubbles: true}));
		return document.getElementById("f-s.0.score.assessment").value;
	})()`, &score), chromedp.WaitVisible("#result h2"), chromedp.Text("#result", &result))
	if score != "87" || !strings.Contains(result, "87（满分 100）") {
		t.Errorf("the slider gives %q, the result is %q", score, result)
	}
}
