package web

import "net/http"

// home is where a person arrives: who they are here, and what they may do.
func (s *Server) home(w http.ResponseWriter, v *visit) error {
	return s.show(w, v, http.StatusOK, s.shell(v, v.W.Say("web.home")), HomePage(v.W, *v.Viewer))
}
