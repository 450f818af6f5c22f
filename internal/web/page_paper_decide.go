package web

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"shuping/internal/blob"
	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/office/tellers"
	"shuping/internal/sheet/layout"
)

// decideView is one entry that a person decides: its picture with the rows beside it, and
// a button for each thing it can be. What somebody else said is not on the page, unless
// two have decided and this settles it.
type decideView struct {
	Path, Page string
	At         meeting.EntryRef
	Name, Post string
	Reason     string
	Settle     bool
	Said       []string // what the two said, without who
	Crop       string   // hash
	Image      string
	View       cropBox
	Grades     []gradeCell
	Choices    []choice
	Left, Of   int
	Refusal    *decider.Refusal
	PageHref   string
}

// cropBox is where a picture lies on the paper, in mm, and its row in it.
type cropBox struct{ X, Y, W, H, Top, Bottom float64 }

// gradeCell is a cell of the row, to write its grade above it.
type gradeCell struct {
	Name string
	X, W float64
}

// choice is what an entry can be, with the key that says so.
type choice struct{ Value, Label, Key string }

func (s *Server) decideForm(w http.ResponseWriter, v *visit) error {
	r, err := s.teller(v)
	if err != nil {
		return err
	}
	return s.showDecide(w, r, http.StatusOK, nil)
}

// showDecide shows the first entry that the viewer can decide, or the way back.
func (s *Server) showDecide(w http.ResponseWriter, r *room, status int, refusal *decider.Refusal) error {
	open, of := r.mine()
	if len(open) == 0 {
		return see(w, r.visit, r.path()+"/paper")
	}
	d, err := s.decideOf(r, open[0])
	if err != nil {
		return err
	}
	d.Left, d.Of, d.Refusal = len(open), of, refusal
	sh := s.shell(r.visit, r.W.Say("paper.decide.title"))
	sh.Sheets, sh.Scripts = []string{"meeting.css", "tellers.css"}, []string{"tellers.js"}
	return s.show(w, r.visit, status, sh, DecidePage(r, d))
}

// mine are the entries that the viewer can decide or settle now, and how many there are in
// all.
func (r *room) mine() (open []meeting.Doubt, of int) {
	round := r.paperRound()
	if round == nil || round.Accepted != nil {
		return nil, 0
	}
	for _, e := range round.Unclear() {
		of++
		own := slices.ContainsFunc(e.Choices, func(c meeting.Choice) bool { return c.By == r.Viewer.Person })
		if e.Final() != "" || own {
			continue
		}
		if e.Split() && r.may("settle-entry") || !e.Split() && r.may("decide-entry") {
			open = append(open, e)
		}
	}
	return open, of
}

func (s *Server) decideOf(r *room, e meeting.Doubt) (d decideView, err error) {
	look, err := s.Tellers.Look(r.Context(), r.id(), e.Batch)
	if err != nil {
		return d, err
	}
	d = decideView{Path: r.path() + "/paper", At: e.EntryRef, Settle: e.Split(), PageHref: r.paperPageHref(e.Batch, e.Page), Reason: r.W.Say("paper.reason.check")}
	if id := look.Batch.Subjects[e.Row-1]; id != "" {
		d.Name, d.Post = r.rowName(&look.Batch, e.Row), r.post(id)
	}
	if e.Twice {
		d.Reason = r.W.Say("paper.reason.twice")
	}
	for _, u := range look.Batch.Read.Unclear {
		if u.Page == e.Page && u.Row == e.Row {
			d.Crop, d.Reason = u.Crop, r.W.Say("scan.reason."+u.Reason)
		}
	}
	d.Image = r.path() + "/paper/crop/" + d.Crop
	if d.Crop == "" { // a check put it in question
		d.Image = r.paperPageHref(e.Batch, e.Page) + "/row/" + strconv.Itoa(e.Row)
		if d.Crop, err = s.keepCrop(r, look, e.EntryRef); err != nil {
			return d, err
		}
	}
	d.View, d.Grades = cropView(look.Layout, e.Row)
	for i, o := range r.paperRound().Options(&look.Batch, e.Row) {
		d.Choices = append(d.Choices, choice{o, o, strconv.Itoa(i + 1)})
	}
	d.Choices = append(d.Choices, choice{meeting.EntryBlank, r.W.Say("field.blank"), "0"}, choice{meeting.EntryMultiple, r.W.Say("field.multiple"), "x"})
	if d.Settle {
		for _, c := range e.Choices {
			d.Said = append(d.Said, r.entryWords(c.Entry))
		}
		slices.Sort(d.Said)
	}
	return d, nil
}

// entryWords is what an entry is, in words.
func (r *room) entryWords(entry string) string {
	switch entry {
	case meeting.EntryBlank:
		return r.W.Say("field.blank")
	case meeting.EntryMultiple:
		return r.W.Say("field.multiple")
	case "?":
		return r.W.Say("paper.unclear")
	}
	return entry
}

// keepCrop puts the picture of an entry on record that the reader had been sure of.
func (s *Server) keepCrop(r *room, look *tellers.Looked, at meeting.EntryRef) (string, error) {
	data, err := s.Tellers.Crop(r.Context(), look, at.Page, at.Row)
	if err != nil {
		return "", err
	}
	h, err := s.Office.Blobs.Put(r.Context(), bytes.NewReader(data))
	return string(h), err
}

func cropView(l *layout.Layout, row int) (b cropBox, grades []gradeCell) {
	c := tellers.CropOf(l, row)
	b = cropBox{c.X0, c.Y0, c.X1 - c.X0, c.Y1 - c.Y0, c.Top, c.Bottom}
	for _, p := range l.Pages {
		if row < p.Rows[0].Row || row > p.Rows[len(p.Rows)-1].Row {
			continue
		}
		own := l.Of(p)
		for i, g := range own.Grades {
			x0, x1 := own.Columns.Grades[i], own.Columns.Grades[i+1]
			grades = append(grades, gradeCell{g, float64(x0) / layout.MM, float64(x1-x0) / layout.MM})
		}
	}
	return b, grades
}

// decide takes what a person sees and goes on to the next entry.
func (s *Server) decide(w http.ResponseWriter, v *visit) error {
	r, err := s.teller(v)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	kind := "decide-entry"
	if v.PostForm.Get("settle") != "" {
		kind = "settle-entry"
	}
	values := map[string][]string{}
	for _, name := range []string{"batch", "page", "row", "entry", "crop"} {
		values[name] = []string{v.PostForm.Get(name)}
	}
	err = s.handMeeting(r, kind, values)
	if err == nil {
		return see(w, v, r.path()+"/paper/decide")
	}
	refusal, faults, rest := s.refusedBy(r, err)
	switch {
	case rest != nil:
		return rest
	case refusal == nil:
		return faults
	case refusal.Code == "entry-decided-by-you", refusal.Code == "entry-decided-already", refusal.Code == "entry-clear":
		return see(w, v, r.path()+"/paper/decide") // it was pressed twice, or somebody was faster
	}
	if r, err = s.teller(v); err != nil {
		return err
	}
	return s.showDecide(w, r, http.StatusConflict, refusal)
}

// cropImage sends a picture that the vote's entries name, and no other file.
func (s *Server) cropImage(w http.ResponseWriter, v *visit) error {
	r, err := s.teller(v)
	if err != nil {
		return err
	}
	h, err := blob.ParseHash(v.PathValue("hash"))
	if err != nil {
		return errNotFound
	}
	if !r.shows(string(h)) {
		return errNotFound
	}
	data, err := s.Office.Blobs.Get(v.Context(), h)
	if errors.Is(err, blob.ErrMissing) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	return sendJPEG(w, data)
}

// shows says whether an entry of the vote names a picture.
func (r *room) shows(hash string) bool {
	round := r.paperRound()
	if round == nil || round.Reading == nil {
		return false
	}
	for _, b := range round.Reading.Batches {
		if b.Read != nil && slices.ContainsFunc(b.Read.Unclear, func(u meeting.ReadDoubt) bool { return u.Crop == hash }) {
			return true
		}
	}
	return false
}

func sendJPEG(w http.ResponseWriter, data []byte) error {
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, err := w.Write(data)
	return err
}
