package web

import (
	"net/http"
	"time"
)

// policyHeader allows nothing but what this server itself sends.
const policyHeader = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

// around is what every request passes through: headers, recovery from a panic,
// the log and the counts.
func (s *Server) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		rec := &recorder{ResponseWriter: w}
		h := w.Header()
		h.Set("Content-Security-Policy", policyHeader)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		h.Set("Cache-Control", "no-store")
		if s.Secure && s.Root == nil && s.Plain == "" { // a browser that remembers it would shut out the voter's page, and a new authority
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		defer func() {
			if why := recover(); why != nil {
				if why == http.ErrAbortHandler {
					panic(why)
				}
				if rec.status == 0 {
					s.panicked(rec, r, why)
				} else {
					s.Log.Error("page panicked after its answer began", "route", r.Pattern, "panic", why)
				}
			}
			s.count(r, rec, time.Since(began))
		}()
		next.ServeHTTP(rec, r)
	})
}

// bound keeps a route within its limits.
func (s *Server) bound(rt route, next http.Handler) http.Handler {
	body, longest := rt.body, rt.time
	if body == 0 {
		body = maxBody
	}
	if longest == 0 {
		longest = maxTime
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rec, ok := w.(*recorder); ok {
			rec.quiet = rt.quiet
		}
		r.Body = http.MaxBytesReader(w, r.Body, body)
		if longest > 0 {
			// Servers that cannot set a deadline (tests) go without.
			_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(longest))
		}
		next.ServeHTTP(w, r)
	})
}

// count logs and counts one answer. The log names the route, never the address
// that was asked for: a path may hold a link's secret, a query what was
// searched. Of a voter's request nothing is written that has a time, for the
// order of requests in the log would be the order of the ballots; only faults of
// ours are, and they name no client.
func (s *Server) count(r *http.Request, rec *recorder, took time.Duration) {
	status := max(rec.status, http.StatusOK)
	if rec.status == 0 && r.Context().Err() != nil {
		status = 499 // the reader has gone
	}
	if rec.quiet {
		s.metrics.quiet(status)
		return
	}
	s.metrics.seen(r.Pattern, status, took)
	s.Log.Info("answered", "method", r.Method, "route", r.Pattern, "status", status, "bytes", rec.bytes,
		"ms", took.Milliseconds(), "client", s.client(r))
}

// recorder remembers how a request was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	quiet  bool
}

// Unwrap lets http.ResponseController flush and set deadlines.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}
