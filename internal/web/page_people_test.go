package web

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"shuping/internal/people"
)

func TestImport(t *testing.T) {
	w := newOffice(t)
	c := w.client("office")
	w.pages("office", "/", "/open", "/people", "/people/import")
	c.want(200, "请先导入花名册", "GET", "/open", nil)
	data, err := os.ReadFile("../demo/data/roster.xlsx")
	w.must(err)
	status, body, _ := c.upload("/people/import", nil, "files", "花名册.xlsx", data)
	mark := regexp.MustCompile(`name="mark" value="([^"]+)"`).FindStringSubmatch(body)
	if status != 200 || mark == nil || !strings.Contains(body, "将作以下变动") {
		t.Fatalf("the demo's rosters: %d %s", status, body)
	}
	before, err := w.people.Roster(context.Background())
	w.must(err)
	if len(before.Organisations) != 0 {
		t.Fatal("looking changed something")
	}
	w.client("head").want(403, "", "POST", "/people/import/confirm", url.Values{"mark": {mark[1]}})
	c.want(303, "", "POST", "/people/import/confirm", url.Values{"mark": {mark[1]}})
	c.want(200, "已写入", "GET", "/people", nil)
	c.want(409, "没有写入", "POST", "/people/import/confirm", url.Values{"mark": {mark[1]}})
	if status, body, _ = c.upload("/people/import", nil, "files", "花名册.xlsx", data); status != 200 || !strings.Contains(body, "没有变动") {
		t.Errorf("the same again: %d %s", status, body)
	}
	c.want(200, "查到的人员", "GET", "/people?q=%E5%BC%A0", nil)
}

func TestImportFaults(t *testing.T) {
	w := newWorld(t)
	c := w.client("office")
	c.want(422, "没有选择文件", "POST", "/people/import", nil)
	status, body, _ := c.upload("/people/import", nil, "files", "<b>.csv", []byte("人员编号,姓名,人员类别,所在党组织\nP1,<script>,正式党员,没有的支部\n,无编号,正式党员,金鑫社区党委\n"))
	for _, want := range []string{"需要改正的地方", "没有这个党组织", "此格不能为空", "&lt;b&gt;.csv", `cell-number" data-label="行"`} {
		if status != 422 || !strings.Contains(body, want) {
			t.Errorf("a roster with faults: %d lacks %s: %s", status, want, body)
		}
	}
	if status, _, _ = c.upload("/people/import", nil, "files", "x.xlsx", []byte("none")); status != 422 {
		t.Error("no workbook:", status)
	}
	// A pending import waits half an hour and no longer.
	_, body, _ = c.upload("/people/import", nil, "files", "x.csv", []byte("人员编号,姓名,人员类别,所在党组织\nP1,新人,正式党员,金鑫社区党委\n"))
	mark := regexp.MustCompile(`name="mark" value="([^"]+)"`).FindStringSubmatch(body)
	if mark == nil {
		t.Fatal(body)
	}
	w.mu.Lock()
	w.now = w.now.Add(31 * time.Minute)
	w.mu.Unlock()
	c.want(409, "没有写入", "POST", "/people/import/confirm", url.Values{"mark": {mark[1]}})
}

// A link is shown once, works once, and stands in no log.
func TestIssueLink(t *testing.T) {
	w := newWorld(t)
	status, body, _ := w.client("office").do("POST", "/people/person/s1/link", nil)
	link := regexp.MustCompile(`http://[^/]+(/in/[A-Za-z0-9_-]+)`).FindStringSubmatch(body)
	if status != 200 || link == nil || !strings.Contains(body, `class="qr-dark" d="M`) {
		t.Fatal(status, body)
	}
	if strings.Contains(w.log.String(), strings.TrimPrefix(link[1], "/in/")) {
		t.Error("the link is in the log")
	}
	c := browse(t, w.server.Handler())
	c.want(303, "", "POST", link[1], nil)
	c.want(200, "张秀兰", "GET", "/", nil)
	w.client("head").want(403, "", "POST", "/people/person/s1/link", nil)
	w.client("office").want(404, "", "POST", "/people/person/none/link", nil)
	w.client("office").want(404, "", "GET", "/people/person/s1/link", nil)
}

func TestAccounts(t *testing.T) {
	w := newWorld(t)
	c := w.client("office")
	c.want(303, "", "POST", "/people/person/s1/roles", url.Values{"roles": {"leader", "verifier"}})
	if a, _ := w.people.Account(context.Background(), "s1"); strings.Join(a.Roles, " ") != "leader verifier" {
		t.Error("the roles are", a.Roles)
	}
	c.want(303, "", "POST", "/people/person/s1/roles", url.Values{"roles": {"emperor"}})
	c.want(200, "没有这种职责", "GET", "/people/person/s1", nil)
	s1 := w.client("s1")
	c.want(303, "", "POST", "/people/person/s1/disabled", url.Values{"disabled": {"true"}})
	c.want(200, "已停用", "GET", "/people/person/s1", nil)
	s1.want(303, "", "GET", "/", nil)
	c.want(303, "", "POST", "/people/person/s1/disabled", url.Values{"disabled": {"false"}})
	for path, form := range map[string]url.Values{"roles": {"roles": {"auditor"}}, "disabled": {"disabled": {"true"}}, "forget": {}} {
		c.want(303, "", "POST", "/people/person/office/"+path, form)
		c.want(200, "不能停用、删除自己", "GET", "/people/person/office", nil)
	}
	for _, path := range []string{"roles", "disabled", "forget"} {
		w.client("head").want(403, "", "POST", "/people/person/s1/"+path, nil)
		c.want(404, "", "POST", "/people/person/none/"+path, nil)
	}
}

// Who is forgotten is gone from every page but for the number in old records.
func TestForget(t *testing.T) {
	w := newWorld(t)
	w.scope()
	c := w.client("office")
	c.want(200, "删除张秀兰的个人信息", "GET", "/people/person/s1/forget", nil)
	c.want(303, "", "POST", "/people/person/s1/forget", nil)
	for _, path := range []string{"/year/2018", "/year/2018/subjects", "/year/2018/subjects/O1", "/people", "/people/person/s1"} {
		status, body, _ := c.do("GET", path, nil)
		if status != http.StatusOK || strings.Contains(body, "张秀兰") || !strings.Contains(body, "已删除") && path != "/year/2018" {
			t.Errorf("%s after forgetting: %d %s", path, status, body)
		}
	}
	if p, err := w.people.Person(context.Background(), "s1"); err != nil || p.Name != people.ForgottenName {
		t.Error(p, err)
	}
}
