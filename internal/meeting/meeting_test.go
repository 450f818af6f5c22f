package meeting

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"shuping/internal/brief"
	"shuping/internal/decidertest"
	"shuping/internal/policy"
	"shuping/policies"
)

// notice is the notice of 2018, fresh, so that a test may change it.
func notice(t testing.TB) policy.Policy {
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(policies.Notice2018, src)
	if err != nil {
		t.Fatal(err)
	}
	return *p
}

// apart is a notice that counts ballots by class.
func apart(t testing.TB) policy.Policy {
	p := notice(t)
	for i := range p.Meetings {
		p.Meetings[i].Ballot.ByClass, p.Meetings[i].Ballot.FewerThan = true, 2
	}
	return p
}

// membersBrief is a branch of 13: m1 the secretary under review, m2 the deputy who
// presides; g1 comes from the committee, t1 and t2 count.
func membersBrief(t testing.TB) brief.Brief {
	return brief.Brief{
		Cycle: "cycle/2018", Meeting: "m-o3", Type: "members", Org: "o3", OrgName: "甲支部", Date: "2018-12-20", Time: "09:00", Place: "会议室",
		Chair: "m2", ChairPost: "副书记", Guides: []string{"g1"}, Tellers: []string{"t1", "t2"},
		Subjects: []brief.Subject{{ID: "s1", Person: "m1", Org: "o3", OrgName: "甲支部", Kind: "党支部", Post: "书记", Report: strings.Repeat("a", 64)}},
		Policy:   apart(t), PolicyHash: strings.Repeat("b", 64),
	}
}

// committeeBrief is a session of three subjects; l1 is the head and presides.
func committeeBrief(t testing.TB) brief.Brief {
	b := brief.Brief{
		Cycle: "cycle/2018", Meeting: "session", Type: "committee", Date: "2019-01-03", Time: "14:30", Place: "三楼会议室",
		Chair: "l1", ChairPost: "书记", Tellers: []string{"t1", "t2"}, Head: "l1", Policy: apart(t), PolicyHash: strings.Repeat("b", 64),
	}
	for i, kind := range []string{"社区党委", "社区党总支", "党支部"} {
		n := fmt.Sprint(i + 1)
		b.Subjects = append(b.Subjects, brief.Subject{ID: "s" + n, Person: "p" + n, Org: "o" + n, OrgName: "党组织" + n, Kind: kind, Post: "书记"})
	}
	return b
}

// adviceBrief is a members' meeting under a notice that says most things "in
// general", lets the subject vote and limits the speech.
func adviceBrief(t testing.TB) brief.Brief {
	b := membersBrief(t)
	m, _ := b.Policy.MeetingByID("members")
	general := policy.Basis{Clause: "三（三）", Strength: policy.Advise}
	m.Quorum.Basis, m.Composition.Basis, m.Guide = general, general, policy.Guide{Basis: general, AtLeast: 1}
	m.Ballot.OnTheSpot, m.Ballot.SubjectVotes, m.Chair.NotSubject = general, true, general
	b.Policy.Report.Speech = policy.SpeechMax{Basis: policy.Basis{Clause: "惯例", Strength: policy.Must}, Minutes: 10}
	return b
}

// gatesBrief is the members' meeting with other gates.
func gatesBrief(t testing.TB, quorum policy.Quorum, composition policy.Composition) string {
	b := membersBrief(t)
	m, _ := b.Policy.MeetingByID("members")
	quorum.Basis, quorum.Of = m.Quorum.Basis, m.Quorum.Of
	composition.Basis, composition.Of, composition.Beside = m.Composition.Basis, m.Composition.Of, m.Composition.Beside
	m.Quorum, m.Composition = quorum, composition
	return text(t, b)
}

// ids is prefix1 ... prefixN, joined by commas.
func ids(prefix string, n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprint(prefix, i+1))
	}
	return strings.Join(list, ",")
}

func roster(class, prefix string, n int) (list []brief.Attendee) {
	for _, id := range strings.Split(ids(prefix, n), ",") {
		list = append(list, brief.Attendee{Person: id, Class: class})
	}
	return list
}

func text(t testing.TB, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func bench(t testing.TB) decidertest.Bench[State] {
	members, committee := membersBrief(t), committeeBrief(t)
	model := members
	model.Model = true
	alike := members
	alike.Policy = notice(t)
	chaired := members
	chaired.Chair = "m1"
	texts := map[string]string{
		"over-half": gatesBrief(t, policy.Quorum{MoreThan: policy.Ratio{Num: 1, Den: 2}}, policy.Composition{MoreThan: policy.Ratio{Num: 20, Den: 100}}),
		"by-count":  gatesBrief(t, policy.Quorum{Count: 11}, policy.Composition{Count: 3}),
		"advice":    text(t, adviceBrief(t)), "alike": text(t, alike),
		"members": text(t, members), "committee": text(t, committee), "model": text(t, model), "chaired-by-subject": text(t, chaired),
		"13-members": text(t, roster("member", "m", 13)), "45-members": text(t, roster("member", "m", 45)),
		"committee-roster": text(t, append(append(append(append(append(roster("leader", "l", 3), roster("head", "h", 2)...), roster("delegate", "d", 2)...),
			roster("cadre", "c", 2)...), roster("representative", "r", 3)...), roster("subject", "p", 3)...)),
		"committee-persons": strings.Join([]string{ids("l", 3), ids("h", 2), ids("d", 2), ids("c", 2), ids("r", 3), ids("p", 3)}, ","),
	}
	for name, spoil := range map[string]func(*brief.Brief){
		"no-type":          func(b *brief.Brief) { b.Type = "plenum" },
		"no-subjects":      func(b *brief.Brief) { b.Subjects = nil },
		"nameless-subject": func(b *brief.Brief) { b.Subjects = []brief.Subject{{ID: "s1"}} },
		"subject-twice":    func(b *brief.Brief) { b.Subjects = append(b.Subjects, b.Subjects[0]) },
		"guide-twice":      func(b *brief.Brief) { b.Guides = []string{"g1", "g1"} },
		"teller-twice":     func(b *brief.Brief) { b.Tellers = []string{"t1", "t1"} },
	} {
		b := members
		spoil(&b)
		texts[name] = text(t, b)
	}
	for name, b := range ruledBriefs(t) {
		texts[name] = text(t, b)
	}
	for n := 1; n <= 45; n++ {
		texts[fmt.Sprint("m1-", n)], texts[fmt.Sprint("r1-", n)] = ids("m", n), ids("r", n)
	}
	return decidertest.Bench[State]{Decider: Decider(), Dir: "testdata", Texts: texts}
}

func TestScripts(t *testing.T)  { bench(t).Scripts(t) }
func TestComplete(t *testing.T) { bench(t).Complete(t) }
func TestWords(t *testing.T)    { bench(t).Words(t) }

func TestActs(t *testing.T) {
	p := notice(t)
	bench(t).Acts(t, &p, func(kind string) bool { _, house := HouseAct(kind); return house || kind == "call" })
}
