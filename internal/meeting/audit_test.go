package meeting

import (
	"testing"
	"time"

	"shuping/internal/words"
)

// TestAuditAgrees: what the commands let through, the audit finds right.
func TestAuditAgrees(t *testing.T) {
	b := bench(t)
	for file, want := range map[string]int{
		"N5.3-advice.txt": 15, "N5.6-count-and-announce.txt": 18, "N5.6-recount.txt": 20, "N6.2-count-and-speech.txt": 37,
		"N7.1-words.txt": 20, "N7.1-returned-advice.txt": 15, "N7.1-caps.txt": 35, "N7.1-questions.txt": 38, "N7.1-rank.txt": 35, "N7.1-read-forms.txt": 35, "N7.2-peers.txt": 35,
	} {
		list := Audit(b.State(t, file))
		if len(list) < want {
			t.Errorf("%s: %d verdicts, want at least %d", file, len(list), want)
		}
		for _, v := range list {
			if key := "audit.meeting." + v.Code; !v.OK || !words.For(words.ZH).Has(key) {
				t.Errorf("%s: %+v, or the catalogue has no %s", file, v, key)
			}
		}
	}
}

// TestAuditFinds: each thing that is made wrong afterwards is found under its rule.
func TestAuditFinds(t *testing.T) {
	b := bench(t)
	const members, session = "N5.6-count-and-announce.txt", "N6.2-count-and-speech.txt"
	for _, c := range []struct {
		file, rule, code string
		break_           func(*State)
	}{
		{members, "N6.2", "closed", func(s *State) { s.Closed = nil }},
		{"N5.3-adjourn.txt", "N5.3", "adjourned", func(s *State) { s.Past[0].Adjourned.Reason = "" }},
		{members, "N5.1", "chair", func(s *State) { s.Roll.People["m2"].Moves = nil }},
		{members, "N5.1", "chair-no-subject", func(s *State) { s.Brief.Subjects[0].Person = "m2" }},
		{members, "N5.1", "guide", func(s *State) { s.Brief.Guides = []string{"g9"} }},
		{members, "N5.3", "quorum", func(s *State) { s.Roll.People["m5"].Moves[0].In = false }},
		{members, "N5.3", "exclusion", func(s *State) { s.Roll.People["m13"].Excluded = &Exclusion{Reason: "无"} }},
		{members, "N5.4", "composition", func(s *State) { s.Roll.People["r1"].Class = "observer" }},
		{session, "N6.1", "class", func(s *State) {
			for _, p := range []string{"d1", "d2"} {
				s.Roll.People[p].Class = "observer"
			}
		}},
		{members, "N5.5", "report", func(s *State) { s.Reports[0].Finished = time.Time{} }},
		{members, "N5.5", "item", func(s *State) { s.Rounds[0].Opened.At = s.Opening.At }},
		{session, "N6.2", "item", func(s *State) { s.Speech = nil }},
		{session, "N6.2", "promise", func(s *State) { s.Questions[1].Answer.Due = s.Date }},
		{session, "N6.2", "promise", func(s *State) { s.Questions[1].Answer = nil }},
		{session, "N6.2", "questions", func(s *State) { s.Questions = s.Questions[1:] }},
		{session, "N6.2", "comment", func(s *State) { s.Comments[1].Problems = nil }},
		{members, "N5.7", "class-votes", func(s *State) { s.Rounds[0].Form.Classes[1] = "observer" }},
		{members, "N7.2", "voters", func(s *State) { s.Roll.People["m5"].Moves = nil }},
		{members, "N7.2", "voters", func(s *State) { s.Brief.Guides = []string{"g1", "m5"} }},
		{members, "N5.6", "accepted-by", func(s *State) { s.Rounds[0].Accepted.By = "t1" }},
		{members, "N5.6", "counted", func(s *State) { s.Results[0].Paper = s.Results[0].Phone }},
		{"N5.6-recount.txt", "N5.6", "counted", func(s *State) { s.Results[1].Phone = s.Results[1].Paper }},
		{members, "N5.6", "counted", func(s *State) { s.Results[0].Round = 9 }},
		{members, "N6.2", "closed", func(s *State) { s.Opening = nil }},
		{members, "N5.3", "exclusion", func(s *State) {
			s.Roll.People["m13"].Excluded = &Exclusion{Reason: "出国", Approver: "o1", Seq: s.Opening.Seq + 1}
		}},
		{members, "N7.1", "rows", func(s *State) {
			c := &s.Results[0].Paper[0].Subjects[0]
			c.Options[0], c.Blank = c.Options[0]+1, c.Blank-1
		}},
		{members, "N5.6", "accepted", func(s *State) { s.Rounds[0].Accepted = nil }},
		{members, "N5.6", "phone-balance", func(s *State) { s.Rounds[0].Slips[0].Phone++ }},
		{members, "N5.6", "paper-balance", func(s *State) { s.Rounds[0].Slips[1].Paper++ }},
		{members, "N5.6", "two-counts", func(s *State) { s.Rounds[0].Sheets = s.Rounds[0].Sheets[1:] }},
		{members, "N5.6", "two-counts", func(s *State) { s.Rounds[0].Sheets[1].Tallies[0].Subjects[0].Blank++ }},
		{members, "N7.1", "rows", func(s *State) { s.Results[0].Phone[0].Subjects[0].Blank++ }},
		{members, "N5.6", "published", func(s *State) { s.Results[0].Announced.Published.Total[0].Count.Options[0]++ }},
		{members, "N5.6", "announced", func(s *State) { s.Results[0].Announced.At = s.Closed.At.Add(time.Hour) }},
		{members, "N5.6", "announced", func(s *State) { s.Results[0].Announced = nil }},
		{"N5.6-recount.txt", "N5.6", "recount", func(s *State) { s.Results[1].Approver = s.Results[1].By }},
		{"N5.6-void.txt", "N5.6", "void", func(s *State) { s.Rounds[0].Voided.Reason = "" }},
		{"N7.1-words.txt", "N7.1", "findings", func(s *State) { s.Results[0].Announced.Published.Findings[0].Shares[0] = "1" }},
		{"N7.1-questions.txt", "N7.1", "findings", func(s *State) { s.Results[0].Announced.Published.Findings[1].Mean = "100" }},
		{"N7.1-questions.txt", "N7.1", "findings", func(s *State) {
			s.Results[0].Announced.Published.Findings = s.Results[0].Announced.Published.Findings[1:]
		}},
		{"N7.1-words.txt", "N7.1", "returned", func(s *State) { s.Rounds[1].Slips[0].Paper = 24 }},
		{"N7.1-returned-advice.txt", "N7.1", "returned", func(s *State) { s.Departures = nil }},
		{"N7.1-caps.txt", "N7.1", "rows", func(s *State) { s.Results[0].Paper[0].Subjects[0].Breach-- }},
		{"N7.2-peers.txt", "N7.1", "rows", func(s *State) { s.Results[0].Phone[1].Subjects[0].Blank++ }},
		{"N7.2-peers.txt", "N7.2", "voters", func(s *State) { s.Roll.People["p2"].Moves = nil }},
	} {
		s := b.State(t, c.file)
		c.break_(s)
		if !found(Audit(s), c.rule, c.code) {
			t.Errorf("%s, %s %s: not found", c.file, c.rule, c.code)
		}
	}
}

func found(list []Verdict, rule, code string) bool {
	for _, v := range list {
		if v.Rule == rule && v.Code == code && !v.OK {
			return true
		}
	}
	return false
}

// TestAuditAdvice: a departure from advice, with its reason, is no fault.
func TestAuditAdvice(t *testing.T) {
	s := bench(t).State(t, "N5.6-count-and-announce.txt")
	s.Roll.People["m5"].Moves[0].In = false
	s.Departures = append(s.Departures, Departure{Rule: "N5.3", Clause: "三（三）", Code: "quorum", Reason: "疫情"})
	for _, v := range Audit(s) {
		if v.Code == "quorum" && (!v.OK || v.Reason != "疫情" || v.Got != "10/13") {
			t.Errorf("got %+v", v)
		}
	}
	if list := Audit(&State{}); len(list) != 1 || list[0].OK {
		t.Errorf("a meeting that was never called: %+v", list)
	}
}
