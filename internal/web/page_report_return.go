package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"shuping/internal/cycle"
)

// returning finds the report for who may return it now.
func (s *Server) returning(v *visit) (*claiming, error) {
	t := &claiming{visit: v, year: v.PathValue("year"), subject: v.PathValue("subject")}
	var err error
	t.shell, err = s.yearOf(v.Context(), v, v.W.Say("return.title"), func(state *cycle.State, n names) error {
		sub := state.Subjects[t.subject]
		switch {
		case sub == nil || sub.Report() == nil || strconv.Itoa(sub.Report().No) != v.PathValue("version"):
			return errNotFound
		case !v.mayReturn(state, sub):
			return errForbidden
		}
		t.report, t.name = copyReport(sub.Report()), n.person(sub.Person)+"（"+sub.OrgName+"）"
		return nil
	})
	if err != nil {
		return nil, err
	}
	text, err := s.Office.ReportText(v.Context(), t.report)
	t.text = []rune(text)
	return t, err
}

// mayReturn says whether the viewer may review the subject's newest report now.
func (v *visit) mayReturn(s *cycle.State, sub *cycle.Subject) bool {
	r := sub.Report()
	return r != nil && r.Submitted != "" && r.Review == nil && (subjectTeller{visit: v, s: s, sub: sub}).mayDo("review-report")
}

func (s *Server) returnForm(w http.ResponseWriter, v *visit) error {
	t, err := s.returning(v)
	if err != nil {
		return err
	}
	return s.showReturn(w, t, http.StatusOK, nil, CommandForm{W: v.W})
}

func (s *Server) showReturn(w http.ResponseWriter, t *claiming, status int, chosen []int, f CommandForm) error {
	view := t.pressed(chosen, f)
	back := reportPath(t.year, t.subject, t.report.No)
	view.Title, view.How, view.Put = t.W.Say("return.title"), t.W.Say("return.how"), t.W.Say("return.put")
	view.Path, view.Back, view.BackName = back+"/return", back, t.W.Say("field.report")
	view.Noted, view.Any, view.Reasons = true, true, t.Request.PostForm.Get("reasons")
	begins := t.begins()
	for _, at := range chosen {
		n := markNote{At: at, Quote: short(string(t.text[at:begins[at].To])), Text: strings.ReplaceAll(t.Request.PostForm.Get("note."+strconv.Itoa(at)), "\r\n", "\n")}
		if status != http.StatusOK && strings.TrimSpace(n.Text) == "" {
			n.Fault = t.W.Say("form.required")
		}
		view.Notes = append(view.Notes, n)
	}
	return s.show(w, t.visit, status, t.shell, MarkClaimsPage(t.W, view))
}

// returnReport takes a press on a sentence, or returns the report with the marks.
func (s *Server) returnReport(w http.ResponseWriter, v *visit) error {
	if err := v.ParseForm(); err != nil {
		return err
	}
	t, err := s.returning(v)
	if err != nil {
		return err
	}
	begins, chosen, err := t.presses()
	if err != nil {
		return err
	}
	f := CommandForm{W: v.W, Stream: "cycle", Kind: "review-report"}
	if !v.Request.PostForm.Has("_record") {
		return s.showReturn(w, t, http.StatusOK, chosen, f)
	}
	marks := make([]cycle.Mark, len(chosen))
	for i, at := range chosen {
		span := t.trim(begins[at])
		marks[i] = cycle.Mark{Start: span.From, End: span.To, Note: v.Request.PostForm.Get("note." + strconv.Itoa(at))}
		if strings.TrimSpace(marks[i].Note) == "" {
			return s.showReturn(w, t, http.StatusUnprocessableEntity, chosen, f)
		}
	}
	spelt, err := json.Marshal(marks)
	if err != nil {
		return err
	}
	a := &act{visit: v, stream: "cycle/" + t.year, family: "cycle", id: t.year, kind: "review-report"}
	err = s.handIn(a, map[string][]string{"subject": {t.subject}, "version": {strconv.Itoa(t.report.No)}, "decision": {string(cycle.Return)},
		"reasons": {v.Request.PostForm.Get("reasons")}, "marks": {string(spelt)}}, nil)
	if err != nil {
		status, err := s.answer(&f, v, err)
		if err != nil {
			return err
		}
		return s.showReturn(w, t, status, chosen, f)
	}
	s.flash(v, Good, v.W.Say("door.done", "what", v.W.Command("cycle", "review-report")))
	return see(w, v, reportPath(t.year, t.subject, t.report.No))
}

// leftView is a passage that a returned report is to be mended at.
type leftView struct {
	Quote, Note string
	Tone        Tone
	Word        string // whether a later text still has it
}

// left are the marks of a returned version, held against a later text; "" for none.
func (v *visit) left(r *cycle.Report, text string) (out []leftView) {
	flat := func(s string) string { return strings.Join(strings.Fields(s), "") }
	text = flat(text)
	for _, m := range r.Review.Marks {
		x := leftView{Quote: m.Quote, Note: m.Note, Tone: Quiet}
		switch {
		case text == "":
		case strings.Contains(text, flat(m.Quote)):
			x.Tone, x.Word = Warn, v.W.Say("return.still")
		default:
			x.Tone, x.Word = Good, v.W.Say("return.changed")
		}
		out = append(out, x)
	}
	return out
}
