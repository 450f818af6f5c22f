package web

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"runtime/debug"
	"strings"
)

// trouble is an answer that is no page: what happened, and what to do.
type trouble struct {
	Status   int
	Key      string // of the catalogue; .title and .text
	Incident string // number to give to whoever runs the server, or empty
}

// api tells whether a program asked, which wants JSON.
func api(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/api/") }

func (s *Server) trouble(w http.ResponseWriter, v *visit, t trouble) {
	if api(v.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(t.Status)
		s.last(w, v, json.NewEncoder(w).Encode(map[string]string{
			"error": v.W.Say(t.Key + ".title"), "incident": t.Incident}))
		return
	}
	sh := Shell{W: v.W, Title: v.W.Say(t.Key + ".title"), Viewer: v.Viewer, Path: "/", Narrow: true}
	s.last(w, v, s.show(w, v, t.Status, sh, Trouble(v.W, t)))
}

// broken answers a fault of ours: the reader gets a number, the log gets the
// number and the fault.
func (s *Server) broken(w http.ResponseWriter, r *http.Request, err error) {
	id := s.incident()
	s.Log.Error("page failed", "incident", id, "route", r.Pattern, "error", err)
	s.trouble(w, s.visit(r), trouble{Status: http.StatusInternalServerError, Key: "web.trouble.broken", Incident: id})
}

// panicked is broken for a bug.
func (s *Server) panicked(w http.ResponseWriter, r *http.Request, why any) {
	id := s.incident()
	s.Log.Error("page panicked", "incident", id, "route", r.Pattern, "panic", why, "stack", string(debug.Stack()))
	s.trouble(w, s.visit(r), trouble{Status: http.StatusInternalServerError, Key: "web.trouble.broken", Incident: id})
}

func (s *Server) incident() string {
	var b [4]byte
	if _, err := io.ReadFull(s.Random, b[:]); err != nil {
		return "00000000"
	}
	return hex.EncodeToString(b[:])
}

func (s *Server) crossOrigin(w http.ResponseWriter, r *http.Request) {
	s.trouble(w, s.visit(r), trouble{Status: http.StatusForbidden, Key: "web.trouble.cross-origin"})
}

func (s *Server) tooMany(w http.ResponseWriter, v *visit) {
	w.Header().Set("Retry-After", "30")
	s.trouble(w, v, trouble{Status: http.StatusTooManyRequests, Key: "web.trouble.too-many"})
}

func (s *Server) nothingHere(w http.ResponseWriter, v *visit) error { return errNotFound }
