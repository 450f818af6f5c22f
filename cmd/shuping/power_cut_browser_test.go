//go:build browser

package main

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The hall's screen says that it lost the server, and after a power cut it comes back by
// itself and follows the vote, with nobody at it.
func TestTheScreenComesBackAfterAPowerCut(t *testing.T) {
	f := newHallFolder(t)
	s := f.serve("127.0.0.1:0")
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WSURLReadTimeout(time.Minute))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	screen, stop := chromedp.NewContext(alloc)
	defer stop()
	screen, stop = context.WithTimeout(screen, 2*time.Minute)
	defer stop()
	run := func(what string, actions ...chromedp.Action) {
		t.Helper()
		if err := chromedp.Run(screen, actions...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	shows := func(n string) chromedp.Action {
		return chromedp.Poll(`document.querySelector("[data-in]")?.textContent === "`+n+`" && !document.body.classList.contains("hall-stale")`, nil)
	}
	run("signing in", chromedp.Navigate(s.url+f.link), chromedp.Click(`form[action^="/in/"] button`), chromedp.WaitReady(`form[action="/signout"]`))
	run("the vote", chromedp.Navigate(s.url+"/hall/m-O1"), shows("0"))
	vote := func(base, code string) {
		t.Helper()
		if ok, err := cast(http.DefaultClient, base, code, 0); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	vote(s.url, f.codes[0])
	run("it follows", shows("1"))
	s.kill()
	run("the power is off", chromedp.WaitVisible(`.hall-stale .hall-lost`))
	again := f.serve(s.address())
	run("it is on again", shows("1"))
	vote(again.url, f.codes[1])
	run("it follows again", shows("2"))
}
