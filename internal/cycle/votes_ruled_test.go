package cycle

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/policy"
)

// ruledRound is a vote with two questions, the second a number, by two parts of the voters.
func ruledRound(t *testing.T) (*policy.Meeting, *brief.Minutes) {
	kind := &policy.Meeting{ID: "committee", Ballot: policy.Ballot{
		Questions: []policy.Question{{ID: "grade", Options: []string{"好", "一般"}}, {ID: "points", Kind: policy.KindScore}, {ID: "body", Options: []string{"好", "差"}, Scales: []string{"body"}}}}}
	f := ballot.Form{Subjects: []string{"O1", "O2"}, Classes: []string{"leader", "masses"},
		Questions: []ballot.Question{{ID: "grade", Options: []string{"好", "一般"}}, {ID: "points", Kind: ballot.Score, Range: ballot.Range{From: "0", To: "10", Step: "1"}}},
		Parts:     []ballot.Part{{ID: "a", Classes: []int{0}, Num: 3, Den: 5}, {ID: "b", Classes: []int{1}, Num: 2, Den: 5}}}
	c := ballot.NewCounter(f)
	for i, marks := range [][]ballot.Mark{{1, 9, 2, 0}, {1, 10, 2, 8}, {2, 11, 1, 7}} {
		if err := c.Add(ballot.Ballot{Class: i / 2, Marks: marks}); err != nil {
			t.Fatal(err)
		}
	}
	return kind, &brief.Minutes{Reported: []string{"O1", "O2"}, Rounds: []brief.Round{{No: 1, Form: f, Paper: c.Tallies()}}}
}

// TestRuledMinutes: a ballot of questions by parts comes into the year as it was counted.
func TestRuledMinutes(t *testing.T) {
	kind, mins := ruledRound(t)
	if err := tallied(kind, &Meeting{ID: "session"}, mins); err != nil {
		t.Fatal(err)
	}
	got := sums(mins.Rounds[0], "O1")
	want := []Votes{
		{Round: 1, Ballots: 3, Options: []string{"好", "一般"}, Counts: []int{2, 1}, Question: "grade", Found: &ballot.Finding{Given: 3, Shares: []ballot.Exact{"3/5", "2/5"}}},
		{Round: 1, Ballots: 3, Question: "points", Kind: ballot.Score, Found: &ballot.Finding{Given: 3, Mean: "91/10"}}, // 3/5 of 17/2, 2/5 of 10
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for name, spoil := range map[string]func(*brief.Round){
		"another question": func(r *brief.Round) { r.Form.Questions[0].Options = []string{"好", "差"} },
		"another kind": func(r *brief.Round) {
			r.Form.Questions[1] = ballot.Question{ID: "points", Kind: ballot.Rank, Places: 11}
		},
		"no form":       func(r *brief.Round) { r.Form.Parts[0].Den = 0 },
		"a line more":   func(r *brief.Round) { r.Paper[0].Subjects = append(r.Paper[0].Subjects, ballot.Count{}) },
		"a ballot less": func(r *brief.Round) { r.Paper[0].Ballots-- },
		"a breach":      func(r *brief.Round) { c := &r.Paper[0].Subjects[0]; c.Options[0], c.Breach = c.Options[0]-1, 1 },
	} {
		_, bad := ruledRound(t)
		spoil(&bad.Rounds[0])
		if tallied(kind, &Meeting{ID: "session"}, bad) == nil {
			t.Errorf("%s: taken in", name)
		}
	}
}
