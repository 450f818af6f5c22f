package web

import (
	"errors"
	"net/http"
	"strconv"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/form"
	"shuping/internal/journal"
	"shuping/internal/outcome"
)

// gradesView is the table in which the committee decides: everybody's results side
// by side, a grade for each, and how much of the quotas is used.
type gradesView struct {
	Form     CommandForm
	Meetings []string // names, the columns of results
	Rows     []gradeRow
	Quotas   []Gauge
	Reckoned bool         // the rules reckon something, so there is a column for it
	Unfit    string       // why the rules cannot be reckoned with
	Against  []reasonView // what stands against the grades chosen
	Decided  string       // when it was decided already
	Missing  []todo       // what the decision still lacks
}

type gradeRow struct {
	ID, Name, Org, Path string
	Results             []string
	Facts               string
	Grade, Reason       string
	Field               string // prefix of the row's names, grades.<n>
	Grades              []Option
	Suggested, Score    string
	Why                 []reasonView
}

func (s *Server) gradesForm(w http.ResponseWriter, v *visit) error {
	f := CommandForm{Values: map[string][]string{"date": {string(calendar.Of(s.Now()))}}, Once: s.once.issue(s.Random)}
	return s.showGrades(w, v, http.StatusOK, f)
}

// showGrades shows the table with what was chosen.
func (s *Server) showGrades(w http.ResponseWriter, v *visit, status int, f CommandForm) error {
	accounts, err := s.Office.People.Accounts(v.Context())
	if err != nil {
		return err
	}
	id := v.PathValue("year")
	f.W, f.Stream, f.Kind, f.Action = v.W, "cycle", "decide-grades", "/year/"+id+"/grades"
	view := gradesView{}
	sh, err := s.yearOf(v.Context(), v, v.W.Command("cycle", "decide-grades"), func(state *cycle.State, n names) error {
		if !v.inYear(state, "").reads() {
			return errForbidden
		}
		a := &act{visit: v, stream: "cycle/" + id, family: "cycle", id: id, kind: "decide-grades", fields: form.Fields(cycle.DecideGrades{}), names: n}
		a.choices.persons = yearChoices{act: a, s: state}.persons(accounts)
		f.Suggested, f.Values = a.suggested(), a.spelt(f.Values)
		view = v.grades(state, n, f, calendar.Of(s.Now()))
		return nil
	})
	if err != nil {
		return err
	}
	return s.show(w, v, status, sh, GradesPage(v.W, view, "/year/"+id))
}

func (v *visit) grades(s *cycle.State, n names, f CommandForm, today calendar.Date) gradesView {
	view := gradesView{Form: f}
	if s.Decisions > 0 {
		view.Decided = v.W.ISODate(string(s.Decided))
	}
	for _, m := range s.Policy.Meetings {
		view.Meetings = append(view.Meetings, m.Name)
	}
	grades := map[string]cycle.GradeFor{}
	for i, id := range s.SubjectOrder {
		row := v.gradeRow(s, n, s.Subjects[id], "grades."+strconv.Itoa(i), f)
		if row.Grade != "" {
			grades[id] = cycle.GradeFor{Subject: id, Grade: row.Grade, Reason: row.Reason}
		}
		view.Rows = append(view.Rows, row)
	}
	v.reckoned(s, n, grades, &view)
	if s.Decisions > 0 {
		return view
	}
	for _, t := range cycle.Due(s, today) {
		if groundsGrade(t) {
			view.Missing = append(view.Missing, v.todo(s, n, t))
		}
	}
	return view
}

// reckoned adds what the rules make of the record and of the grades chosen; for a decision taken, what they
// made of it then.
func (v *visit) reckoned(s *cycle.State, n names, grades map[string]cycle.GradeFor, view *gradesView) {
	view.Reckoned = s.Policy.Grading.Suggests()
	r, err := s.Reckon(grades)
	var refusal *decider.Refusal
	if errors.As(err, &refusal) {
		view.Unfit, _, _ = v.W.Refusal(refusal)
		return
	}
	for i, u := range s.Quotas(r) {
		q := &s.Policy.Grading.Quotas[i]
		need := u.AtMost
		if u.NoLimit {
			need = u.AtLeast
		}
		if !u.Off {
			view.Quotas = append(view.Quotas, Gauge{Label: v.quotaLabel(s, i), Clause: q.Clause, Have: u.Got, Need: need, Of: max(need, 1), Met: u.Met()})
		}
	}
	for i := range view.Rows {
		row := &view.Rows[i]
		sug := s.Suggestion(r, row.ID)
		if s.Decisions > 0 {
			sug = s.Subjects[row.ID].Suggested()
		}
		if sug != nil {
			row.Suggested, row.Score, row.Why = v.W.List(sug.Grades), sug.Score, v.reasons(sug.Why)
		}
	}
	if s.Decisions > 0 {
		return
	}
	for _, l := range r.Refusals {
		if sub := s.Subjects[l.Subject]; sub != nil {
			l.Subject = n.person(sub.Person)
		}
		view.Against = append(view.Against, v.reasons([]outcome.Line{l})...)
	}
}

// quotaLabel are the grades that a quota counts, with the kinds it is for.
func (v *visit) quotaLabel(s *cycle.State, i int) string {
	q := &s.Policy.Grading.Quotas[i]
	label := v.W.List(s.Policy.Grading.Counted(q))
	if len(q.Kinds) > 0 {
		label += " · " + v.W.List(q.Kinds)
	}
	return label
}

// groundsGrade says whether a task is one that the decision rests on.
func groundsGrade(t cycle.Task) bool {
	switch t.Command {
	case "record-score", "record-fact", "record-visit", "record-assessment", "record-higher-feedback", "receive-minutes", "call-meeting", "draw":
		return true
	}
	return false
}

func (v *visit) gradeRow(s *cycle.State, n names, sub *cycle.Subject, field string, f CommandForm) gradeRow {
	row := gradeRow{ID: sub.ID, Name: n.person(sub.Person), Org: sub.OrgName, Path: subjectPath(s.ID, sub.ID), Field: field,
		Grade: f.value(field + ".grade"), Reason: f.value(field + ".reason"), Facts: v.W.Say("year.facts", "visits", len(sub.Visits), "assessments", len(sub.Assessments))}
	for _, g := range s.Policy.Grading.GradesOf(s.Policy.ScaleOf(sub.Kind)) {
		row.Grades = append(row.Grades, Option{g, g})
	}
	if s.Decisions > 0 {
		row.Grade = sub.Grade()
	}
	results := votesByType(s, sub.ID)
	for i := range s.Policy.Meetings {
		m := &s.Policy.Meetings[i]
		if votes, ok := results[m.ID]; ok {
			row.Results = append(row.Results, v.counts(m, votes))
			continue
		}
		row.Results = append(row.Results, v.meetingState(s, sub, m))
	}
	return row
}

// decideGrades takes the table: to count the quotas, or to decide.
func (s *Server) decideGrades(w http.ResponseWriter, v *visit) error {
	if err := v.ParseForm(); err != nil {
		return err
	}
	id, once := v.PathValue("year"), v.Request.PostForm.Get("_once")
	values := handedIn(v.Request.PostForm)
	f := CommandForm{Values: values, Once: once}
	if v.Request.PostForm.Has("_more") || v.Request.PostForm.Has("_count") {
		f.More = v.Request.PostForm.Get("_more")
		return s.showGrades(w, v, http.StatusOK, f)
	}
	a, err := s.gradesAct(v, id)
	if err != nil {
		return err
	}
	if once != "" && !s.once.claim(once, s.Now()) {
		s.flash(v, Info, v.W.Say("door.twice"))
		return see(w, v, "/year/"+id)
	}
	if f.Faults = a.resolve(values); f.Faults == nil {
		if err = s.handIn(a, values, nil); err == nil {
			a.choices.back = "/year/" + id
			return s.done(w, a)
		}
	}
	s.once.release(once)
	status, err := s.answer(&f, v, err)
	if err != nil {
		return err
	}
	return s.showGrades(w, v, status, f)
}

// gradesAct is the act of deciding on the grades of a year that there is.
func (s *Server) gradesAct(v *visit, id string) (*act, error) {
	st, err := s.year(v.Context(), id)
	if err != nil {
		return nil, err
	}
	n, err := s.names(v.Context(), v.W)
	if err != nil {
		return nil, err
	}
	reads := false
	st.View(func(state *cycle.State, _ journal.Head) { reads = v.inYear(state, "").reads() })
	if !reads {
		return nil, errForbidden
	}
	return &act{visit: v, stream: "cycle/" + id, family: "cycle", id: id, kind: "decide-grades", fields: form.Fields(cycle.DecideGrades{}), names: n}, nil
}
