package meeting

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shuping/internal/decider"
	"shuping/internal/decidertest"
	"shuping/internal/words"
)

const reading = "N5.6-reading.txt"

func TestReadingIsAudited(t *testing.T) {
	list := Audit(bench(t).State(t, reading))
	seen := map[string]bool{}
	for _, v := range list {
		seen[v.Code] = true
		if !v.OK || !words.For(words.ZH).Has("audit.meeting."+v.Code) {
			t.Errorf("%+v, or it has no words", v)
		}
	}
	for _, code := range []string{"readings", "decided", "checked", "sample", "both-counts"} {
		if !seen[code] {
			t.Errorf("no verdict on %s", code)
		}
	}
}

// What is made wrong afterwards in a count by reading is found.
func TestAuditFindsWrongReadings(t *testing.T) {
	g := func(s *State) *Reading { return s.Rounds[0].Reading }
	last := func(s *State) *Check { return &g(s).Checks[len(g(s).Checks)-1] }
	for i, c := range []struct {
		code   string
		break_ func(*State)
	}{
		{"readings", func(s *State) { g(s).Batches[0].Read.Rows[0].Options[0]++ }},
		{"readings", func(s *State) { g(s).Batches[2].Voided = &ScanVoid{} }},
		{"readings", func(s *State) { g(s).Entries[0].Settled.Entry = EntryBlank }},
		{"readings", func(s *State) { g(s).Batches[0].Read.Twins[0].Same = false }},
		{"decided", func(s *State) { g(s).Entries[0].Choices[1].By = "t1" }},
		{"decided", func(s *State) { g(s).Entries[0].Settled.By = "t2" }},
		{"decided", func(s *State) { g(s).Entries[1].Choices = g(s).Entries[1].Choices[:1] }},
		{"decided", func(s *State) { g(s).Entries = g(s).Entries[1:] }},
		{"checked", func(s *State) { last(s).Done = last(s).Done[1:] }},
		{"checked", func(s *State) { last(s).Done[0].Wrong = []WrongEntry{{1, "优秀"}} }},
		{"checked", func(s *State) { last(s).Stale = true }},
		{"checked", func(s *State) { g(s).Checks = nil }},
		{"sample", func(s *State) { last(s).Seed = "0" }},
		{"sample", func(s *State) { last(s).Samples[0].Of++ }},
		{"sample", func(s *State) {
			last(s).Samples[0].Rows[0].Sheets, last(s).Samples[0].Sheets = 1, last(s).Samples[0].Sheets[:1]
		}},
		{"both-counts", func(s *State) { s.Rounds[0].Sheets[1].Tallies[0].Subjects[0].Blank++ }},
	} {
		s := bench(t).State(t, reading)
		c.break_(s)
		if !found(Audit(s), "N5.6", c.code) {
			t.Errorf("%d, %s: not found", i, c.code)
		}
	}
}

// TestRandomReading: whatever is scanned, made void, decided and compared in whatever
// order, a count that comes of it is the sum that the audit finds.
func TestRandomReading(t *testing.T) {
	b := membersBrief(t)
	b.Policy = small(b.Policy, b.Type)
	kinds := []string{"scan-ballots", "record-readings", "record-comparison", "void-scan", "judge-twin", "decide-entry", "settle-entry", "draw-check", "check-sheet", "count-readings"}
	counted := 0
	start := func(p *decidertest.Play[State]) error {
		commands := []decider.Command[State]{&Call{Brief: b}, &OpenRoll{Roster: append(roster("member", "m", 13), roster("masses", "r", 4)...)},
			&SignIn{Persons: []string{"g1"}, Class: "guide"}}
		for i := 1; i <= 13; i++ {
			commands = append(commands, &SignIn{Persons: []string{fmt.Sprint("m", i)}})
		}
		commands = append(commands, &SignIn{Persons: []string{"r1", "r2", "r3", "r4"}}, &OpenMeeting{}, &StartReport{Subject: "s1"}, &FinishReport{Subject: "s1"},
			&OpenBallot{Issued: []Issue{{Class: "member", Paper: 12}, {Class: "masses", Paper: 4}}}, &CloseBallot{},
			&CollectBallots{Rows: []Collected{{Class: "member", PaperReturned: 11, PaperNotReturned: 1}, {Class: "masses", PaperReturned: 4}}})
		for _, c := range commands {
			if err := p.Do(decider.Call{Who: "m2", Roles: []string{"system", "office", "chair", "guide", "teller"}, At: moment(p.Live.Seq)}, c); err != nil {
				return err
			}
		}
		return nil
	}
	next := func(rt *rapid.T, s *State) (decider.Call, decider.Command[State]) {
		kind := rapid.SampledFrom(kinds).Draw(rt, "kind")
		if due := s.due(); len(due) > 0 && due[0].Command != "accept-count" && rapid.IntRange(0, 11).Draw(rt, "due") > 0 {
			kind = due[0].Command
		}
		if kind == "count-paper" {
			kind = "scan-ballots"
		}
		r := s.Round()
		for _, e := range r.Unclear() {
			if kind == "decide-entry" && e.Split() {
				kind = "settle-entry"
			}
		}
		who := rapid.SampledFrom([]string{"g1", "t1", "t2"}).Draw(rt, "who")
		return decider.Call{Who: who, Roles: []string{"system", "guide", "teller"}, At: moment(s.Seq)}, buildReading(rt, s, r, kind)
	}
	bench(t).Random(t, 60, start, next, func(s *State) error {
		r := s.Round()
		if r.countedByReading() == nil {
			return nil
		}
		counted++
		a := &audit{s: s, t: s.Type()}
		a.read(r)
		for _, v := range a.list {
			if !v.OK {
				return fmt.Errorf("counted, but %+v", v)
			}
		}
		return nil
	})
	if counted == 0 {
		t.Error("nothing was ever counted")
	}
}

// What is made wrong in a count judged sheet by sheet, of several forms, is found.
func TestAuditFindsWrongSheets(t *testing.T) {
	const forms = "N7.1-read-forms.txt"
	g := func(s *State) *Reading { return s.Rounds[0].Reading }
	for i, c := range []struct {
		code   string
		break_ func(*State)
	}{
		{"readings", func(s *State) { g(s).Batches[0].Read.Entries[0] = "012" }},
		{"readings", func(s *State) { g(s).Entries[0].Choices[0].Entry = "差" }},
		{"readings", func(s *State) { g(s).Counted.Tallies[0].Subjects[3].Breach-- }},
		{"readings", func(s *State) { s.Rounds[0].Form.Caps[0].AtMost = 2 }},
		{"readings", func(s *State) { g(s).Batches[0].Questions[0] = "clean" }},
		{"sample", func(s *State) { g(s).Checks[0].Samples[3].Layout = strings.Repeat("a", 64) }},
		{"sample", func(s *State) { g(s).Checks[0].Samples[3].Rows[0].Row = 2 }},
	} {
		s := bench(t).State(t, forms)
		c.break_(s)
		if !found(Audit(s), "N5.6", c.code) {
			t.Errorf("%d, %s: not found", i, c.code)
		}
	}
}

// Where the notice has piles scanned twice, nothing is counted before both readings of every
// pile were compared; the audit says the same of what was counted.
func TestPilesAreScannedTwice(t *testing.T) {
	const twice = "N5.6-read-twice.txt"
	at := func(change func(*State)) *State {
		s := bench(t).State(t, twice)
		m, _ := s.Brief.Policy.MeetingByID(s.Brief.Type)
		m.Ballot.Reading.Twice = true
		if change != nil {
			change(s)
		}
		return s
	}
	if s := at(nil); s.ready(s.Round()) != nil || found(Audit(s), "N5.6", "twice") {
		t.Errorf("scanned twice: %v", s.ready(s.Round()))
	}
	for code, change := range map[string]func(*State){
		"batch-not-twice":    func(s *State) { s.Round().Reading.Batches[2].Voided = &ScanVoid{} },
		"batch-not-compared": func(s *State) { s.Round().Reading.Batches[3].Compared = nil },
		"pages-not-twice":    func(s *State) { s.Round().Reading.Batches[3].Compared.Pairs[0] = 0 },
	} {
		s := at(change)
		var r *decider.Refusal
		if err := s.ready(s.Round()); !errors.As(err, &r) || r.Code != code {
			t.Errorf("%s: got %v", code, err)
		}
		if !found(Audit(s), "N5.6", "twice") {
			t.Errorf("%s: the audit does not find it", code)
		}
	}
	s := bench(t).State(t, twice)
	s.Round().Reading.Entries = s.Round().Reading.Entries[1:]
	if !found(Audit(s), "N5.6", "twice") {
		t.Error("a difference that nobody decided is not found")
	}
}
