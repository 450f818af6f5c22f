//go:build browser

package web

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestNoticesInABrowser opens the pages of notices at three sizes and tries numbers with
// the script: a slider moves a score, and the result follows without a press. It fails
// when the browser reports anything, a page is wider than the screen, or axe-core finds
// what keeps somebody out.
func TestNoticesInABrowser(t *testing.T) {
	w := newWorld(t)
	w.open()
	b := openWindow(t, w, 3*time.Minute, func(string) bool { return false })
	b.enter(w, "office")
	for _, path := range []string{"/notices", "/notices/year/2018", "/notices/example/scores-30-30-40", "/notices/example/bands-as-published",
		"/notices/compare?from=example/bands-mended&to=program/notice-2018", "/notices/try?of=program/notice-2018", "/notices/try?of=example/rank-and-grade"} {
		b.look("notices"+strings.Map(letters, path), path)
	}
	b.at = "the slider"
	var score, result string
	b.run(chromedp.Navigate(b.url+"/notices/try?of=example/scores-30-30-40"), chromedp.Evaluate(`(function () {
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

// letters keeps of an address what a file can be called.
func letters(r rune) rune {
	if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
		return r
	}
	return '-'
}
