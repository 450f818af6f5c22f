package web

import (
	"testing"

	"shuping/internal/cycle"
	"shuping/internal/policy"
	"shuping/internal/words"
)

// TestKnownOnFile: scores, facts and texts for speaking have the names of the notice; of two of
// one kind the later counts.
func TestKnownOnFile(t *testing.T) {
	s := &cycle.State{}
	s.Policy.Grading.Sources = []policy.Source{{ID: "assessment", Name: "平时考核"}}
	s.Policy.Grading.Facts = []policy.Fact{{ID: "breach", Name: "违纪"}}
	sub := &cycle.Subject{
		Scores: []cycle.Score{{Source: "assessment", Score: policy.Number{Num: 90, Den: 1}, Date: "2018-12-18", Basis: "台账"},
			{Source: "assessment", Score: policy.Number{Num: 925, Den: 10}, Date: "2018-12-20", Basis: "复核", Document: "ab"}},
		Facts:  []cycle.KnownFact{{Fact: "breach", Value: "false", Date: "2018-12-20", Source: "纪工委函"}},
		Spoken: []cycle.SpokenText{{Date: "2018-12-21", File: "cd", Chars: 980}},
	}
	w := words.For(words.ZH)
	got := subjectTeller{visit: &visit{W: w}, s: s, sub: sub}.known()
	want := []knownView{
		{entry: entry{When: w.ISODate("2018-12-18"), Text: "台账"}, Label: "平时考核", Value: "90", Former: true},
		{entry: entry{When: w.ISODate("2018-12-20"), Text: "复核"}, Label: "平时考核", Value: "92.5", File: "/file/ab"},
		{entry: entry{When: w.ISODate("2018-12-20"), Text: "纪工委函"}, Label: "违纪", Value: w.Say("notices.fact-false")},
		{entry: entry{When: w.ISODate("2018-12-21")}, Label: "口头述职稿", Value: "980 字", File: "/file/cd"},
	}
	if len(got) != len(want) {
		t.Fatalf("%d on file, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %+v\nwant %+v", got[i], want[i])
		}
	}
}
