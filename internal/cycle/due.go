package cycle

import (
	"strconv"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// Task is something that is to be done next (待办), by whom and by when.
type Task struct {
	Command string        `json:"command"` // the kind that does it
	Rule    string        `json:"rule"`
	Clause  string        `json:"clause"`
	Subject string        `json:"subject,omitempty"` // id
	Ref     string        `json:"ref,omitempty"`     // id of the meeting, item, consequence, document ... it is about
	Name    string        `json:"name,omitempty"`    // its name, where the policy or a person gave one
	Person  string        `json:"person,omitempty"`  // who is to do it, where that is one person
	Roles   []string      `json:"roles"`             // who may
	Due     calendar.Date `json:"due,omitempty"`
	Late    bool          `json:"late"`
	// RunsOn: the year may be closed without it; it goes on next year.
	RunsOn bool `json:"runs_on,omitempty"`
}

// agenda collects tasks.
type agenda struct {
	s      *State
	today  calendar.Date
	tasks  []Task
	limits []Limit
}

// Due is what is to be done next in the year, in the order of the notice; of a
// chain of acts only the one that can be done now. It is empty when the year is
// closed. today is for saying what is late.
func Due(s *State, today calendar.Date) []Task {
	a := &agenda{s: s, today: today}
	if s.ID != "" && s.ScopeSet != nil {
		a.limits = s.Limits()
	}
	switch {
	case s.ID == "":
		a.tasks = append(a.tasks, Task{Command: "open", Rule: "N1.5", Roles: []string{"office"}})
	case s.Closed != nil:
	case s.ScopeSet == nil:
		a.add(Task{Command: "set-scope"})
	default:
		a.before()
		a.byHand()
		a.grading()
		a.after()
	}
	return a.tasks
}

// add fills in what the policy's table and the notice's time say.
func (a *agenda) add(t Task) {
	act := a.s.Policy.Acts["cycle"][t.Command]
	if t.Rule == "" {
		t.Rule, t.Clause = act.Rule, act.Clause
	}
	t.Roles = act.By
	t.Due = earliest(t.Due, a.limits, func(l Limit) bool { return l.keptBy(t) })
	t.Late = t.Due != "" && a.today > t.Due
	a.tasks = append(a.tasks, t)
}

// before is what leads up to the grades.
func (a *agenda) before() {
	s := a.s
	until := s.Policy.Window.Until
	for _, d := range s.Draws {
		if d.Lots == nil {
			a.add(Task{Command: "draw", Ref: d.Kind, Name: d.Kind, Due: until})
		}
	}
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		if s.Liaison[id] == "" && s.Policy.Duties.Liaison.Holds() {
			a.add(Task{Command: "assign-liaison", Subject: id, Ref: id, Due: until})
		}
		a.report(sub, until)
		if v := s.Policy.Verification; v.Holds() && len(sub.Visits) < v.AtLeast && s.Decisions == 0 {
			a.add(Task{Command: "record-visit", Subject: id, Due: until})
		}
		if most := s.Policy.Report.Spoken; most.Holds() && sub.Approved > 0 && len(sub.Spoken) == 0 && len(s.held(id)) == 0 {
			a.add(Task{Command: "file-spoken", Subject: id, Person: sub.Person, Due: until})
		}
		if s.reported(sub) {
			a.meeting(sub, until)
		}
	}
	for _, t := range s.Tasks {
		if t.Finished == "" {
			a.add(Task{Command: "finish-task", Ref: t.ID, Name: t.Title, Person: t.Owner, Due: t.Due})
		}
	}
}

// report is the next step of a subject's report.
func (a *agenda) report(sub *Subject, until calendar.Date) {
	r := sub.Report()
	next := Task{Subject: sub.ID, Person: sub.Person, Due: until}
	switch all, open := sub.opinions(); {
	case sub.Approved > 0 && (r.Review != nil || r.Submitted == ""), sub.Approved == 0 && a.s.reported(sub):
		return
	case r == nil || r.Review != nil && r.Review.Decision == Return:
		next.Command = "file-report"
	case r.Submitted != "":
		next.Command, next.Person = "review-report", a.s.Liaison[sub.ID]
	case all < a.s.Policy.Report.Opinions.AtLeast:
		next.Command = "record-opinion"
	case open > 0:
		next.Command = "answer-opinion"
	default:
		next.Command = "submit-report"
	}
	a.add(next)
}

// reported says that a subject's report is as the notice asks for it: approved, or handed in where
// the notice knows no approval, or not asked for and not begun.
func (s *State) reported(sub *Subject) bool {
	rule, r := &s.Policy.Report, sub.Report()
	switch {
	case sub.Approved > 0:
		return true
	case r == nil:
		return !s.asksReports()
	}
	return !rule.Review.Holds() && r.Review == nil && r.Submitted != ""
}

// asksReports says whether the notice asks for written reports.
func (s *State) asksReports() bool {
	return s.Policy.Report.Written() || len(s.Policy.Content.Areas) > 0 || s.Policy.Content.Promises.Holds()
}

// meeting is the next meeting of a subject: to be called, or to be held.
func (a *agenda) meeting(sub *Subject, until calendar.Date) {
	for _, kind := range a.s.Policy.Meetings {
		m := a.s.meetingOf(sub.ID, kind.ID)
		if m != nil && m.Held() != nil {
			continue
		}
		t := Task{Rule: kind.Rule, Clause: kind.Clause, Name: kind.Name, Subject: sub.ID, Command: "call-meeting", Ref: kind.ID, Due: until}
		if m != nil {
			t.Command, t.Ref, t.Person, t.Due = "receive-minutes", m.ID, m.Chair, m.Date
		}
		a.once(t, m != nil && m.Org == "" || m == nil && kind.For == policy.AllSubjects)
		return
	}
}

// once adds a task; one that is for many subjects together only the first time.
func (a *agenda) once(t Task, together bool) {
	if together {
		t.Subject = ""
		for _, was := range a.tasks {
			if was.Command == t.Command && was.Ref == t.Ref {
				return
			}
		}
	}
	a.add(t)
}

// byHand are the time limits that are kept by something the year has no act for.
func (a *agenda) byHand() {
	for _, l := range a.limits {
		if l.ByHand && l.Done == "" {
			a.add(Task{Command: "keep-deadline", Rule: l.Rule, Clause: l.Clause, Subject: l.Subject, Ref: l.ID, Name: l.Name, Due: l.Due,
				RunsOn: l.Strength == policy.Advise})
		}
	}
}

// grading is the decision on the grades and what it rests on.
func (a *agenda) grading() {
	s := a.s
	if s.Decisions > 0 {
		return
	}
	until, ready := s.Policy.Window.Until, true
	if h := s.Policy.Verification.Higher; h.Holds() && len(s.Higher) == 0 {
		a.add(Task{Command: "record-higher-feedback", Name: h.From, Due: until})
	}
	for _, src := range s.Policy.Grading.Sources {
		for _, id := range s.SubjectOrder {
			if !s.concerns(&src, s.Subjects[id]) || s.hasSource(s.Subjects[id], src, a.today) {
				continue
			}
			ready = false
			switch scored := !src.Weight.IsZero() || src.ID == policy.SourcePeers || src.ID == policy.SourceOther; {
			case src.ID == policy.SourceMeeting:
			case scored:
				a.add(Task{Command: "record-score", Subject: id, Ref: src.Called(), Name: src.Name, Due: until})
			case src.ID == policy.SourceAssessment:
				a.add(Task{Command: "record-assessment", Subject: id, Due: until})
			}
		}
	}
	a.factsMissing(until)
	if ready {
		a.add(Task{Command: "decide-grades", Due: until})
	}
}

// after is what comes after the grades.
func (a *agenda) after() {
	s := a.s
	if s.Decisions == 0 {
		return
	}
	until := s.Policy.Window.Until
	for _, id := range s.untold() {
		a.add(Task{Command: "give-feedback", Subject: id, Due: until})
	}
	for i, place := range s.unposted() {
		a.add(Task{Command: "post-results", Ref: strconv.Itoa(i + 1), Name: place, Due: until})
	}
	for _, o := range s.Objections {
		if o.Answered == "" {
			a.add(Task{Command: "answer-objection", Ref: o.ID})
		}
	}
	switch {
	case s.Ended == nil:
		a.add(Task{Command: "end-work", Due: until})
	case s.Policy.Results.Filing.Holds() && s.unfiled():
		t := Task{Command: "file-results", Name: s.Policy.Results.Filing.To}
		if len(s.Filings) == 0 {
			t.Due = s.Ended.Due
		}
		a.add(t)
	}
	for _, id := range s.SubjectOrder {
		a.consequences(s.Subjects[id])
		a.rectification(s.Subjects[id])
	}
	a.reballots()
	for _, d := range s.undocumented() {
		a.add(Task{Command: "archive-document", Ref: d.ID, Name: d.Name})
	}
	if !blocked(a.tasks) {
		a.add(Task{Command: "close"})
	}
}

func (a *agenda) consequences(sub *Subject) {
	for _, f := range sub.Follows {
		switch {
		case f.Withdrawn || f.Done != nil:
		case f.Unknown != 0:
			a.add(Task{Command: "record-previous-grade", Rule: f.Rule, Clause: f.Clause, Subject: sub.ID, Ref: strconv.Itoa(f.Unknown), Name: f.Name})
		default:
			a.add(Task{Command: "carry-out-consequence", Rule: f.Rule, Clause: f.Clause, Subject: sub.ID, Ref: f.ID, Name: f.Name, Due: f.Due})
		}
	}
}

func (a *agenda) rectification(sub *Subject) {
	rule := a.s.Policy.Correction
	if !rule.Holds() {
		return
	}
	if len(sub.Plans) == 0 {
		if len(a.s.toPlan(sub)) > 0 {
			a.add(Task{Command: "plan-rectification", Subject: sub.ID, Person: sub.Person, Due: a.s.PlanDue()})
		}
		return
	}
	if n := sub.checks(); rule.Checks.Holds() && n < rule.Checks.AtLeast {
		a.add(Task{Command: "check-rectification", Subject: sub.ID})
	}
	for _, it := range sub.Items {
		if it.Finished == nil {
			a.add(Task{Command: "finish-rectification", Subject: sub.ID, Ref: it.ID, Name: it.Problem, Person: it.Owner, Due: it.Due, RunsOn: true})
		}
	}
}

func (s *Subject) checks() (n int) {
	for _, it := range s.Items {
		n += len(it.Checks)
	}
	return n
}

// blocked says whether a task bars the closing of the year.
func blocked(tasks []Task) bool {
	for _, t := range tasks {
		if !t.RunsOn {
			return true
		}
	}
	return false
}
