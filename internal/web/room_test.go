package web

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// The clock says when the end is near and when the time is over, as the policy has it.
func TestClock(t *testing.T) {
	for _, c := range []struct {
		limit, warn int
		now         string // milliseconds since the report began
		face        string
		near, over  bool
	}{
		{0, 0, "3600000", "60:00", false, false},
		{10, 2, "0", "0:00", false, false},
		{10, 2, "479999", "7:59", false, false},
		{10, 2, "480000", "8:00", true, false},
		{10, 0, "480000", "8:00", false, false},
		{10, 2, "599999", "9:59", true, false},
		{10, 2, "600000", "10:00", false, true},
		{10, 2, "-5", "0:00", false, false},
	} {
		k := clock{Since: "0", Now: c.now, Limit: c.limit, Warn: c.warn}
		if k.face() != c.face || k.near() != c.near || k.over() != c.over {
			t.Errorf("%+v: %s near %v over %v", c, k.face(), k.near(), k.over())
		}
	}
}

// Everything before a meeting is printed at once: a notice for each, the lists, the
// ballots that were asked for, and slips that were drawn for this answer alone.
func TestPrintPack(t *testing.T) {
	w := newWorld(t)
	w.called()
	guide := w.client("guide")
	const m = "/meeting/m-O1"
	guide.want(200, `value="12"`, "GET", m+"/print", nil) // 10 members less the subject, 3 representatives
	guide.want(409, "整数", "POST", m+"/print", post("papers", "many"))
	guide.want(409, "501", "POST", m+"/print", post("papers", "501"))
	_, page, h := guide.do("POST", m+"/print", post("papers", "4", "phone.all", "9"))
	if n := len(printed.FindAllString(page, -1)); n != 9 || h.Get("Cache-Control") != "no-store" {
		t.Errorf("%d codes, %v", n, h)
	}
	for text, n := range map[string]int{`class="notice paper sheet"`: 16, "sheet-ballot": 4, ">签到表<": 1, ">会议议程<": 1, ">主持词<": 1} {
		if got := strings.Count(page, text); got != n {
			t.Errorf("%s: %d, want %d", text, got, n)
		}
	}
	if _, made := w.server.begun("m-O1-1"); !made {
		t.Error("no box for the slips that were printed")
	}
	guide.want(200, "指导人员", "GET", m+"/notice", nil)
	w.client("auditor").want(404, "", "GET", m+"/notice", nil)
}

// The file for calendars has the hour in UTC, short lines, and moves with the meeting.
func TestCalendarFile(t *testing.T) {
	w := newWorld(t)
	w.called()
	_, page, h := w.client("guide").do("GET", "/meeting/m-O1/calendar.ics", nil)
	for _, line := range []string{"BEGIN:VCALENDAR\r\n", "UID:2018.m-O1@shuping\r\n", "SEQUENCE:0\r\n", "DTSTART:20181220T010000Z\r\n", "SUMMARY:金鑫社区党委党员大会\r\n"} {
		if !strings.Contains(page, line) {
			t.Errorf("no %q in %s", line, page)
		}
	}
	if !strings.HasPrefix(h.Get("Content-Type"), "text/calendar") {
		t.Error(h)
	}
	for _, line := range strings.Split(page, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
	if got := escaped("a,b;c\\d\r\ne"); got != `a\,b\;c\\d\ne` {
		t.Error(got)
	}
}

// The hall's phones get the address that was chosen for them among the machine's own,
// and the page says when one of them opened it.
func TestHallAddress(t *testing.T) {
	w := newWorld(t)
	w.voting()
	w.server.addresses = func() []netip.Addr {
		return []netip.Addr{netip.MustParseAddr("192.168.8.20"), netip.MustParseAddr("fd00::5")}
	}
	guide := w.client("guide")
	const m = "/meeting/m-O1"
	_, port, _ := strings.Cut(strings.TrimPrefix(guide.url, "http://"), ":")
	want := "http://192.168.8.20:" + port
	guide.want(200, "只有服务器本机能打开", "GET", m+"/slips", nil)
	guide.want(200, "http://[fd00::5]:"+port, "GET", m+"/address", nil)
	guide.want(409, "不是这台服务器的网址", "POST", m+"/address", post("base", "http://elsewhere.example"))
	guide.want(303, "", "POST", m+"/address", post("base", want))
	guide.want(200, "还没有手机打开过", "GET", m+"/address", nil)
	guide.want(200, want+"/v<", "GET", "/hall/m-O1", nil)
	req, err := http.NewRequestWithContext(t.Context(), "GET", guide.url+"/reach", nil)
	w.must(err)
	req.Host = "192.168.8.20:" + port
	res, err := http.DefaultClient.Do(req)
	w.must(err)
	w.must(res.Body.Close())
	if res.StatusCode != 200 || len(res.Header.Values("Set-Cookie")) > 0 {
		t.Error(res.Status, res.Header)
	}
	guide.want(200, "有设备打开过", "GET", m+"/address", nil)
	w.client("s1").want(403, "", "GET", m+"/address", nil)

	// After a restart it is still the one; in another network the page says that it is not.
	again := New(w.server.Config)
	again.addresses = func() []netip.Addr { return nil }
	anew := browse(t, again.Handler())
	token, err := w.signIn.IssueLink(t.Context(), "guide", time.Hour)
	w.must(err)
	anew.want(303, "", "POST", "/in/"+token, post())
	anew.want(200, want+"/v<", "GET", "/hall/m-O1", nil)
	anew.want(200, "现在不是本机的网址", "GET", m+"/address", nil)
	anew.want(303, "", "POST", m+"/address", post("base", want)) // as it is
	anew.want(303, "", "POST", m+"/address", post("base", anew.url))
	anew.want(200, anew.url+"/v<", "GET", "/hall/m-O1", nil)
	for base, own := range map[string]bool{"http://localhost:8080": true, "https://127.0.0.1": true, "http://[::1]:1": true, want: false, "https://sp.example": false} {
		if local(base) != own {
			t.Errorf("%s: local is %v", base, !own)
		}
	}
}
