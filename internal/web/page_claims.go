package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/evidence"
)

// claimsView is what a report claims beside what was found (核实清单): the list that the
// verification team takes along, and that the reviewer reads.
type claimsView struct {
	Name, Back, Clause string
	Count              string
	Numbers            []number
	Claims             []claimView
	Others             []foundView
	Mark, Record       string // addresses, for who may
}

// claimView is one claim with all that was found about it.
type claimView struct {
	ID, Title, Text string
	Where, Read     string
	Gone            string // said where the newest version has it no more
	Withdrawn       string
	Tone            Tone
	Word            string
	Found           []foundView
	Record, Take    string
}

// foundView is a finding with its evidence.
type foundView struct {
	Anchor       string
	Head         string
	Claim        string // its own words, where it is about no marked claim
	Text         string
	Tone         Tone
	Word         string
	Former       []string
	Evidence     []evidenceView
	Add, Correct string
}

type evidenceView struct {
	Label, Note  string
	Alt          string
	Href         string // "" where the viewer may not open it
	Photo        bool
	Detail, Gone string
	Take         string
}

func claimsPath(year, subject string) string { return subjectPath(year, subject) + "/claims" }

// claimsPage shows the claims of a subject's reports and what was found.
func (s *Server) claimsPage(w http.ResponseWriter, v *visit) error {
	var view claimsView
	var newest *cycle.Report
	var claims []cycle.Claim
	sh, err := s.yearOf(v.Context(), v, v.W.Say("claims.title"), func(state *cycle.State, n names) error {
		sub := state.Subjects[v.PathValue("subject")]
		switch {
		case sub == nil:
			return errNotFound
		case !v.mayRead(state, fileRef{subject: sub.ID}):
			return errForbidden
		}
		if r := sub.Report(); r != nil {
			newest = copyReport(r)
		}
		claims = slices.Clone(sub.Claims)
		view = subjectTeller{visit: v, s: state, sub: sub, n: n}.claimsView()
		return nil
	})
	if err != nil {
		return err
	}
	if newest != nil && slices.ContainsFunc(claims, func(c cycle.Claim) bool { return c.Version != newest.No }) {
		text, err := s.Office.ReportText(v.Context(), newest)
		if err != nil {
			return err
		}
		for i, c := range claims {
			if c.Version != newest.No && !strings.Contains(text, c.Text) {
				view.Claims[i].Gone = v.W.Say("claims.gone")
			}
		}
	}
	return s.show(w, v, http.StatusOK, sh, ClaimsPage(v.W, view))
}

func (t subjectTeller) claimsView() claimsView {
	sub := t.sub
	view := claimsView{Name: t.n.person(sub.Person) + "（" + sub.OrgName + "）", Back: subjectPath(t.s.ID, sub.ID), Clause: t.s.Policy.Verification.Clause}
	if t.mayDo("record-visit") {
		view.Record = subjectPath(t.s.ID, sub.ID) + "/visit"
	}
	if r := sub.Report(); r != nil && r.Submitted != "" && t.mayDo("mark-claim") {
		view.Mark = reportPath(t.s.ID, sub.ID, r.No) + "/claims"
	}
	open, counts := 0, map[cycle.Verdict]int{}
	for _, c := range sub.Claims {
		x := t.claim(c)
		view.Claims = append(view.Claims, x)
		if c.Withdrawn != nil {
			continue
		}
		if last := lastVerdict(sub, c.ID); last == "" {
			open++
		} else {
			counts[last]++
		}
	}
	for _, f := range sub.Visits {
		if f.Of == "" {
			view.Others = append(view.Others, t.found(f))
		}
	}
	view.Count = t.W.Say("claims.count", "n", len(sub.Claims))
	view.Numbers = []number{{Label: t.W.Say("claims.open"), Value: t.W.Number(open)}}
	for _, verdict := range []cycle.Verdict{cycle.BorneOut, cycle.Partly, cycle.NotSo, cycle.Unchecked} {
		view.Numbers = append(view.Numbers, number{Label: t.W.Option("verdict", string(verdict)), Value: t.W.Number(counts[verdict])})
	}
	return view
}

// lastVerdict is what the last finding about a claim says, "" while there is none.
func lastVerdict(sub *cycle.Subject, claim string) (v cycle.Verdict) {
	for _, f := range sub.Visits {
		if f.Of == claim {
			v = f.Verdict
		}
	}
	return v
}

// mayDo says whether the viewer may do something for the subject now.
func (t subjectTeller) mayDo(kind string) bool {
	act := t.s.Policy.Acts["cycle"][kind]
	closed := slices.ContainsFunc(act.Before, func(e string) bool { return t.s.Seen[e] > 0 })
	early := slices.ContainsFunc(act.After, func(e string) bool { return t.s.Seen[e] == 0 })
	return !closed && !early && t.Viewer.Person != t.sub.Person && t.inYear(t.s, t.sub.ID).may(act)
}

func (t subjectTeller) claim(c cycle.Claim) claimView {
	x := claimView{ID: c.ID, Title: t.W.Say("claims.no", "n", c.ID), Text: c.Text, Where: t.W.Say("claims.where", "version", c.Version),
		Read: reportPath(t.s.ID, t.sub.ID, c.Version) + "#claim-" + c.ID, Tone: Info, Word: t.W.Say("claims.open")}
	if v := lastVerdict(t.sub, c.ID); v != "" {
		x.Tone, x.Word = verdictTone(v), t.W.Option("verdict", string(v))
	}
	if c.Withdrawn != nil {
		x.Withdrawn = t.W.Say("claims.withdrawn", "reason", c.Withdrawn.Reason)
	}
	for _, f := range t.sub.Visits {
		if f.Of == c.ID {
			x.Found = append(x.Found, t.found(f))
		}
	}
	if c.Withdrawn == nil && t.mayDo("record-visit") {
		x.Record = subjectPath(t.s.ID, t.sub.ID) + "/visit?claim=" + c.ID
	}
	if c.Withdrawn == nil && t.mayDo("withdraw-claim") {
		x.Take = doPath("cycle/"+t.s.ID, "withdraw-claim", claimsPath(t.s.ID, t.sub.ID), "subject", t.sub.ID, "claim", c.ID)
	}
	return x
}

func verdictTone(v cycle.Verdict) Tone {
	switch v {
	case cycle.BorneOut:
		return Good
	case cycle.Partly:
		return Warn
	case cycle.NotSo:
		return Bad
	case cycle.Unchecked:
	}
	return Quiet
}

func (t subjectTeller) found(f cycle.Visit) foundView {
	x := foundView{Anchor: "visit-" + strconv.Itoa(f.No), Head: t.date(string(f.Date)) + " · " + f.Method + " · " + t.n.people(f.Visitors), Claim: f.Claim, Text: f.Finding,
		Tone: verdictTone(f.Verdict), Word: t.W.Option("verdict", string(f.Verdict))}
	for _, old := range f.Former {
		x.Former = append(x.Former, t.W.Say("claims.former", "verdict", t.W.Option("verdict", string(old.Verdict)), "finding", old.Finding, "reason", old.Corrected.Reason))
	}
	for _, e := range f.Evidence {
		x.Evidence = append(x.Evidence, t.evidence(f, e))
	}
	no := strconv.Itoa(f.No)
	if t.mayDo("attach-evidence") {
		x.Add = visitPath(t.s.ID, t.sub.ID, f.No)
	}
	if t.mayDo("correct-visit") {
		x.Correct = doPath("cycle/"+t.s.ID, "correct-visit", claimsPath(t.s.ID, t.sub.ID), "subject", t.sub.ID, "visit", no)
	}
	return x
}

func visitPath(year, subject string, visit int) string {
	return subjectPath(year, subject) + "/visits/" + strconv.Itoa(visit)
}

func (t subjectTeller) evidence(f cycle.Visit, e cycle.Evidence) evidenceView {
	if e.Withdrawn != nil {
		return evidenceView{Gone: t.W.Say("claims.evidence-taken", "n", e.No, "reason", e.Withdrawn.Reason)}
	}
	if e.What == cycle.Interview && !t.mayRead(t.s, fileRef{subject: t.sub.ID, closed: true}) {
		return evidenceView{Gone: t.W.Say("claims.evidence-closed", "n", e.No)}
	}
	x := evidenceView{Label: t.W.Say("claims.evidence-no", "n", e.No, "what", t.W.Option("what", string(e.What))), Note: e.Note,
		Alt: t.W.Say("claims.photo-alt", "n", e.No), Photo: evidence.Media(e.Media).Photo(), Detail: strings.ToUpper(e.Media) + " · " + t.W.Number((e.Bytes+1023)/1024) + " KB",
		Href: visitPath(t.s.ID, t.sub.ID, f.No) + "/" + strconv.Itoa(e.No)}
	if e.Note != "" {
		x.Alt = e.Note
	}
	if e.Sent != "" {
		x.Detail += " · " + t.W.Say("claims.stripped")
	}
	if t.mayDo("withdraw-evidence") {
		x.Take = doPath("cycle/"+t.s.ID, "withdraw-evidence", claimsPath(t.s.ID, t.sub.ID), "subject", t.sub.ID, "visit", strconv.Itoa(f.No), "evidence", strconv.Itoa(e.No))
	}
	return x
}
