//go:build browser

package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// On a device that many use, Back shows nobody's choice: neither while the answer is
// shown nor after the page has gone back to its first step, and the history is no longer.
func TestKioskKeepsNobodysChoice(t *testing.T) {
	h := newHallTest(t)
	codes := h.voting()
	var before, after int
	h.run(h.voters, chromedp.Navigate(h.url+"/v?kiosk=1"), chromedp.WaitVisible(`#code`), chromedp.Evaluate(`history.length`, &before))
	choose := func(code string) {
		h.run(h.voters, chromedp.SendKeys(`#code`, code), chromedp.Click(`button[type=submit]`),
			chromedp.WaitReady(`input[type=radio]`), chromedp.Click(`.choice-options label`), chromedp.Click(`.voter-bar button`), chromedp.WaitVisible(`.voter-chosen`))
	}
	choose(codes[0])
	h.axe(h.voters, "kiosk")
	h.run(h.voters, chromedp.Click(`button[value=change]`), chromedp.WaitReady(`input[type=radio]:checked`), chromedp.Click(`.voter-bar button`), chromedp.WaitVisible(`.voter-chosen`))
	h.run(h.voters, chromedp.Click(`button[value=cast]`), chromedp.WaitVisible(`.voter-done`), chromedp.Evaluate(`history.length`, &after))
	if after != before {
		t.Errorf("the history grew from %d to %d", before, after)
	}
	h.run(h.voters, chromedp.Click(`[data-next]`), chromedp.WaitVisible(`#code`))
	h.run(h.voters, chromedp.Evaluate(`history.length`, &after))
	if after != before {
		t.Errorf("the history grew from %d to %d for the next", before, after)
	}
	// Somebody chooses and goes away by Back and Forward.
	choose(codes[1])
	h.run(h.voters, chromedp.NavigateBack(), chromedp.NavigateForward(), until(`document.querySelector("#code") && !document.querySelector(".voter-chosen, :checked")`))
}
