package web

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// pages opens every page of the year for a person and checks it as TestStories does.
func (w *world) pages(who string, paths ...string) {
	w.t.Helper()
	t := w.t.(*testing.T)
	c := w.client(who)
	for _, path := range paths {
		for _, lang := range []string{"zh", "en"} {
			at := path + "?lang=" + lang
			if strings.Contains(path, "?") {
				at = path + "&lang=" + lang
			}
			status, body, _ := c.do("GET", at, nil)
			if status != 200 {
				t.Errorf("%s %s: %d %s", who, at, status, body)
				continue
			}
			doc, err := html.Parse(strings.NewReader(body))
			w.must(err)
			checkPage(t, at, doc)
			for _, raw := range []string{"web.", "form.", "year.", "door.", "people.", "notice.", "field.", "command.", "event.", "step.", "refusal.", "finding.", "policy.", "role.", "%!"} {
				if i := strings.Index(body, ">"+raw); i >= 0 {
					t.Errorf("%s shows a raw key: %s", at, body[i:min(len(body), i+60)])
				}
			}
			if os.Getenv("SHOW") != "" && strings.HasPrefix(path, os.Getenv("SHOW")) {
				t.Log(body)
			}
		}
	}
}

var yearPages = []string{"/", "/open", "/year/2018", "/year/2018/subjects", "/year/2018/meetings", "/year/2018/grades", "/year/2018/records", "/year/2018/policy",
	"/people", "/people?q=zxl", "/people?org=O1", "/people?q=nobody", "/people/person/s1", "/people/person/office", "/people/person/s2/forget", "/people/import"}

func TestPagesOfAYear(t *testing.T) {
	w := newWorld(t)
	w.pages("office", "/", "/open", "/people", "/people/import")
	w.open()
	w.pages("office", yearPages...)
	w = newWorld(t)
	w.called()
	w.pages("office", append(yearPages, "/year/2018/subjects/O1")...)
	w = newWorld(t)
	w.posted()
	w.hand("leader", year, "record-visit", "subject", "O1", "date", "2019-01-04", "method", "座谈走访", "visitors", "leader", "finding", "属实", "verdict", "partly")
	w.hand("office", year, "plan-rectification", "subject", "O1", "items", `[{"id":"1","source":"question:q1","problem":"停车难","measure":"划线","due":"2019-06-30","owner":"s1"},{"id":"2","source":"comment:1","problem":"青年党员","measure":"小组","due":"2019-06-30","owner":"s1"}]`)
	w.hand("verifier", year, "check-rectification", "subject", "O1", "item", "1", "way", "专项检查", "unannounced", "true", "date", "2019-01-04", "visitors", "verifier", "finding", "已划线", "state", "done")
	for _, id := range w.subjects {
		yearPages = append(yearPages, "/year/2018/subjects/"+id)
	}
	w.pages("office", append(yearPages, "/notice/2018")...)
	w.pages("s1", "/", "/year/2018", "/year/2018/subjects", "/year/2018/subjects/O1", "/year/2018/meetings", "/year/2018/policy", "/notice/2018")
	w.pages("auditor", "/", "/year/2018", "/year/2018/records", "/year/2018/subjects/O1", "/year/2018/grades")
}

// Everybody's door: each act of the year shows its form to who may hand it in.
func TestDoorShowsEveryForm(t *testing.T) {
	w := newWorld(t)
	w.posted()
	d, _, err := w.office.Doors.Of("cycle/2018")
	w.must(err)
	by := map[string]string{"decide-grades": "head", "correct-grade": "head", "close": "head", "change-policy": "head", "review-report": "leader", "record-visit": "verifier", "correct-visit": "verifier",
		"check-rectification": "verifier", "finish-rectification": "head"}
	for _, kind := range d.Commands() {
		if kind == "open" || kind == "receive-minutes" {
			continue
		}
		who := by[kind]
		if who == "" {
			who = "office"
		}
		w.pages(who, "/do/cycle/2018/"+kind, "/do/cycle/2018/"+kind+"?subject=O1&back=/year/2018")
	}
}

func TestWhoMaySeeWhat(t *testing.T) {
	w := newWorld(t)
	w.reported()
	for _, x := range []struct {
		who, path string
		status    int
	}{
		{"s1", "/year/2018/subjects/O1", 200}, {"s1", "/year/2018/subjects/O2", 403}, {"s1", "/year/2018/records", 403}, {"s1", "/year/2018/grades", 403},
		{"s1", "/people", 403}, {"head", "/people", 403}, {"s1", "/open", 403}, {"s1", "/do/cycle/2018/close", 403}, {"m1-1", "/year/2018", 403},
		{"m1-1", "/do/cycle/2018/close", 403}, {"m1-1", "/", 200}, {"s1", "/do/cycle/2018/file-report?subject=O1", 200}, {"s1", "/do/cycle/2018/file-report?subject=O2", 403},
		{"auditor", "/year/2018/records", 200}, {"office", "/year/2019", 404}, {"office", "/year/2018/subjects/O4", 404},
		{"office", "/do/cycle/2018/nothing", 404}, {"office", "/do/nothing/2018/open", 404}, {"office", "/do/cycle/1999/close", 404}, {"office", "/do/cycle/2018/receive-minutes", 404},
		{"office", "/do/meeting/none/sign-in", 404}, {"office", "/notice/2018", 404}, {"office", "/notice/none", 404}, {"office", "/file/abc", 404},
		{"office", "/file/" + strings.Repeat("0", 64), 404}, {"office", "/people/person/none", 404}, {"office", "/people?org=none", 404}, {"office", "/people/import/confirm", 404},
	} {
		if status, body, _ := w.client(x.who).do("GET", x.path, nil); status != x.status {
			t.Errorf("%s %s: %d, want %d: %.300s", x.who, x.path, status, x.status, body)
		}
	}
	c := browse(t, w.server.Handler())
	for _, path := range append(yearPages, "/do/cycle/2018/close", "/file/"+strings.Repeat("0", 64)) {
		if status, _, h := c.do("GET", path, nil); status != 303 || !strings.HasPrefix(h.Get("Location"), "/signin") {
			t.Errorf("nobody at %s: %d %s", path, status, h.Get("Location"))
		}
	}
	if status, _, _ := c.do("POST", "/do/cycle/2018/close", url.Values{"date": {"2019-01-01"}}); status != 303 {
		t.Error("a form of nobody was taken:", status)
	}
}
