package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"shuping/internal/blob"
	"shuping/internal/decider"
)

const (
	// maxScans is the most that is handed in at once: some piles of a large meeting.
	maxScans = 600 << 20
	// scanTime is how long that may take.
	scanTime = 10 * time.Minute
	// maxLayout is the largest layout.json.
	maxLayout = 4 << 20
	// mostScans is how many files a pile may come in: photos of single sheets.
	mostScans = 1000
)

// takeScans puts the files of a pile on record as they come in and hands it in. What was
// sent is never in memory as a whole.
func (s *Server) takeScans(w http.ResponseWriter, v *visit) error {
	r, err := s.teller(v)
	if err == nil && !r.may("scan-ballots") {
		err = errForbidden
	}
	if err != nil {
		return err
	}
	sent, err := s.sentScans(r)
	if err == nil {
		err = s.handScans(r, sent)
	}
	if err == nil {
		s.flash(v, Good, v.W.Say("paper.taken", "n", len(sent.images)))
		if v.Header.Get("Accept") == "application/json" { // a script, which loads the page itself
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		return see(w, v, r.path()+"/paper")
	}
	refusal, _, rest := s.refusedBy(r, err)
	if rest != nil {
		return rest
	}
	return s.showPaper(w, r, http.StatusConflict, refusal)
}

// scans are what a form for a pile sends.
type scans struct {
	class  string
	again  int // the pile that is scanned a second time, 0 for none
	layout []byte
	images []blob.Hash
}

func (s *Server) sentScans(r *room) (out scans, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return out, decider.Refuse("", "field-empty", "field", "field.images").At("images")
	}
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		if err := s.sentPart(r, p, &out); err != nil {
			return out, err
		}
	}
}

func (s *Server) sentPart(r *room, p *multipart.Part, out *scans) error {
	defer p.Close()
	switch {
	case p.FormName() == "class":
		text, err := io.ReadAll(io.LimitReader(p, 1<<10))
		out.class = string(text)
		return err
	case p.FormName() == "again":
		text, err := io.ReadAll(io.LimitReader(p, 1<<10))
		out.again, _ = strconv.Atoi(string(text))
		return err
	case p.FileName() == "":
		return nil
	case p.FormName() == "layout":
		data, err := io.ReadAll(io.LimitReader(p, maxLayout))
		out.layout = data
		return err
	case len(out.images) >= mostScans:
		return decider.Refuse("", "many-scans", "most", mostScans).At("images")
	}
	h, err := s.Office.Blobs.Put(r.Context(), p)
	if errors.Is(err, blob.ErrTooLarge) {
		return decider.Refuse("", "scan-too-large", "file", p.FileName()).At("images")
	}
	if err == nil && h != emptyFile {
		out.images = append(out.images, h)
	}
	return err
}

// emptyFile is the hash of a file without bytes: browsers send one for an empty field.
var emptyFile = blob.HashOf(nil)

func (s *Server) handScans(r *room, sent scans) error {
	round := r.s.Round()
	if round != nil && round.Reading != nil && sent.again >= 1 && sent.again <= len(round.Reading.Batches) {
		sent.class = round.Reading.Batches[sent.again-1].Class
	}
	if sent.class == "" && round != nil && len(round.Form.Classes) == 1 {
		sent.class = round.Form.Classes[0]
	}
	if len(sent.layout) > 0 {
		if _, err := s.Tellers.Brought(r.Context(), r.id(), sent.layout, paperSubjects(r, round), s.Now()); err != nil {
			return err
		}
	}
	if len(sent.images) == 0 {
		return decider.Refuse("", "field-empty", "field", "field.images").At("images")
	}
	call, err := s.Office.Caller(r.Context(), r.Viewer.Person)
	if err != nil {
		return err
	}
	return s.Tellers.TakeAgain(r.Context(), call, r.id(), sent.class, sent.again, sent.images)
}
