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

// resultSheet is the count in full, to be signed.
type resultSheet struct {
	Origins  []originCount
	Total    int
	Tables   []sheetTable // both origins together
	Balances []balanceRow
	Surplus  []string // slips that were printed and not given out, in words
	Seal     string
	SealQR   *qrCode // of the meeting, the vote and the hash
	Recount  string  // its reason
	Note     string  // what the shares are of
}

type originCount struct {
	Phone   bool
	Ballots int
	Tables  []sheetTable
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
	out := &resultSheet{Seal: res.Seal, Recount: res.Reason, Note: r.W.Say("hall.sheet.denominator")}
	if !res.Form.Plain() {
		out.Note = r.W.Say("hall.sheet.denominator-ruled")
	}
	if res.Seal != "" {
		if code, err := newQR("shuping:seal:" + r.id() + ":" + strconv.Itoa(res.Round) + ":" + res.Seal); err == nil {
			out.SealQR = &code
		}
	}
	for i, tallies := range [][]ballot.Tally{res.Phone, res.Paper} {
		if len(tallies) > 0 && r.may("announce") {
			tables, n := r.sheetTables(res.Form, tallies)
			out.Origins = append(out.Origins, originCount{Phone: i == 0, Ballots: n, Tables: tables})
		}
	}
	out.Tables, out.Total = r.sheetTables(res.Form, slices.Concat(res.Phone, res.Paper))
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
