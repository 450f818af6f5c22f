package web

import (
	"errors"
	"net/http"
	"strconv"

	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/evidence"
	"shuping/internal/journal"
)

// evidenceFile shows a photo, or sends another file to be saved. A photo was opened
// when it was taken in, so it is shown as what it is; a note of an interview only to
// whoever verifies or reviews.
func (s *Server) evidenceFile(w http.ResponseWriter, v *visit) error {
	visitNo, err1 := strconv.Atoi(v.PathValue("visit"))
	no, err2 := strconv.Atoi(v.PathValue("evidence"))
	if err1 != nil || err2 != nil {
		return errNotFound
	}
	var e cycle.Evidence
	answer := errNotFound
	err := s.viewYear(v, v.PathValue("year"), func(state *cycle.State, _ journal.Head) {
		sub := state.Subjects[v.PathValue("subject")]
		if sub == nil || visitNo < 1 || visitNo > len(sub.Visits) || no < 1 || no > len(sub.Visits[visitNo-1].Evidence) {
			return
		}
		e, answer = sub.Visits[visitNo-1].Evidence[no-1], nil
		switch {
		case !v.mayRead(state, evidenceRef(sub.ID, e)):
			answer = errForbidden
		case e.Withdrawn != nil:
			answer = errNotFound
		}
	})
	if err == nil {
		err = answer
	}
	if err != nil {
		return err
	}
	media := evidence.Media(e.Media)
	if !media.Photo() {
		return see(w, v, "/file/"+e.File)
	}
	data, err := s.Office.Blobs.Get(v.Context(), blob.Hash(e.File))
	if errors.Is(err, blob.ErrMissing) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", media.Type())
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	_, err = w.Write(data)
	return err
}

// evidenceRef is who may open a piece of evidence.
func evidenceRef(subject string, e cycle.Evidence) fileRef {
	return fileRef{hash: e.File, subject: subject, closed: e.What == cycle.Interview}
}

// viewSubject looks at a subject of a year.
func (s *Server) viewSubject(v *visit, year, subject string, look func(*cycle.Subject)) error {
	return s.viewYear(v, year, func(state *cycle.State, _ journal.Head) {
		if sub := state.Subjects[subject]; sub != nil {
			look(sub)
		}
	})
}
