package cycle

import (
	"errors"
	"slices"
	"testing"

	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// hand hands a command in with every role and gives the refusal's code, or "".
func hand(t *testing.T, s *State, at calendar.Date, cmd decider.Command[State]) string {
	t.Helper()
	d := Decider()
	events, err := d.Decide(s, decider.Call{Who: "x", Roles: everybody, At: at.Moment(9, 0)}, cmd)
	var r *decider.Refusal
	if errors.As(err, &r) {
		if r.Rule == "" && r.Code != "act-unknown" {
			t.Errorf("%s: the refusal %s names no rule", cmd.Kind(), r.Code)
		}
		return r.Code
	}
	if err != nil {
		t.Fatalf("%s: %v", cmd.Kind(), err)
	}
	for _, e := range events {
		d.Apply(s, e)
	}
	return ""
}

func expect(t *testing.T, s *State, at calendar.Date, cmd decider.Command[State], want string) {
	t.Helper()
	if got := hand(t, s, at, cmd); got != want {
		t.Errorf("%s: %q, want %q", cmd.Kind(), got, want)
	}
}

// TestNoticeWithDays: rules that the notice of 2018 leaves open and another may have.
func TestNoticeWithDays(t *testing.T) {
	s := bench(t).State(t, "_graded.txt")
	s.Policy.Results.Posting.Days = 5
	expect(t, s, "2019-01-02", &PostResults{Place: "street", Date: "2019-01-02", Until: "2019-01-06"}, "posted-short")
	expect(t, s, "2019-01-02", &PostResults{Place: "street", Date: "2019-01-02", Until: "2019-01-06", Reason: "急"}, "posted-short")
	expect(t, s, "2019-01-02", &PostResults{Place: "street", Date: "2019-01-02", Until: "2019-01-07"}, "")
	s.Policy.Results.Posting.Strength = policy.Advise
	expect(t, s, "2019-01-02", &PostResults{Place: "street", Date: "2019-01-02", Reason: "栏已拆除"}, "")

	s.Policy.Correction.PlanDays = 30
	items := []PlanItem{{ID: "1", Source: "question:q-O3", Problem: "p", Measure: "m", Due: "2019-06-30", Owner: "s3"}, {ID: "2", Source: "comment:1", Problem: "p", Measure: "m", Due: "2019-06-30", Owner: "s3"}}
	expect(t, s, "2019-02-02", &PlanRectification{Subject: "O3", Items: items}, "plan-late")
	expect(t, s, "2019-02-02", &PlanRectification{Subject: "O3", Items: items, Reason: "换届"}, "")
	if d := s.Departures[len(s.Departures)-1]; d.Code != "plan-late" || d.Args["days"] != "1" {
		t.Errorf("%+v", d)
	}
	if task := Due(s, "2019-02-02"); !slices.ContainsFunc(task, func(x Task) bool { return x.Command == "plan-rectification" && x.Late && x.Due == "2019-02-01" }) {
		t.Error("no plan is late")
	}

	for i := range s.Policy.Consequences {
		s.Policy.Consequences[i].Days = 10
	}
	expect(t, s, "2019-01-03", &CorrectGrade{Subject: "O3", Grade: "基本称职", Date: "2019-01-03", Reason: "r", Approver: "h"}, "")
	talk := &CarryOutConsequence{Subject: "O3", Consequence: "reminder-talk", Date: "2019-01-14", How: "谈话", DoneBy: []string{"h"}}
	expect(t, s, "2019-01-14", talk, "carried-out-late")
	talk.Reason = "书记出差"
	expect(t, s, "2019-01-14", talk, "")
	if f := s.Subjects["O3"].Follows[0]; f.Due != "2019-01-13" || f.Done.DaysLate != 1 {
		t.Errorf("%+v %+v", f, f.Done)
	}
	if f := s.Subjects["O3"].follow("handling-two-years"); f != nil {
		t.Errorf("the year before was 称职, and yet %+v", f)
	}
}

// TestNoticeWithout: a rule that a notice does not have binds nobody.
func TestNoticeWithout(t *testing.T) {
	s := bench(t).State(t, "_scope.txt")
	s.Policy.Report.Opinions, s.Policy.Report.Review, s.Policy.Duties, s.Policy.Window = policy.Opinions{}, policy.Basis{}, policy.Duties{}, policy.Window{}
	s.Policy.Scope.EveryMeeting, s.Policy.Verification.Methods = policy.Basis{}, nil
	expect(t, s, "2018-12-15", &AssignTask{ID: "t", Title: "x"}, "")
	expect(t, s, "2018-12-15", &FileReport{Subject: "O3", File: "f", Text: goodReport}, "")
	expect(t, s, "2018-12-15", &RecordVisit{Subject: "O3", Date: "2018-12-15", Method: "电话", Visitors: []string{"v"}, Finding: "x", Verdict: BorneOut}, "")
	expect(t, s, "2018-12-15", &CallMeeting{Meeting: "m", Type: "committee", Subjects: []string{"O3"}, Date: "2017-01-01", Place: "p", Chair: "c", Head: "h"}, "")
	delete(s.Policy.Acts["cycle"], "submit-report")
	expect(t, s, "2018-12-15", &SubmitReport{Subject: "O3"}, "act-unknown")
}

// TestNoticeWithoutReports: where a notice asks for no written report, none is due, nothing waits for
// one, and the year has no steps of them; where it knows no approval, what was handed in is enough.
func TestNoticeWithoutReports(t *testing.T) {
	s := bench(t).State(t, "_scope.txt")
	due := func() (kinds []string) {
		for _, x := range Due(s, "2018-12-15") {
			kinds = append(kinds, x.Command)
		}
		return kinds
	}
	if !slices.Contains(due(), "file-report") || slices.Contains(due(), "call-meeting") {
		t.Fatalf("the notice of 2018 wants reports first: %v", due())
	}
	s.Policy.Report.Review, s.Policy.Report.Opinions = policy.Basis{}, policy.Opinions{}
	for _, id := range s.SubjectOrder {
		expect(t, s, "2018-12-15", &FileReport{Subject: id, File: "f" + id, Text: goodReport}, "")
		expect(t, s, "2018-12-15", &SubmitReport{Subject: id}, "")
	}
	if got := due(); slices.Contains(got, "review-report") || slices.Contains(got, "file-report") || !slices.Contains(got, "call-meeting") {
		t.Errorf("handed in where nobody approves: %v", got)
	}
	s = bench(t).State(t, "_scope.txt")
	s.Policy.Report, s.Policy.Content, s.Policy.Duties = policy.Report{Speech: s.Policy.Report.Speech}, policy.Content{}, policy.Duties{}
	if got := due(); slices.Contains(got, "file-report") || !slices.Contains(got, "call-meeting") {
		t.Errorf("no reports are asked for: %v", got)
	}
	for _, st := range Timeline(s, "2018-12-15") {
		if slices.Contains([]string{"report", "review", "liaison"}, st.ID) {
			t.Errorf("the year has the step %s, which the notice does not", st.ID)
		}
	}
}

// TestAdvice: a rule that is advice is departed from with a reason, which the
// audit finds for that subject and no other.
func TestAdvice(t *testing.T) {
	s := bench(t).State(t, "_graded.txt")
	s.Policy.Awards[0].Strength = policy.Advise
	expect(t, s, "2019-01-02", &RecordAward{Award: "unit", Org: "O2", Date: "2019-01-02"}, "award-barred")
	expect(t, s, "2019-01-02", &RecordAward{Award: "unit", Org: "O2", Date: "2019-01-02", Reason: "抗洪立功"}, "")
	expect(t, s, "2019-01-02", &RecordAward{Award: "unit", Org: "O1", Date: "2019-01-02"}, "")
	expect(t, s, "2019-01-02", &CorrectGrade{Subject: "O1", Grade: "不称职", Date: "2019-01-02", Reason: "查实", Approver: "h"}, "")
	for _, r := range Audit(s) {
		if r.Code == "award" && (r.OK || r.Excused != (r.Subject == "O2")) {
			t.Errorf("%+v", r)
		}
	}
}

// TestQuotas holds the exact counting against the decision for every number.
func TestQuotas(t *testing.T) {
	base := bench(t).State(t, "_held.txt")
	for most := range 7 {
		for best := range 6 {
			s := *base
			s.Policy.Grading.Quotas = []policy.Quota{{Basis: policy.Basis{Clause: "c", Strength: policy.Must}, Grade: "优秀", AtMost: most}}
			c := &DecideGrades{Date: "2019-01-02"}
			for i, id := range s.SubjectOrder {
				c.Grades = append(c.Grades, GradeFor{Subject: id, Grade: []string{"优秀", "称职"}[count(i >= best)]})
			}
			_, err := Decider().Decide(&s, decider.Call{Who: "x", Roles: everybody, At: calendar.Date("2019-01-02").Moment(9, 0)}, c)
			if (err == nil) != (best <= most) {
				t.Errorf("%d of at most %d: %v", best, most, err)
			}
		}
	}
}
