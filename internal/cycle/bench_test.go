package cycle

import (
	"fmt"
	"runtime"
	"testing"

	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// record is an event as it is stored.
type record struct {
	kind string
	body []byte
}

// year is the whole year of n subjects as records, every event made by its command.
func year(t testing.TB, n int) []record {
	d, s := Decider(), new(State)
	var records []record
	do := func(at calendar.Date, who string, cmd decider.Command[State]) {
		t.Helper()
		call := decider.Call{Who: who, Roles: everybody, At: at.Moment(9, 0)}
		events, err := d.Decide(s, call, cmd)
		if err != nil {
			t.Fatalf("%s: %v", cmd.Kind(), err)
		}
		for _, e := range events {
			body, err := decider.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, record{e.Kind(), body})
			d.Apply(s, e)
		}
	}
	p := notice(t)
	open := &Open{ID: "2018", Title: "2018", Policy: *p, PolicyHash: hash}
	var ids []string
	for i := range n {
		id := fmt.Sprintf("O%02d", i+1)
		ids = append(ids, id)
		open.Orgs = append(open.Orgs, Org{ID: id, Name: "第" + id + "党支部", Kind: "党支部", Secretary: "s" + id, Post: "书记", Deputy: "d" + id})
		open.Previous = append(open.Previous, PreviousGrade{Person: "s" + id, Year: 2017, Grade: "称职"})
	}
	do("2018-12-15", "office", open)
	do("2018-12-15", "office", &SetScope{})
	for i, id := range ids {
		do("2018-12-15", "office", &AssignLiaison{Org: id, Leader: fmt.Sprint("l", i%9)})
		do("2018-12-16", "s"+id, &FileReport{Subject: id, File: "f-" + id, Text: goodReport})
		for range 3 {
			do("2018-12-16", "s"+id, &RecordOpinion{Subject: id, From: "支委会", Text: "再写实一些，把数字核对清楚。"})
		}
		for k := range 3 {
			do("2018-12-16", "s"+id, &AnswerOpinion{Subject: id, Opinion: fmt.Sprint("1.", k+1), Taken: true})
		}
		do("2018-12-16", "s"+id, &SubmitReport{Subject: id})
		do("2018-12-17", "head", &ReviewReport{Subject: id, Version: 1, Decision: Approve})
		for range 4 {
			do("2018-12-18", "v", &RecordVisit{Subject: id, Date: "2018-12-18", Method: "实地调研", Visitors: []string{"v1"}, Claim: "走访二百户", Finding: "台账和走访相符", Verdict: BorneOut})
		}
		do("2018-12-18", "office", &RecordAssessment{Subject: id, Date: "2018-12-18", Text: "全年工作良好"})
		do("2018-12-18", "office", &CallMeeting{Meeting: "m-" + id, Type: "members", Subjects: []string{id}, Date: "2018-12-20", Place: "会议室", Chair: "d" + id, ChairPost: "副书记", Guides: []string{"g"}})
	}
	do("2018-12-18", "office", &RecordHigherFeedback{Date: "2018-12-10", Text: "台账要规范"})
	do("2018-12-18", "office", &CallMeeting{Meeting: "session", Type: "committee", Date: "2018-12-29", Place: "礼堂", Chair: "h", Head: "h"})
	grades := &DecideGrades{Date: "2019-01-02"}
	for i, id := range ids {
		do("2018-12-21", "office", &ReceiveMinutes{Minutes: *minutes("m-"+id, "members", id, "2018-12-20", id)})
		grades.Grades = append(grades.Grades, GradeFor{Subject: id, Grade: []string{"优秀", "称职"}[min(i/4, 1)]})
	}
	do("2018-12-30", "office", &ReceiveMinutes{Minutes: *minutes("session", "committee", "", "2018-12-29", ids...)})
	do("2019-01-02", "head", grades)
	do("2019-01-03", "office", &GiveFeedback{Way: "集中约谈", Date: "2019-01-03", Speaker: "h"})
	do("2019-01-03", "office", &PostResults{Place: "street", Date: "2019-01-03"})
	do("2019-01-03", "office", &PostResults{Place: "unit", Date: "2019-01-03"})
	do("2019-01-10", "office", &EndWork{Date: "2019-01-10"})
	do("2019-01-12", "office", &FileResults{Number: "3号", Date: "2019-01-12", Document: "doc"})
	for _, id := range ids {
		do("2019-02-20", "office", &PlanRectification{Subject: id, Items: []PlanItem{
			{ID: "1", Source: "question:q-" + id, Problem: "停车难", Measure: "增设车位", Due: "2019-06-30", Owner: "s" + id},
			{ID: "2", Source: "comment:1", Problem: "青年党员", Measure: "成立小组", Due: "2019-05-31", Owner: "s" + id}}})
		do("2019-03-20", "v", &CheckRectification{Subject: id, Item: "1", Way: "专项检查", Date: "2019-03-20", Visitors: []string{"v"}, Finding: "已划线", State: Done})
	}
	return records
}

func replay(t testing.TB, d *decider.Decider[State], records []record) *State {
	s := new(State)
	for _, r := range records {
		e, err := d.DecodeEvent(r.kind, r.body)
		if err != nil {
			t.Fatal(err)
		}
		d.Apply(s, e)
	}
	return s
}

// BenchmarkOpenYear opens a finished year of 60 subjects from its stored events.
func BenchmarkOpenYear(b *testing.B) {
	records := year(b, 60)
	d := Decider()
	var s *State
	for b.Loop() {
		s = replay(b, d, records)
	}
	b.ReportMetric(float64(len(records)), "events")
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/year")
	b.ReportMetric(held(s), "MB")
}

// held is what a state keeps in memory.
func held(s *State) float64 {
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	runtime.KeepAlive(s)
	s = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	return float64(with.HeapAlloc-min(with.HeapAlloc, without.HeapAlloc)) / 1e6
}

// BenchmarkPages is what a page of the year costs: what is due, the timeline, the audit.
func BenchmarkPages(b *testing.B) {
	s := replay(b, Decider(), year(b, 60))
	for b.Loop() {
		Due(s, "2019-03-21")
		Timeline(s, "2019-03-21")
		Audit(s)
	}
}

// TestYearReplays: the state after replay is the state of the live run.
func TestYearReplays(t *testing.T) {
	records := year(t, 24)
	a, b := replay(t, Decider(), records), replay(t, Decider(), records)
	if text(a) != text(b) {
		t.Error("replay is not deterministic")
	}
	for _, r := range Audit(a) {
		if !r.OK && r.Rule != "N9.4" && r.Rule != "N10.1" {
			t.Errorf("%+v", r)
		}
	}
}
