package cycle

import (
	"slices"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// Standing says how far a step of the year is.
type Standing string

// The standings.
const (
	StepDone    Standing = "done"
	StepOpen    Standing = "open"    // it can be done now
	StepLate    Standing = "late"    // it can be done now and should have been
	StepWaiting Standing = "waiting" // something before it is not done yet
)

// Step is one step of the year (时间轴上的一步), in the order of the notice.
type Step struct {
	ID       string        `json:"id"`             // catalogue: step.<id>; a meeting's step is "meeting"
	Ref      string        `json:"ref,omitempty"`  // type of meeting
	Name     string        `json:"name,omitempty"` // of the type of meeting, from the policy
	Rule     string        `json:"rule"`
	Clause   string        `json:"clause"`
	Command  string        `json:"command"` // the kind that brings it on
	Standing Standing      `json:"standing"`
	Done     int           `json:"done"` // of Of
	Of       int           `json:"of"`
	Due      calendar.Date `json:"due,omitempty"`
	Roles    []string      `json:"roles"`
}

// years collects steps.
type years struct {
	s      *State
	today  calendar.Date
	steps  []Step
	limits []Limit
}

// Timeline is the year as steps: what is done, what is open or late, by when and
// by whom. Steps that this year does not have (no draw, nothing to rectify) are
// left out.
func Timeline(s *State, today calendar.Date) []Step {
	if s.ID == "" {
		return nil
	}
	y := &years{s: s, today: today}
	if s.ScopeSet != nil {
		y.limits = s.Limits()
	}
	until, n := s.Policy.Window.Until, len(s.SubjectOrder)
	y.add(Step{ID: "open", Rule: "N1.5", Clause: s.Policy.CombinedWith.Clause, Command: "open", Done: 1, Of: 1})
	y.add(Step{ID: "scope", Command: "set-scope", Done: count(s.ScopeSet != nil), Of: 1, Due: s.Policy.Window.From})
	y.add(Step{ID: "draw", Command: "draw", Done: y.draws(), Of: len(s.Draws)})
	y.preparation(n)
	for _, kind := range s.Policy.Meetings {
		y.meeting(kind, n)
	}
	if y.assessed() {
		y.add(Step{ID: "assessment", Command: "record-assessment", Done: y.subjects(func(x *Subject) bool { return len(x.Assessments) > 0 }), Of: n})
	}
	y.add(Step{ID: "grades", Command: "decide-grades", Done: y.subjects(func(x *Subject) bool { return x.Grade() != "" }), Of: n, Due: until})
	y.results()
	y.rectification()
	y.byHand()
	docs := len(s.Policy.Archive.Documents)
	y.add(Step{ID: "archive", Command: "archive-document", Done: docs - len(s.undocumented()), Of: docs})
	y.add(Step{ID: "close", Command: "close", Done: count(s.Closed != nil), Of: 1})
	return y.steps
}

// preparation are the steps of every subject before the meetings, those that the notice asks for or
// that were taken all the same.
func (y *years) preparation(n int) {
	s := y.s
	if s.Policy.Duties.Liaison.Holds() || s.Seen["liaison-assigned"] > 0 {
		y.add(Step{ID: "liaison", Command: "assign-liaison", Done: y.subjects(func(x *Subject) bool { return s.Liaison[x.ID] != "" }), Of: n})
	}
	if s.asksReports() || s.Seen["report-filed"] > 0 {
		y.add(Step{ID: "report", Command: "file-report", Done: y.subjects(func(x *Subject) bool { return x.Report() != nil }), Of: n})
	}
	if s.Policy.Report.Review.Holds() || s.Seen["report-reviewed"] > 0 {
		y.add(Step{ID: "review", Command: "review-report", Done: y.subjects(func(x *Subject) bool { return x.Approved > 0 }), Of: n})
	}
	if s.Policy.Verification.Holds() || s.Seen["visit-recorded"] > 0 {
		y.add(Step{ID: "visits", Command: "record-visit", Done: y.subjects(func(x *Subject) bool { return len(x.Visits) >= max(1, s.Policy.Verification.AtLeast) }), Of: n})
	}
	if s.Policy.Verification.Higher.Holds() {
		y.add(Step{ID: "higher", Command: "record-higher-feedback", Done: count(len(s.Higher) > 0), Of: 1})
	}
}

// assessed says whether day-to-day assessment is asked for in words, and not as a score.
func (y *years) assessed() bool {
	return y.s.Seen["assessment-recorded"] > 0 || slices.ContainsFunc(y.s.Policy.Grading.Sources, func(src policy.Source) bool {
		return src.ID == policy.SourceAssessment && src.Weight.IsZero()
	})
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

func (y *years) subjects(is func(*Subject) bool) (n int) {
	for _, sub := range y.s.Subjects {
		n += count(is(sub))
	}
	return n
}

// add finds who and when, and how the step stands.
func (y *years) add(st Step) {
	if st.Of == 0 && y.s.ScopeSet != nil {
		return
	}
	act := y.s.Policy.Acts["cycle"][st.Command]
	if st.Rule == "" {
		st.Rule, st.Clause = act.Rule, act.Clause
	}
	st.Roles = act.By
	if st.Command == "open" {
		st.Roles = []string{"office"}
	}
	st.Due = earliest(st.Due, y.limits, func(l Limit) bool {
		return l.Rule == st.Rule && !l.ByHand && l.Meeting == "" && l.Objection == ""
	})
	ready := true
	for _, e := range act.After {
		ready = ready && y.s.Seen[e] > 0
	}
	switch {
	case st.Of > 0 && st.Done >= st.Of:
		st.Standing = StepDone
	case !ready || st.Of == 0:
		st.Standing = StepWaiting
	case st.Due != "" && y.today > st.Due:
		st.Standing = StepLate
	default:
		st.Standing = StepOpen
	}
	y.steps = append(y.steps, st)
}

func (y *years) draws() (n int) {
	for _, d := range y.s.Draws {
		n += count(d.Lots != nil)
	}
	return n
}

func (y *years) meeting(kind policy.Meeting, n int) {
	var due calendar.Date
	held := y.subjects(func(x *Subject) bool {
		m := y.s.meetingOf(x.ID, kind.ID)
		if m != nil {
			due = max(due, m.date())
		}
		return m != nil && m.Held() != nil
	})
	command := "call-meeting"
	if y.subjects(func(x *Subject) bool { return y.s.meetingOf(x.ID, kind.ID) != nil }) == n && n > 0 {
		command = "receive-minutes"
	}
	y.add(Step{ID: "meeting", Ref: kind.ID, Name: kind.Name, Rule: kind.Rule, Clause: kind.Clause, Command: command, Done: held, Of: n, Due: due})
}

// results are the steps from the grades to the filing and what follows.
func (y *years) results() {
	s := y.s
	until, n := s.Policy.Window.Until, len(s.SubjectOrder)
	boards := 0
	for _, p := range s.Policy.Results.Posting.Places {
		boards++
		if p.Each {
			boards += n - 1
		}
	}
	told, hung := 0, 0
	if s.Decisions > 0 {
		told, hung = n-len(s.untold()), boards-len(s.unposted())
	}
	y.add(Step{ID: "feedback", Command: "give-feedback", Done: told, Of: n, Due: until})
	y.add(Step{ID: "posting", Command: "post-results", Done: hung, Of: boards, Due: until})
	y.add(Step{ID: "end", Command: "end-work", Done: count(s.Ended != nil), Of: 1, Due: until})
	if s.Policy.Results.Filing.Holds() {
		st := Step{ID: "filing", Command: "file-results", Done: count(s.Decisions > 0 && !s.unfiled()), Of: 1}
		if s.Ended != nil {
			st.Due = s.Ended.Due
		}
		y.add(st)
	}
	done, of := 0, 0
	var due calendar.Date
	for _, id := range s.SubjectOrder {
		for _, f := range s.Subjects[id].Follows {
			if !f.Withdrawn {
				of++
				done += count(f.Done != nil)
			}
			if !f.Withdrawn && f.Done == nil && f.Due != "" && (due == "" || f.Due < due) {
				due = f.Due
			}
		}
	}
	if s.Decisions == 0 {
		of = count(len(s.Policy.Consequences) > 0)
	}
	y.add(Step{ID: "consequences", Command: "carry-out-consequence", Done: done, Of: of, Due: due})
}

// byHand are the time limits that are put on record by hand.
func (y *years) byHand() {
	st := Step{ID: "deadlines", Command: "keep-deadline"}
	for _, l := range y.limits {
		if l.ByHand {
			st.Of++
			st.Done += count(l.Done != "")
		}
	}
	st.Due = earliest("", y.limits, func(l Limit) bool { return l.ByHand })
	if st.Of > 0 {
		y.add(st)
	}
}

// rectification are the steps of what is put right.
func (y *years) rectification() {
	s := y.s
	if !s.Policy.Correction.Holds() {
		return
	}
	planned, toPlan, checked, finished, items := 0, 0, 0, 0, 0
	var due calendar.Date
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		planned += count(len(sub.Plans) > 0)
		toPlan += count(len(sub.Plans) > 0 || len(s.toPlan(sub)) > 0 || s.Decisions == 0)
		checked += count(sub.checks() >= max(1, s.Policy.Correction.Checks.AtLeast))
		for _, it := range sub.Items {
			items++
			finished += count(it.Finished != nil)
			if it.Finished == nil && (due == "" || it.Due < due) {
				due = it.Due
			}
		}
	}
	y.add(Step{ID: "plans", Command: "plan-rectification", Done: planned, Of: toPlan, Due: s.PlanDue()})
	if s.Policy.Correction.Checks.Holds() {
		y.add(Step{ID: "checks", Command: "check-rectification", Done: checked, Of: max(planned, count(toPlan > 0))})
	}
	y.add(Step{ID: "rectified", Command: "finish-rectification", Done: finished, Of: max(items, count(toPlan > 0)), Due: due})
}
