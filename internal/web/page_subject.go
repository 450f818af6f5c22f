package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
)

// subjectView is one person under review: everything on file, newest last.
type subjectView struct {
	Name, Org, Kind, Post string
	Clause                string
	Liaison               string
	Grade                 string
	Rank                  int
	Acts                  []subjectAct
	Reports               []reportView
	Visits                []visitView
	Assessments           []entry
	Known                 []knownView
	Higher                []entry
	Meetings              []votedView
	Grades                []entry
	Follows               []followView
	Items                 []itemView
	Documents             string // address of the documents about the subject
}

// subjectAct is an act for a subject; Due: it is the viewer's turn.
type subjectAct struct {
	Link
	Due bool
}

// entry is something said on a day by somebody.
type entry struct{ When, Who, Text, Note string }

type reportView struct {
	Title    string
	State    Tone
	Label    string
	File     string // address
	Read     string // address of the page to read it on
	Since    *Link  // what changed since the version before, nil for the first
	Share    *shareView
	Facts    []Fact
	Parts    []Bar
	Findings []deskFinding
	Opinions []opinionView
	Review   *entry
}

type findingView struct {
	Tone           Tone
	Level, Text    string
	Clause, Reason string // why the reviewer let it stand
}

type opinionView struct {
	From, Text, Answer string
	Tone               Tone
}

type visitView struct {
	entry
	Claim string
	Tone  Tone
	Word  string
}

type votedView struct {
	Title, Path, When string
	Hidden            string
	Bars              []Bar
	Invalid           string
	Questions         []questionView
	Comment           *commentView
}

type questionView struct{ Question, Answer, Solution, Due string }

type commentView struct {
	Strengths, Direction string
	Problems             []string
}

type followView struct {
	Name, Clause, Note, Href string
	Tone                     Tone
	Word                     string
}

type itemView struct {
	ID, Problem, Measure, Source, Owner, Due string
	Tone                                     Tone
	Word                                     string
	Checks                                   []entry
	Links                                    []Link
}

func (s *Server) subjectPage(w http.ResponseWriter, v *visit) error {
	var view subjectView
	sh, err := s.yearOf(v.Context(), v, "", func(state *cycle.State, n names) error {
		sub := state.Subjects[v.PathValue("subject")]
		switch {
		case sub == nil:
			return errNotFound
		case !v.inYear(state, sub.ID).takesPart():
			return errForbidden
		}
		view = subjectTeller{v, state, sub, n, calendar.Of(s.Now())}.view()
		return nil
	})
	if err != nil {
		return err
	}
	sh.Title = view.Name
	return s.show(w, v, http.StatusOK, sh, SubjectPage(v.W, "/year/"+v.PathValue("year")+"/subjects", view))
}

// subjectTeller puts a subject's state into words.
type subjectTeller struct {
	*visit
	s   *cycle.State
	sub *cycle.Subject
	n   names

	today calendar.Date
}

func (t subjectTeller) date(d string) string { return t.W.ISODate(d) }

func (t subjectTeller) view() subjectView {
	sub := t.sub
	out := subjectView{Name: t.n.person(sub.Person), Org: sub.OrgName, Kind: sub.Kind, Post: sub.Post, Clause: sub.Clause,
		Liaison: t.n.person(t.s.Liaison[sub.ID]), Documents: documentsPath(t.s.ID, "subject", sub.ID), Grade: sub.Grade(), Rank: gradeRank(t.s, sub.Grade()), Acts: t.acts()}
	for _, r := range slices.Backward(sub.Reports) {
		out.Reports = append(out.Reports, t.report(r))
	}
	for _, x := range sub.Visits {
		tone := map[cycle.Verdict]Tone{cycle.BorneOut: Good, cycle.Partly: Warn, cycle.NotSo: Bad}[x.Verdict]
		if tone == "" {
			tone = Quiet
		}
		out.Visits = append(out.Visits, visitView{entry{t.date(string(x.Date)), t.n.people(x.Visitors), x.Finding, x.Method}, x.Claim, tone, t.W.Option("verdict", string(x.Verdict))})
	}
	for _, a := range sub.Assessments {
		out.Assessments = append(out.Assessments, entry{When: t.date(string(a.Date)), Text: a.Text})
	}
	out.Known = t.known()
	for _, h := range t.s.Higher {
		if h.Subject == "" || h.Subject == sub.ID {
			out.Higher = append(out.Higher, entry{When: t.date(string(h.Date)), Who: h.From, Text: h.Text})
		}
	}
	out.Meetings = t.meetings()
	for i, d := range sub.Grades {
		note := ""
		if i > 0 {
			note = t.W.Say("year.corrected", "approver", t.n.person(d.Approver))
		}
		out.Grades = append(out.Grades, entry{When: t.date(string(d.Date)), Who: d.Grade, Text: d.Reason, Note: note})
	}
	out.Follows, out.Items = t.follows(), t.items()
	return out
}

// acts are what the viewer may do for this subject now.
func (t subjectTeller) acts() (out []subjectAct) {
	due := map[string]bool{}
	for _, task := range cycle.Due(t.s, t.today) {
		if task.Subject == t.sub.ID && t.mine(t.s, task) {
			due[task.Command] = true
		}
	}
	r := t.sub.Report()
	kinds := []string{}
	if t.s.Liaison[t.sub.ID] == "" {
		kinds = append(kinds, "assign-liaison")
	}
	switch {
	case r == nil, r.Review != nil && r.Review.Decision == cycle.Return:
		kinds = append(kinds, "file-report")
	case r.Submitted == "":
		kinds = append(kinds, "submit-report", "record-opinion", "file-report")
		if slices.ContainsFunc(r.Opinions, func(o cycle.Opinion) bool { return !o.Answered }) {
			kinds = append(kinds, "answer-opinion")
		}
	case r.Review == nil:
		kinds = append(kinds, "review-report")
	}
	kinds = append(kinds, "record-figures", "record-visit", "record-assessment", "plan-rectification")
	if t.s.Policy.Report.Spoken.Holds() {
		kinds = append(kinds, "file-spoken")
	}
	if t.s.Policy.Grading.Scored() {
		kinds = append(kinds, "record-score")
	}
	if len(t.s.Policy.Grading.Facts) > 0 {
		kinds = append(kinds, "record-fact")
	}
	if t.sub.Grade() != "" {
		kinds = append(kinds, "correct-grade")
	}
	for _, kind := range kinds {
		act := t.s.Policy.Acts["cycle"][kind]
		closed := slices.ContainsFunc(act.Before, func(e string) bool { return t.s.Seen[e] > 0 })
		early := slices.ContainsFunc(act.After, func(e string) bool { return t.s.Seen[e] == 0 })
		if closed || early || !t.inYear(t.s, t.sub.ID).may(act) {
			continue
		}
		if kind == "file-report" && len(t.s.Policy.Report.Parts) > 0 {
			out = append(out, subjectAct{Link{Label: t.W.Say("desk.title"), Href: subjectPath(t.s.ID, t.sub.ID) + "/write"}, due[kind]})
			due[kind] = false // to write here is the page's main act, a file the other way
		}
		if kind == "record-visit" {
			out = append(out, subjectAct{Link{Label: t.W.Say("claims.title"), Href: claimsPath(t.s.ID, t.sub.ID)}, due[kind]})
			continue
		}
		field := "subject"
		if kind == "assign-liaison" {
			field = "org"
		}
		out = append(out, subjectAct{Link{Label: t.W.Command("cycle", kind), Href: doPath("cycle/"+t.s.ID, kind, subjectPath(t.s.ID, t.sub.ID), field, t.sub.ID)}, due[kind]})
	}
	return out
}

func (t subjectTeller) report(r *cycle.Report) reportView {
	out := reportView{Title: t.W.Say("year.version", "n", r.No), File: "/file/" + r.File, Read: reportPath(t.s.ID, t.sub.ID, r.No), Share: t.shareOf(&t.s.Policy.Report, r.Share)}
	if r.No > 1 {
		out.Since = &Link{Label: t.W.Say("desk.since", "n", r.No-1), Href: out.Read + "?since=" + strconv.Itoa(r.No-1)}
	}
	switch {
	case r.Review != nil && r.Review.Decision == cycle.Approve:
		out.State, out.Label = Good, t.W.Say("year.report.approved")
	case r.Review != nil:
		out.State, out.Label = Bad, t.W.Say("year.report.returned")
	case r.Submitted != "":
		out.State, out.Label = Warn, t.W.Say("year.report.submitted")
	default:
		out.State, out.Label = Info, t.W.Say("year.report.filed")
	}
	out.Facts = []Fact{{t.W.Say("year.filed-on"), Text(t.date(string(r.Date)) + " · " + t.n.person(r.Filed.By))},
		{t.W.Say("year.chars"), Text(t.W.Number(r.Chars))}}
	if r.Reason != "" {
		out.Facts = append(out.Facts, Fact{t.W.Say("field.reason"), Text(r.Reason)})
	}
	for _, p := range r.Parts { // a part may be in several places
		i := slices.IndexFunc(out.Parts, func(b Bar) bool { return b.Label == t.part(p.Part) })
		if i < 0 {
			i, out.Parts = len(out.Parts), append(out.Parts, Bar{Label: t.part(p.Part), Of: r.Chars})
		}
		out.Parts[i].Value += p.Chars
	}
	accepted := map[string]string{}
	if r.Review != nil {
		for _, a := range r.Review.Accepted {
			accepted[a.Finding] = a.Reason
		}
		out.Review = &entry{When: t.W.DateTime(inChina(r.Review.At)), Who: t.n.person(r.Review.By), Text: r.Review.Reasons, Note: t.W.Option("decision", string(r.Review.Decision))}
	}
	for _, f := range r.Findings {
		x := t.deskFinding(&t.s.Policy, f)
		x.Reason = cmp.Or(accepted[strconv.Itoa(f.No)], accepted[f.Code])
		out.Findings = append(out.Findings, x)
	}
	slices.SortStableFunc(out.Findings, func(a, b deskFinding) int { return gravity(a.Tone) - gravity(b.Tone) })
	for _, o := range r.Opinions {
		x := opinionView{From: o.From, Text: o.Text, Tone: Warn, Answer: t.W.Say("year.unanswered")}
		if o.Answered && o.Taken {
			x.Tone, x.Answer = Good, t.W.Say("year.taken")
		} else if o.Answered {
			x.Tone, x.Answer = Quiet, t.W.Say("year.not-taken", "why", o.Why)
		}
		out.Opinions = append(out.Opinions, x)
	}
	return out
}

func (t subjectTeller) part(id string) string { return t.W.Say("report.part." + id) }
