package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"shuping/internal/decider"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
)

// printedForm is a paper ballot as the reader knows it.
type printedForm struct {
	W, H  int // micrometres
	Name  string
	Pages []string // drawings
}

// printedBallots are the paper ballots for a browser to print; none where the vote has a form
// that is not printed this way, and why.
func (s *Server) printedBallots(r *room) (out []printedForm, why string, err error) {
	forms, why, err := s.knownPapers(r)
	for i := range forms {
		f := &forms[i]
		pages, err := sheet.SVG(&f.Layout, f.Texts)
		if err != nil {
			return nil, "", err
		}
		out = append(out, printedForm{f.Paper.W, f.Paper.H, f.Name, pages})
	}
	return out, why, err
}

// ballotSheet is the paper ballot as a page.
func (s *Server) ballotSheet(r *room) (templ.Component, error) {
	forms, why, err := s.printedBallots(r)
	if err != nil || len(forms) == 0 {
		return HandBallots(r, paperForms(r), r.handOnly(why)), err
	}
	return PrintedBallots(r, forms, 1), nil
}

// ballotsPDF are the paper ballots as a file for any printer, one of each page: of all forms,
// or of the one that is asked for.
func (s *Server) ballotsPDF(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	forms, why, err := s.knownPapers(r)
	if err != nil {
		return err
	}
	if one := v.URL.Query().Get("form"); one != "" {
		forms = slices.DeleteFunc(forms, func(f knownPaper) bool { return f.Form != one })
		if len(forms) == 0 {
			return errNotFound
		}
	}
	if len(forms) == 0 {
		return decider.Refuse("N7.1", "paper-kind-unread", "why", why)
	}
	var layouts []*layout.Layout
	var texts []sheet.Texts
	for i := range forms {
		layouts, texts = append(layouts, &forms[i].Layout), append(texts, forms[i].Texts)
	}
	pdf, err := sheet.PrintAll(layouts, texts)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `inline; filename="ballots-`+forms[0].Form+`.pdf"`)
	h.Set("Content-Length", strconv.Itoa(len(pdf)))
	_, err = w.Write(pdf)
	return err
}
