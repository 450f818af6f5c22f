package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"shuping/internal/decider"
	"shuping/internal/office/tellers"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
	"shuping/internal/words"
)

// printedForm is a meeting's paper ballot as the reader knows it.
type printedForm struct {
	W, H  int      // micrometres
	Pages []string // drawings
}

// ballotLayout is the form of the meeting's next or open vote, kept so that it can be read
// back. It speaks the language of the notice, whoever prints it. nil with no error: the
// vote has a form that is not printed this way.
func (s *Server) ballotLayout(r *room) (*layout.Layout, error) {
	if s.Tellers == nil {
		return nil, nil
	}
	f := layout.Form{Grades: r.s.Type().Ballot.Options, Date: words.For(words.ZH).ISODate(string(r.s.Date))}
	no := r.s.Ballots + 1
	if round := r.s.Round(); round != nil && round.Voided == nil {
		no, f.Grades = round.No, round.Form.Options
	}
	if !formToPrint(r).Simple() { // a rule about the whole ballot cannot be read off one line
		return nil, nil
	}
	f.Title = r.title() + words.For(words.ZH).Say("sheet.title")
	if no > 1 {
		f.Title += words.For(words.ZH).Say("paper.round", "n", strconv.Itoa(no))
	}
	var lines []tellers.Line
	for _, sub := range ballotSubjects(r) {
		lines = append(lines, tellers.Line{Subject: sub.ID, Name: sub.Name, Post: sub.Post})
	}
	l, err := s.Tellers.Print(r.Context(), r.id(), f, lines, s.Now())
	var refusal *decider.Refusal
	if errors.As(err, &refusal) && slices.Contains([]string{"sheet.grades", "sheet.grade-twice"}, refusal.Code) {
		return nil, nil
	}
	return l, err
}

func sheetTexts() sheet.Texts {
	w := words.For(words.ZH)
	return sheet.Texts{Number: w.Say("sheet.number"), Name: w.Say("sheet.name"), Post: w.Say("sheet.post"),
		Date: w.Say("sheet.date"), Instruction: w.Say("sheet.instruction"), Foot: w.Say("sheet.foot"), Page: w.Say("sheet.page")}
}

// printedBallot is the paper ballot for a browser to print; nil where the vote has a form
// that is not printed this way.
func (s *Server) printedBallot(r *room) (*printedForm, error) {
	l, err := s.ballotLayout(r)
	if err != nil || l == nil {
		return nil, err
	}
	pages, err := sheet.SVG(l, sheetTexts())
	return &printedForm{l.Paper.W, l.Paper.H, pages}, err
}

// ballotSheet is the paper ballot as a page.
func (s *Server) ballotSheet(r *room) (templ.Component, error) {
	p, err := s.printedBallot(r)
	if err != nil || p == nil {
		return BallotSheets(r, paperForms(r)), err
	}
	return PrintedBallots(r, *p, 1), nil
}

// ballotsPDF is the paper ballot as a file for any printer: one of each page.
func (s *Server) ballotsPDF(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	l, err := s.ballotLayout(r)
	if err != nil {
		return err
	}
	if l == nil {
		return decider.Refuse("N7.1", "paper-kind-unread")
	}
	pdf, err := sheet.Print(l, sheetTexts())
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `inline; filename="ballots-`+l.Form+`.pdf"`)
	h.Set("Content-Length", strconv.Itoa(len(pdf)))
	_, err = w.Write(pdf)
	return err
}
