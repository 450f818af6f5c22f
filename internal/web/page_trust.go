package web

import (
	"net/http"
	"slices"

	"shuping/internal/certs"
)

// plainRoutes are what is there without TLS, where the office says so: the voter's
// pages, which know nobody and keep nothing, and how to trust the office.
var plainRoutes = []string{"GET /v", "POST /v", "GET /v/{code}", "GET /ask/{id}/{no}/{mark}", "POST /ask/{id}/{no}/{mark}", "GET /reach", "GET /trust", "GET /trust/ca.crt", "GET /assets/{name}", "GET /healthz"}

// PlainHandler is the site without TLS. Everything else says where it is.
func (s *Server) PlainHandler() http.Handler {
	routes := slices.DeleteFunc(s.routes(), func(rt route) bool { return !slices.Contains(plainRoutes, rt.pattern) })
	return s.handler(append(routes, route{pattern: "/", access: public, page: s.plainOnly}))
}

func (s *Server) plainOnly(w http.ResponseWriter, v *visit) error {
	s.trouble(w, v, trouble{Status: http.StatusNotFound, Key: "web.trouble.plain"})
	return nil
}

// trustView is the page that is printed and hung up at the door.
type trustView struct {
	Print   string // of the authority's certificate
	Address string // of this page
	QR      *qrCode
	Plain   bool
}

// trustPage says how phones and PCs are told to trust the office's authority.
func (s *Server) trustPage(w http.ResponseWriter, v *visit) error {
	if s.Root == nil {
		return errNotFound
	}
	view := trustView{Print: certs.Fingerprint(s.Root), Address: s.base(v.Request) + "/trust", Plain: s.Plain != ""}
	if code, err := newQR(view.Address); err == nil {
		view.QR = &code
	}
	sh := s.shell(v, v.W.Say("trust.title"))
	sh.Narrow, sh.Sheets = true, []string{"meeting.css"}
	return s.show(w, v, http.StatusOK, sh, TrustPage(v.W, view))
}

// trustFile is the authority's certificate in the form that devices install.
func (s *Server) trustFile(w http.ResponseWriter, v *visit) error {
	if s.Root == nil {
		return errNotFound
	}
	h := w.Header()
	h.Set("Content-Type", "application/x-x509-ca-cert")
	h.Set("Content-Disposition", `attachment; filename="shuping-ca.crt"`)
	_, err := w.Write(s.Root)
	return err
}
