package policy

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shuping/internal/words"
)

// full is a notice that uses every optional key.
func full(t testing.TB) *Policy {
	t.Helper()
	src, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse("full.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestJSONKeepsEveryKey(t *testing.T) {
	p := full(t)
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back Policy
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*p, back); diff != "" {
		t.Error(diff)
	}
}

// Every phrase of a sentence has its words in both languages, and the catalogue has no others.
func TestPhrasesAreSaid(t *testing.T) {
	codes := map[string][]any{"joint": nil, "joint-and": nil, "joint-of": nil}
	for _, p := range []*Policy{full(t), everything(t), variations(t)} {
		for _, l := range Explain(p) {
			collect(l.Parts, codes)
			for _, lang := range []words.Lang{words.ZH, words.EN} {
				if s := l.Words(words.For(lang).Say); strings.Contains(s, "policy.") || strings.Contains(s, "{{") {
					t.Errorf("%s: %s", l, s)
				}
			}
		}
	}
	sentences(t, "policy.phrase.", codes)
}

func collect(parts map[string][]Phrase, codes map[string][]any) {
	for _, list := range parts {
		for _, p := range list {
			kv := pairs(p.Args)
			for name := range p.Parts {
				kv = append(kv, name, "x")
			}
			codes[p.Code] = kv
			collect(p.Parts, codes)
		}
	}
}

func TestGapsNameWhatAYearDoesNotCarry(t *testing.T) {
	if _, p := notice(t); len(Gaps(p)) > 0 {
		t.Errorf("the notice of 2018: %v", Gaps(p))
	}
	got := map[string]string{}
	for _, g := range Gaps(full(t)) {
		got[g.Key] = g.Code
	}
	for _, key := range []string{"meetings[0].agenda[1].minutes", "meetings[0].quorum.late"} {
		if got[key] != "try-only" {
			t.Errorf("%s is no gap", key)
		}
	}
	for _, key := range []string{"calendar", "deadlines", "reballot", "grading.bands", "grading.sources[6].id", "grading.quotas[3].scale", "grading.quotas[1].when", "consequences[2].when", "scope.count", "grading.sources[0].id", "grading.quotas[0].at_most", "grading.quotas[2].or_below", "meetings[0].quorum.more_than", "consequences[1].history", "grading.quotas[2].at_least_share", "meetings[1].ballot.kind",
		"meetings[0].ballot.words", "meetings[0].ballot.blank", "meetings[0].ballot.caps", "meetings[0].ballot.returned", "meetings[0].two_classes", "meetings[0].classes[1].rates_kinds",
		"meetings[0].classes[2].not_self", "meetings[1].ballot.questions", "meetings[1].ballot.weights"} {
		if got[key] != "" {
			t.Errorf("%s is a gap", key)
		}
	}
	p := full(t)
	p.Window, p.Acts = Window{}, nil
	codes := map[string][]any{}
	for _, g := range Gaps(p) {
		codes[g.Code] = []any{"key", g.Key}
	}
	sentences(t, "policy.gap.", codes)
}

// variations is the full notice with the other choice wherever there is one, so that each
// phrase is made once.
func variations(t testing.TB) *Policy {
	t.Helper()
	p := full(t)
	b := Basis{"惯例", Must}
	p.Scope.New.How = "excluded"
	p.Meetings[0].Quorum = Quorum{Basis: b, Of: []string{"member"}, AtLeast: Ratio{80, 100}, Late: "opening"}
	p.Meetings[0].Ballot.Caps[0].Breach = "ballot"
	p.Meetings[0].Ballot.ByClass = true
	p.Meetings[1].Ballot.ByClass, p.Meetings[1].Ballot.FewerThan, p.Meetings[1].Ballot.Secret = true, 0, b
	p.Meetings[0].Ballot.Returned.Of = "expected"
	p.Meetings[0].Ballot.Words[1] = Word{Option: "基本满意", Grade: "称职"}
	g := &p.Grading
	g.Score.Step = Number{}
	g.Ranking.Within, g.Ranking.OnTie = "", "fewer"
	g.Plurality.OnTie = "better"
	g.Quotas[5].OnTie, g.Quotas[5].Overflow = "run-off", "committee"
	g.Quotas[2].Exactly = 1
	g.Quotas[1].Rounding = "down-to-one"
	g.Quotas[2].AtLeast, g.Quotas[2].AtLeastShare = 0, Ratio{}
	g.Sources = append(g.Sources, Source{Basis: b, ID: SourcePeers}, Source{Basis: b, ID: SourceOther, As: "x"}, Source{Basis: b, ID: SourceBonus}, Source{Basis: b, ID: SourceDeduction},
		Source{Basis: b, ID: SourceVerification, Weight: Ratio{1, 10}, As: "on-site"}, Source{Basis: b, ID: SourceOther, Name: "民意"})
	for i, of := range []string{"valid", "returned", "issued", "expected"} {
		g.Thresholds[i].When = []Condition{{Source: "members", Options: []string{"满意"}, Of: of, Share: ShareBounds{AtLeast: Ratio{1, 2}}}}
	}
	g.Thresholds[0].Scale, g.Thresholds[1].Scale = "", ""
	g.Thresholds[2].Scale, g.Thresholds[3].Scale = "", ""
	g.Thresholds[4].Scale, g.Thresholds[5].Scale, g.Thresholds[6].Scale = "person", "body", "person"
	for i, from := range []string{"opened", "scope-set", "results-posted", "work-ended"} {
		p.Deadlines[i].From, p.Deadlines[i].By = from, ""
	}
	p.Results.Filing = Filing{Basis: b, To: "组织部", By: "2025-01-31"}
	p.Reballot.Months, p.Reballot.Days = 0, 180
	p.Meetings[0].Ballot.Secret, p.Meetings[0].Ballot.FewerThan = Basis{}, 3
	for i := range p.Meetings {
		for j := range p.Meetings[i].Ballot.Questions {
			p.Meetings[i].Ballot.Questions[j].Rank.Points = nil
		}
	}
	for i := range g.Sources {
		if g.Sources[i].As == "order" {
			g.Sources[i].Question, g.Ranking.By = "place", "order"
		}
	}
	p.Deadlines[4].Meeting, p.Deadlines[4].Days, p.Deadlines[4].WorkingDays = "", 0, 3
	p.Deadlines = append(p.Deadlines, Deadline{Basis: b, ID: "ahead", Rule: "N5", Name: "x", Before: "meeting-held", Months: 1})
	p.Correction = Rectification{Basis: b, PlanWorkingDays: 10}
	p.Consequences[1].WorkingDays = 20
	p.Consequences[0].Days = 10
	p.Consequences[1].Days = 0
	return p
}
