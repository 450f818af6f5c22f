package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"shuping/internal/ballotbox"
	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
	"shuping/internal/meeting"
)

// post is a form.
func post(kv ...string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(kv); i += 2 {
		form.Add(kv[i], kv[i+1])
	}
	return form
}

// state looks at a meeting.
func (w *world) state(id string, look func(*meeting.State)) {
	w.t.Helper()
	s, err := w.office.Meetings.Find(w.t.Context(), id)
	w.must(err)
	s.View(func(s *meeting.State, _ journal.Head) { look(s) })
}

// printed finds the codes of slips on the page they are printed from.
var printed = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]{6}`)

// voting is opened, O1 has reported, and the vote is open with phones for all: the
// codes of the members and of the representatives.
func (w *world) voting() (codes []string) {
	w.t.Helper()
	w.called()
	w.opened("O1")
	const m = "meeting/m-O1"
	w.hand("guide", m, "start-report", "subject", "O1")
	w.hand("guide", m, "finish-report", "subject", "O1")
	w.hand("guide", m, "open-ballot", "issued", `[{"class":"member","phone":9},{"class":"masses","phone":3}]`)
	_, drawn, err := w.server.Polling.Slips(w.t.Context(), "m-O1", nil)
	w.must(err)
	for _, class := range drawn {
		for _, c := range class {
			codes = append(codes, string(c))
		}
	}
	return codes
}

// A whole members' meeting, played on the pages by those who run it.
func TestMeetingOnThePages(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.at("2018-12-20", 8, 40)
	guide, chair := w.client("guide"), w.client("d1")
	const m, do = "/meeting/m-O1", "/do/meeting/m-O1/"
	guide.want(200, "会议尚未开始", "GET", m, nil)
	guide.want(303, "", "POST", do+"open-roll", post("_back", m))
	guide.want(200, "群众1之2", "GET", m, nil)

	party, masses := members("O1")
	for _, p := range append(party, masses...) {
		if to := guide.want(303, "", "POST", m+"/roll", post("in", p)).Get("Location"); to != m+"#roll" {
			t.Fatal(to)
		}
	}
	guide.want(303, "", "POST", m+"/roll", post("in", "m1-1")) // a press too many does nothing
	guide.want(303, "", "POST", m+"/roll", post("out", "m1-1"))
	guide.want(200, "离场", "GET", m+"?find=dy11", nil)
	guide.want(303, "", "POST", m+"/roll", post("in", "m1-1"))
	chair.want(409, "指导人员", "POST", do+"open-meeting", post("_back", m)) // the guide is not there
	guide.want(200, `value="guide"`, "GET", m, nil)                      // who was appointed can be tapped like anybody
	guide.want(303, "", "POST", m+"/roll", post("in", "guide"))
	w.at("2018-12-20", 9, 0)
	chair.want(303, "", "POST", do+"open-meeting", post("_back", m))
	guide.want(200, "开始述职", "GET", m, nil)
	guide.want(303, "", "POST", do+"start-report", post("subject", "O1"))
	guide.want(303, "", "POST", do+"finish-report", post("subject", "O1"))

	// The vote, on paper and by phone.
	guide.want(200, "发出票数", "GET", m+"/ballot", nil)
	guide.want(409, "10", "POST", m+"/ballot", post("issued.0.class", "member", "issued.0.phone", "", "issued.0.paper", "10", "issued.1.class", "masses", "issued.1.phone", "3"))
	guide.want(422, "number", "POST", m+"/ballot?lang=en", post("issued.0.class", "member", "issued.0.phone", "x", "issued.0.paper", "9"))
	guide.want(409, "不能少于", "POST", m+"/ballot", post("issued.0.class", "member", "issued.0.paper", "9", "issued.1.class", "masses", "issued.1.phone", "3"))
	guide.want(303, "", "POST", m+"/ballot", post("issued.0.class", "member", "issued.0.phone", "3", "issued.0.paper", "6", "issued.1.class", "masses", "issued.1.phone", "3", "issued.1.paper", ""))
	guide.want(200, "只显示这一次", "GET", m+"/slips", nil)
	_, page, _ := guide.do("POST", m+"/slips", post())
	codes := printed.FindAllString(page, -1)
	if len(codes) != 6 || strings.Count(page, "qr-dark") != 6 {
		t.Fatalf("%d codes: %s", len(codes), page)
	}
	guide.want(409, "3", "POST", m+"/slips", post()) // drawn once
	voter := browse(t, w.server.Handler())
	for _, c := range codes {
		voter.want(200, "已计入", "POST", "/v", post("code", c, "step", "cast", "s0", "0"))
	}
	voter.want(200, "已计入", "POST", "/v", post("code", codes[0], "step", "cast", "s0", "3"))
	guide.want(200, "<strong>6</strong> / 6", "GET", m, nil)
	guide.want(303, "", "POST", do+"close-ballot", post("_back", m))
	guide.want(409, "“全体参评人员”一个数也没有填", "POST", m+"/collect", post("rows.0.class", "member+probationary+staff+masses", "rows.0.paper_returned", " ", "rows.0.paper_not_returned", "", "rows.0.phone_unused", ""))
	guide.want(303, "", "POST", m+"/collect", post("rows.0.class", "member+probationary+staff+masses", "rows.0.paper_returned", "6", "rows.0.paper_not_returned", "", "rows.0.phone_unused", "0"))
	w.count(t)
	guide.want(409, "", "POST", do+"announce", post("_back", m)) // not before it is accepted
	guide.want(303, "", "POST", do+"accept-count", post("_back", m))
	guide.want(200, "尚未公布", "GET", m, nil)
	if _, page, _ := w.client("office").do("GET", m, nil); strings.Contains(page, "bar-fill") {
		t.Error("who does not announce sees the result before it is announced")
	}
	guide.want(303, "", "POST", do+"announce", post("_back", m))
	w.client("office").want(200, "bar-fill", "GET", m, nil)
	chair.want(303, "", "POST", do+"close-meeting", post("_back", m))
	chair.want(200, "会议已经结束", "GET", m, nil)
	for _, sheet := range []string{"signin", "script", "ballot", "result", "minutes"} {
		guide.want(200, "paper sheet", "GET", m+"/sheet/"+sheet, nil)
		guide.want(200, "paper sheet", "GET", m+"/sheet/"+sheet+"?lang=en", nil)
	}
}

// count is the two tellers' count of six papers, the first one wrong twice.
func (w *world) count(t *testing.T) {
	t.Helper()
	const m = "/meeting/m-O1"
	sheet := func(ballots string, options ...string) url.Values {
		form := post("piles.0.class", "member+probationary+staff+masses", "piles.0.ballots", ballots, "piles.0.rows.0.subject", "O1", "piles.0.rows.0.blank", "", "piles.0.rows.0.multiple", "1")
		for i, o := range options {
			form.Set(fmt.Sprintf("piles.0.rows.0.options.%d", i), o)
		}
		return form
	}
	c1, c2 := w.client("c1"), w.client("c2")
	c1.want(200, "互不查看", "GET", m+"/count", nil)
	empty := sheet("")
	empty.Set("piles.0.rows.0.multiple", "")
	c1.want(409, "一个数也没有填", "POST", m+"/count", empty)
	c1.want(409, "row-wrong", "POST", m+"/count", sheet("6", "3", "", "", ""))
	c1.want(422, "piles.0.ballots", "POST", m+"/count", sheet("six", "3", "2", "", ""))
	c1.want(303, "", "POST", m+"/count", sheet("6", "1", "4", "", ""))
	if _, page, _ := c2.do("GET", m+"/count", nil); strings.Contains(page, `value="1"`) || strings.Contains(page, `value="4"`) {
		t.Error("a teller sees the other's numbers")
	}
	c2.want(200, "1人录入", "GET", m, nil)
	c2.want(303, "", "POST", m+"/count", sheet("6", "3", "2", "", ""))
	c1.want(200, "两人计票有2处不一致", "GET", m, nil)
	c1.want(200, `value="4"`, "GET", m+"/count", nil)
	c1.want(303, "", "POST", m+"/count", sheet("6", "3", "2", "0", "0"))
	c1.want(200, "两人计票一致", "GET", m, nil)
}

// Whoever has no part in a meeting sees nothing of it, and wrong addresses lead nowhere.
func TestMeetingDoors(t *testing.T) {
	w := newWorld(t)
	w.called()
	stranger, teller, office := w.client("m2-1"), w.client("c1"), w.client("office")
	for _, path := range []string{"/meeting/m-O1", "/hall/m-O1", "/meeting/m-O1/events", "/hall/m-O1/events", "/meeting/m-O1/slips", "/meeting/m-O1/ballot",
		"/meeting/m-O1/collect", "/meeting/m-O1/count", "/meeting/m-O1/replace", "/meeting/m-O1/sheet/signin"} {
		stranger.want(403, "无权", "GET", path, nil)
		office.want(404, "没有这个页面", "GET", strings.Replace(path, "m-O1", "m-none", 1), nil)
		office.want(404, "没有这个页面", "GET", strings.Replace(path, "m-O1", "..%2Fx", 1), nil)
		if to := browse(t, w.server.Handler()).want(303, "", "GET", path, nil).Get("Location"); !strings.HasPrefix(to, "/signin") {
			t.Error(to)
		}
	}
	for _, path := range []string{"/slips", "/ballot", "/collect", "/count", "/replace"} {
		office.want(403, "无权", "GET", "/meeting/m-O1"+path, nil) // the office does not vote
		office.want(403, "无权", "POST", "/meeting/m-O1"+path, nil)
	}
	for _, path := range []string{"/collect", "/count"} {
		teller.want(404, "没有这个页面", "GET", "/meeting/m-O1"+path, nil) // nothing to count yet
		teller.want(422, "", "POST", "/meeting/m-O1"+path, nil)
	}
	teller.want(409, "没有", "POST", "/meeting/m-O1/replace", post("origin", "phone"))
	office.want(404, "没有这个页面", "GET", "/meeting/m-O1/sheet/minutes", nil)
	office.want(404, "没有这个页面", "GET", "/meeting/m-O1/sheet/other", nil)
	office.want(200, "副书记1", "GET", "/meeting/m-O1/sheet/signin", nil)
	if status, _, _ := office.do("GET", "/meeting/m-O1/roll", nil); status != http.StatusMethodNotAllowed && status != 404 {
		t.Error("a tap by GET:", status)
	}
	w.hand("office", "meeting/m-O1", "open-roll")
	office.want(422, "无法读取", "POST", "/meeting/m-O1/roll", post("in", ""))
	office.want(409, "不在名册中", "POST", "/meeting/m-O1/roll", post("in", "m2-1"))
	w.client("s1").want(409, "未予受理", "POST", "/meeting/m-O1/roll", post("in", "m1-1")) // the subject may not
}

// The pages say in both languages what they say, and break no rule of pages.
func TestMeetingPagesAreWellFormed(t *testing.T) {
	w := newWorld(t)
	codes := w.voting()
	guide, voter := w.client("guide"), browse(t, w.server.Handler())
	for _, lang := range []string{"zh", "en"} {
		for _, path := range []string{"/meeting/m-O1", "/hall/m-O1", "/meeting/m-O1/slips", "/meeting/m-O1/ballot", "/meeting/m-O1/collect", "/meeting/m-O1/count",
			"/meeting/m-O1/replace", "/meeting/m-O1/sheet/signin", "/meeting/m-O1/sheet/script", "/meeting/m-O1/sheet/ballot", "/meeting/m-O1/sheet/minutes",
			"/meeting/m-O1/address", "/meeting/m-O1/print", "/meeting/m-O1/notice", "/meeting/m-O1/sheet/agenda",
			"/v", "/v/" + codes[0]} {
			c := guide
			if strings.HasPrefix(path, "/v") {
				c = voter
			}
			wellFormed(t, c, "GET", path+"?lang="+lang, nil)
		}
		wellFormed(t, voter, "POST", "/v?lang="+lang, post("code", codes[0], "step", "review", "s0", ""))
	}
}

func wellFormed(t *testing.T, c *client, method, path string, form url.Values) {
	t.Helper()
	status, page, _ := c.do(method, path, form)
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil || status != 200 {
		t.Fatal(path, status, err)
	}
	checkPage(t, path, doc)
	for _, raw := range []string{">hall.", ">vote.", ">web.", ">field.", ">room.", ">gate.", "%!"} {
		if i := strings.Index(page, raw); i >= 0 {
			t.Errorf("%s shows a raw key: %s", path, page[i:min(len(page), i+60)])
		}
	}
}

// A ballot that was spoilt is replaced: its code works no more, the new one does, and
// the meeting holds a number.
func TestReplace(t *testing.T) {
	w := newWorld(t)
	codes := w.voting()
	guide, voter := w.client("guide"), browse(t, w.server.Handler())
	const m = "/meeting/m-O1"
	form := post("class", "member+probationary+staff+masses", "origin", "phone", "cause", "spoilt", "reason", "字迹模糊", "code", codes[0])
	guide.want(409, "没有填写", "POST", m+"/replace", post("class", "member+probationary+staff+masses", "origin", "phone", "cause", "spoilt"))
	guide.want(422, "逐个核对", "POST", m+"/replace", post("class", "member+probationary+staff+masses", "origin", "phone", "cause", "spoilt", "reason", "x", "code", "12"))
	guide.want(409, "没有领过", "POST", m+"/replace", post("class", "masses", "origin", "phone", "cause", "spoilt", "reason", "x", "code", codes[0]))
	_, page, h := guide.do("POST", m+"/replace", form)
	fresh := printed.FindAllString(page, -1)
	if len(fresh) != 1 || h.Get("Cache-Control") != "no-store" {
		t.Fatal(page)
	}
	guide.want(422, "已经作废", "POST", m+"/replace", form)
	voter.want(410, "已经换发", "POST", "/v", post("code", codes[0]))
	voter.want(200, "已计入", "POST", "/v", post("code", fresh[0], "step", "cast", "s0", "1"))
	guide.want(422, "已经投过票", "POST", m+"/replace", post("class", "member+probationary+staff+masses", "origin", "phone", "cause", "spoilt", "reason", "x", "code", fresh[0]))
	_, page, _ = guide.do("POST", m+"/replace", post("class", "member+probationary+staff+masses", "origin", "phone", "cause", "lost", "reason", "丢失"))
	if len(printed.FindAllString(page, -1)) != 1 {
		t.Fatal(page)
	}
	w.state("m-O1", func(s *meeting.State) {
		if r := s.Round(); r.Slips[0].PhoneReplaced != 2 || len(r.Replaced) != 2 {
			t.Errorf("%+v", r)
		}
	})
}

// Slips drawn before the vote are as many as were asked for.
func TestSlipsBefore(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.hand("guide", "meeting/m-O1", "open-roll")
	guide := w.client("guide")
	const m = "/meeting/m-O1"
	for _, bad := range []string{"-1", "many", "2001"} {
		guide.want(409, "整数", "POST", m+"/slips", post("phone.all", bad))
	}
	guide.want(409, "没有填写纸条数", "POST", m+"/slips", post())
	_, page, _ := guide.do("POST", m+"/slips", post("phone.all", "12"))
	codes := printed.FindAllString(page, -1)
	if len(codes) != 12 || strings.Count(page, `class="slips"`) != 2 {
		t.Fatalf("%d codes on %d pages", len(codes), strings.Count(page, `class="slips"`))
	}
	browse(t, w.server.Handler()).want(409, "现在不能投票", "POST", "/v", post("code", codes[0]))
	for _, c := range codes {
		if _, err := ballotbox.ParseCode(c); err != nil {
			t.Error(c, err)
		}
	}
}

// Slips that were printed before the vote fit it, whoever came; more can be printed, no
// more are given out than were printed, and what was not given out stands on the record.
func TestPrintedAndGivenOut(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.opened("O1")
	guide, voter := w.client("guide"), browse(t, w.server.Handler())
	const m = "/meeting/m-O1"
	w.hand("guide", "meeting/m-O1", "start-report", "subject", "O1")
	w.hand("guide", "meeting/m-O1", "finish-report", "subject", "O1")
	_, page, _ := guide.do("POST", m+"/slips", post("phone.all", "10"))
	codes := printed.FindAllString(page, -1)
	if strings.Contains(page, "群众代表") {
		t.Error("the slips of one pile tell a class")
	}
	open := func(member, masses string) url.Values {
		return post("issued.0.class", "member", "issued.0.phone", member, "issued.1.class", "masses", "issued.1.phone", masses)
	}
	guide.want(409, "只印制了10张", "POST", m+"/ballot", open("9", "3"))
	guide.want(200, "需要补印的", "GET", m+"/slips", nil)
	_, page, _ = guide.do("POST", m+"/slips", post("phone.all", "3"))
	if codes = append(codes, printed.FindAllString(page, -1)...); len(codes) != 13 {
		t.Fatal(len(codes))
	}
	guide.want(303, "", "POST", m+"/ballot", open("9", "3"))
	for _, c := range codes[1:] { // the first slip stayed on the table
		voter.want(200, "已计入", "POST", "/v", post("code", c, "step", "cast", "s0", "0"))
	}
	w.hand("guide", "meeting/m-O1", "close-ballot")
	w.hand("guide", "meeting/m-O1", "collect-ballots", "rows", `[{"class":"member+probationary+staff+masses"}]`)
	w.hand("guide", "meeting/m-O1", "accept-count")
	guide.want(200, "印制纸条13张，其中1张没有发出", "GET", m+"/sheet/result", nil)
	w.state("m-O1", func(s *meeting.State) {
		if r := s.Round(); r.Made(0) != 13 || r.Balance(0).PhoneUsed != 12 {
			t.Errorf("%+v", r)
		}
	})
}

// Slips that were printed for a vote that was then held on paper count for nothing, and
// hold nobody up.
func TestPrintedForAVoteOnPaper(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.opened("O1")
	const m = "meeting/m-O1"
	w.hand("guide", m, "start-report", "subject", "O1")
	w.hand("guide", m, "finish-report", "subject", "O1")
	_, page, _ := w.client("guide").do("POST", "/"+m+"/slips", post("phone.all", "12"))
	w.hand("guide", m, "open-ballot", "issued", `[{"class":"member","paper":9},{"class":"masses","paper":3}]`)
	browse(t, w.server.Handler()).want(409, "现在不能投票", "POST", "/v", post("code", printed.FindString(page), "step", "cast", "s0", "0"))
	w.hand("guide", m, "close-ballot")
	if _, err := w.boxes.Sealed("m-O1-1"); err != nil {
		t.Error(err)
	}
	w.state("m-O1", func(s *meeting.State) {
		if s.Round().Phone != nil {
			t.Error("a box was recorded that nobody voted in")
		}
	})
}

// A slip is replaced in the box and on the record, or the next try makes them agree:
// when the record failed, when nobody knows whether it was written, when it is handed in
// by another door. The box never has fewer slips than the record.
func TestReplaceKeepsBoxAndRecordTogether(t *testing.T) {
	w := newWorld(t)
	codes := w.voting()
	const class, m = "member+probationary+staff+masses", "meeting/m-O1"
	call, err := w.office.Caller(t.Context(), "guide")
	w.must(err)
	replace := func(cause, code string) (ballotbox.Code, error) {
		why := meeting.ReplaceSlip{Class: class, Cause: cause, Reason: "字迹模糊"}
		return w.server.Polling.Replace(t.Context(), call, "m-O1", why, code)
	}
	if err := w.try("guide", m, "replace-slip", "class", class, "origin", "phone", "cause", "spoilt", "reason", "x"); err == nil {
		t.Error("a replacement was recorded without a slip")
	}
	failing := func(append, read journaltest.Fail) {
		w.store.Plan(func(op journaltest.Op) journaltest.Fail {
			return map[journaltest.Op]journaltest.Fail{journaltest.OpAppend: append, journaltest.OpRead: read}[op]
		})
		defer w.store.Plan(nil)
		if _, err := replace("spoilt", codes[0]); err == nil {
			t.Fatal("the store did not fail")
		}
	}
	failing(journaltest.FailsBefore, journaltest.Works)
	fresh, err := replace("spoilt", codes[0])
	w.must(err)
	if _, err := w.boxOf("m-O1").Class(fresh); err != nil {
		t.Error(err)
	}
	codes = codes[1:]
	failing(journaltest.FailsAfter, journaltest.FailsBefore)
	if _, err := replace("spoilt", codes[0]); !errors.Is(err, ballotbox.ErrSpoilt) {
		t.Error(err)
	}
	_, err = replace("lost", "")
	w.must(err)
	w.hand("guide", m, "close-ballot")
	w.state("m-O1", func(s *meeting.State) {
		if r := s.Round(); r.Slips[0].Phone != 15 || r.Slips[0].PhoneReplaced != 3 || r.Made(0) != 15 {
			t.Errorf("%+v made %d", r.Slips, r.Made(0))
		}
	})
}

func (w *world) boxOf(id string) (box *ballotbox.Box) {
	w.state(id, func(s *meeting.State) { box = must(w.boxes.Box(s.Round().Box)) })
	return box
}
