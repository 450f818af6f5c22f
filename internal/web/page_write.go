package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/office"
	"shuping/internal/office/drafts"
	"shuping/internal/policy"
	"shuping/internal/report"
)

// writeView is the desk at which a report is written (撰写述职报告): the notice's parts
// with what was written so far, and where the report stands.
type writeView struct {
	Path, Back  string
	Title, Name string
	Clause      string
	Parts       []writePart
	Reason      bool // a reason is needed: an earlier version was approved
	Said        string
	Earlier     []Link // versions to start from
	Form        CommandForm
	Standing    deskView
}

type writePart struct {
	ID, Name, Text string
	Up, Down       bool // a sentence can go to the part before, or the next
}

// deskView is where a report stands while it is written.
type deskView struct {
	Rev      int
	Saved    string
	Tone     Tone // of Saved
	Chars    number
	Share    *shareView // nil where the notice asks for none
	Parts    []Bar
	Findings []deskFinding
	Empty    bool
	Unread   string // why nothing was measured
	LeftOf   string // the version that was returned
	Reasons  string // why
	Left     []leftView
	Open     []Link // opinions that nobody has answered yet
	OpenNote string
}

// shareView is the share of problems and causes in a report, against what is asked.
type shareView struct {
	Label, Clause, Text, Want string
	Met                       bool
	Unsure                    string // how far the true number may be off, "" where the parts are sure
}

// deskFinding is a finding with what is wanted and what to do.
type deskFinding struct {
	findingView
	Want, Next string
}

// writing is a visit to the desk: whose report, and by which rules.
type writing struct {
	*visit
	year, subject string
	title, author string
	name          string // of the subject
	rules         policy.Report
	back          string
	approved      bool
	reports       []*cycle.Report
	shell         Shell
	texts         func(cycle.Finding) deskFinding
}

func (t *writing) about() string { return t.year + "/" + t.subject }

func (t *writing) path() string { return subjectPath(t.year, t.subject) + "/write" }

// writing finds the desk of a subject for who may file its report.
func (s *Server) writing(v *visit) (*writing, error) {
	t := &writing{visit: v, year: v.PathValue("year"), subject: v.PathValue("subject")}
	var err error
	t.shell, err = s.yearOf(v.Context(), v, v.W.Say("desk.title"), func(state *cycle.State, n names) error {
		sub := state.Subjects[t.subject]
		switch {
		case sub == nil || len(state.Policy.Report.Parts) == 0:
			return errNotFound
		case !v.inYear(state, sub.ID).may(state.Policy.Acts["cycle"]["file-report"]):
			return errForbidden
		}
		t.name, t.author = n.person(sub.Person), n.person(sub.Person)
		t.title = sub.OrgName + "书记" + strconv.Itoa(state.Year) + "年度述职报告" // the file's language is Chinese, whatever the page's
		t.rules, t.back, t.approved = state.Policy.Report, subjectPath(state.ID, sub.ID), sub.Approved > 0
		for _, r := range sub.Own() {
			t.reports = append(t.reports, copyReport(r))
		}
		names := policy.Policy{Report: state.Policy.Report, Content: state.Policy.Content}
		t.texts = func(f cycle.Finding) deskFinding { return v.deskFinding(&names, f) }
		return nil
	})
	return t, err
}

func (v *visit) deskFinding(p *policy.Policy, f cycle.Finding) deskFinding {
	kv := []any{}
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		kv = append(kv, name, policyName(&cycle.State{Policy: *p}, f.Args[name]))
	}
	say := func(what string) string {
		if key := "finding." + f.Code + what; v.W.Has(key) {
			return v.W.Say(key, kv...)
		}
		return ""
	}
	return deskFinding{findingView{Tone: findingTone(f.Level), Level: v.W.Say("year.level." + string(f.Level)),
		Text: cmp.Or(say(".got"), say(".name")), Clause: f.Clause}, say(".want"), say(".next")}
}

func findingTone(l report.Level) Tone {
	return map[report.Level]Tone{report.LevelRefuse: Bad, report.LevelAdvise: Warn, report.LevelAsk: Info}[l]
}

// writeForm shows the desk with the last draft, or with the version that ?from= names.
func (s *Server) writeForm(w http.ResponseWriter, v *visit) error {
	t, err := s.writing(v)
	if err != nil {
		return err
	}
	m, err := s.Office.Desk.Manuscript(v.Context(), v.Viewer.Person, t.about())
	if err != nil && !errors.Is(err, office.ErrNoManuscript) {
		return err
	}
	if no, err := strconv.Atoi(v.URL.Query().Get("from")); err == nil {
		if m.Parts, err = s.partsOf(t, no); err != nil {
			return err
		}
	}
	return s.showWriting(w, t, http.StatusOK, m, CommandForm{W: v.W})
}

// partsOf are the texts of an earlier version by its parts as they were found, without
// their headings. What belongs to no part goes to the one before it, so that nothing
// is lost but the title.
func (s *Server) partsOf(t *writing, no int) (map[string]string, error) {
	at := slices.IndexFunc(t.reports, func(r *cycle.Report) bool { return r.No == no })
	if at < 0 {
		return nil, errNotFound
	}
	text, err := s.Office.ReportText(t.Context(), t.reports[at])
	if err != nil {
		return nil, err
	}
	runes, out, last := []rune(text), map[string]string{}, ""
	for _, p := range t.reports[at].Parts {
		if p.To > len(runes) || p.From > p.To {
			return nil, errNotFound
		}
		piece := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(string(runes[p.From:p.To])), p.Heading))
		if slices.ContainsFunc(t.rules.Parts, func(x policy.Part) bool { return x.ID == p.Part }) {
			last = p.Part
		} else if last == "" {
			piece = strings.TrimSpace(strings.TrimPrefix(piece, t.title))
			last = t.rules.Parts[0].ID
		}
		out[last] = strings.TrimSpace(out[last] + "\n" + piece)
	}
	return out, nil
}

// showWriting shows the page; but changes what is said of where the draft stands.
func (s *Server) showWriting(w http.ResponseWriter, t *writing, status int, m office.Manuscript, f CommandForm, but ...func(*deskView)) error {
	desk, err := s.desk(t, m)
	if err != nil {
		return err
	}
	for _, change := range but {
		change(&desk)
	}
	if quiet(t.visit) {
		w.Header().Set("X-Desk", "1")
		return render(t.Context(), w, status, deskStanding(t.W, desk))
	}
	view := writeView{Path: t.path(), Back: t.back, Title: t.title, Name: t.name, Clause: t.rules.Review.Clause, Reason: t.approved,
		Said: f.value("reason"), Form: f, Standing: desk}
	for _, p := range t.rules.Parts {
		view.Parts = append(view.Parts, writePart{ID: p.ID, Name: p.Name, Text: m.Parts[p.ID]})
	}
	for i := range view.Parts {
		written := strings.TrimSpace(view.Parts[i].Text) != ""
		view.Parts[i].Up, view.Parts[i].Down = written && i > 0, written && i+1 < len(view.Parts)
	}
	for _, r := range t.reports {
		view.Earlier = append(view.Earlier, Link{Label: t.W.Say("desk.from", "n", r.No), Href: t.path() + "?from=" + strconv.Itoa(r.No)})
	}
	t.shell.Scripts = append(t.shell.Scripts, "desk.js")
	return s.show(w, t.visit, status, t.shell, WritePage(t.W, view))
}

// desk measures a manuscript as it would be measured when it is filed.
func (s *Server) desk(t *writing, m office.Manuscript) (deskView, error) {
	d := deskView{Rev: m.Rev, Tone: Quiet, Saved: t.W.Say("desk.not-saved"), Empty: true}
	if m.Rev > 0 {
		d.Tone, d.Saved = Good, t.W.Say("desk.saved", "time", t.W.DateTime(inChina(m.Saved)))
	}
	for _, p := range t.rules.Parts {
		d.Empty = d.Empty && strings.TrimSpace(m.Parts[p.ID]) == ""
	}
	t.leftToDo(&d, m)
	data, err := office.Typeset(t.title, t.author, t.rules.Parts, m)
	if err != nil {
		return d, err
	}
	text, err := office.Text(office.File{Data: data})
	var refusal *decider.Refusal
	if errors.As(err, &refusal) { // too long to be read as a report: what was typed must not be lost over that
		d.Unread, _, _ = t.W.Refusal(refusal)
		return d, nil
	}
	if err != nil {
		return d, err
	}
	text = strings.TrimSpace(text)
	res, err := s.Office.Preview(t.Context(), t.year, t.subject, text, office.Borders(t.rules.Parts, m, text))
	if err != nil {
		return d, err
	}
	d.Chars = number{t.W.Say("year.chars"), t.W.Number(res.Chars), ""}
	if most := t.rules.Max.Chars; most > 0 {
		d.Chars.Note = t.W.Say("desk.at-most", "n", most)
	}
	d.Share = t.share(res.Share)
	for _, p := range t.rules.Parts {
		d.Parts = append(d.Parts, Bar{Label: p.Name, Value: report.Count(m.Parts[p.ID]), Of: max(res.Chars, 1)})
	}
	if d.Empty {
		return d, nil // a blank sheet lacks everything; nobody needs to be told
	}
	for i, f := range res.Findings {
		d.Findings = append(d.Findings, t.texts(cycle.Finding{No: i + 1, Finding: f}))
	}
	slices.SortStableFunc(d.Findings, func(a, b deskFinding) int { return gravity(a.Tone) - gravity(b.Tone) })
	return d, nil
}

// leftToDo is what the last version was returned for, held against what is written now,
// and the opinions on it that were not answered.
func (t *writing) leftToDo(d *deskView, m office.Manuscript) {
	if len(t.reports) == 0 {
		return
	}
	last := t.reports[len(t.reports)-1]
	if r := last.Review; r != nil && r.Decision == cycle.Return {
		text := ""
		for _, p := range t.rules.Parts {
			text += m.Parts[p.ID]
		}
		d.LeftOf, d.Reasons, d.Left = t.W.Say("return.of", "n", last.No), r.Reasons, t.left(last, text)
	}
	for _, r := range t.reports {
		for _, o := range r.Opinions {
			if !o.Answered {
				d.Open = append(d.Open, Link{Label: t.W.Say("return.answer") + "：" + o.From + " · " + short(o.Text),
					Href: doPath("cycle/"+t.year, "answer-opinion", t.path(), "subject", t.subject, "opinion", o.ID)})
			}
		}
	}
	d.OpenNote = t.W.Say("return.opinions", "n", len(d.Open))
}

// gravity puts what must be mended first.
func gravity(t Tone) int { return slices.Index([]Tone{Bad, Warn, Info}, t) }

// share is a share against the notice's; nil where the notice asks for none.
func (t *writing) share(sh report.Share) *shareView { return t.shareOf(&t.rules, sh) }

func (v *visit) shareOf(r *policy.Report, sh report.Share) *shareView {
	p := r.Problems
	if p.AtLeast.IsZero() || sh.Den == 0 {
		return nil
	}
	out := &shareView{Label: v.W.Say("year.share"), Clause: p.Clause, Text: v.W.Share(sh.Num, sh.Den), Met: p.AtLeast.Met(sh.Num, sh.Den),
		Want: v.W.Say("desk.at-least", "share", p.AtLeast.String(), "n", p.AtLeast.Need(sh.Den))}
	if sh.Low != sh.High {
		out.Unsure = v.W.Say("desk.between", "low", sh.Low, "high", sh.High)
	}
	return out
}

// write saves a draft: quietly while somebody types, else with the page again, or hands
// it in.
func (s *Server) write(w http.ResponseWriter, v *visit) error {
	if _, err := readForm(v); err != nil {
		return err
	}
	t, err := s.writing(v)
	if err != nil {
		return err
	}
	sent := v.Request.PostForm
	if sent.Has("_drop") {
		if err := s.Office.Desk.DropManuscript(v.Context(), v.Viewer.Person, t.about()); err != nil {
			return err
		}
		s.flash(v, Info, v.W.Say("desk.dropped"))
		return see(w, v, t.back)
	}
	rev, _ := strconv.Atoi(sent.Get("_rev")) // what is no number is 0: then another draft is a conflict, and nothing is lost
	m := office.Manuscript{Parts: map[string]string{}, Rev: rev}
	for _, p := range t.rules.Parts {
		m.Parts[p.ID] = strings.ReplaceAll(sent.Get("part."+p.ID), "\r\n", "\n")
	}
	if sent.Has("_move") {
		moveSentence(t.rules.Parts, m.Parts, sent.Get("_move"))
	}
	saved, err := s.Office.Desk.SaveManuscript(v.Context(), v.Viewer.Person, t.about(), m)
	status := http.StatusOK
	f := CommandForm{W: v.W, Values: handedIn(sent)}
	switch {
	case errors.Is(err, office.ErrManuscriptChanged):
		return s.writtenElsewhere(w, t, m, f, saved)
	case errors.Is(err, drafts.ErrTooLong):
		return s.showWriting(w, t, http.StatusRequestEntityTooLarge, m, f, unsaved(v.W.Say("desk.too-long")))
	case err != nil:
		return err
	}
	if sent.Has("_hand") {
		if status, err = s.handInReport(w, t, saved, &f); status == 0 || err != nil {
			return err
		}
		return s.showWriting(w, t, status, saved, f)
	}
	return s.showWriting(w, t, status, saved, f)
}

// writtenElsewhere keeps what was typed on the page and says that another window has
// saved. A second press of the button saves what this one has.
func (s *Server) writtenElsewhere(w http.ResponseWriter, t *writing, m office.Manuscript, f CommandForm, there office.Manuscript) error {
	key := "desk.elsewhere"
	if !quiet(t.visit) {
		key, m.Rev = "desk.elsewhere-again", there.Rev
	}
	return s.showWriting(w, t, http.StatusConflict, m, f, unsaved(t.W.Say(key, "time", t.W.DateTime(inChina(there.Saved)))))
}

// unsaved says that a draft was not saved, and why.
func unsaved(why string) func(*deskView) {
	return func(d *deskView) { d.Tone, d.Saved = Bad, why }
}

// quiet says that the page's script asked, which wants only where the report stands.
func quiet(v *visit) bool { return v.Header.Get("X-Quiet") != "" }

// handInReport files the draft and drops it. A status that is not 0 asks for the page
// again, with what f says.
func (s *Server) handInReport(w http.ResponseWriter, t *writing, m office.Manuscript, f *CommandForm) (int, error) {
	data, err := office.Typeset(t.title, t.author, t.rules.Parts, m)
	if err != nil {
		return 0, err
	}
	text, err := office.Text(office.File{Data: data})
	if err != nil {
		return s.answer(f, t.visit, err)
	}
	values := map[string][]string{"subject": {t.subject}, "reason": {f.value("reason")}}
	if borders := office.Borders(t.rules.Parts, m, strings.TrimSpace(text)); borders != nil {
		parts, err := json.Marshal(borders)
		if err != nil {
			return 0, err
		}
		values["parts"] = []string{string(parts)}
	}
	a := &act{visit: t.visit, stream: "cycle/" + t.year, family: "cycle", id: t.year, kind: "file-report"}
	err = s.handIn(a, values,
		map[string]office.File{"file": {Name: t.title + ".docx", Data: data}})
	if err != nil {
		return s.answer(f, t.visit, err)
	}
	if err := s.Office.Desk.DropManuscript(t.Context(), t.Viewer.Person, t.about()); err != nil {
		return 0, err
	}
	s.flash(t.visit, Good, t.W.Say("desk.handed-in", "n", len(t.reports)+1))
	return 0, see(w, t.visit, t.back)
}
