// Package web is the product as a browser sees it: server-rendered pages for
// the office, the voter's phone, the projector and the public notice.
//
// It decides nothing: a form becomes a command that is handed in, and a
// refusal is shown in words. Pages are functions of typed data (*.templ); what
// they show is gathered by the handler of the same name (page_*.go). Nothing is
// fetched from outside, no page has inline script or style, and the voter's
// pages keep nothing: no cookie, no session, no address in any log.
//
// To add a page: its component in page_NAME.templ, its handler, a method of
// Server, in page_NAME.go, one line in routes.go, its words in words/*/web.json
// or in the file of its area. After a change of a .templ file run templ
// generate (v0.3.1020) and commit the generated file.
package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime"
	"time"

	"github.com/alexedwards/scs/v2"

	"shuping/internal/carry"
	"shuping/internal/hall"
	"shuping/internal/office"
	"shuping/internal/office/tellers"
	"shuping/internal/people"
)

// SignIn is what the web needs to let a person in (people.SignIn).
type SignIn interface {
	// Check tells whether a link could be used, without using it.
	Check(ctx context.Context, token string) error
	// Redeem uses a link up and tells whose account it opens.
	Redeem(ctx context.Context, token string) (people.Account, error)
	// IssueLink makes the secret of a link for that person, valid for ttl.
	IssueLink(ctx context.Context, person string, ttl time.Duration) (token string, err error)
}

// Effects is what is done after a command was handed in (reconcile.Effects).
type Effects interface {
	// Stream does what follows in the year that a stream belongs to; doing it
	// twice is harmless.
	Stream(ctx context.Context, stream string) error
}

// Accounts is how the web finds out, at every request, who is signed in and
// with which roles: an account that was disabled is out at once.
type Accounts interface {
	Account(ctx context.Context, person string) (people.Account, error)
}

// Config is what a Server is made of. All fields but the last four are needed.
type Config struct {
	SignIn   SignIn
	Accounts Accounts
	Sessions scs.Store // hashes of tokens, never tokens
	Office   *office.Office
	Polling  *office.Polling
	Effects  Effects
	Tellers  *tellers.Table // nil: papers are not read here
	Halls    *hall.Halls
	Carrier  *carry.Carrier
	Now      func() time.Time
	Random   io.Reader
	Log      *slog.Logger

	Ready   func(context.Context) error // nil: always ready
	Root    []byte                      // certificate (DER) of the office's own authority; nil: there is none
	Plain   string                      // port at which the voter's pages are there without TLS; empty: nowhere
	Secure  bool                        // cookies are sent over HTTPS only
	Proxy   string                      // header in which a trusted proxy names the client, such as X-Forwarded-For
	Version string
}

// Server is the web. It is safe for concurrent use.
type Server struct {
	Config
	sessions *scs.SessionManager
	metrics  *metrics
	tries    *limiter      // attempts at links and slip codes
	asks     *limiter      // questions by phone
	once     onces         // forms that were taken
	imports  imports       // rosters that wait for confirmation
	copies   copies        // of meetings, for their pages
	parts    shared        // by pages that listen
	reach    reach         // of the halls' phones
	looking  chan struct{} // pictures of codes that are being read

	addresses func() []netip.Addr // of this machine; nil: asked of the system
}

// New makes a server of its parts.
func New(c Config) *Server {
	sessions := scs.New()
	sessions.Store = c.Sessions
	sessions.HashTokenInStore = true
	sessions.Lifetime = sessionLifetime
	sessions.Cookie.Name = "shuping"
	sessions.Cookie.HttpOnly = true
	sessions.Cookie.SameSite = http.SameSiteLaxMode
	sessions.Cookie.Secure = c.Secure
	s := &Server{Config: c, sessions: sessions, metrics: newMetrics(c.Version), tries: newLimiter(c.Now), asks: newLimiter(c.Now),
		looking: make(chan struct{}, max(1, runtime.NumCPU()-1))}
	sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) { s.broken(w, r, err) }
	return s
}

// sessionLifetime is a working day and its evening.
const sessionLifetime = 12 * time.Hour

// Listen is the HTTP server for Handler on addr, with limits on how slow a
// client may be. Answers have a limit of their own per route.
func (s *Server) Listen(addr string) *http.Server {
	server := &http.Server{
		Addr: addr, Handler: s.Handler(), MaxHeaderBytes: 32 << 10,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	s.bindConns(server)
	return server
}
