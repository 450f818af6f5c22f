//go:build browser

package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	pages "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"shuping/internal/meeting"
)

// hallTest is a meeting played in three browsers: who runs it, the projector, a voter.
type hallTest struct {
	*world
	url                 string
	guide, hall, voters context.Context
	at                  string // what is being done, for messages
}

// newHallTest starts a browser with three contexts that share nothing: no cookie, no
// storage, no cache.
func newHallTest(t *testing.T) *hallTest {
	t.Helper()
	h := &hallTest{world: newWorld(t), at: "starting the browser"}
	server := httptest.NewServer(h.server.Handler())
	t.Cleanup(server.Close)
	h.url = server.URL
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.WSURLReadTimeout(waits),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("accept-lang", "zh-CN"))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	browser, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	if err := chromedp.Run(browser); err != nil { // without a limit in time: the browser lives as long as the context of its first run
		t.Fatal(err)
	}
	for _, tab := range []struct {
		ctx  *context.Context
		size [2]int64
	}{{&h.guide, laptop}, {&h.hall, wall}, {&h.voters, phone}} {
		*tab.ctx, stop = chromedp.NewContext(browser, chromedp.WithTargetID(h.window(browser)))
		t.Cleanup(stop)
		if err := chromedp.Run(*tab.ctx); err != nil {
			t.Fatal(err)
		}
		chromedp.ListenTarget(*tab.ctx, func(ev any) {
			if e, ok := ev.(*log.EventEntryAdded); ok && !expected(e.Entry.Text) {
				t.Errorf("%s: the browser says: %s %s", h.at, e.Entry.Text, e.Entry.URL)
			}
		})
		h.run(*tab.ctx, log.Enable(), chromedp.EmulateViewport(tab.size[0], tab.size[1]))
	}
	return h
}

// expected are what the browser says of a refusal and of the network that was taken away.
func expected(text string) bool {
	return strings.Contains(text, "(Conflict)") || strings.Contains(text, "ERR_INTERNET_DISCONNECTED")
}

// window opens a window in a context of its own. A context has no window at first, so
// a tab in it has to bring one.
func (h *hallTest) window(browser context.Context) (id target.ID) {
	h.t.Helper()
	h.must(chromedp.Run(browser, chromedp.ActionFunc(func(ctx context.Context) error {
		ctx = cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser)
		own, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
		if err != nil {
			return err
		}
		id, err = target.CreateTarget("about:blank").WithBrowserContextID(own).WithNewWindow(true).Do(ctx)
		return err
	})))
	return id
}

// waits is how long one step may take. There is no limit on the whole: a busy machine
// is slow at every step, a page that hangs is slow at one.
const waits = 30 * time.Second

func (h *hallTest) run(tab context.Context, actions ...chromedp.Action) {
	h.t.Helper()
	for i, a := range actions {
		ctx, stop := context.WithTimeout(tab, waits)
		err := chromedp.Run(ctx, a)
		stop()
		if err != nil {
			h.t.Fatalf("%s: step %d of %d: %v", h.at, i+1, len(actions), err)
		}
	}
}

// until waits until a script gives true.
func until(script string) chromedp.Action {
	return again(chromedp.ActionFunc(func(ctx context.Context) error {
		var yes bool
		err := chromedp.Evaluate(script, &yes).Do(ctx)
		if err == nil && !yes {
			err = errNotYet
		}
		return err
	}))
}

var errNotYet = errors.New("not yet")

// again does what changes nothing until it succeeds, ten times a second: a page that
// loads itself again takes a script that is running with it, and one that is behind
// another draws no frames to count by.
func again(look chromedp.Action) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		for {
			err := look.Do(ctx)
			if err == nil {
				return nil
			}
			select {
			case <-ctx.Done():
				return errors.Join(ctx.Err(), err)
			case <-time.After(100 * time.Millisecond):
			}
		}
	})
}

func (h *hallTest) signIn(tab context.Context, who string) {
	h.t.Helper()
	token, err := h.world.signIn.IssueLink(context.Background(), who, time.Hour)
	h.must(err)
	h.run(tab, chromedp.Navigate(h.url+"/in/"+token), chromedp.Click(`main button[type=submit]`), chromedp.WaitVisible(`.who`))
}

// says waits until a page shows a text.
func (h *hallTest) says(tab context.Context, text string) {
	h.t.Helper()
	ctx, stop := context.WithTimeout(tab, waits)
	defer stop()
	if err := chromedp.Run(ctx, until(fmt.Sprintf(`document.body && document.body.innerText.includes(%q)`, text))); err != nil {
		var shown string
		_ = chromedp.Run(tab, chromedp.Evaluate(`document.body.innerText`, &shown))
		h.t.Fatalf("%s: the page does not say %q: %v\n%s", h.at, text, err, shown)
	}
}

// shot leaves a picture in the folder SHOTS, if it is set, and fails for a page that
// is wider than its screen.
func (h *hallTest) shot(tab context.Context, name string, sizes ...[2]int64) {
	h.t.Helper()
	for _, size := range sizes {
		var wide int64
		var picture []byte
		h.run(tab, chromedp.EmulateViewport(size[0], size[1]), again(chromedp.Tasks{chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide), chromedp.FullScreenshot(&picture, 80)}))
		if wide > size[0] {
			h.t.Errorf("%s is %d pixels wide on a screen of %d", name, wide, size[0])
		}
		if dir := os.Getenv("SHOTS"); dir != "" {
			h.must(os.WriteFile(filepath.Join(dir, fmt.Sprintf("w2-%s-%d.jpg", name, size[0])), picture, 0o644))
		}
	}
}

var (
	laptop = [2]int64{1366, 768}
	phone  = [2]int64{390, 844}
	wall   = [2]int64{1920, 1080}
)

// axe runs axe-core on the page in both languages.
func (h *hallTest) axe(tab context.Context, name string) {
	h.t.Helper()
	var found []string
	h.run(tab, axe(h.t, &found))
	for _, f := range found {
		h.t.Errorf("%s: axe: %s", name, f)
	}
}

// press presses a button of the page's next step until it is on record: a page that
// renews itself at that moment moves the button away under the pointer.
func (h *hallTest) press(kind string) {
	h.t.Helper()
	h.at = kind
	before := h.seq()
	h.run(h.guide, again(chromedp.ActionFunc(func(ctx context.Context) error {
		ctx, stop := context.WithTimeout(ctx, 4*time.Second)
		defer stop()
		if h.seq() == before {
			if err := chromedp.Click(`form[action="/do/meeting/m-O1/` + kind + `"] button`).Do(ctx); err != nil {
				return err
			}
		}
		for h.seq() == before {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(50 * time.Millisecond):
			}
		}
		return nil
	})), until(`document.readyState === "complete" && !document.querySelector('form[action="/do/meeting/m-O1/`+kind+`"]')`))
}

// seq is how many records the meeting has.
func (h *hallTest) seq() (n uint64) {
	h.state("m-O1", func(s *meeting.State) { n = s.Seq })
	return n
}

// TestMeetingInThreeBrowsers plays a members' meeting from the roll to the
// announcement: every page follows by itself, and the projector holds no result
// before it is announced.
func TestMeetingInThreeBrowsers(t *testing.T) {
	h := newHallTest(t)
	h.called()
	h.world.at("2018-12-20", 8, 40)
	h.at = "signing in"
	h.signIn(h.guide, "guide")
	h.signIn(h.hall, "office")
	h.run(h.hall, chromedp.Navigate(h.url+"/hall/m-O1"))
	h.says(h.hall, "欢迎参加会议")
	h.pack()
	h.run(h.guide, chromedp.Navigate(h.url+"/meeting/m-O1"))
	h.press("open-roll")
	h.says(h.hall, "正在签到")
	h.rollCall()
	h.world.at("2018-12-20", 9, 0)
	h.press("open-meeting")
	h.says(h.hall, "下一名：张秀兰")
	h.axe(h.guide, "meeting")
	h.press("start-report")
	h.world.at("2018-12-20", 9, 7)
	h.says(h.hall, "金鑫社区党委书记")
	h.shot(h.hall, "hall-report", wall)
	h.press("finish-report")
	codes := h.slips()
	h.vote(codes)
	h.result()
}

// pack prints everything for the meeting, two paper ballots among it.
func (h *hallTest) pack() {
	h.at = "print"
	h.run(h.guide, chromedp.Navigate(h.url+"/meeting/m-O1/print"), chromedp.WaitVisible(`#papers`))
	h.axe(h.guide, "print")
	var pdf []byte
	h.run(h.guide, chromedp.SetValue(`#papers`, "2"), chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`.pack`),
		chromedp.ActionFunc(func(ctx context.Context) (err error) {
			pdf, _, err = pages.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
			return err
		}))
	// Notices, four to a page with their codes, the list, the agenda, the script, two ballots.
	if n := bytes.Count(pdf, []byte("/Type /Page\n")); n < 8 || n > 10 {
		h.t.Errorf("everything is on %d pages", n)
	}
	if dir := os.Getenv("SHOTS"); dir != "" {
		h.must(os.WriteFile(filepath.Join(dir, "w2-pack.pdf"), pdf, 0o644))
	}
	h.run(h.guide, chromedp.Navigate(h.url+"/meeting/m-O1/address"), chromedp.WaitVisible(`.address-try`))
	h.axe(h.guide, "address")
	h.shot(h.guide, "address", laptop, phone)
	h.run(h.guide, chromedp.EmulateViewport(laptop[0], laptop[1]))
}

// rollCall signs everybody in by pressing the names.
func (h *hallTest) rollCall() {
	h.at = "roll"
	party, masses := members("O1")
	for i, id := range append(party, masses...) {
		h.run(h.guide, chromedp.Click(`button.tap[name=in][value="`+id+`"]`), chromedp.WaitVisible(`button.tap[name=out][value="`+id+`"]`))
		if i == 4 {
			h.run(h.guide, chromedp.SendKeys("#find", "qz1z"), chromedp.WaitNotVisible(`button.tap[value="m1-1"]`))
			h.shot(h.guide, "meeting-roll", laptop, phone)
			h.shot(h.hall, "hall-roll", wall)
			h.run(h.guide, chromedp.EmulateViewport(1366, 768), chromedp.Evaluate(`document.querySelector("#find").value = ""; document.querySelector("#find").dispatchEvent(new Event("input"))`, nil))
		}
	}
	h.says(h.hall, "达到要求")
	h.hand("guide", "meeting/m-O1", "sign-in", "persons", "guide", "class", "guide") // another device: the page follows
	h.run(h.guide, until(`document.querySelector("#roll").innerText.includes("指导员赵刚")`))
}

// slips opens the vote with a phone for everybody and draws the slips.
func (h *hallTest) slips() (codes []string) {
	h.at = "open-ballot"
	h.run(h.guide, chromedp.Click(`.tasks a[href$="/ballot"]`), chromedp.WaitVisible(`.count-table`))
	h.shot(h.guide, "ballot", laptop, phone)
	h.run(h.guide, chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`a[href$="/slips"]`))
	h.says(h.hall, "已收到")
	h.at = "slips"
	h.run(h.guide, chromedp.Click(`#work a[href$="/slips"]`), chromedp.WaitVisible(`.count-table`))
	h.axe(h.guide, "slips")
	h.run(h.guide, chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`.slip-code`),
		chromedp.Evaluate(`[...document.querySelectorAll(".slip-code")].map(e => e.textContent)`, &codes))
	h.shot(h.guide, "slips", laptop, phone)
	if len(codes) != 12 {
		h.t.Fatalf("%d codes", len(codes))
	}
	h.run(h.guide, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(h.url+"/meeting/m-O1"))
	return codes
}

// vote votes once in the voter's browser, sends that again, and the others by hand.
func (h *hallTest) vote(codes []string) {
	h.at = "voter"
	code := strings.ReplaceAll(codes[0], "-", "")
	h.run(h.voters, chromedp.Navigate(h.url+"/v"), chromedp.WaitVisible("#code"))
	h.axe(h.voters, "voter's code")
	h.shot(h.voters, "voter-code", phone)
	var bar string
	h.run(h.voters, chromedp.Navigate(h.url+"/v/"+code+"?big=1"), chromedp.WaitVisible(`.choice`),
		chromedp.Evaluate(`getComputedStyle(document.querySelector(".voter-bar")).position`, &bar))
	if bar != "static" {
		h.t.Errorf("in larger type the button is %s and covers choices", bar)
	}
	h.run(h.voters, chromedp.Navigate(h.url+"/v/"+code), chromedp.WaitVisible(`.choice`))
	h.axe(h.voters, "voter")
	h.run(h.voters, chromedp.Click(`.voter-bar button`), chromedp.WaitVisible(`.voter-warn`))
	h.axe(h.voters, "voter's warning")
	h.shot(h.voters, "voter-warn", phone)
	h.run(h.voters, chromedp.Click(`button[value=change]`), chromedp.WaitVisible(`.choice`), chromedp.Click(`.choice label:first-child`, chromedp.NodeVisible))
	h.shot(h.voters, "voter", phone)
	h.run(h.voters, chromedp.Click(`.voter-bar button`), chromedp.WaitVisible(`button[value=cast]`))
	h.shot(h.voters, "voter-review", phone)
	h.at = "voter without a network"
	h.offline(true)
	h.run(h.voters, chromedp.Click(`button[value=cast]`))
	h.says(h.voters, "还没有计入")
	h.axe(h.voters, "not yet")
	h.shot(h.voters, "voter-not-yet", phone)
	h.offline(false)
	h.run(h.voters, chromedp.WaitVisible(`.voter-done`))
	h.at = "voter"
	h.axe(h.voters, "counted")
	h.shot(h.voters, "voter-done", phone)
	h.run(h.voters, chromedp.Navigate(h.url+"/v/"+code+"?lang=en"), chromedp.WaitVisible(`.choice`))
	h.axe(h.voters, "voter in English")
	c := browse(h.t.(*testing.T), h.server.Handler())
	c.want(200, "已计入", "POST", "/v", post("code", code, "step", "cast", "s0", "3"))
	h.run(h.hall, until(`document.querySelector("[data-in]") && document.querySelector("[data-in]").textContent === "1"`))
	for i, code := range codes[1:] {
		c.want(200, "已计入", "POST", "/v", post("code", code, "step", "cast", "s0", fmt.Sprint(i%2)))
	}
	h.run(h.hall, until(`document.querySelector("[data-in]").textContent === "12"`))
	h.shot(h.hall, "hall-vote", wall, laptop)
	h.shot(h.guide, "meeting-vote", laptop, phone)
	h.run(h.guide, chromedp.EmulateViewport(1366, 768))
}

// offline takes the network from the voter's browser, or gives it back.
func (h *hallTest) offline(off bool) {
	h.t.Helper()
	h.run(h.voters, network.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := network.EmulateNetworkConditionsByRule([]*network.Conditions{{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}}).Do(ctx)
		return err
	}))
}

// result closes the vote and announces: one who voted twice counts once.
func (h *hallTest) result() {
	h.press("close-ballot")
	h.says(h.hall, "正在统计")
	h.at = "collect"
	h.run(h.guide, chromedp.Click(`.tasks a[href$="/collect"]`), chromedp.WaitVisible(`.collect`))
	h.axe(h.guide, "collect")
	h.shot(h.guide, "collect", laptop, phone)
	h.run(h.guide, chromedp.EmulateViewport(1366, 768), chromedp.SendKeys(`input[name="rows.0.phone_unused"]`, "0"), chromedp.Click(`.actions button[type=submit]`), chromedp.WaitVisible(`.tasks`))
	h.press("accept-count")
	var bars int
	h.run(h.guide, chromedp.WaitVisible(`#work .result`))
	h.run(h.hall, chromedp.Evaluate(`document.querySelectorAll(".bar-fill, .hall-number").length`, &bars))
	if bars > 0 {
		h.t.Error("the projector shows a result before it is announced")
	}
	h.press("announce")
	h.says(h.hall, "有效票12张")
	h.shot(h.hall, "hall-result", wall, laptop)
	h.press("close-meeting")
	h.says(h.hall, "会议结束")
	h.shot(h.guide, "meeting-closed", laptop, phone)
	for _, sheet := range []string{"notices", "signin", "agenda", "script", "ballot", "result", "minutes"} {
		h.at = sheet
		h.run(h.guide, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(h.url+"/meeting/m-O1/sheet/"+sheet), chromedp.WaitVisible(`.paper`))
		h.shot(h.guide, "sheet-"+sheet, laptop)
	}
	h.run(h.guide, chromedp.Navigate(h.url+"/meeting/m-O1?lang=en"), chromedp.WaitVisible(`.agenda`))
	h.axe(h.guide, "meeting in English")
	h.state("m-O1", func(s *meeting.State) {
		c := s.Results[0].Announced.Published.Total[0].Count
		if c.Options[0] != 7 || c.Options[1] != 5 {
			h.t.Errorf("%+v", c)
		}
	})
}

// awaitPromise lets an evaluation wait for its promise.
func awaitPromise(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
