package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/report"
)

// markView is the report on which sentences are chosen to be verified. What was chosen
// lives in the form until it is put on record.
type markView struct {
	Title, How, Put      string
	Path, Back, BackName string
	Noted                bool // each chosen sentence has a note, and there are reasons
	Notes                []markNote
	Reasons              string
	Name                 string
	Chosen               string // as the form sends it
	Count                string // of the chosen
	Any                  bool
	Blocks               []markBlock
	Form                 CommandForm
}

// markNote is what is said of a chosen sentence.
type markNote struct {
	At          int
	Quote, Text string
	Fault       string
}

type markBlock struct {
	ID, Label string
	Sentences []markSentence
}

type markSentence struct {
	At            int
	Text          string
	Chosen        bool
	Claim, Marked string // address and words of the claim that it is already
}

// claiming is a visit to that page.
type claiming struct {
	*visit
	year, subject, name string
	report              *cycle.Report
	claims              []cycle.Claim // that stand, of this version
	text                []rune
	shell               Shell
}

func (t *claiming) path() string { return reportPath(t.year, t.subject, t.report.No) + "/claims" }

func (s *Server) claiming(v *visit) (*claiming, error) {
	t := &claiming{visit: v, year: v.PathValue("year"), subject: v.PathValue("subject")}
	var err error
	t.shell, err = s.yearOf(v.Context(), v, v.W.Command("cycle", "mark-claim"), func(state *cycle.State, n names) error {
		sub := state.Subjects[t.subject]
		switch {
		case sub == nil || sub.Report() == nil || strconv.Itoa(sub.Report().No) != v.PathValue("version"):
			return errNotFound
		case sub.Report().Submitted == "" || !(subjectTeller{visit: v, s: state, sub: sub, n: n}).mayDo("mark-claim"):
			return errForbidden
		}
		t.report, t.name = copyReport(sub.Report()), n.person(sub.Person)+"（"+sub.OrgName+"）"
		for _, c := range sub.Claims {
			if c.Version == t.report.No && c.Withdrawn == nil {
				t.claims = append(t.claims, c)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	text, err := s.Office.ReportText(v.Context(), t.report)
	t.text = []rune(text)
	return t, err
}

func (s *Server) markClaimsForm(w http.ResponseWriter, v *visit) error {
	t, err := s.claiming(v)
	if err != nil {
		return err
	}
	return s.showMarks(w, t, http.StatusOK, nil, CommandForm{W: v.W})
}

// spans are the sentences of the text with the part each is in.
func (t *claiming) spans() (out []report.Part) {
	for _, p := range t.report.Parts {
		for _, at := range sentences(t.text[p.From:min(p.To, len(t.text))]) {
			out = append(out, report.Part{Part: p.Part, Span: report.Span{From: p.From + at.From, To: p.From + at.To}})
		}
	}
	return out
}

func (s *Server) showMarks(w http.ResponseWriter, t *claiming, status int, chosen []int, f CommandForm) error {
	view := t.pressed(chosen, f)
	view.Title, view.How, view.Put = t.W.Command("cycle", "mark-claim"), t.W.Say("claims.how"), t.W.Say("claims.put")
	view.Path, view.Back, view.BackName = t.path(), claimsPath(t.year, t.subject), t.W.Say("claims.title")
	view.Any = len(chosen) > 0
	return s.show(w, t.visit, status, t.shell, MarkClaimsPage(t.W, view))
}

// pressed is the text by its sentences, with those that are chosen.
func (t *claiming) pressed(chosen []int, f CommandForm) markView {
	view := markView{Name: t.name, Chosen: spellPlaces(chosen), Count: t.W.Say("claims.chosen", "n", len(chosen)), Form: f}
	last := ""
	for _, p := range t.spans() {
		text := strings.TrimSpace(string(t.text[p.From:p.To]))
		if text == "" {
			continue
		}
		if p.Part != last {
			view.Blocks = append(view.Blocks, markBlock{ID: p.Part, Label: t.W.Say("report.part." + p.Part)})
			last = p.Part
		}
		x := markSentence{At: p.From, Text: text, Chosen: slices.Contains(chosen, p.From)}
		for _, c := range t.claims {
			if c.From < p.To && p.From < c.To {
				x.Claim, x.Marked = claimsPath(t.year, t.subject)+"#c-"+c.ID, t.W.Say("claims.no", "n", c.ID)
			}
		}
		b := &view.Blocks[len(view.Blocks)-1]
		b.Sentences = append(b.Sentences, x)
	}
	return view
}

// spellPlaces and readPlaces write and read the chosen sentences in the form.
func spellPlaces(at []int) string {
	parts := make([]string, len(at))
	for i, a := range at {
		parts[i] = strconv.Itoa(a)
	}
	return strings.Join(parts, ",")
}

func readPlaces(s string) (out []int) {
	for part := range strings.SplitSeq(s, ",") {
		if at, err := strconv.Atoi(part); err == nil && !slices.Contains(out, at) { // what is no number no sentence begins at
			out = append(out, at)
		}
	}
	slices.Sort(out)
	return out
}

func (t *claiming) begins() map[int]report.Span {
	begins := map[int]report.Span{}
	for _, p := range t.spans() {
		begins[p.From] = p.Span
	}
	return begins
}

// presses are the sentences by where they begin, and those that are chosen after the press
// that was sent.
func (t *claiming) presses() (begins map[int]report.Span, chosen []int, _ error) {
	begins = t.begins()
	sent := t.Request.PostForm
	chosen = slices.DeleteFunc(readPlaces(sent.Get("chosen")), func(at int) bool { return begins[at].To == 0 })
	if sent.Has("_record") {
		return begins, chosen, nil
	}
	at, err := strconv.Atoi(sent.Get("at"))
	if err != nil || begins[at].To == 0 {
		return nil, nil, errNotFound // a form that this page did not make
	}
	if i := slices.Index(chosen, at); i >= 0 {
		return begins, slices.Delete(chosen, i, i+1), nil
	}
	chosen = append(chosen, at)
	slices.Sort(chosen)
	return begins, chosen, nil
}

// trim leaves the room behind a sentence.
func (t *claiming) trim(span report.Span) report.Span {
	for span.To > span.From && strings.TrimSpace(string(t.text[span.To-1])) == "" {
		span.To--
	}
	return span
}

// markClaims takes a press on a sentence, or puts the chosen ones on record.
func (s *Server) markClaims(w http.ResponseWriter, v *visit) error {
	if err := v.ParseForm(); err != nil {
		return err
	}
	t, err := s.claiming(v)
	if err != nil {
		return err
	}
	begins, chosen, err := t.presses()
	if err != nil {
		return err
	}
	f := CommandForm{W: v.W}
	if !v.Request.PostForm.Has("_record") {
		return s.showMarks(w, t, http.StatusOK, chosen, f)
	}
	a := &act{visit: v, stream: "cycle/" + t.year, family: "cycle", id: t.year, kind: "mark-claim"}
	for i, at := range chosen {
		span := t.trim(begins[at])
		err := s.handIn(a, map[string][]string{"subject": {t.subject}, "version": {strconv.Itoa(t.report.No)}, "start": {strconv.Itoa(span.From)}, "end": {strconv.Itoa(span.To)}}, nil)
		if err != nil {
			status, err := s.answer(&f, v, err)
			if err != nil {
				return err
			}
			again, err := s.claiming(v) // those before are on record
			if err != nil {
				return err
			}
			return s.showMarks(w, again, status, chosen[i:], f)
		}
	}
	s.flash(v, Good, v.W.Say("door.done", "what", v.W.Command("cycle", "mark-claim")))
	return see(w, v, claimsPath(t.year, t.subject))
}
