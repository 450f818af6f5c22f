package web

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"slices"
	"strconv"

	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/journal"
)

// fileRef is a file as a year names it. A subject's own may be read by who has a
// role for that subject, the others by everybody who works on the whole year.
type fileRef struct {
	hash, name, subject string
	open                bool // for everybody who takes part: the notice
	closed              bool // not for the subject: what somebody told the visitors
}

// filesOf are all files that a year names, with the names of the records.
func filesOf(v *visit, s *cycle.State, n names) []fileRef {
	refs := []fileRef{{hash: s.PolicyHash, name: s.Policy.ID, open: true}}
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		for _, r := range sub.Reports {
			refs = append(refs, fileRef{hash: r.File, subject: id, name: n.person(sub.Person) + "-" + v.W.Say("field.report") + "-" + strconv.Itoa(r.No)})
		}
		for _, x := range sub.Visits {
			for _, e := range x.Evidence {
				if e.Withdrawn == nil {
					ref := evidenceRef(id, e)
					ref.name = sub.OrgName + "-" + v.W.Option("what", string(e.What)) + "-" + strconv.Itoa(x.No) + "-" + strconv.Itoa(e.No)
					refs = append(refs, ref)
				}
			}
		}
		for _, x := range sub.Spoken {
			refs = append(refs, fileRef{hash: x.File, subject: id, name: n.person(sub.Person) + "-" + v.W.Say("year.spoken")})
		}
		for _, x := range sub.Scores {
			if x.Document != "" {
				refs = append(refs, fileRef{hash: x.Document, subject: id, name: sub.OrgName + "-" + v.W.Command("cycle", "record-score")})
			}
		}
		for _, x := range sub.Facts {
			if x.Document != "" {
				refs = append(refs, fileRef{hash: x.Document, subject: id, name: sub.OrgName + "-" + v.W.Command("cycle", "record-fact")})
			}
		}
		for _, f := range sub.Follows {
			if f.Done != nil {
				refs = append(refs, fileRef{hash: f.Done.Document, subject: id, name: sub.OrgName + "-" + f.Name})
			}
		}
		for _, it := range sub.Items {
			if it.Finished != nil {
				refs = append(refs, fileRef{hash: it.Finished.File, subject: id, name: sub.OrgName + "-" + v.W.Say("step.rectified") + "-" + it.ID})
			}
		}
	}
	for _, f := range s.Filings {
		refs = append(refs, fileRef{hash: f.Document, name: f.Number})
	}
	for _, d := range s.Documents {
		refs = append(refs, fileRef{hash: d.File, subject: d.Subject, name: d.Title})
	}
	return refs
}

// file sends a file that some year names, under the name of the record. What it is
// the browser must not guess: it is saved, never shown.
func (s *Server) file(w http.ResponseWriter, v *visit) error {
	h, err := blob.ParseHash(v.PathValue("hash"))
	if err != nil {
		return errNotFound
	}
	name, err := s.fileName(v, h)
	if err != nil {
		return err
	}
	data, err := s.Office.Blobs.Get(v.Context(), h)
	if errors.Is(err, blob.ErrMissing) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", "application/octet-stream")
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + extension(data)}))
	head.Set("Content-Length", strconv.Itoa(len(data)))
	_, err = w.Write(data)
	return err
}

// fileName is what a file is called in the year that names it, errNotFound when none
// does, errForbidden when it is not for the viewer.
func (s *Server) fileName(v *visit, h blob.Hash) (string, error) {
	ids, err := s.Office.Cycles.IDs(v.Context())
	if err != nil {
		return "", err
	}
	n, err := s.names(v.Context(), v.W)
	if err != nil {
		return "", err
	}
	answer := errNotFound
	for _, id := range ids {
		st, err := s.year(v.Context(), id)
		if err != nil {
			return "", err
		}
		name := ""
		st.View(func(state *cycle.State, _ journal.Head) {
			for _, ref := range filesOf(v, state, n) {
				if ref.hash != string(h) {
					continue
				}
				answer = errForbidden
				if v.mayRead(state, ref) {
					name = ref.name
					return
				}
			}
		})
		if name != "" {
			return name, nil
		}
	}
	return "", answer
}

func (v *visit) mayRead(s *cycle.State, ref fileRef) bool {
	whole := v.inYear(s, "")
	return whole.reads() && !(ref.closed && s.Subjects[ref.subject].Person == v.Viewer.Person) || ref.open && whole.takesPart() ||
		ref.subject != "" && slices.ContainsFunc(v.inYear(s, ref.subject).stream, func(r string) bool {
			return r != "teller" && (!ref.closed || r == "liaison")
		})
}

// extension is the ending that a file's content asks for.
func extension(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) && bytes.Contains(data, []byte("xl/")):
		return ".xlsx"
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return ".docx"
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return ".pdf"
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return ".jpg"
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		return ".png"
	}
	return ".txt"
}
