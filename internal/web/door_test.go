package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"shuping/internal/cycle"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/people"
)

// form opens a form and gives the values that it sends as they are.
func (c *client) form(path string) url.Values {
	c.t.Helper()
	status, body, _ := c.do("GET", path, nil)
	if status != http.StatusOK {
		c.t.Fatalf("%s: %d %s", path, status, body)
	}
	values := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(body[strings.Index(body, "<main"):], -1) {
		values.Add(m[1], m[2])
	}
	return values
}

// upload sends a form with one file.
func (c *client) upload(path string, values url.Values, field, name string, data []byte) (int, string, http.Header) {
	c.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, vs := range values {
		for _, v := range vs {
			if err := m.WriteField(k, v); err != nil {
				c.t.Fatal(err)
			}
		}
	}
	part, err := m.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err = errors.Join(err, m.Close()); err != nil {
		c.t.Fatal(err)
	}
	res, err := c.http.Post(c.url+path, m.FormDataContentType(), &body)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(res.Body); err != nil {
		c.t.Fatal(err)
	}
	return res.StatusCode, out.String(), res.Header
}

// records is how many records the year has.
func (w *world) records() (n uint64) {
	w.t.Helper()
	s, err := w.office.Cycles.Find(context.Background(), "2018")
	w.must(err)
	s.View(func(_ *cycle.State, head journal.Head) { n = head.Seq })
	return n
}

func with(values url.Values, kv ...string) url.Values {
	out := url.Values{}
	for k, vs := range values {
		out[k] = vs
	}
	for i := 0; i+1 < len(kv); i += 2 {
		out[kv[i]] = append(out[kv[i]][:len(out[kv[i]]):len(out[kv[i]])], kv[i+1])
	}
	return out
}

// A refusal is told at its field with rule, clause and next step, and the form keeps
// what was typed; the mended form is taken once, however often it is sent.
func TestDoor(t *testing.T) {
	w := newWorld(t)
	w.scope()
	c, at := w.client("office"), "/do/cycle/2018/record-assessment"
	sent := c.form(at + "?subject=O1&back=/year/2018/subjects/O1")
	if sent.Get("subject") != "O1" || sent.Get("_fixed") != "subject" || sent.Get("_back") != "/year/2018/subjects/O1" {
		t.Fatal("the form does not know what it is about:", sent)
	}
	bad := with(sent, "date", "2018-12-16", "text", `<script>alert("考核")</script>`)
	status, body, _ := c.do("POST", at, bad)
	for _, want := range []string{"未予受理", "N8.1", "三（五）", "还没有到", "请核对日期", `aria-invalid="true"`, `value="2018-12-16"`, "&lt;script&gt;alert(&#34;考核&#34;)&lt;/script&gt;", `name="subject" value="O1"`} {
		if status != http.StatusConflict || !strings.Contains(body, want) {
			t.Errorf("the refusal is %d and lacks %s: %s", status, want, body)
		}
	}
	if strings.Contains(body, "<script>alert") {
		t.Error("what was typed became a script")
	}
	before := w.records()
	good := with(sent, "date", "2018-12-15", "text", `<script>alert("考核")</script>`)
	if h := c.want(http.StatusSeeOther, "", "POST", at, good); h.Get("Location") != "/year/2018/subjects/O1" {
		t.Error("the form leads to", h.Get("Location"))
	}
	c.want(http.StatusOK, "已办理：登记日常考核", "GET", "/year/2018/subjects/O1", nil)
	c.want(http.StatusSeeOther, "", "POST", at, good)
	c.want(http.StatusOK, "没有重复办理", "GET", "/year/2018/subjects/O1", nil)
	if n := w.records(); n != before+1 {
		t.Errorf("sent twice, there are %d records more", n-before)
	}
	for _, path := range []string{"/year/2018/subjects/O1", "/year/2018/records"} {
		if _, body, _ := c.do("GET", path, nil); strings.Contains(body, "<script>alert") || !strings.Contains(body, "&lt;script&gt;") {
			t.Errorf("%s shows what was typed as it is", path)
		}
	}
}

// Wrong input of every sort is answered at the field, and nothing is written.
func TestDoorMalformed(t *testing.T) {
	w := newWorld(t)
	w.scope()
	c := w.client("office")
	n := w.records()
	for _, x := range []struct {
		kind, field, value, text string
		status                   int
	}{
		{"record-assessment", "date", "明天", "应填日期", 422}, {"record-assessment", "nonsense", "1", "没有这一栏", 422},
		{"assign-liaison", "leader", "没有这个人", "人员表中没有", 422}, {"assign-liaison", "org", "O1", "请填写", 422}, {"record-visit", "verdict", "maybe", "从所列选项中选择", 422},
		{"close", "date", "2999-01-01", "还没有", 409}, {"file-report", "subject", "O1", "没有填写", 409}, {"record-previous-grade", "year", "去年", "应填整数", 422},
		{"record-assessment", "text", strings.Repeat("长", 1<<20), "没有填写", 422},
	} {
		status, body, _ := c.do("POST", "/do/cycle/2018/"+x.kind, url.Values{x.field: {x.value}})
		if status != x.status || x.status != 422 && !strings.Contains(body, x.text) || x.status == 422 && !strings.Contains(body, "填写") {
			t.Errorf("%s %s=%.20s: %d %.2000s", x.kind, x.field, x.value, status, body)
		}
	}
	if w.records() != n {
		t.Error("something was written")
	}
	if status, _, _ := c.do("POST", "/do/cycle/2018/record-visit", url.Values{}, "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden {
		t.Error("a form of another site was taken:", status)
	}
	if status, _, _ := c.do("POST", "/do/cycle/2018/set-scope", url.Values{"a.b.c.d.e.f.g.h.i.j": {"1"}}); status != 422 {
		t.Error("a deep name:", status)
	}
}

// A person is typed by name, number or both.
func TestDoorFindsPersons(t *testing.T) {
	w := newWorld(t)
	w.scope()
	w.must(w.people.Apply(context.Background(), people.Changes{Persons: []people.Person{{ID: "x1", Name: "重名"}, {ID: "x2", Name: "重名"}}}))
	c := w.client("office")
	for _, typed := range []string{"副书记李文", "leader", "副书记李文（leader）", "副书记李文(leader)", " 副书记李文 "} {
		c.want(http.StatusSeeOther, "", "POST", "/do/cycle/2018/assign-liaison", url.Values{"org": {"O3"}, "leader": {typed}})
	}
	c.want(422, "不止一人", "POST", "/do/cycle/2018/assign-liaison", url.Values{"org": {"O3"}, "leader": {"重名"}})
	c.want(http.StatusSeeOther, "", "POST", "/do/cycle/2018/assign-liaison", url.Values{"org": {"O3"}, "leader": {"重名（x2）"}})
	// A list has a box for each; more boxes come without script, and what was typed stays.
	w.client("verifier").want(http.StatusOK, "核实员周洁", "POST", "/do/cycle/2018/record-visit", url.Values{"subject": {"O1"}, "visitors": {"verifier", ""}, "_more": {"visitors"}})
	w.client("verifier").want(http.StatusSeeOther, "", "POST", "/do/cycle/2018/record-visit", url.Values{"subject": {"O1"}, "visitors": {"核实员周洁", "党员1之1", ""},
		"date": {"2018-12-15"}, "method": {"实地调研"}, "finding": {"属实"}, "verdict": {"borne-out"}})
}

func TestDoorMoreRows(t *testing.T) {
	w := newWorld(t)
	w.open()
	c := w.client("office")
	_, body, _ := c.do("POST", "/do/cycle/2018/set-scope", url.Values{"exemptions.0.reason": {"组织撤并"}, "exemptions.0.org": {"O3"}, "_more": {"exemptions"}})
	if !strings.Contains(body, "组织撤并") || !strings.Contains(body, `name="exemptions.3.reason"`) {
		t.Error("there are no more rows, or what was typed is lost:", body)
	}
	if _, body, _ := c.do("GET", "/year/2018/subjects", nil); !strings.Contains(body, "还没有确定述职对象") {
		t.Error("asking for rows handed in the form")
	}
}

// A page of another site cannot be where a form leads to.
func TestDoorLeadsNowhereElse(t *testing.T) {
	w := newWorld(t)
	w.scope()
	for _, back := range []string{"https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"} {
		h := w.client("office").want(http.StatusSeeOther, "", "POST", "/do/cycle/2018/assign-liaison", url.Values{"org": {"O1"}, "leader": {"leader"}, "_back": {back}})
		if h.Get("Location") != "/" {
			t.Errorf("%s leads to %s", back, h.Get("Location"))
		}
	}
}

// Who has not the role is told whose act it is, by the form and by the server.
func TestDoorRole(t *testing.T) {
	w := newWorld(t)
	w.scope()
	c := w.client("office")
	c.want(http.StatusForbidden, "党（工）委书记", "GET", "/do/cycle/2018/close", nil)
	w.client("auditor").want(http.StatusConflict, "监督检查人员", "POST", "/do/cycle/2018/assign-liaison", url.Values{"org": {"O1"}, "leader": {"leader"}})
	w.must(w.people.SetAccount(context.Background(), people.Account{Person: "auditor", Roles: []string{people.Auditor}, Disabled: true}))
	if status, _, h := w.client("auditor").do("POST", "/do/cycle/2018/assign-liaison", url.Values{"org": {"O1"}, "leader": {"leader"}}); status != 303 || h.Get("Location") != "/signin" {
		t.Error("a disabled account handed something in:", status)
	}
}

func TestFiles(t *testing.T) {
	w := newWorld(t)
	w.scope()
	c := w.client("s1")
	status, body, _ := c.upload("/do/cycle/2018/file-report", url.Values{"subject": {"O1"}}, "file", "报告.docx", []byte("no document"))
	if status != 409 || !strings.Contains(body, "不是 Word 文件") {
		t.Errorf("a file that is none: %d %s", status, body)
	}
	if status, body, _ = c.upload("/do/cycle/2018/file-report", url.Values{"subject": {"O1"}, "text": {"另一份"}, "like": {"[]"}, "members": {"99"}}, "file", "报告.txt", []byte(goodReport)); status != 303 {
		t.Fatal(status, body)
	}
	year, err := w.office.Cycles.Find(t.Context(), "2018")
	w.must(err)
	year.View(func(s *cycle.State, _ journal.Head) {
		sum := sha256.Sum256([]byte(strings.TrimSpace(goodReport)))
		if r := s.Subjects["O1"].Report(); r.TextHash != hex.EncodeToString(sum[:]) || r.Members != 10 {
			t.Errorf("what was sent beside the file was looked at: %d members, %s", r.Members, r.TextHash)
		}
	})
	_, body, _ = c.do("GET", "/year/2018/subjects/O1", nil)
	link := regexp.MustCompile(`/file/[0-9a-f]{64}`).FindString(body)
	status, body, h := c.do("GET", link, nil)
	if status != 200 || body != goodReport || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment; filename*=utf-8''") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("the report: %d %v %.80s", status, h, body)
	}
	w.client("auditor").want(200, "个人履行职责", "GET", link, nil)
	w.client("s2").want(403, "", "GET", link, nil)
	w.client("m1-1").want(403, "", "GET", link, nil)
	h2, err := w.office.Blobs.Put(context.Background(), strings.NewReader("nobody names this"))
	w.must(err)
	w.client("office").want(404, "", "GET", "/file/"+string(h2), nil)
}

func TestOpenYear(t *testing.T) {
	w := newWorld(t)
	c := w.client("office")
	c.want(200, "notice-2018", "GET", "/open", nil)
	status, body, _ := c.upload("/open", url.Values{"id": {"2018"}, "title": {"自拟办法"}}, "policy", "own.yaml", []byte("format: 1\nyear: 早\nnonsense: 1\n"))
	if status != 422 || !strings.Contains(body, "own.yaml:2:7") || !strings.Contains(body, "own.yaml:3:1") || !strings.Contains(body, "自拟办法") {
		t.Errorf("a notice with faults: %d %s", status, body)
	}
	c.want(422, "编号只能用", "POST", "/open", url.Values{"id": {"二〇一八/x"}, "policy": {"notice-2018"}})
	c.want(409, "notice-2018", "POST", "/open", url.Values{"id": {"2018"}, "policy": {"none"}})
	h := c.want(303, "", "POST", "/open", url.Values{"id": {"2018"}, "policy": {"notice-2018"}})
	if h.Get("Location") != "/year/2018" {
		t.Error("an opened year leads to", h.Get("Location"))
	}
	c.want(409, "已经启动", "POST", "/open", url.Values{"id": {"2018"}, "policy": {"notice-2018"}})
	w.client("head").want(403, "", "POST", "/open", url.Values{"id": {"2019"}, "policy": {"notice-2018"}})
}

func TestDecideGrades(t *testing.T) {
	w := newWorld(t)
	w.met()
	w.at("2019-01-04", 10, 0)
	c := w.client("head")
	values := c.form("/year/2018/grades")
	for i := range w.subjects {
		values.Set("grades."+string(rune('0'+i))+".grade", "优秀")
	}
	values.Set("date", "2019-01-04")
	c.want(200, "超出1名", "POST", "/year/2018/grades", with(values, "_count", "1"))
	status, body, _ := c.do("POST", "/year/2018/grades", values)
	if status != 409 || !strings.Contains(body, "“优秀”有 5 名") || !strings.Contains(body, "请减少 1 名") || strings.Count(body, `value="优秀" selected`) != 5 {
		t.Errorf("over the quota: %d %s", status, body)
	}
	values.Set("grades.4.grade", "称职")
	values.Set("grades.4.reason", "日常考核")
	w.client("office").want(409, "党（工）委书记", "POST", "/year/2018/grades", with(values, "_once", "x"))
	values.Set("participants", "书记马国强")
	c.want(303, "", "POST", "/year/2018/grades", values)
	c.want(200, "已于2019年1月4日评定", "GET", "/year/2018/grades", nil)
	w.client("s1").want(403, "", "POST", "/year/2018/grades", values)
}

// The notice shows what was posted, and not what was corrected since.
func TestNotice(t *testing.T) {
	w := newWorld(t)
	w.graded()
	nobody := browse(t, w.server.Handler())
	nobody.want(404, "", "GET", "/notice/2018", nil)
	w.hand("office", year, "post-results", "place", "unit", "orgs", "O3", "date", "2019-01-04")
	_, body, _ := nobody.do("GET", "/notice/2018", nil)
	if !strings.Contains(body, "区建国") || strings.Contains(body, "张秀兰") {
		t.Error("only one board has a result, but it shows", body)
	}
	w.hand("office", year, "post-results", "place", "street", "date", "2019-01-04", "until", "2019-01-10")
	status, body, h := nobody.do("GET", "/notice/2018", nil)
	for _, want := range []string{"张秀兰", "8 / 3 / 0 / 0", "基本称职", "街道党务公开栏", "2019年1月10日", "向街道党工委党建办反映"} {
		if status != 200 || !strings.Contains(body, want) {
			t.Errorf("the notice lacks %s: %s", want, body)
		}
	}
	if h.Get("Set-Cookie") != "" {
		t.Error("the notice sets a cookie")
	}
	w.hand("head", year, "correct-grade", "subject", "O1", "grade", "称职", "date", "2019-01-04", "reason", "复核", "approver", "leader")
	if _, body, _ := nobody.do("GET", "/notice/2018", nil); !strings.Contains(body, "正在更正") {
		t.Error("a corrected grade is shown before it is posted")
	}
}

// brokenEffects fail after the command was written.
type brokenEffects struct{}

func (brokenEffects) Stream(context.Context, string) error { return errors.New("disk full") }

// A command that is on record is not called a failure because of what follows.
func TestEffectsFail(t *testing.T) {
	w := newWorld(t)
	w.scope()
	w.server.Effects = brokenEffects{}
	c := w.client("office")
	c.want(303, "", "POST", "/do/cycle/2018/assign-liaison", url.Values{"org": {"O1"}, "leader": {"leader"}})
	c.want(200, "系统会自动再办", "GET", "/year/2018", nil)
	if !strings.Contains(w.log.String(), "disk full") {
		t.Error("the fault is not in the log")
	}
}

// An answer that is not sure says so, and the form keeps what was typed.
func TestUnsure(t *testing.T) {
	w := newWorld(t)
	v := &visit{Request: httptest.NewRequest("POST", "/do/cycle/2018/close", nil), W: w.server.visit(httptest.NewRequest("GET", "/", nil)).W}
	f := CommandForm{}
	status, err := w.server.answer(&f, v, &engine.Unsure{Stream: year, Err: errors.New("disk"), Read: errors.New("disk")})
	if status != 503 || err != nil || !f.Unsure {
		t.Error(status, err, f.Unsure)
	}
	f = CommandForm{W: v.W, Stream: "cycle", Kind: "close", Unsure: true}
	var b strings.Builder
	w.must(Form(f).Render(context.Background(), &b))
	if !strings.Contains(b.String(), "不能确定是否已经记录") {
		t.Error(b.String())
	}
	if _, err := w.server.answer(&f, v, errors.New("other")); err == nil {
		t.Error("a fault of ours was told to the person")
	}
}
