//go:build browser

package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"shuping/internal/words"
)

// TestStoriesInABrowser opens every story in Chromium at three sizes, under the
// site's own security policy, and fails when the browser reports anything or a
// page is wider than the screen. With SHOTS=folder it leaves pictures there.
func TestStoriesInABrowser(t *testing.T) {
	server := httptest.NewServer(storyServer(t))
	defer server.Close()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	browser, stop := chromedp.NewContext(alloc)
	defer stop()
	browser, stop = context.WithTimeout(browser, 2*time.Minute)
	defer stop()
	name := ""
	chromedp.ListenTarget(browser, func(ev any) {
		if e, ok := ev.(*log.EventEntryAdded); ok {
			t.Errorf("%s: the browser says: %s %s", name, e.Entry.Text, e.Entry.URL)
		}
	})
	for _, s := range stories() {
		for _, l := range []words.Lang{words.ZH, words.EN} {
			for _, size := range [][2]int64{{1366, 768}, {390, 844}, {1920, 1080}} {
				name = fmt.Sprintf("%s-%s-%d", s.name, l, size[0])
				var wide int64
				var shot []byte
				err := chromedp.Run(browser, log.Enable(), chromedp.EmulateViewport(size[0], size[1]),
					chromedp.Navigate(server.URL+"/story/"+s.name+"?lang="+string(l)),
					chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide), chromedp.FullScreenshot(&shot, 80))
				if err != nil {
					t.Fatal(name, err)
				}
				if wide > size[0] {
					t.Errorf("%s is %d pixels wide", name, wide)
				}
				if dir := os.Getenv("SHOTS"); dir != "" {
					if err := os.WriteFile(filepath.Join(dir, name+".jpg"), shot, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

// storyServer is the site with the stories beside its own pages.
func storyServer(t *testing.T) http.Handler {
	s, _ := testServer(t)
	mux := http.NewServeMux()
	mux.Handle("/", s.Handler())
	mux.Handle("/story/{name}", s.around(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, st := range stories() {
			if st.name == r.PathValue("name") {
				templ.Handler(st.page(s.visit(r).W)).ServeHTTP(w, r)
			}
		}
	})))
	mux.Handle("/feed", s.around(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})))
	return mux
}
