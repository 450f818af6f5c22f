package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"shuping/internal/policy"
	"shuping/policies"
)

// send posts a form with files, as browsers do.
func (c *client) send(path string, values url.Values, files map[string]string) (status int, body string) {
	c.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, vs := range values {
		for _, v := range vs {
			if err := form.WriteField(name, v); err != nil {
				c.t.Fatal(err)
			}
		}
	}
	for name, text := range files {
		part, err := form.CreateFormFile(name, "我的办法.yaml")
		if err != nil {
			c.t.Fatal(err)
		}
		if _, err := io.WriteString(part, text); err != nil {
			c.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		c.t.Fatal(err)
	}
	req, err := http.NewRequest("POST", c.url+path, &b)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res.StatusCode, string(got)
}

func (c *client) holds(status int, wantStatus int, body string, texts ...string) {
	c.t.Helper()
	if status != wantStatus {
		c.t.Errorf("got %d, want %d", status, wantStatus)
	}
	for _, text := range texts {
		if !strings.Contains(body, text) {
			c.t.Errorf("the page lacks %q", text)
		}
	}
}

func example(t *testing.T, name string) string {
	t.Helper()
	b, err := policies.Examples.ReadFile("examples/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Whoever is signed in reads the notices; those of a year only who takes part in it.
func TestNoticesAreListed(t *testing.T) {
	w := newWorld(t)
	w.open()
	if status, _, h := browse(t, w.server.Handler()).do("GET", "/notices", nil); status != 303 || h.Get("Location") == "/notices" {
		t.Errorf("without signing in: %d", status)
	}
	office, guide := w.client("office"), w.client("guide")
	before := w.records()
	status, body, _ := office.do("GET", "/notices", nil)
	office.holds(status, 200, body, "随程序提供的办法", `href="/notices/program/notice-2018"`, `href="/notices/example/bands-as-published"`, "有 3 处错误", `href="/notices/year/2018"`)
	status, body, _ = guide.do("GET", "/notices?lang=en", nil)
	guide.holds(status, 200, body, "Examples of other practice", "3 faults", "Read the rules")
	if strings.Contains(body, "/notices/year/2018") {
		t.Error("a stranger to the year is offered its notice")
	}
	for _, path := range []string{"/notices/year/2018", "/notices/program/none", "/notices/year/2018@1", "/notices/program/none/file", "/notices/year/2018/file"} {
		if status, _, _ := guide.do("GET", path, nil); status != 404 {
			t.Errorf("%s for a stranger: %d", path, status)
		}
	}
	if w.records() != before {
		t.Error("reading was recorded")
	}
}

func TestNoticeIsExplained(t *testing.T) {
	w := newWorld(t)
	w.open()
	c := w.client("office")
	for _, path := range []string{"/notices/program/notice-2018", "/notices/year/2018"} {
		status, body, _ := c.do("GET", path, nil)
		c.holds(status, 200, body, "五、本单位会议评议", "〔三（三）〕", "原则上", "从哪一份到这一份")
	}
	status, body, _ := c.do("GET", "/notices/example/rank-and-grade?lang=en", nil)
	c.holds(status, 200, body, "A year cannot be opened with it yet", "1/3", "〔四.2〕")
	status, body, _ = c.do("GET", "/notices/example/bands-as-published", nil)
	c.holds(status, 200, body, "grading.bands.list[1]", "90")
	status, body, h := c.do("GET", "/notices/example/floor-15/file", nil)
	c.holds(status, 200, body, "at_least_share: 15%")
	if !strings.Contains(h.Get("Content-Disposition"), "floor-15.yaml") {
		t.Error(h)
	}
	_, body, _ = c.do("GET", "/notices/starter.yaml", nil)
	if _, err := policy.Parse("starter", []byte(body)); err != nil {
		t.Error(err)
	}
	c.want(200, "json-schema.org", "GET", "/notices/schema.json", nil)
}

// An own notice is judged with all its faults, and is nowhere afterwards.
func TestNoticeIsChecked(t *testing.T) {
	w := newWorld(t)
	w.open()
	c := w.client("guide")
	before := w.records()
	bad := strings.NewReplacer("quorum:", "quorom:", "grade: 满意", "grade: 满", "more_than: 1/3", "more_than: 三分之一").Replace(example(t, "satisfied"))
	status, body := c.send("/notices", nil, map[string]string{"own_file": bad})
	c.holds(status, 422, body, "我的办法.yaml", "是不是“quorum”", "三分之一", "data-label=\"行\"", "more_than: 三分之一")
	status, body = c.send("/notices?lang=en", url.Values{"own_text": {strings.ReplaceAll(bad, "\n", "\r\n")}, "own_name": {"x.yaml"}}, nil)
	c.holds(status, 422, body, "x.yaml", "quorum", "Change it and check again")
	status, body = c.send("/notices", url.Values{"own_text": {example(t, "satisfied")}}, nil)
	c.holds(status, 200, body, "办法有效", "还不能用来启动年度", "acts", `name="of_text"`, "超过")
	status, body = c.send("/notices", nil, nil)
	c.holds(status, 422, body, "请选择文件或粘贴内容")
	status, body = c.send("/notices", nil, map[string]string{"own_file": strings.Repeat("#", policy.MaxBytes+1)})
	c.holds(status, 422, body, "最多 1048576 字节")
	status, body = c.send("/notices", nil, map[string]string{"own_file": strings.Repeat("#", maxNotice)})
	c.holds(status, 413, body, "过大")
	status, body = c.send("/notices", nil, map[string]string{"own_file": "<script>alert(1)</script>: \xff"})
	c.holds(status, 422, body, "UTF-8")
	if strings.Contains(body, "<script>alert") || w.records() != before {
		t.Error("what was sent is in the page as it is, or on record")
	}
}

func TestNoticesAreCompared(t *testing.T) {
	w := newWorld(t)
	c := w.client("guide")
	status, body, _ := c.do("GET", "/notices/compare?from=example/bands-mended&to=example/bands-mended", nil)
	c.holds(status, 200, body, "两份办法没有不同")
	later := strings.NewReplacer("more_than: 1/2", "at_least: 2/3", "year: 2023", "year: 2024").Replace(example(t, "satisfied"))
	status, body = c.send("/notices/compare", url.Values{"from": {"example/satisfied"}}, map[string]string{"to_file": later})
	c.holds(status, 200, body, "修改", "1/2", "2/3", "2023", "2024", "自己的：我的办法.yaml")
	status, body = c.send("/notices/compare?lang=en", url.Values{"from": {"example/satisfied"}, "to_text": {later}, "to_name": {"later.yaml"}}, nil)
	c.holds(status, 200, body, "Changed", "Own: later.yaml", "2/3")
	for _, form := range []url.Values{{"from": {"example/none"}, "to": {"example/satisfied"}}, {"from": {"example/bands-as-published"}, "to": {"example/satisfied"}}, {"to": {"example/satisfied"}}} {
		if status, body = c.send("/notices/compare", form, nil); status != 422 || !strings.Contains(body, "field-wrong") {
			t.Errorf("%v: %d", form, status)
		}
	}
	c.holds(status, 422, body, "请选一份办法")
	status, body, _ = c.do("GET", "/notices/compare", nil)
	c.holds(status, 200, body, "请选择")
}
