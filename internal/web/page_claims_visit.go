package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/evidence"
	"shuping/internal/form"
	"shuping/internal/office"
	"shuping/internal/people"
)

// visitForm is where the verification team puts a finding on file, on a phone and on
// site (登记核实情况), or adds evidence to one.
type visitForm struct {
	Path, Back, Name, Title string
	Clause                  string
	Claim                   string // the words of the claim, "" for none
	ClaimID                 string
	Found                   *foundView // the finding that evidence is added to; nil: a new one
	Verdicts                []Option
	Papers                  []Option
	Hint                    string
	Late                    bool // a limit on the visits has run out, so a visit after it needs a reason
	Form                    CommandForm
}

// recording is a visit to that page.
type recording struct {
	*visit
	year, subject string
	view          visitForm
	act           *act
	shell         Shell
}

// recording finds the subject, and the claim or the finding, for who may.
func (s *Server) recording(v *visit, kind string) (*recording, error) {
	t := &recording{visit: v, year: v.PathValue("year"), subject: v.PathValue("subject")}
	accounts, err := s.Office.People.Accounts(v.Context())
	if err != nil {
		return nil, err
	}
	n, err := s.names(v.Context(), v.W)
	if err != nil {
		return nil, err
	}
	empty := map[string]any{"record-visit": &cycle.RecordVisit{}, "attach-evidence": &cycle.AttachEvidence{}}[kind]
	t.act = &act{visit: v, stream: "cycle/" + t.year, family: "cycle", id: t.year, kind: kind, fields: form.Fields(empty), names: n}
	t.shell, err = s.yearOf(v.Context(), v, v.W.Command("cycle", kind), func(state *cycle.State, n names) error {
		sub := state.Subjects[t.subject]
		if sub == nil {
			return errNotFound
		}
		teller := subjectTeller{visit: v, s: state, sub: sub, n: n}
		if !teller.mayDo(kind) {
			return errForbidden
		}
		t.view = visitForm{Path: v.URL.Path, Back: claimsPath(t.year, t.subject), Name: n.person(sub.Person) + "（" + sub.OrgName + "）",
			Title: v.W.Command("cycle", kind), Clause: state.Policy.Verification.Clause, Hint: v.W.Say("claims.files-hint", "mb", evidence.MaxBytes>>20)}
		if kind == "attach-evidence" {
			no, err := strconv.Atoi(v.PathValue("visit"))
			if err != nil || no < 1 || no > len(sub.Visits) {
				return errNotFound
			}
			found := teller.found(sub.Visits[no-1])
			found.Add = ""
			t.view.Found = &found
		}
		if id := v.URL.Query().Get("claim"); id != "" {
			for _, c := range sub.Claims {
				if c.ID == id && c.Withdrawn == nil {
					t.view.Claim, t.view.ClaimID = c.Text, c.ID
				}
			}
			if t.view.ClaimID == "" {
				return errNotFound
			}
			t.view.Path += "?claim=" + id
		}
		y := yearChoices{act: t.act, s: state, subject: sub, today: calendar.Of(s.Now())}
		t.view.Late = slices.ContainsFunc(state.Limits(), func(l cycle.Limit) bool {
			return l.Rule == "N4.1" && l.Done == "" && l.Due != "" && l.Due < y.today && (l.Subject == "" || l.Subject == sub.ID)
		})
		t.act.choices = choices{options: map[string][]Option{"methods": plainOptions(state.Policy.Verification.Methods)}, persons: teamOf(y, accounts)}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, verdict := range []cycle.Verdict{cycle.BorneOut, cycle.Partly, cycle.NotSo, cycle.Unchecked} {
		t.view.Verdicts = append(t.view.Verdicts, Option{string(verdict), v.W.Option("verdict", string(verdict))})
	}
	for _, what := range []cycle.EvidenceKind{cycle.Paper, cycle.Interview, cycle.Above} {
		t.view.Papers = append(t.view.Papers, Option{string(what), v.W.Option("what", string(what))})
	}
	return t, nil
}

// teamOf are the persons who are suggested as visitors: the subject's own are not.
func teamOf(y yearChoices, accounts []people.Account) []string {
	return slices.DeleteFunc(y.persons(accounts), func(id string) bool { return id == y.subject.Person })
}

func (s *Server) visitForm(w http.ResponseWriter, v *visit) error {
	t, err := s.recording(v, "record-visit")
	if err != nil {
		return err
	}
	f := CommandForm{Values: map[string][]string{"date": {string(calendar.Of(s.Now()))}, "visitors": {v.Viewer.Person}}, Once: s.once.issue(s.Random)}
	return s.showVisit(w, t, http.StatusOK, f)
}

func (s *Server) evidenceForm(w http.ResponseWriter, v *visit) error {
	t, err := s.recording(v, "attach-evidence")
	if err != nil {
		return err
	}
	return s.showVisit(w, t, http.StatusOK, CommandForm{Values: map[string][]string{}, Once: s.once.issue(s.Random)})
}

func (s *Server) showVisit(w http.ResponseWriter, t *recording, status int, f CommandForm) error {
	f.W, f.Stream, f.Kind, f.Fields, f.Options, f.Suggested = t.W, "cycle", t.act.kind, t.act.fields, t.act.choices.options, t.act.suggested()
	f.Values = t.act.spelt(f.Values)
	t.view.Form = f
	t.shell.Narrow = true
	return s.show(w, t.visit, status, t.shell, VisitPage(t.W, t.view))
}

// piece is one file that was sent, and what it is.
type piece struct {
	what cycle.EvidenceKind
	file office.File
}

// pieces are the files that were sent, looked at before anything is put on record, so
// that a bad photo does not leave a finding half told. Those that the same form sends
// twice are taken once.
func pieces(sent map[string][]office.File, what string) (out []piece, _ error) {
	for _, in := range []struct {
		field string
		what  cycle.EvidenceKind
	}{{"camera", cycle.Photo}, {"photos", cycle.Photo}, {"papers", cycle.EvidenceKind(what)}} {
		for _, f := range sent[in.field] {
			if _, _, err := office.TakeEvidence(in.what, f); err != nil {
				var r *decider.Refusal
				if errors.As(err, &r) {
					return nil, r.At(in.field)
				}
				return nil, err
			}
			if !slices.ContainsFunc(out, func(p piece) bool { return string(p.file.Data) == string(f.Data) }) {
				out = append(out, piece{in.what, f})
			}
		}
	}
	return out, nil
}

// recordVisit puts a finding on record with its evidence, or evidence alone.
func (s *Server) recordVisit(w http.ResponseWriter, v *visit) error {
	return s.takeVisit(w, v, "record-visit")
}

func (s *Server) addEvidence(w http.ResponseWriter, v *visit) error {
	return s.takeVisit(w, v, "attach-evidence")
}

func (s *Server) takeVisit(w http.ResponseWriter, v *visit, kind string) error {
	sent, err := sentFiles(v)
	if err != nil {
		return err
	}
	t, err := s.recording(v, kind)
	if err != nil {
		return err
	}
	values := handedIn(v.Request.PostForm)
	f := CommandForm{Values: values, Once: v.Request.PostForm.Get("_once")}
	if table := v.Request.PostForm.Get("_more"); table != "" {
		f.More = table
		return s.showVisit(w, t, http.StatusOK, f)
	}
	files, err := pieces(sent, f.value("papers-what"))
	if err == nil && kind == "attach-evidence" && len(files) == 0 {
		err = form.Errors{{Field: "photos", Code: form.CodeRequired}}
	}
	if err != nil {
		return s.visitRefused(w, t, f, err)
	}
	if f.Once != "" && !s.once.claim(f.Once, s.Now()) {
		s.flash(v, Info, v.W.Say("door.twice"))
		return see(w, v, t.view.Back)
	}
	no, err := s.recordFinding(t, kind, values, &f)
	if err != nil || len(f.Faults) > 0 {
		s.once.release(f.Once)
		return s.visitRefused(w, t, f, err)
	}
	attach := &act{visit: v, stream: "cycle/" + t.year, family: "cycle", id: t.year, kind: "attach-evidence"}
	for i, p := range files {
		err := s.handIn(attach, map[string][]string{"subject": {t.subject}, "visit": {no}, "what": {string(p.what)}, "note": {f.value("note")}}, map[string]office.File{"file": p.file})
		if err == nil {
			continue
		}
		if kind == "record-visit" || i > 0 { // what was put on record before stays; the rest is to be added on the finding's own page
			v.SetPathValue("visit", no)
			v.URL.Path, v.URL.RawQuery = subjectPath(t.year, t.subject)+"/visits/"+no, ""
			if t, err2 := s.recording(v, "attach-evidence"); err2 == nil {
				return s.visitRefused(w, t, CommandForm{Values: map[string][]string{}, Once: s.once.issue(s.Random)}, err)
			}
		}
		s.once.release(f.Once)
		return s.visitRefused(w, t, f, err)
	}
	key := map[string]string{"record-visit": "claims.saved", "attach-evidence": "claims.added"}[kind]
	s.flash(v, Good, v.W.Say(key, "n", len(files)))
	return see(w, v, t.view.Back+"#visit-"+no)
}

// recordFinding puts the finding itself on record, if it is a new one, and gives its number.
func (s *Server) recordFinding(t *recording, kind string, values map[string][]string, f *CommandForm) (no string, err error) {
	if kind == "attach-evidence" {
		return t.PathValue("visit"), nil
	}
	paper := map[string][]string{"subject": {t.subject}}
	for _, name := range []string{"date", "method", "visitors", "claim", "finding", "verdict", "reason"} {
		paper[name] = values[name]
	}
	if t.view.ClaimID != "" {
		paper["of"], paper["claim"] = []string{t.view.ClaimID}, nil
	}
	if f.Faults = t.act.resolve(paper); len(f.Faults) > 0 {
		return "", nil
	}
	if err := s.handIn(t.act, paper, nil); err != nil {
		return "", err
	}
	n := 0
	err = s.viewSubject(t.visit, t.year, t.subject, func(sub *cycle.Subject) { n = len(sub.Visits) })
	return strconv.Itoa(n), err
}

func (s *Server) visitRefused(w http.ResponseWriter, t *recording, f CommandForm, err error) error {
	status, err := s.answer(&f, t.visit, err)
	if err != nil {
		return err
	}
	return s.showVisit(w, t, status, f)
}
