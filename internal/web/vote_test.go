package web

import (
	"strings"
	"testing"
	"time"

	"shuping/internal/ballotbox"
	"shuping/internal/meeting"
)

// The way of a voter: code, ballot, review, counted; and nothing is kept of it.
func TestVoter(t *testing.T) {
	w := newWorld(t)
	codes := w.voting()
	w.log.Reset()
	v := browse(t, w.server.Handler())
	h := v.want(200, "输入票码", "GET", "/v", nil)
	if h.Get("Referrer-Policy") != "no-referrer" || len(h.Values("Set-Cookie")) > 0 {
		t.Error(h)
	}
	v.want(200, "张秀兰", "GET", "/v/"+codes[0], nil)
	v.want(200, "张秀兰", "POST", "/v", post("code", strings.ToLower(codes[0][:6])+" - "+codes[0][6:]))
	v.want(200, "请核对您的选择", "POST", "/v", post("code", codes[0], "step", "review", "s0", "1"))
	v.want(200, "有1名对象没有选", "POST", "/v", post("code", codes[0], "step", "review"))
	v.want(200, "有1名对象没有选", "POST", "/v", post("code", codes[0], "step", "review", "s0", "9"))
	v.want(200, `value="1" checked`, "POST", "/v", post("code", codes[0], "step", "change", "s0", "1"))
	h = v.want(200, "已计入", "POST", "/v", post("code", codes[0], "step", "cast", "s0", "1"))
	if h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" || len(h.Values("Set-Cookie")) > 0 {
		t.Error(h)
	}
	v.want(200, "已计入", "POST", "/v", post("code", codes[0], "step", "cast", "s0", "0")) // sent twice, the same answer
	v.want(200, "is counted", "POST", "/v?lang=en", post("code", codes[1], "step", "cast", "s0", ""))
	if log := w.log.String(); log != "" {
		t.Errorf("the log speaks of voters: %s", log)
	}
	w.hand("guide", "meeting/m-O1", "close-ballot")
	w.state("m-O1", func(s *meeting.State) {
		c := s.Round().Phone.Tallies[0]
		if c.Ballots != 2 || c.Subjects[0].Options[1] != 1 || c.Subjects[0].Blank != 1 {
			t.Errorf("%+v", c)
		}
	})
}

// Size, language and the device of the hall are kept through all pages, in the address,
// and nothing else that stands there is.
func TestVoterModes(t *testing.T) {
	w := newWorld(t)
	codes := w.voting()
	v := browse(t, w.server.Handler())
	const mode = "?big=1&kiosk=1&lang=en"
	v.want(200, `action="/v?big=1&amp;kiosk=1&amp;lang=en"`, "GET", "/v"+mode, nil)
	v.want(200, `class="voter-big"`, "GET", "/v/"+codes[0]+mode, nil)
	v.want(200, "Leave without voting", "POST", "/v"+mode, post("code", codes[0], "step", "review", "s0", "1"))
	h := v.want(200, "Next voter", "POST", "/v"+mode, post("code", codes[0], "step", "cast", "s0", "1"))
	if h.Get("Refresh") != "8; url=/v?big=1&kiosk=1&lang=en" {
		t.Error(h)
	}
	h = v.want(200, "大字版", "GET", "/v?big=yes&kiosk=true&lang=xx&next=//elsewhere", nil)
	if h.Get("Refresh") != "" {
		t.Error(h)
	}
	if got := (voterMode{}).at("/v"); got != "/v" {
		t.Error(got)
	}
}

// What is wrong with a code is said in words, with what to do.
func TestVoterRefused(t *testing.T) {
	w := newWorld(t)
	codes := w.voting()
	v := browse(t, w.server.Handler())
	v.want(422, "请输入票码", "POST", "/v", post("code", " "))
	v.want(422, "票码有误", "POST", "/v", post("code", "ABC"))
	v.want(422, "票码有误", "GET", "/v/ABC", nil)
	v.want(422, "&lt;script&gt;", "POST", "/v", post("code", "<script>"))
	v.want(404, "没有找到这个票码", "POST", "/v", post("code", "0123456789ABCDEFG"+check("0123456789ABCDEFG")))
	for _, form := range []string{"s0=x", "s0=8", "s0=-1", "s0=0&s0=1", "s1=0", ""} { // no ballot of this form: asked again, not counted
		req := post("code", codes[2], "step", "cast")
		for _, kv := range strings.Split(form, "&") {
			if k, val, ok := strings.Cut(kv, "="); ok {
				req.Add(k, val)
			}
		}
		v.want(200, "每名述职对象选一个等次", "POST", "/v", req)
	}
	v.want(200, "每名述职对象选一个等次", "POST", "/v", post("code", codes[2], "step", "cast", "s0", "0", "s1", "0"))
	if p := w.server.progress(stateOf(w)); p.Ballots != 0 {
		t.Error(p)
	}
	v.want(413, "过大", "POST", "/v", post("code", strings.Repeat("x", 70<<10)))
	w.hand("guide", "meeting/m-O1", "close-ballot")
	v.want(404, "测评已经结束", "POST", "/v", post("code", codes[3], "step", "cast", "s0", "0"))
}

func stateOf(w *world) (state *meeting.State) {
	w.state("m-O1", func(s *meeting.State) { state = s })
	return state
}

// check finds the check letter of a code by trying: it is the only one that parses.
func check(letters string) string {
	for _, c := range "0123456789ABCDEFGHJKMNPQRSTVWXYZ" {
		if ok(letters + string(c)) {
			return string(c)
		}
	}
	return ""
}

// Wrong codes are slowed down, right ones of the same hall are not.
func TestVoterGuessing(t *testing.T) {
	w := newWorld(t)
	codes := w.voting()
	v := browse(t, w.server.Handler())
	for range triesAtOnce {
		v.want(422, "票码有误", "POST", "/v", post("code", "ABC"))
	}
	v.want(429, "输错次数过多", "POST", "/v", post("code", "ABC"))
	v.want(200, "已计入", "POST", "/v", post("code", codes[0], "step", "cast", "s0", "0"))
	w.mu.Lock()
	w.now = w.now.Add(tryEvery + time.Second)
	w.mu.Unlock()
	v.want(422, "票码有误", "POST", "/v", post("code", "ABC"))
}

func ok(code string) bool {
	_, err := ballotbox.ParseCode(code)
	return err == nil
}
