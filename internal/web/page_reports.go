package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"shuping/internal/cycle"
	"shuping/internal/report"
)

// reportsView is the reviewer's list: every report with what was found, those that
// need attention first.
type reportsView struct {
	Numbers []number
	Grid    Grid
}

// reportRow is one line of the list with what it is sorted by.
type reportRow struct {
	turn, refuse, advise, ask, order int
	cells                            []templ.Component
}

func (s *Server) reportsPage(w http.ResponseWriter, v *visit) error {
	var view reportsView
	sh, err := s.yearOf(v.Context(), v, v.W.Say("desk.reports"), func(state *cycle.State, n names) error {
		view = v.reportsView(state, n)
		return nil
	})
	if err != nil {
		return err
	}
	return s.show(w, v, http.StatusOK, sh, ReportsPage(v.W, view))
}

// The order of the list: whose turn it is comes before how much was found.
const (
	turnReview = iota // waits for the review
	turnFiled         // on file, not handed in for the review
	turnBack          // returned
	turnNone          // nothing on file
	turnDone          // approved
)

func (v *visit) reportsView(s *cycle.State, n names) reportsView {
	say := v.W.Say
	view := reportsView{Grid: Grid{Caption: say("desk.reports"), Columns: []Column{{Label: say("year.name")}, {Label: say("field.org")}, {Label: say("field.report")},
		{Label: say("year.chars"), Number: true}, {Label: say("year.share")}, {Label: say("desk.refuse"), Number: true}, {Label: say("desk.advise"), Number: true},
		{Label: say("desk.ask"), Number: true}, {Label: say("year.opinions")}}}}
	var rows []reportRow
	tally := map[int]int{}
	for i, id := range s.SubjectOrder {
		if v.mayRead(s, fileRef{subject: id}) {
			row := v.reportRow(s, n, s.Subjects[id])
			row.order = i
			tally[row.turn]++
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b reportRow) int {
		return cmp.Or(a.turn-b.turn, b.refuse-a.refuse, b.ask-a.ask, b.advise-a.advise, a.order-b.order)
	})
	for _, r := range rows {
		view.Grid.Rows = append(view.Grid.Rows, r.cells)
	}
	for _, t := range []struct {
		turn int
		key  string
	}{{turnReview, "year.report.submitted"}, {turnFiled, "year.report.filed"}, {turnBack, "year.report.returned"}, {turnNone, "year.report.none"}, {turnDone, "year.report.approved"}} {
		view.Numbers = append(view.Numbers, number{Label: say(t.key), Value: v.W.Number(tally[t.turn])})
	}
	return view
}

func (v *visit) reportRow(s *cycle.State, n names, sub *cycle.Subject) reportRow {
	r := sub.Report()
	row := reportRow{cells: []templ.Component{Anchor(Link{Label: n.person(sub.Person), Href: subjectPath(s.ID, sub.ID)}), orgCell(sub.OrgName, sub.Kind)}}
	if r == nil {
		row.turn = turnNone
		row.cells = append(row.cells, v.reportPill(sub))
		for range 6 {
			row.cells = append(row.cells, Text("—"))
		}
		return row
	}
	switch {
	case sub.Approved == r.No:
		row.turn = turnDone
	case r.Review != nil:
		row.turn = turnBack
	case r.Submitted != "":
		row.turn = turnReview
	default:
		row.turn = turnFiled
	}
	for _, f := range r.Findings {
		switch f.Level {
		case report.LevelRefuse:
			row.refuse++
		case report.LevelAdvise:
			row.advise++
		case report.LevelAsk:
			row.ask++
		}
	}
	share := Text(v.W.Percent(r.Share.Num, r.Share.Den))
	if x := v.shareOf(&s.Policy.Report, r.Share); x != nil && !x.Met {
		share = Pill(Bad, v.W.Percent(r.Share.Num, r.Share.Den))
	}
	answered := 0
	for _, o := range r.Opinions {
		if o.Answered {
			answered++
		}
	}
	opinions := "—"
	if len(r.Opinions) > 0 {
		opinions = v.W.Say("year.done-of", "done", answered, "of", len(r.Opinions))
	}
	row.cells = append(row.cells, reportCell(v.reportPill(sub), Link{Label: v.W.Say("desk.read"), Href: reportPath(s.ID, sub.ID, r.No)}),
		Text(v.W.Number(r.Chars)), share, countCell(v, row.refuse, Bad), countCell(v, row.advise, Warn), countCell(v, row.ask, Info), Text(opinions))
	return row
}

// countCell is a number that catches the eye when it is not 0.
func countCell(v *visit, n int, t Tone) templ.Component {
	if n == 0 {
		return Text("0")
	}
	return Pill(t, v.W.Number(n))
}
