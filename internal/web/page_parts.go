package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/report"
)

// partsView is where a reviewer says which part a sentence belongs to (划分段落). The
// borders live in the form until they are put on record.
type partsView struct {
	Path, Back string
	Name       string
	Version    int
	Kinds      []Option
	To         string // the kind that a press gives
	Borders    string // as the form sends them
	Changed    bool
	Blocks     []partBlock
	Form       CommandForm
}

type partBlock struct {
	ID, Label string
	Sentences []sentence
}

// sentence is one to press on: from here to the end of the part it is in.
type sentence struct {
	At   int
	Text string
}

// marking is a visit to that page: the newest version with its text.
type marking struct {
	*visit
	year, subject string
	report        *cycle.Report
	text          []rune
	name          string
	shell         Shell
}

func (t *marking) path() string {
	return reportPath(t.year, t.subject, t.report.No) + "/parts"
}

// marking finds the version for who may set its parts.
func (s *Server) marking(v *visit) (*marking, error) {
	t := &marking{visit: v, year: v.PathValue("year"), subject: v.PathValue("subject")}
	var err error
	t.shell, err = s.yearOf(v.Context(), v, v.W.Command("cycle", "mark-parts"), func(state *cycle.State, n names) error {
		sub := state.Subjects[t.subject]
		switch {
		case sub == nil || sub.Report() == nil || strconv.Itoa(sub.Report().No) != v.PathValue("version"):
			return errNotFound
		case !v.mayMark(state, sub):
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

// mayMark says whether the viewer may set the parts of a subject's newest report now: its
// writer until it is handed in or a reviewer has.
func (v *visit) mayMark(s *cycle.State, sub *cycle.Subject) bool {
	r := sub.Report()
	if r == nil || r.Review != nil || s.Closed != nil || !v.inYear(s, sub.ID).may(s.Policy.Acts["cycle"]["mark-parts"]) {
		return false
	}
	return v.Viewer.Person != sub.Person || r.Submitted == "" && (r.Marked == nil || r.Own)
}

// partKinds are the kinds of parts in the order of a report.
var partKinds = []string{report.Duty, report.Tasks, report.Problems, report.Next, report.Other}

func (s *Server) partsForm(w http.ResponseWriter, v *visit) error {
	t, err := s.marking(v)
	if err != nil {
		return err
	}
	return s.showParts(w, t, http.StatusOK, bordersOf(t.report.Parts), report.Problems, CommandForm{W: v.W})
}

func (s *Server) showParts(w http.ResponseWriter, t *marking, status int, borders []cycle.Border, to string, f CommandForm) error {
	view := partsView{Path: t.path(), Back: reportPath(t.year, t.subject, t.report.No), Name: t.name, Version: t.report.No, To: to, Form: f,
		Borders: spellBorders(borders), Changed: !slices.Equal(borders, bordersOf(t.report.Parts))}
	for _, k := range partKinds {
		view.Kinds = append(view.Kinds, Option{k, t.W.Say("report.part." + k)})
	}
	for i, b := range borders {
		end := len(t.text)
		if i+1 < len(borders) {
			end = borders[i+1].Start
		}
		block := partBlock{ID: b.Part, Label: t.W.Say("report.part." + b.Part)}
		for _, at := range sentences(t.text[b.Start:end]) {
			block.Sentences = append(block.Sentences, sentence{b.Start + at.From, strings.TrimSpace(string(t.text[b.Start+at.From : b.Start+at.To]))})
		}
		view.Blocks = append(view.Blocks, block)
	}
	return s.show(w, t.visit, status, t.shell, PartsPage(t.W, view))
}

// sentences cuts a text where a line or a sentence ends. Room between them goes to the
// one before, so that the pieces make up the text.
func sentences(text []rune) (out []report.Span) {
	from := 0
	for i, r := range text {
		last := i+1 == len(text)
		if !last && !strings.ContainsRune("\n。！？；!?", r) {
			continue
		}
		if !last && strings.ContainsRune("\n ”』」）)　", text[i+1]) {
			continue // what closes it belongs to the sentence
		}
		out = append(out, report.Span{From: from, To: i + 1})
		from = i + 1
	}
	return out
}

// bordersOf are the borders of parts; neighbours of one kind are one.
func bordersOf(parts []report.Part) (out []cycle.Border) {
	for _, p := range parts {
		if n := len(out); n == 0 || out[n-1].Part != p.Part {
			out = append(out, cycle.Border{Part: p.Part, Start: p.From})
		}
	}
	return out
}

// give gives the stretch from a sentence to the end of its part to a kind.
func give(borders []cycle.Border, at int, kind string) (out []cycle.Border) {
	in := 0
	for i, b := range borders {
		if b.Start <= at {
			in = i
		}
	}
	changed := append(slices.Clone(borders[:in+1]), cycle.Border{Part: kind, Start: at})
	if borders[in].Start == at {
		changed = append(slices.Clone(borders[:in]), cycle.Border{Part: kind, Start: at})
	}
	for _, b := range append(changed, borders[in+1:]...) {
		if n := len(out); n == 0 || out[n-1].Part != b.Part {
			out = append(out, b)
		}
	}
	return out
}

// spellBorders writes borders for a field of the form, readBorders reads them.
func spellBorders(borders []cycle.Border) string {
	parts := make([]string, len(borders))
	for i, b := range borders {
		parts[i] = b.Part + ":" + strconv.Itoa(b.Start)
	}
	return strings.Join(parts, ",")
}

func readBorders(s string, length int) (out []cycle.Border, _ error) {
	for part := range strings.SplitSeq(s, ",") {
		kind, start, _ := strings.Cut(part, ":")
		at, err := strconv.Atoi(start)
		if err != nil || !slices.Contains(partKinds, kind) || at < 0 || at >= length || len(out) == 0 && at != 0 || len(out) > 0 && at <= out[len(out)-1].Start {
			return nil, fmt.Errorf("borders %.80q are none of a text of %d characters", s, length)
		}
		out = append(out, cycle.Border{Part: kind, Start: at})
	}
	return out, nil
}

// markParts takes a press on a sentence, or puts the parts on record.
func (s *Server) markParts(w http.ResponseWriter, v *visit) error {
	if err := v.ParseForm(); err != nil {
		return err
	}
	t, err := s.marking(v)
	if err != nil {
		return err
	}
	sent := v.Request.PostForm
	to := sent.Get("to")
	borders, err := readBorders(sent.Get("borders"), len(t.text))
	if err != nil || !slices.Contains(partKinds, to) {
		return errNotFound // a form that this page did not make
	}
	f := CommandForm{W: v.W}
	if !sent.Has("_record") {
		at, err := strconv.Atoi(sent.Get("at"))
		if err != nil || at < 0 || at >= len(t.text) {
			return errNotFound
		}
		return s.showParts(w, t, http.StatusOK, give(borders, at, to), to, f)
	}
	parts, err := json.Marshal(borders)
	if err != nil {
		return err
	}
	a := &act{visit: v, stream: "cycle/" + t.year, family: "cycle", id: t.year, kind: "mark-parts"}
	err = s.handIn(a, map[string][]string{"subject": {t.subject}, "version": {strconv.Itoa(t.report.No)}, "parts": {string(parts)}}, nil)
	if err != nil {
		status, err := s.answer(&f, v, err)
		if err != nil {
			return err
		}
		return s.showParts(w, t, status, borders, to, f)
	}
	s.flash(v, Good, v.W.Say("door.done", "what", v.W.Command("cycle", "mark-parts")))
	return see(w, v, reportPath(t.year, t.subject, t.report.No))
}
