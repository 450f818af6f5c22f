package cycle

import (
	"slices"
	"strings"
	"testing"

	"shuping/internal/policy"
)

// scored is a notice by which grades are reckoned: assessment 40, the two ballots 30 each, of 100; bands,
// a bound by a ballot finding with an organisational one, a gate, and a departure with its reason.
func scored(q *policy.Policy) {
	must := policy.Basis{Clause: "三", Strength: policy.Must}
	ratio := func(n, d int64) policy.Ratio { return policy.Ratio{Num: n, Den: d} }
	points := func(n int64) policy.Number { return policy.Number{Num: n, Den: 1} }
	g := &q.Grading
	for i, p := range []int64{100, 80, 60, 40} {
		g.Grades[i].Points = points(p)
	}
	g.Facts = []policy.Fact{{ID: "found", Name: "组织认定"}, {ID: "unit", Name: "单位考核等次", Values: []string{"优秀", "一般"}}, {ID: "disaster", Name: "抗灾年", Of: "year"}}
	g.Sources = []policy.Source{
		{Basis: must, ID: policy.SourceAssessment, Weight: ratio(4, 10)},
		{Basis: must, ID: policy.SourceMeeting, Meeting: "members", Weight: ratio(3, 10)},
		{Basis: must, ID: policy.SourceMeeting, Meeting: "committee", Weight: ratio(3, 10)},
		{Basis: must, ID: policy.SourceBonus, AtMost: points(5)},
	}
	g.Score = policy.Total{Basis: must, Step: policy.Number{Num: 1, Den: 10}, AtMost: points(100)}
	g.Thresholds = []policy.Threshold{{Basis: must, AtBest: "基本称职", When: []policy.Condition{
		{Source: "members", Options: []string{"优秀"}, Share: policy.ShareBounds{LessThan: ratio(9, 10)}}, {Fact: "found"}}}}
	g.Bands = policy.Bands{Basis: must, List: []policy.Band{{Grade: "优秀", AtLeast: points(90)}, {Grade: "称职", AtLeast: points(75), LessThan: points(90)},
		{Grade: "基本称职", AtLeast: points(60), LessThan: points(75)}, {Grade: "不称职", LessThan: points(60)}}}
	g.Departure = must
	g.Quotas = []policy.Quota{
		{Basis: must, Grade: "优秀", AtMost: 4, OnlyIf: []policy.Condition{{Fact: "unit", Is: []string{"优秀"}}}},
		{Basis: must, Grade: "优秀", AtMost: 1, When: []policy.Condition{{Fact: "disaster"}}},
	}
	q.Consequences = append(q.Consequences, policy.Consequence{Basis: must, ID: "last", Rule: "N10.2", Name: "末位约谈", When: []policy.Condition{{Source: "total", Last: 1}}})
}

// TestTheAuditReckonsAgain: what the rules made of the record stands with the decision, and the audit finds
// the same from the record as it was then; a record that was tampered with is found out.
func TestTheAuditReckonsAgain(t *testing.T) {
	for _, script := range []string{"N8.1-reckoned.txt", "N8.1-reckoned-corrected.txt"} {
		s := bench(t).State(t, script)
		again, within := 0, 0
		for _, r := range Audit(s) {
			switch r.Code {
			case "suggestion-again":
				again++
			case "grade-within":
				within++
			default:
				continue
			}
			if !r.OK {
				t.Errorf("%s: %+v", script, r)
			}
		}
		if within != 5 || again < 5 {
			t.Errorf("%s: %d reckoned again, %d within", script, again, within)
		}
	}
	s := bench(t).State(t, "N8.1-reckoned.txt")
	s.Subjects["O1"].Scores[0].Score = policy.Number{Num: 10, Den: 1}
	broken := func(code, subject string) bool {
		return slices.ContainsFunc(Audit(s), func(r Ruling) bool { return r.Code == code && r.Subject == subject && !r.OK })
	}
	if !broken("suggestion-again", "O1") || broken("suggestion-again", "O2") {
		t.Error("a changed score is not found out, or another is")
	}
	s = bench(t).State(t, "N8.1-reckoned.txt")
	s.Subjects["O2"].Grades[0].Reason = ""
	if !broken("grade-within", "O2") || broken("grade-within", "O1") {
		t.Error("a departure without a reason is not found out")
	}
	s.Facts = append(s.Facts, KnownFact{Fact: "disaster", Value: "true", Date: "2019-01-01", Source: "x"})
	if !slices.ContainsFunc(Audit(s), func(r Ruling) bool { return r.Code == "quota" && r.Want == "1" }) {
		t.Error("a quota that holds only in some years is not asked for")
	}
}

// TestRulesSeeTheRecordAsItWas: a score put on file after the decision counts for a correction only.
func TestRulesSeeTheRecordAsItWas(t *testing.T) {
	s := bench(t).State(t, "N8.1-reckoned.txt")
	before := s.Subjects["O1"].Suggested().Score
	expect(t, s, "2019-01-03", &RecordScore{Subject: "O1", Source: "assessment", Score: "50", Date: "2019-01-03", Basis: "复核"}, "")
	for _, r := range Audit(s) {
		if r.Code == "suggestion-again" && !r.OK {
			t.Errorf("%+v", r)
		}
	}
	r, err := s.Reckon(nil)
	if err != nil || policy.Written(outcomeOf(r, "O1").Score) == before {
		t.Errorf("a new score changes nothing: %v", err)
	}
}

// TestDueAsksForScoresAndFacts: each weighted source, and each fact that has values.
func TestDueAsksForScoresAndFacts(t *testing.T) {
	s := bench(t).State(t, "_held.txt")
	scored(&s.Policy)
	got := map[string]int{}
	for _, task := range Due(s, "2019-01-02") {
		got[strings.TrimSpace(task.Command+" "+task.Ref)]++
	}
	if got["record-score assessment"] != 5 || got["record-fact unit"] != 5 || got["record-fact found"] != 0 || got["record-assessment"] != 0 || got["decide-grades"] != 0 {
		t.Errorf("%v", got)
	}
}

// TestWeighedBallots: what each part of the voters gave is told apart where ballots are weighed, and joined
// where they are not.
func TestWeighedBallots(t *testing.T) {
	s := bench(t).State(t, "_held.txt")
	m, _ := s.Policy.MeetingByID("members")
	w := &m.Ballot.Weights
	x := s.numbers(1, nil)
	if c := x.Meetings[0].Counts; len(c) != 1 || c[0].Class != "" || c[0].Options["优秀"] != 12 || c[0].Multiple != 2 || x.Meetings[0].Returned.All != 16 {
		t.Errorf("%+v", x.Meetings[0])
	}
	w.Basis = policy.Basis{Clause: "三", Strength: policy.Must}
	w.Parts = []policy.Share{{ID: "a", Name: "A票", Classes: []string{"member"}, Weight: policy.Ratio{Num: 3, Den: 4}}, {ID: "b", Name: "B票", Classes: []string{"staff"}, Weight: policy.Ratio{Num: 1, Den: 4}}}
	x = s.numbers(1, nil)
	if c := x.Meetings[0].Counts; len(c) != 2 || c[0].Class != "member" || c[1].Class != "staff" || c[1].Options["优秀"] != 2 || x.Meetings[0].Returned.ByClass["staff"] != 4 {
		t.Errorf("%+v", x.Meetings[0])
	}
	if _, err := s.Reckon(nil); err != nil {
		t.Error(err)
	}
	if s.Meetings["m-O1"].heldFor(0) != nil {
		t.Error("minutes that came after a decision count for it")
	}
}
