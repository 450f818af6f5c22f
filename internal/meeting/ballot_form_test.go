package meeting

import (
	"slices"
	"testing"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/policy"
)

// ruledBriefs are sessions and a members' meeting under notices that say more of the ballot
// than the one of 2018.
func ruledBriefs(t testing.TB) map[string]brief.Brief {
	rule := policy.Basis{Clause: "测评办法", Strength: policy.Must}
	session := func(change func(*policy.Meeting)) brief.Brief {
		b := committeeBrief(t)
		m, _ := b.Policy.MeetingByID("committee")
		m.Ballot.ByClass = false
		change(m)
		return b
	}
	class := func(m *policy.Meeting, id string) *policy.Class {
		for i := range m.Classes {
			if m.Classes[i].ID == id {
				return &m.Classes[i]
			}
		}
		t.Fatal("no class " + id)
		return nil
	}
	weights := policy.Weights{Basis: rule, Parts: []policy.Share{
		{ID: "a", Name: "A票", Classes: []string{"leader", "head"}, Weight: policy.Ratio{Num: 60, Den: 100}},
		{ID: "b", Name: "B票", Classes: []string{"delegate", "cadre", "representative"}, Weight: policy.Ratio{Num: 40, Den: 100}},
	}}
	words := membersBrief(t)
	m, _ := words.Policy.MeetingByID("members")
	m.Ballot.ByClass, m.Ballot.Blank, m.Ballot.Options = false, "abstain", []string{"满意", "不满意", "不了解"}
	m.Ballot.Words = []policy.Word{{Option: "不了解", Unsure: true}}
	m.Ballot.Returned = policy.Returned{Basis: rule, Of: "issued", MoreThan: policy.Ratio{Num: 1, Den: 2}}
	advised := membersBrief(t)
	advised.Policy = apart(t)
	am, _ := advised.Policy.MeetingByID("members")
	am.Ballot.ByClass, am.Ballot.Returned = false, policy.Returned{Basis: policy.Basis{Clause: "测评办法", Strength: policy.Advise}, Of: "present", AtLeast: policy.Ratio{Num: 4, Den: 5}}
	am.TwoClasses = policy.TwoClasses{Basis: rule, Order: []string{"member", "masses"}}
	number := func(s string) policy.Number {
		n, err := policy.ParseNumber(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return map[string]brief.Brief{
		"words": words, "advised": advised,
		"caps": session(func(m *policy.Meeting) {
			m.Ballot.Caps = []policy.Cap{{Basis: rule, Option: "优秀", AtMost: 1, Breach: "ballot"}}
		}),
		"peers": session(func(m *policy.Meeting) {
			class(m, "subject").Votes, class(m, "subject").NotSelf = true, true
			class(m, "representative").RatesKinds = []string{"党支部"}
		}),
		"questions": session(func(m *policy.Meeting) {
			m.Ballot.Options, m.Ballot.Weights = nil, weights
			m.Ballot.Questions = []policy.Question{
				{ID: "grade", Name: "等次", Options: []string{"好", "一般", "差"}},
				{ID: "points", Name: "得分", Kind: policy.KindScore, Score: policy.ScoreRange{From: number("0"), To: number("100"), Step: number("0.5")}},
			}
		}),
		"ticked": session(func(m *policy.Meeting) {
			m.Ballot.Options = nil
			m.Ballot.Questions = []policy.Question{
				{ID: "grade", Name: "等次", Options: []string{"好", "一般", "差"}},
				{ID: "clean", Name: "廉洁", Options: []string{"是", "否"}},
				{ID: "points", Name: "得分", Kind: policy.KindScore, Score: policy.ScoreRange{From: number("1"), To: number("5"), Step: number("1")}},
			}
			m.Ballot.Caps = []policy.Cap{{Basis: rule, Question: "grade", Option: "好", AtMost: 1, Breach: "later"}}
			class(m, "representative").RatesKinds = []string{"党支部"}
		}),
		"rank": session(func(m *policy.Meeting) {
			m.Ballot.Options, m.Ballot.Kind, m.Ballot.Rank = nil, policy.KindRank, policy.Rank{Places: 3}
		}),
	}
}

// TestFormOf: the form is what the notice says, for the classes and subjects of the vote.
func TestFormOf(t *testing.T) {
	briefs := ruledBriefs(t)
	three := []string{"s1", "s2", "s3"}
	form := func(name string, subjects, classes []string) ballot.Form {
		b := briefs[name]
		f := FormOf(&b, subjects, classes)
		if err := f.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return f
	}
	plain := committeeBrief(t)
	if f := FormOf(&plain, three, []string{"leader"}); !f.Plain() || len(f.Options) != 4 {
		t.Errorf("the notice of 2018: %+v", f)
	}
	if f := form("words", []string{"s1"}, []string{"member+masses"}); !f.Abstain || len(f.Unsure) != 1 || !f.Simple() {
		t.Errorf("words: %+v", f)
	}
	if f := form("caps", three, []string{"leader"}); len(f.Caps) != 1 || f.Caps[0].Most(3) != 1 || f.Simple() {
		t.Errorf("caps: %+v", f)
	}
	f := form("peers", three, []string{"leader", "representative", "subject"})
	if len(f.NotSelf) != 1 || f.NotSelf[0] != 2 || f.Rated(1, 0) || !f.Rated(1, 2) || !f.Rated(0, 0) {
		t.Errorf("peers: %+v", f)
	}
	if f := form("peers", three[2:], []string{"leader", "representative"}); f.NotSelf != nil || f.Rates != nil {
		t.Errorf("peers of one subject: %+v", f)
	}
	f = form("questions", three, []string{"leader+head", "delegate+cadre+representative"})
	if len(f.Lines()) != 6 || len(f.Parts) != 2 || f.Parts[1].Num != 40 || f.Asked()[1].Columns() != 201 {
		t.Errorf("questions: %+v", f)
	}
	if f := form("rank", three, []string{"leader"}); f.Asked()[0].Kind != ballot.Rank || f.Options != nil {
		t.Errorf("rank: %+v", f)
	}
	alike := map[string]bool{"words": true, "caps": true, "rank": true}
	for name, b := range briefs {
		m, _ := b.Policy.MeetingByID(b.Type)
		if got := Alike(m); got != alike[name] && name != "advised" {
			t.Errorf("%s: all ballots alike %v", name, got)
		}
	}
}

// ruledPile counts n ballots of a class that differ from each other: some break a cap or leave
// a place out, and where they may, each leaves another line out as the own.
func ruledPile(f ballot.Form, class string, n, to int) Pile {
	k := slices.Index(f.Classes, class)
	asked := f.Asked()
	c := ballot.NewCounter(f)
	for i := range n {
		b := ballot.Ballot{Class: k}
		for _, l := range f.Lines() {
			q := &asked[l.Question]
			switch {
			case !f.Rated(k, l.Subject):
				b.Marks = append(b.Marks, 0)
			case f.OwnLines(k) && l.Subject == i:
				b.Marks = append(b.Marks, ballot.Own)
			default:
				b.Marks = append(b.Marks, q.Mark((i+l.Subject+to)%min(q.Columns(), 1+len(f.Subjects))))
			}
		}
		if err := c.Add(b); err != nil {
			panic(err)
		}
	}
	t := c.Tallies()[k]
	p := Pile{Class: class, Ballots: n}
	for i, l := range f.Lines() {
		s := t.Subjects[i]
		p.Rows = append(p.Rows, Row{Subject: f.Subjects[l.Subject], Question: asked[l.Question].ID, Options: s.Options,
			Blank: s.Blank, Multiple: s.Multiple, Breach: s.Breach, Own: s.Own})
	}
	return p
}
