package web

import (
	"net/http"
	"slices"
	"strconv"

	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/scan/readings"
)

// checkView is a sheet that was drawn, beside its reading.
type checkView struct {
	sheetView
	Left    int
	Refusal *decider.Refusal
}

func (s *Server) checkForm(w http.ResponseWriter, v *visit) error {
	r, err := s.teller(v)
	if err == nil && !r.may("check-sheet") {
		err = errForbidden
	}
	if err != nil {
		return err
	}
	return s.showCheck(w, r, http.StatusOK, nil)
}

// nextCheck are the sheets that are still to be compared.
func (r *room) nextCheck() []meeting.ToCheck {
	round := r.paperRound()
	if round == nil || round.Accepted != nil || round.Reading == nil || len(round.Reading.Checks) == 0 {
		return nil
	}
	c := &round.Reading.Checks[len(round.Reading.Checks)-1]
	if c.Stale {
		return nil
	}
	return c.Next()
}

func (s *Server) showCheck(w http.ResponseWriter, r *room, status int, refusal *decider.Refusal) error {
	next := r.nextCheck()
	if len(next) == 0 {
		return see(w, r.visit, r.path()+"/paper")
	}
	at := next[0]
	look, err := s.Tellers.Look(r.Context(), r.id(), at.Batch)
	if err != nil {
		return err
	}
	c := checkView{sheetView: r.sheetView(look, at.Page), Left: len(next), Refusal: refusal}
	c.Lines = slices.DeleteFunc(c.Lines, func(l sheetLine) bool { return !slices.Contains(at.Rows, l.Row) })
	sh := s.shell(r.visit, r.W.Say("paper.check.title"))
	sh.Sheets, sh.Scripts = []string{"meeting.css", "tellers.css"}, []string{"tellers.js"}
	return s.show(w, r.visit, status, sh, CheckPage(r, c))
}

// check takes what a person found on a drawn sheet.
func (s *Server) check(w http.ResponseWriter, v *visit) error {
	r, err := s.teller(v)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	values := map[string][]string{"batch": {v.PostForm.Get("batch")}, "page": {v.PostForm.Get("page")}}
	no, err := strconv.Atoi(v.PostForm.Get("batch"))
	if err != nil {
		return errNotFound
	}
	look, err := s.Tellers.Look(v.Context(), r.id(), no)
	if err != nil {
		return errNotFound
	}
	pageNo, _ := strconv.Atoi(v.PostForm.Get("page"))
	page, err := look.Page(pageNo)
	if err != nil {
		return errNotFound
	}
	for i, text := range v.PostForm["wrong"] {
		row, _ := strconv.Atoi(text)
		k := slices.IndexFunc(page.Rows, func(x readings.Row) bool { return x.Row == row })
		if k < 0 {
			return errNotFound
		}
		at := "wrong." + strconv.Itoa(i) + "."
		values[at+"row"], values[at+"was"] = []string{text}, []string{codeEntry(&page.Rows[k], look.Layout.GradesOf(page.FormPage))}
	}
	err = s.handMeeting(r, "check-sheet", values)
	if err == nil {
		return see(w, v, r.path()+"/paper/check")
	}
	refusal, faults, rest := s.refusedBy(r, err)
	switch {
	case rest != nil:
		return rest
	case refusal == nil:
		return faults
	case refusal.Code == "sheet-not-drawn":
		return see(w, v, r.path()+"/paper/check") // pressed twice, or somebody was faster
	}
	if r, err = s.teller(v); err != nil {
		return err
	}
	return s.showCheck(w, r, http.StatusConflict, refusal)
}
