//go:build browser

package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// screens are the sizes at which pages are looked at.
var screens = [][2]int64{laptop, phone, wall}

// window is one browser that looks at the pages of a world. What the browser reports is
// an error, unless it was expected. With SHOTS=folder it leaves pictures there.
type window struct {
	t   *testing.T
	tab context.Context
	url string
	at  string // what is being done, for messages
}

// openWindow opens a browser on the pages of a world, in Chinese, for at most so long.
func openWindow(t *testing.T, w *world, limit time.Duration, expected func(text string) bool, more ...chromedp.ExecAllocatorOption) *window {
	t.Helper()
	b := &window{t: t}
	b.serve(w)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WSURLReadTimeout(waits),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("accept-lang", "zh-CN"))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(options, more...)...)
	t.Cleanup(stop)
	tab, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	b.tab, stop = context.WithTimeout(tab, limit)
	t.Cleanup(stop)
	chromedp.ListenTarget(b.tab, func(ev any) {
		if e, ok := ev.(*log.EventEntryAdded); ok && !expected(e.Entry.Text) {
			t.Errorf("%s: the browser says: %s %s", b.at, e.Entry.Text, e.Entry.URL)
		}
	})
	b.run(log.Enable())
	return b
}

// serve turns to the pages of another world.
func (b *window) serve(w *world) {
	server := httptest.NewServer(w.server.Handler())
	b.t.Cleanup(server.Close)
	b.url = server.URL
}

func (b *window) run(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.tab, actions...); err != nil {
		b.t.Fatal(b.at, err)
	}
}

// enter signs somebody in by a link.
func (b *window) enter(w *world, who string) {
	b.t.Helper()
	token, err := w.signIn.IssueLink(context.Background(), who, time.Hour)
	w.must(err)
	b.at = "sign in " + who
	b.run(chromedp.Navigate(b.url+"/in/"+token), chromedp.Click(`main button[type=submit]`), chromedp.WaitNotPresent(`form[action^="/in/"]`))
}

// look opens a page, or stays where it is for "", and looks at it on every screen and
// with axe-core.
func (b *window) look(name, path string) {
	b.t.Helper()
	b.at = name
	if path != "" {
		b.run(chromedp.Navigate(b.url + path))
	}
	for _, size := range screens {
		b.shot(name, size)
	}
	b.accessible(name)
}

// shot fails for a page that is wider than its screen.
func (b *window) shot(name string, size [2]int64) {
	b.t.Helper()
	var wide int64
	var picture []byte
	b.run(chromedp.EmulateViewport(size[0], size[1]), chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide), chromedp.FullScreenshot(&picture, 80))
	if wide > size[0] {
		b.t.Errorf("%s is %d pixels wide on a screen of %d", name, wide, size[0])
	}
	if dir := os.Getenv("SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.jpg", name, size[0])), picture, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *window) accessible(name string) {
	b.t.Helper()
	var found []string
	b.run(axe(b.t, &found))
	for _, f := range found {
		b.t.Errorf("%s: axe: %s", name, f)
	}
}

// axe runs axe-core on the page.
func axe(t testing.TB, found *[]string) chromedp.Action {
	t.Helper()
	script, err := os.ReadFile("testdata/axe-4.14.1.min.js")
	if err != nil {
		t.Fatal(err)
	}
	return again(chromedp.Tasks{chromedp.Evaluate(string(script), nil), chromedp.Evaluate(
		`axe.run(document, {resultTypes: ["violations"]}).then(r => r.passes.length == 0 ? ["nothing was looked at"] : r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html).join(" | ").slice(0, 400)))`,
		found, awaitPromise)})
}
