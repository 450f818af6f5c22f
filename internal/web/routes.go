package web

import (
	"net/http"
	"time"
)

// access says who may see a route.
type access int

const (
	public access = iota // everybody; no session is read and no cookie is set
	open                 // everybody; knows who is signed in
	signed               // whoever is signed in
)

// route is one line of the list below.
type route struct {
	pattern string
	access  access
	page    page
	body    int64         // most bytes of a request; 0 means maxBody
	time    time.Duration // longest answer; 0 means maxTime, less than 0 no limit (server-sent events)
	quiet   bool          // a voter's: neither logged nor timed one by one, see secrecy in the package comment
}

const (
	maxBody = 1 << 20
	maxTime = 30 * time.Second
)

// routes is every address of the site.
func (s *Server) routes() []route {
	return []route{
		{pattern: "GET /{$}", access: signed, page: s.home},

		{pattern: "GET /signin", access: open, page: s.signinForm},
		{pattern: "POST /signin", access: open, page: s.signin, body: 4 << 10},
		{pattern: "GET /in/{token}", access: open, page: s.linkForm},
		{pattern: "POST /in/{token}", access: open, page: s.link, body: 4 << 10},
		{pattern: "POST /signout", access: open, page: s.signout, body: 4 << 10},
		{pattern: "POST /language", access: public, page: s.language, body: 4 << 10},

		{pattern: "GET /assets/{name}", access: public, page: s.asset},
		{pattern: "GET /healthz", access: public, page: s.healthz},
		{pattern: "GET /readyz", access: public, page: s.readyz},
		{pattern: "GET /metrics", access: public, page: s.metricsPage},
		{pattern: "/", access: open, page: s.nothingHere},
	}
}

// Handler is the whole site.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, rt := range s.routes() {
		h := s.serve(rt)
		if rt.access != public {
			h = s.sessions.LoadAndSave(h)
		}
		mux.Handle(rt.pattern, s.bound(rt, h))
	}
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(s.crossOrigin))
	return s.around(guard.Handler(mux))
}
