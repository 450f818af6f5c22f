package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/alexedwards/scs/v2/memstore"

	"shuping/internal/decider"
	"shuping/internal/form"
	"shuping/internal/people"
)

// gate is sign-in for tests: token "good" opens P1 once.
type gate struct {
	used     bool
	disabled bool
	gone     bool
	err      error
}

func (g *gate) Check(_ context.Context, token string) error {
	switch {
	case g.err != nil:
		return g.err
	case token == "expired":
		return people.ErrLinkExpired
	case token != "good":
		return people.ErrLinkUnknown
	case g.used:
		return people.ErrLinkUsed
	}
	return nil
}

func (g *gate) Redeem(ctx context.Context, token string) (people.Account, error) {
	if err := g.Check(ctx, token); err != nil {
		return people.Account{}, err
	}
	g.used = true
	return g.Account(ctx, "P1")
}

func (g *gate) IssueLink(context.Context, string, time.Duration) (string, error) {
	return "good", g.err
}

func (g *gate) Account(_ context.Context, person string) (people.Account, error) {
	if g.gone {
		return people.Account{}, people.ErrUnknown
	}
	return people.Account{Person: person, Name: "张秀兰", Roles: []string{people.Office}, Disabled: g.disabled}, g.err
}

// hashed is a session store that notes what tokens it is given.
type hashed struct {
	scs.Store
	tokens []string
}

func (h *hashed) Commit(token string, b []byte, expires time.Time) error {
	h.tokens = append(h.tokens, token)
	return h.Store.Commit(token, b, expires)
}

type parts struct {
	gate  *gate
	log   *bytes.Buffer
	store *hashed
	now   time.Time
}

func testServer(t testing.TB) (*Server, *parts) {
	t.Helper()
	p := &parts{gate: &gate{}, log: &bytes.Buffer{}, store: &hashed{Store: memstore.NewWithCleanupInterval(0)}, now: time.Unix(1545955200, 0)}
	w := newWorld(t)
	return New(Config{Office: w.office, Polling: w.server.Polling, Effects: w.effects, Halls: w.server.Halls, Carrier: w.server.Carrier, SignIn: p.gate, Accounts: p.gate, Sessions: p.store, Now: func() time.Time { return p.now },
		Random: rand.New(rand.NewSource(1)), Log: slog.New(slog.NewTextHandler(p.log, nil)), Version: "test"}), p
}

// client is a browser with cookies that does not follow redirects.
type client struct {
	t    *testing.T
	http *http.Client
	url  string
}

func browse(t *testing.T, h http.Handler) *client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := s.Client()
	c.Jar = jar
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client{t, c, s.URL}
}

func (c *client) do(method, path string, form url.Values, header ...string) (status int, body string, h http.Header) {
	c.t.Helper()
	req, err := http.NewRequest(method, c.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res.StatusCode, string(b), res.Header
}

func (c *client) want(status int, text, method, path string, form url.Values, header ...string) http.Header {
	c.t.Helper()
	got, body, h := c.do(method, path, form, header...)
	if got != status || !strings.Contains(body, text) {
		c.t.Errorf("%s %s: got %d %s, want %d with %q", method, path, got, body, status, text)
	}
	return h
}

func TestSignInByLink(t *testing.T) {
	s, p := testServer(t)
	c := browse(t, s.Handler())
	if to := c.want(303, "", "GET", "/", nil).Get("Location"); to != "/signin" {
		t.Error(to)
	}
	c.want(200, "登录链接", "GET", "/signin", nil)
	if h := c.want(200, "只能使用一次", "GET", "/in/good", nil); h.Get("Referrer-Policy") != "no-referrer" {
		t.Error("the link's page must not tell its address")
	}
	c.want(200, "只能使用一次", "GET", "/in/good", nil) // looking does not use it up
	c.want(404, "无效", "GET", "/in/bad", nil)
	if to := c.want(303, "", "POST", "/in/good", nil).Get("Location"); to != "/" {
		t.Error(to)
	}
	c.want(200, "张秀兰", "GET", "/", nil)
	c.want(303, "", "GET", "/signin", nil)
	browse(t, s.Handler()).want(422, "已经用过", "POST", "/in/good", nil)
	if log := p.log.String(); strings.Contains(log, "good") || !strings.Contains(log, "route=\"POST /in/{token}\"") {
		t.Errorf("the log holds a secret or no route: %s", log)
	}
	for _, token := range p.store.tokens {
		if len(token) < 43 || token == "" {
			t.Error(token)
		}
	}
	jarred := c.http.Jar.Cookies(must(url.Parse(c.url)))
	for _, cookie := range jarred {
		for _, stored := range p.store.tokens {
			if cookie.Value == stored {
				t.Error("the session's token is stored as it is")
			}
		}
	}
	c.want(303, "", "POST", "/signout", nil)
	c.want(303, "", "GET", "/", nil)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestSignInByPasting(t *testing.T) {
	s, _ := testServer(t)
	c := browse(t, s.Handler())
	c.want(422, "有效期", "POST", "/signin", url.Values{"link": {"https://x/in/expired"}})
	h := c.want(303, "", "POST", "/signin", url.Values{"link": {" https://x/in/good "}, "back": {"//evil.example/x"}})
	if h.Get("Location") != "/" {
		t.Errorf("sent outside: %s", h.Get("Location"))
	}
	c.want(200, "Party-building office", "GET", "/?lang=en", nil)
}

func TestDisabledAndForgottenAreOut(t *testing.T) {
	s, p := testServer(t)
	for _, change := range []func(){func() { p.gate.disabled = true }, func() { p.gate.disabled, p.gate.gone = false, true }} {
		p.gate.used, p.gate.gone = false, false
		c := browse(t, s.Handler())
		p.gate.disabled = false
		c.want(303, "", "POST", "/in/good", nil)
		c.want(200, "张秀兰", "GET", "/", nil)
		change()
		c.want(303, "", "GET", "/", nil)
	}
}

func TestFaultsOfOursGiveANumber(t *testing.T) {
	s, p := testServer(t)
	c := browse(t, s.Handler())
	c.want(303, "", "POST", "/in/good", nil)
	p.gate.err = errors.New("disk gone")
	c.want(500, "故障编号", "GET", "/", nil)
	if !strings.Contains(p.log.String(), "disk gone") || !strings.Contains(p.log.String(), "incident=") {
		t.Error(p.log.String())
	}
	c.want(500, "故障编号", "POST", "/in/good", nil)
}

func TestHeadersAndErrors(t *testing.T) {
	s, _ := testServer(t)
	c := browse(t, s.Handler())
	h := c.want(404, "没有这个页面", "GET", "/none", nil)
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Cache-Control": "no-store", "Content-Security-Policy": policyHeader} {
		if h.Get(name) != want {
			t.Errorf("%s: %s", name, h.Get(name))
		}
	}
	c.want(404, "no such page", "GET", "/none", nil, "Accept-Language", "en-US,en;q=0.9")
	c.want(404, `"error"`, "GET", "/api/none", nil)
	c.want(403, "别的网站", "POST", "/signout", nil, "Sec-Fetch-Site", "cross-site")
	c.want(413, "过大", "POST", "/signin", url.Values{"link": {strings.Repeat("x", 5000)}})
	c.want(200, "ok", "GET", "/healthz", nil)
	c.want(200, "ok", "GET", "/readyz", nil)
	c.want(200, `shuping_http_requests_total{route="GET /healthz",status="200"} 1`, "GET", "/metrics", nil)
	s.Ready = func(context.Context) error { return errors.New("store away") }
	c.want(503, "not ready", "GET", "/readyz", nil)
}

func TestLanguage(t *testing.T) {
	s, _ := testServer(t)
	c := browse(t, s.Handler())
	if to := c.want(303, "", "POST", "/language", url.Values{"to": {"en"}, "back": {"/signin"}}).Get("Location"); to != "/signin" {
		t.Error(to)
	}
	c.want(200, "Sign-in link", "GET", "/signin", nil)
	c.want(303, "", "POST", "/language", url.Values{"to": {"fr"}, "back": {"nowhere"}})
	c.want(200, "Sign-in link", "GET", "/signin", nil)
}

func TestAssets(t *testing.T) {
	s, _ := testServer(t)
	c := browse(t, s.Handler())
	h := c.want(200, "--paper", "GET", assetPath("base.css"), nil)
	if !strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Error(h)
	}
	h = c.want(200, "\x1f\x8b", "GET", assetPath("htmx.js"), nil, "Accept-Encoding", "gzip")
	if h.Get("Content-Encoding") != "gzip" || len(h.Values("Set-Cookie")) > 0 {
		t.Error(h)
	}
	c.want(404, "", "GET", "/assets/base.css", nil)
	for name, a := range assets().byName {
		if a.kind == "" {
			t.Errorf("%s has no type", name)
		}
	}
}

// pageServer serves one page of the test's own under the server's wrapping.
func pageServer(t *testing.T, rt route) (*client, *parts, *Server) {
	t.Helper()
	s, p := testServer(t)
	mux := http.NewServeMux()
	mux.Handle(rt.pattern, s.bound(rt, s.sessions.LoadAndSave(s.serve(rt))))
	return browse(t, s.around(mux)), p, s
}

func TestWhatAPageMayReturn(t *testing.T) {
	for text, c := range map[string]struct {
		status int
		err    error
	}{
		"未予受理":    {409, decider.Refuse("N5.3", "none").By("三（三）")},
		"无法读取":    {422, form.Errors{{Field: "n", Code: form.CodeNumber}}},
		"没有这个页面":  {404, errNotFound},
		"您无权查看此页": {403, errForbidden},
		"系统出了故障":  {500, errors.New("x")},
	} {
		b, _, _ := pageServer(t, route{pattern: "GET /x", access: open, page: func(http.ResponseWriter, *visit) error { return c.err }})
		b.want(c.status, text, "GET", "/x", nil)
	}
}

func TestPanicGivesANumber(t *testing.T) {
	c, p, _ := pageServer(t, route{pattern: "GET /x", page: func(http.ResponseWriter, *visit) error { panic("a bug") }})
	c.want(500, "故障编号", "GET", "/x", nil)
	if !strings.Contains(p.log.String(), "a bug") || !strings.Contains(p.log.String(), "web_test.go") {
		t.Error(p.log.String())
	}
}

func TestAVotersRequestLeavesNothing(t *testing.T) {
	s, p := testServer(t)
	rt := route{pattern: "POST /v/{code}", access: public, quiet: true, page: func(w http.ResponseWriter, v *visit) error {
		return see(w, v, "/done")
	}}
	mux := http.NewServeMux()
	mux.Handle(rt.pattern, s.bound(rt, s.serve(rt)))
	c := browse(t, s.around(mux))
	h := c.want(303, "", "POST", "/v/SECRET", url.Values{"grade": {"1"}})
	if p.log.Len() > 0 || len(h.Values("Set-Cookie")) > 0 {
		t.Errorf("log %q, cookies %v", p.log, h.Values("Set-Cookie"))
	}
	all, err := s.metrics.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if strings.Contains(m.String(), "/v/") {
			t.Errorf("counted by route: %s", m)
		}
	}
}

func TestFlashIsShownOnce(t *testing.T) {
	s, p := testServer(t)
	c := browse(t, s.Handler())
	c.want(303, "", "POST", "/in/good", nil)
	mux := http.NewServeMux()
	rt := route{pattern: "GET /set", access: signed, page: func(w http.ResponseWriter, v *visit) error {
		s.flash(v, Warn, "看这里")
		return see(w, v, "/")
	}}
	mux.Handle(rt.pattern, s.bound(rt, s.sessions.LoadAndSave(s.serve(rt))))
	mux.Handle("/", s.Handler())
	p.gate.used = false
	c = browse(t, mux)
	c.want(303, "", "POST", "/in/good", nil)
	c.want(303, "", "GET", "/set", nil)
	c.want(200, "看这里", "GET", "/", nil)
	if _, body, _ := c.do("GET", "/", nil); strings.Contains(body, "看这里") {
		t.Error("a message is shown once")
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	s, p := testServer(t)
	c := browse(t, s.Handler())
	for range triesAtOnce {
		c.want(404, "无效", "GET", "/in/guess", nil)
	}
	if h := c.want(429, "稍等", "GET", "/in/guess", nil); h.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	c.want(429, "稍等", "POST", "/signin", url.Values{"link": {"guess"}})
	p.now = p.now.Add(tryEvery)
	c.want(404, "无效", "GET", "/in/guess", nil)
}

func TestLimiterKeepsWithinItsMemory(t *testing.T) {
	now := time.Unix(0, 0)
	l := newLimiter(func() time.Time { return now })
	for i := range mostClients + 500 {
		if !l.allow(string(rune(i)) + "x") {
			t.Fatal("a newcomer must get in")
		}
	}
	if len(l.clients) > mostClients {
		t.Error(len(l.clients))
	}
	now = now.Add(time.Hour)
	l.allow("late")
	if len(l.clients) != 1 {
		t.Errorf("%d clients kept that are full again", len(l.clients))
	}
}

func TestClient(t *testing.T) {
	s, _ := testServer(t)
	for _, c := range []struct{ remote, proxy, header, want string }{
		{"192.0.2.7:1234", "", "", "192.0.2.7"},
		{"192.0.2.7:1234", "", "203.0.113.9", "192.0.2.7"},
		{"127.0.0.1:1", "X-Forwarded-For", "10.0.0.1, 203.0.113.9", "203.0.113.9"},
		{"127.0.0.1:1", "X-Forwarded-For", "", "127.0.0.1"},
		{"[2001:db8::1234:5]:1", "", "", "2001:db8::"},
		{"pipe", "", "", "pipe"},
	} {
		s.Proxy = c.proxy
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-For", c.header)
		if got := s.client(r); got != c.want {
			t.Errorf("%v: got %s", c, got)
		}
	}
}

func TestWithin(t *testing.T) {
	for to, want := range map[string]string{"/x?y=1": "/x?y=1", "": "/", "//x": "/", "http://x": "/", "/\\x": "/", "/a\nb": "/"} {
		if got := within(to); got != want {
			t.Errorf("%q: got %s", to, got)
		}
	}
}

func TestListenHasLimits(t *testing.T) {
	s, _ := testServer(t)
	l := s.Listen("127.0.0.1:0")
	if l.ReadHeaderTimeout == 0 || l.ReadTimeout == 0 || l.IdleTimeout == 0 || l.Handler == nil {
		t.Errorf("%+v", l)
	}
}

func TestMatchesEveryRoute(t *testing.T) {
	s, _ := testServer(t)
	seen := map[string]bool{}
	for _, rt := range s.routes() {
		if seen[rt.pattern] || rt.page == nil {
			t.Errorf("%s is there twice or has no page", rt.pattern)
		}
		seen[rt.pattern] = true
	}
}
