package web

import (
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter slows down those who guess at secrets: each client may try a few
// times at once and then once in a while. Clients are kept in memory for as
// long as their allowance takes to fill up again, and at most mostClients.
type limiter struct {
	now     func() time.Time
	mu      sync.Mutex
	clients map[string]*rate.Limiter
}

const (
	triesAtOnce = 20
	tryEvery    = 3 * time.Second
	mostClients = 10000
)

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, clients: map[string]*rate.Limiter{}}
}

// allow tells whether that client may try once more now.
func (l *limiter) allow(client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	c := l.clients[client]
	if c == nil {
		l.makeRoom(now)
		c = rate.NewLimiter(rate.Every(tryEvery), triesAtOnce)
		l.clients[client] = c
	}
	return c.AllowN(now, 1)
}

// makeRoom forgets the clients whose allowance is full, and if all of them are
// still trying, any: forgetting one gives it new tries, refusing all newcomers
// would shut everybody out.
func (l *limiter) makeRoom(now time.Time) {
	if len(l.clients) < mostClients {
		return
	}
	for k, c := range l.clients {
		if c.TokensAt(now) >= triesAtOnce {
			delete(l.clients, k)
		}
	}
	for k := range l.clients {
		if len(l.clients) < mostClients {
			return
		}
		delete(l.clients, k)
	}
}

// client is the address of who asks: the peer, or the last entry of the trusted
// proxy's header. Of an IPv6 address the network counts, for a host has many.
func (s *Server) client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if s.Proxy != "" {
		if all := r.Header.Get(s.Proxy); all != "" {
			host = strings.TrimSpace(all[strings.LastIndexByte(all, ',')+1:])
		}
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}
