package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"shuping/internal/ballot"
	"shuping/internal/meeting"
	"shuping/internal/people/roster"
)

// The papers of a meeting (会议用表) are pages made to be printed: the list to sign,
// the script of who presides, the ballot, the result with places to sign, the minutes.

// sheetsFor are the papers that can be printed now, by the last part of their address.
func sheetsFor(r *room) []string {
	names := []string{"notices", "signin", "agenda", "script", "ballot"}
	if resultSheetOf(r) != nil {
		names = append(names, "result")
	}
	if r.s.Opening != nil || len(r.s.Past) > 0 {
		names = append(names, "minutes")
	}
	return names
}

// sheet shows one of them.
func (s *Server) sheet(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	name := v.PathValue("sheet")
	if !slices.Contains(sheetsFor(r), name) {
		return errNotFound
	}
	var content templ.Component
	switch name {
	case "notices":
		content = NoticeSheets(r, noticesOf(r), false)
	case "agenda":
		content = AgendaSheet(r)
	case "signin":
		content = SigninSheet(r, signinSheet(r))
	case "script":
		content = ScriptSheet(r, scriptOf(r))
	case "ballot":
		if content, err = s.ballotSheet(r); err != nil {
			return err
		}
	case "result":
		content = ResultSheet(r, *resultSheetOf(r))
	case "minutes":
		content = MinutesSheet(r, minutesOf(r))
	}
	sh := s.shell(v, v.W.Say("hall.sheet."+name))
	sh.Sheets = []string{"meeting.css", "paper.css", "sheet.css"}
	return s.show(w, v, http.StatusOK, sh, SheetFrame(r, content))
}

// signinSheet is the list by class: the roll's when it is open, before that what the
// rosters hold.
func signinSheet(r *room) []rollClass {
	if r.s.Roll != nil {
		return rollOf(r, nil).Classes
	}
	var out []rollClass
	listed := listed(r)
	for _, c := range r.s.Type().Classes {
		one := rollClass{Name: c.Name}
		for _, id := range listed[c.ID] {
			one.People = append(one.People, rollPerson{ID: id, Name: r.names.person(id)})
		}
		if one.Expected = 0; c.Expected {
			one.Expected = len(one.People)
		}
		if len(one.People) > 0 {
			out = append(out, one)
		}
	}
	return out
}

// listed are the people of the rosters who would be on the roll, by class.
func listed(r *room) map[string][]string {
	b, t := &r.s.Brief, r.s.Type()
	org := b.Org
	if org == "" {
		org = roster.Committee
	}
	out := map[string][]string{}
	for _, m := range r.names.roster.Memberships {
		if c, ok := t.ClassOf(m.Class); ok && m.Org == org && !slices.Contains(b.Guides, m.Person) {
			out[c.ID] = append(out[c.ID], m.Person)
		}
	}
	return out
}

// scriptStep is a step of the chair's script: what is done, and who says it.
type scriptStep struct {
	Title, Clause string
	Lines         []string
}

func scriptOf(r *room) []scriptStep {
	t := r.s.Type()
	steps := []scriptStep{{Title: r.W.Say("hall.script.open"), Clause: t.Quorum.Clause, Lines: []string{
		r.W.Say("hall.script.gates"), r.W.Say("hall.script.welcome")}}}
	for _, it := range t.Agenda {
		step := scriptStep{Title: it.Name, Clause: it.Clause, Lines: []string{r.W.Say("hall.script." + string(it.ID))}}
		if it.ID == "reports" {
			for _, sub := range r.s.Brief.Subjects {
				step.Lines = append(step.Lines, r.names.person(sub.Person)+" "+r.post(sub.ID))
			}
		}
		steps = append(steps, step)
	}
	return append(steps, scriptStep{Title: r.W.Say("hall.step.close"), Lines: []string{r.W.Say("hall.script.close")}})
}

// ballotSubjects are the subjects of the form: of the open vote, else all who are to
// report.
func ballotSubjects(r *room) (out []pileRow) {
	ids := []string{}
	if round := r.s.Round(); round != nil {
		ids = round.Form.Subjects
	} else {
		for _, sub := range r.s.Brief.Subjects {
			if report := r.s.Report(sub.ID); report == nil || report.Instead != meeting.Absent {
				ids = append(ids, sub.ID)
			}
		}
	}
	for _, id := range ids {
		out = append(out, pileRow{ID: id, Name: r.subject(id), Post: r.post(id)})
	}
	return out
}

// resultSheet is the count in full, to be signed.
type resultSheet struct {
	Options  []string
	Origins  []originCount
	Total    int
	Rows     []resultRow // both origins together
	Balances []balanceRow
	Surplus  []string // slips that were printed and not given out, in words
	Seal     string
	SealQR   *qrCode // of the meeting, the vote and the hash
	Recount  string  // its reason
}

type originCount struct {
	Phone   bool
	Ballots int
	Rows    []resultRow
}

type resultRow struct {
	Name, Post string
	Count      ballot.Count
}

type balanceRow struct {
	Class string
	ballot.Balance
}

// resultSheetOf is the newest count for those who announce it, the announced one for
// all others; nil while there is none for the viewer. It has sums over all classes,
// and phone and paper apart only for those who signed for it: a count of few papers
// points to people.
func resultSheetOf(r *room) *resultSheet {
	var res *meeting.Result
	if n := len(r.s.Results); n > 0 && r.may("announce") {
		res = &r.s.Results[n-1]
	} else if res = r.s.Announced(); res == nil || hiddenAny(res.Announced.Published) {
		return nil // few ballots: what may be shown stands on the page
	}
	out := &resultSheet{Options: res.Form.Options, Seal: res.Seal, Recount: res.Reason}
	if res.Seal != "" {
		if code, err := newQR("shuping:seal:" + r.id() + ":" + strconv.Itoa(res.Round) + ":" + res.Seal); err == nil {
			out.SealQR = &code
		}
	}
	for i, tallies := range [][]ballot.Tally{res.Phone, res.Paper} {
		if len(tallies) > 0 && r.may("announce") {
			rows, n := r.sumOf(res.Form, tallies)
			out.Origins = append(out.Origins, originCount{Phone: i == 0, Ballots: n, Rows: rows})
		}
	}
	out.Rows, out.Total = r.sumOf(res.Form, append(slices.Clone(res.Phone), res.Paper...))
	for i, b := range res.Balances {
		class := r.pile(res.Form, res.Form.Classes[i])
		out.Balances = append(out.Balances, balanceRow{class, b})
		if made := r.made(res.Round, i); made > b.PhoneIssued {
			out.Surplus = append(out.Surplus, r.W.Say("hall.sheet.surplus", "class", class, "made", made, "n", made-b.PhoneIssued))
		}
	}
	return out
}

// made is how many slips the box of a vote had, 0 where that is not known.
func (r *room) made(round, class int) int {
	for i := range r.s.Rounds {
		if r.s.Rounds[i].No == round {
			return r.s.Rounds[i].Made(class)
		}
	}
	return 0
}

func hiddenAny(p ballot.Published) bool {
	return slices.ContainsFunc(p.Total, func(c ballot.PublicCount) bool { return c.Hidden })
}

func (r *room) sumOf(f ballot.Form, tallies []ballot.Tally) (rows []resultRow, ballots int) {
	total := ballot.Tally{Subjects: make([]ballot.Count, len(f.Subjects))}
	for i := range total.Subjects {
		total.Subjects[i].Options = make([]int, len(f.Options))
	}
	for _, t := range tallies {
		total.Ballots += t.Ballots
		for i, c := range t.Subjects {
			for o, n := range c.Options {
				total.Subjects[i].Options[o] += n
			}
			total.Subjects[i].Blank += c.Blank
			total.Subjects[i].Multiple += c.Multiple
		}
	}
	for i, c := range total.Subjects {
		rows = append(rows, resultRow{r.subject(f.Subjects[i]), r.post(f.Subjects[i]), c})
	}
	return rows, total.Ballots
}
