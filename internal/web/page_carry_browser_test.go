//go:build browser

package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The pages of journeys, rehearsals and trust keep nobody out and fit on every screen.
func TestCarriedAndTrustedInABrowser(t *testing.T) {
	h := newHallTest(t)
	h.called()
	h.server.Root, h.server.Plain = []byte("certificate"), "8081"
	h.signIn(h.guide, "office")
	see := func(name, path string) {
		h.at = name
		h.run(h.guide, chromedp.Navigate(h.url+path), chromedp.WaitVisible(`main h1`))
		h.axe(h.guide, name)
		h.shot(h.guide, name, laptop, phone)
	}
	see("trust", "/trust")
	see("carry", "/carry")
	see("carry-out", "/meeting/m-O1/carry")
	device := newOffice(t)
	key, err := device.server.Carrier.Key.Public()
	h.must(err)
	h.run(h.guide, chromedp.SendKeys(`#key`, key), chromedp.SendKeys(`#device`, "党建办笔记本"), chromedp.Click(`button[value=out]`), chromedp.WaitVisible(`a[href$="/carry/box"]`))
	see("carry-away", "/meeting/m-O1/carry")
	see("meeting-away", "/meeting/m-O1")
	see("carry-list", "/carry")
	h.hand("guide", "meeting/m-O2", "rehearse")
	see("rehearsing", "/meeting/m-O2")
	see("rehearsal", "/meeting/rh.m-O2.1")
	h.at = "rehearsal on the wall"
	h.signIn(h.hall, "office")
	h.run(h.hall, chromedp.Navigate(h.url+"/hall/rh.m-O2.1"), chromedp.WaitVisible(`.hall-practice`))
	h.axe(h.hall, h.at)
	h.shot(h.hall, "rehearsal-hall", wall, laptop)
}
