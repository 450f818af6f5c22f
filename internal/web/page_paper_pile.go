package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"shuping/internal/meeting"
	"shuping/internal/office/tellers"
	"shuping/internal/scan"
	"shuping/internal/scan/readings"
	"shuping/internal/sheet/layout"
)

// scannedPile is a pile page by page.
type scannedPile struct {
	Path  string
	No    int
	Rows  []pilePage
	Pages Pages
}

type pilePage struct {
	Page             int
	Href             string
	Tone             Tone
	State            string
	FormPage         int
	Valid, Blank     int
	Multiple, Unsure int
}

// pagesOnPage is how many pages of a pile are listed at once.
const pagesOnPage = 100

// looked is the pile of the address.
func (s *Server) looked(v *visit) (*room, *tellers.Looked, error) {
	r, err := s.teller(v)
	if err != nil {
		return nil, nil, err
	}
	no, err := strconv.Atoi(v.PathValue("batch"))
	if err != nil || r.paperRound() == nil {
		return nil, nil, errNotFound
	}
	look, err := s.Tellers.Look(v.Context(), r.id(), no)
	if errors.Is(err, tellers.ErrNoPage) {
		err = errNotFound
	}
	return r, look, err
}

func (s *Server) pilePages(w http.ResponseWriter, v *visit) error {
	r, look, err := s.looked(v)
	if err != nil {
		return err
	}
	p := scannedPile{Path: r.path() + "/paper", No: look.Batch.No}
	at, of := pageOf(v.URL.Query().Get("page"), len(look.Pages), pagesOnPage)
	p.Pages = Pages{at, of, p.Path + "/pile/" + strconv.Itoa(p.No) + "?page="}
	for i := (at - 1) * pagesOnPage; i < min(at*pagesOnPage, len(look.Pages)); i++ {
		p.Rows = append(p.Rows, r.pilePage(look, i+1))
	}
	sh := s.shell(v, v.W.Say("paper.pile", "n", p.No))
	sh.Sheets = []string{"meeting.css", "tellers.css"}
	return s.show(w, v, http.StatusOK, sh, PilePages(r, p))
}

func (r *room) pilePage(look *tellers.Looked, no int) pilePage {
	page := &look.Pages[no-1]
	out := pilePage{Page: no, Href: r.paperPageHref(look.Batch.No, no), FormPage: page.FormPage, Tone: Good, State: r.W.Say("paper.state.counts")}
	switch {
	case page.Problem == scan.Empty:
		out.Tone, out.State = Quiet, r.W.Say("scan.problem.empty")
	case page.Problem != scan.NoProblem:
		out.Tone, out.State = Bad, r.W.Say("scan.problem."+string(page.Problem))
	case page.SameAs != nil:
		out.Tone, out.State = Warn, r.W.Say("paper.line.twin")
	}
	for _, row := range page.Rows {
		switch row.Verdict {
		case scan.Valid:
			out.Valid++
		case scan.Blank:
			out.Blank++
		case scan.Multiple:
			out.Multiple++
		case scan.Unclear:
			out.Unsure++
		}
	}
	return out
}

// sheetView is a page with its reading drawn over it.
type sheetView struct {
	Path     string
	Pile, No int
	Of       int
	Image    string
	W, H     float64 // mm of the paper
	State    pilePage
	Marks    []sheetMark
	Lines    []sheetLine
	Prev     string
	Next     string
	Detail   string
}

// sheetMark is drawn over a cell, or over a whole row.
type sheetMark struct {
	X, Y, W, H float64
	Kind       string // valid, multiple, unclear, decided, look
}

// sheetLine is what was read in a row, and what people said.
type sheetLine struct {
	Row           int
	Name          string
	Read, Decided string
	Why           string
	Tone          Tone
	Look          bool // to be compared in a check
	Wrong         bool // may be said to be read wrongly
	Was           string
}

func (s *Server) paperSheet(w http.ResponseWriter, v *visit) error {
	r, look, err := s.looked(v)
	if err != nil {
		return err
	}
	no, err := strconv.Atoi(v.PathValue("page"))
	if err != nil || no < 1 || no > len(look.Pages) {
		return errNotFound
	}
	p := r.sheetView(look, no)
	if no > 1 {
		p.Prev = r.paperPageHref(look.Batch.No, no-1)
	}
	if no < len(look.Pages) {
		p.Next = r.paperPageHref(look.Batch.No, no+1)
	}
	sh := s.shell(v, v.W.Say("paper.page-of", "batch", look.Batch.No, "page", no))
	sh.Sheets, sh.Scripts = []string{"meeting.css", "tellers.css"}, []string{"tellers.js"}
	return s.show(w, v, http.StatusOK, sh, SheetPage(r, p))
}

// sheetView draws a reading: it is in the layout's millimetres, as the picture is.
func (r *room) sheetView(look *tellers.Looked, no int) sheetView {
	page, l := &look.Pages[no-1], look.Layout
	p := sheetView{Path: r.path() + "/paper", Pile: look.Batch.No, No: no, Of: len(look.Pages), Image: r.paperPageHref(look.Batch.No, no) + "/image",
		W: mm(l.Paper.W), H: mm(l.Paper.H), State: r.pilePage(look, no), Detail: page.Detail}
	round := r.paperRound()
	for i := range page.Rows {
		row := &page.Rows[i]
		at := meeting.EntryRef{Batch: look.Batch.No, Page: no, Row: row.Row}
		line := sheetLine{Row: row.Row, Name: r.rowName(&look.Batch, row.Row), Was: codeEntry(row, l.GradesOf(page.FormPage))}
		line.Read = r.entryWords(line.Was)
		if row.Reason != "" {
			line.Why = r.W.Say("scan.reason." + string(row.Reason))
		}
		line.Tone = map[scan.Verdict]Tone{scan.Valid: Good, scan.Blank: Quiet, scan.Multiple: Info, scan.Unclear: Warn}[row.Verdict]
		final := ""
		if k := slices.IndexFunc(round.Unclear(), func(e meeting.Doubt) bool { return e.EntryRef == at }); k >= 0 {
			e := round.Unclear()[k]
			if final = e.Final(); final != "" {
				line.Decided = r.entryWords(final)
			} else {
				line.Decided = r.W.Say("paper.open")
			}
		}
		line.Wrong = line.Decided == "" && row.Verdict != scan.Unclear
		p.Lines = append(p.Lines, line)
		p.Marks = append(p.Marks, framesOf(l, page.FormPage, row, final)...)
	}
	return p
}

func mm(um int) float64 { return float64(um) / layout.MM }

// codeEntry is an entry as the meeting's commands write it.
func codeEntry(row *readings.Row, grades []string) string {
	switch row.Verdict {
	case scan.Valid:
		return grades[row.Grade]
	case scan.Blank:
		return meeting.EntryBlank
	case scan.Multiple:
		return meeting.EntryMultiple
	}
	return "?"
}

// framesOf are the frames over the cells of a row.
func framesOf(l *layout.Layout, formPage int, row *readings.Row, final string) (out []sheetMark) {
	if formPage < 1 || formPage > len(l.Pages) {
		return nil
	}
	p := l.Pages[formPage-1]
	l = l.Of(p)
	i := slices.IndexFunc(p.Rows, func(x layout.Row) bool { return x.Row == row.Row })
	if i < 0 {
		return nil
	}
	cell := func(grade int, kind string) {
		b := l.Cell(p, i, grade)
		out = append(out, sheetMark{mm(b.X) + 0.6, mm(b.Y) + 0.6, mm(b.W) - 1.2, mm(b.H) - 1.2, kind})
	}
	switch row.Verdict {
	case scan.Valid:
		cell(row.Grade, "valid")
	case scan.Multiple:
		for g, own := range row.Own {
			if own > 0 {
				cell(g, "multiple")
			}
		}
	case scan.Unclear:
		x := l.Columns.Grades
		out = append(out, sheetMark{mm(x[0]) + 0.4, mm(p.Rows[i].Top) + 0.4, mm(x[len(x)-1]-x[0]) - 0.8, mm(p.Rows[i].Bottom-p.Rows[i].Top) - 0.8, "unclear"})
	}
	if g := slices.Index(l.Grades, final); g >= 0 {
		cell(g, "decided")
	}
	return out
}

// paperImage sends the picture of a page.
func (s *Server) paperImage(w http.ResponseWriter, v *visit) error {
	_, look, err := s.looked(v)
	if err != nil {
		return err
	}
	no, err := strconv.Atoi(v.PathValue("page"))
	if err != nil {
		return errNotFound
	}
	data, err := s.Tellers.Picture(v.Context(), look, no)
	if errors.Is(err, tellers.ErrNoPage) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	return sendJPEG(w, data)
}

// rowImage sends the picture of an entry.
func (s *Server) rowImage(w http.ResponseWriter, v *visit) error {
	_, look, err := s.looked(v)
	if err != nil {
		return err
	}
	no, errPage := strconv.Atoi(v.PathValue("page"))
	row, errRow := strconv.Atoi(v.PathValue("row"))
	if errPage != nil || errRow != nil {
		return errNotFound
	}
	data, err := s.Tellers.Crop(v.Context(), look, no, row)
	if errors.Is(err, tellers.ErrNoPage) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	return sendJPEG(w, data)
}
