package web

import (
	ziparchive "archive/zip"
	"bytes"
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"shuping/internal/cycle"
	"shuping/internal/document"
	"shuping/internal/journal"
	"shuping/internal/office"
	"shuping/internal/people"
)

// documentsView is the official documents (公文稿) of a year that can be written now
// and that the viewer may have.
type documentsView struct {
	Year    string
	Grid    Grid
	Only    string // what the list was narrowed to
	All     string // address of the list that is not narrowed
	Zip     string // address of all that are listed in one file
	Archive bool   // the viewer may put them into the year's file
}

// docx is the type of Word files.
const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// documents are the drafts that the viewer may have: all for who works on the whole
// year, a subject's own for who has a role for that subject; narrowed by ?subject=
// or ?meeting=.
func (s *Server) documents(v *visit) ([]document.Draft, error) {
	id := v.PathValue("year")
	may, err := s.mayHave(v, id)
	if err != nil {
		return nil, err
	}
	drafts, err := s.Office.Drafts(v.Context(), id)
	if err != nil {
		return nil, missing(err)
	}
	subject, meeting := v.URL.Query().Get("subject"), v.URL.Query().Get("meeting")
	var out []document.Draft
	for _, d := range drafts {
		if may(d.Subject) && (subject == "" || d.Subject == subject) && (meeting == "" || draftMeeting(d) == meeting) {
			out = append(out, d)
		}
	}
	return out, nil
}

// mayHave says of which subject's documents the viewer may have those; "" are those of the year.
func (s *Server) mayHave(v *visit, id string) (func(subject string) bool, error) {
	allowed := map[string]bool{}
	err := s.viewYear(v, id, func(state *cycle.State, _ journal.Head) {
		for _, sub := range append([]string{""}, state.SubjectOrder...) {
			allowed[sub] = v.mayRead(state, fileRef{subject: sub})
		}
	})
	return func(subject string) bool { return allowed[subject] }, err
}

// draftMeeting is the meeting that a draft is about, or "".
func draftMeeting(d document.Draft) string {
	switch d.ID {
	case "attendance", "minutes", "tallies":
		return strings.TrimPrefix(d.Key, d.ID+".")
	}
	return ""
}

func documentsPath(year string, kv ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(kv); i += 2 {
		q.Set(kv[i], kv[i+1])
	}
	if len(q) == 0 {
		return "/year/" + year + "/documents"
	}
	return "/year/" + year + "/documents?" + q.Encode()
}

func (s *Server) documentsPage(w http.ResponseWriter, v *visit) error {
	drafts, err := s.documents(v)
	if err != nil {
		return err
	}
	id := v.PathValue("year")
	view := documentsView{Year: id, Grid: Grid{Caption: v.W.Say("year.documents"),
		Columns: []Column{{Label: v.W.Say("year.document")}, {Label: v.W.Say("year.document-for")}, {Label: v.W.Say("year.document-file")}}}}
	if len(drafts) > 1 {
		view.Zip = "/year/" + id + "/documents.zip?" + v.URL.RawQuery
	}
	sh, err := s.yearOf(v.Context(), v, v.W.Say("year.documents"), func(state *cycle.State, _ names) error {
		view.Archive = v.inYear(state, "").may(state.Policy.Acts["cycle"]["archive-document"]) && state.Closed == nil
		if sub := state.Subjects[v.URL.Query().Get("subject")]; sub != nil {
			view.Only = sub.OrgName
		}
		if m := state.Meetings[v.URL.Query().Get("meeting")]; m != nil {
			view.Only = meetingName(state, m)
		}
		kept := map[string]string{}
		for _, d := range state.Policy.Archive.Documents {
			kept[d.ID] = d.Name
		}
		for _, d := range drafts {
			of := kept[d.ID]
			if of == "" {
				of = "—"
			}
			file := Link{Label: v.W.Say("year.document-get"), Href: "/year/" + id + "/documents/" + url.PathEscape(d.Key), Icon: "download"}
			view.Grid.Rows = append(view.Grid.Rows, []templ.Component{Text(d.Title), Text(of), smallButton(file, d.Title)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if view.Only != "" {
		view.All = documentsPath(id)
	}
	return s.show(w, v, http.StatusOK, sh, DocumentsPage(v.W, view))
}

// documentFile sends one document as a Word file.
func (s *Server) documentFile(w http.ResponseWriter, v *visit) error {
	may, err := s.mayHave(v, v.PathValue("year"))
	if err != nil {
		return err
	}
	d, err := s.Office.Draft(v.Context(), v.PathValue("year"), v.PathValue("key"))
	switch {
	case errors.Is(err, office.ErrNoDraft):
		return errNotFound
	case err != nil:
		return missing(err)
	case !may(d.Subject):
		return errForbidden
	}
	data, err := d.Bytes()
	if err != nil {
		return err
	}
	return attachment(w, docx, d.Name, data)
}

// documentsZip sends all that the list shows in one file. Its entries have no date of
// their own, so that the same year makes the same file.
func (s *Server) documentsZip(w http.ResponseWriter, v *visit) error {
	drafts, err := s.documents(v)
	if err != nil {
		return err
	}
	var all bytes.Buffer
	z := ziparchive.NewWriter(&all)
	for _, d := range drafts {
		data, err := d.Bytes()
		if err != nil {
			return err
		}
		f, err := z.CreateHeader(&ziparchive.FileHeader{Name: d.Name, Method: ziparchive.Store, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return attachment(w, "application/zip", v.PathValue("year")+"-"+v.W.Say("year.documents")+".zip", all.Bytes())
}

// archiveDocuments puts into the year's file what it lacks of the documents.
func (s *Server) archiveDocuments(w http.ResponseWriter, v *visit) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	id := v.PathValue("year")
	if _, err := s.year(v.Context(), id); err != nil {
		return err
	}
	call, err := s.Office.Caller(v.Context(), v.Viewer.Person)
	if err != nil {
		return err
	}
	// What was begun is finished though the browser went away: half of the papers in the
	// file are a puzzle for whoever comes next.
	put, err := s.Office.ArchiveDrafts(context.WithoutCancel(v.Context()), call, id)
	if err != nil {
		return err
	}
	s.flash(v, Good, v.W.Say("year.archived", "n", len(put)))
	return see(w, v, documentsPath(id))
}

// attachment sends a file to be saved under its name.
func attachment(w http.ResponseWriter, kind, name string, data []byte) error {
	head := w.Header()
	head.Set("Content-Type", kind)
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	head.Set("Content-Length", strconv.Itoa(len(data)))
	_, err := w.Write(data)
	return err
}
