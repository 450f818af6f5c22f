package cycle

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuping/internal/calendar"
)

func commandsDue(s *State, today calendar.Date) (out []string) {
	for _, t := range Due(s, today) {
		name := t.Command
		if t.Late {
			name += "!"
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// TestDue shows what is due after each part of the year; ! is late.
func TestDue(t *testing.T) {
	b := bench(t)
	for _, c := range []struct {
		script string
		today  calendar.Date
		want   string
	}{
		{"_open.txt", "2018-12-15", "set-scope"},
		{"_scope.txt", "2018-12-16", "assign-liaison file-report record-visit record-higher-feedback record-assessment"},
		{"_reports.txt", "2018-12-16", "record-visit call-meeting record-higher-feedback record-assessment"},
		{"_verified.txt", "2019-01-11", "call-meeting!"},
		{"_held.txt", "2018-12-31", "decide-grades"},
		{"_graded.txt", "2019-01-02", "give-feedback post-results end-work carry-out-consequence plan-rectification record-previous-grade archive-document"},
		{"_told.txt", "2019-01-11", "end-work! carry-out-consequence plan-rectification record-previous-grade archive-document"},
		{"_ended.txt", "2019-01-18", "file-results! carry-out-consequence plan-rectification record-previous-grade archive-document"},
		{"_done.txt", "2019-07-01", "finish-rectification! archive-document"},
		{"N11.3-close.txt", "2019-07-01", ""},
	} {
		s := b.State(t, c.script)
		if got := strings.Join(commandsDue(s, c.today), " "); got != c.want {
			t.Errorf("%s: due %s\nwant %s", c.script, got, c.want)
		}
		for _, task := range Due(s, c.today) {
			if task.Rule == "" || task.Clause == "" || len(task.Roles) == 0 {
				t.Errorf("%s: %+v lacks rule, clause or roles", c.script, task)
			}
		}
	}
	if got := commandsDue(&State{}, "2018-12-15"); !slices.Equal(got, []string{"open"}) {
		t.Errorf("a year not opened: %v", got)
	}
}

// TestDueFollowsTheReport goes through the steps of one report.
func TestDueFollowsTheReport(t *testing.T) {
	s := bench(t).State(t, "_scope.txt")
	sub := s.Subjects["O3"]
	step := func(want, person string) {
		t.Helper()
		for _, task := range Due(s, "2018-12-16") {
			if task.Subject == "O3" && strings.Contains(task.Command, "report") || task.Subject == "O3" && strings.Contains(task.Command, "opinion") {
				if task.Command != want || task.Person != person {
					t.Errorf("due %s by %s, want %s by %s", task.Command, task.Person, want, person)
				}
				return
			}
		}
		t.Errorf("nothing is due, want %s", want)
	}
	step("file-report", "s3")
	sub.Reports = append(sub.Reports, &Report{})
	step("record-opinion", "s3")
	sub.Reports[0].Opinions = []Opinion{{ID: "1.1"}}
	step("answer-opinion", "s3")
	sub.Reports[0].Opinions[0].Answered = true
	step("submit-report", "s3")
	s.Liaison["O3"] = "l3"
	sub.Reports[0].Submitted = "2018-12-16"
	step("review-report", "l3")
	sub.Reports[0].Review = &Review{Decision: Return}
	step("file-report", "s3")
}

func TestTimeline(t *testing.T) {
	b := bench(t)
	line := func(script string, today calendar.Date) string {
		var out []string
		for _, st := range Timeline(b.State(t, script), today) {
			out = append(out, fmt.Sprintf("%s%s %s %d/%d", st.ID, st.Ref, st.Standing, st.Done, st.Of))
			if st.Rule == "" || st.Command == "" || len(st.Roles) == 0 {
				t.Errorf("%s: %+v lacks rule, command or roles", script, st)
			}
		}
		return strings.Join(out, "\n")
	}
	want := `open done 1/1
scope done 1/1
draw done 1/1
liaison done 5/5
report done 5/5
review done 5/5
visits done 5/5
higher done 1/1
meetingmembers done 5/5
meetingcommittee done 5/5
assessment done 5/5
grades done 5/5
feedback done 5/5
posting done 6/6
end done 1/1
filing late 0/1
consequences open 0/10
plans open 0/5
checks waiting 0/1
rectified waiting 0/1
archive open 0/13
close waiting 0/1`
	if got := line("_ended.txt", "2019-01-18"); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := line("_open.txt", "2018-12-20"); !strings.HasPrefix(got, "open done 1/1\nscope late 0/1\ndraw waiting 0/0\nliaison waiting") {
		t.Errorf("got\n%s", got)
	}
	if got := line("N11.3-close.txt", "2019-02-20"); !strings.HasSuffix(got, "rectified open 0/10\narchive done 13/13\nclose done 1/1") {
		t.Errorf("got\n%s", got)
	}
	if Timeline(&State{}, "2018-12-20") != nil {
		t.Error("a year that was not opened has steps")
	}
}

func failed(s *State) (out []string) {
	for _, r := range Audit(s) {
		if !r.OK {
			out = append(out, strings.TrimSpace(r.Rule+" "+r.Code+" "+r.Subject))
		}
	}
	return out
}

// TestAudit takes a finished year, in which all is well, and breaks one thing at a time.
func TestAudit(t *testing.T) {
	b := bench(t)
	whole := text(b.State(t, "N11.3-close.txt"))
	open := func() *State {
		var s State
		if err := json.Unmarshal([]byte(whole), &s); err != nil {
			t.Fatal(err)
		}
		return &s
	}
	if got := failed(open()); len(got) > 0 {
		t.Errorf("a good year: %v", got)
	}
	if Audit(&State{}) != nil {
		t.Error("a year that was not opened has rulings")
	}
	held := func(s *State, m string) *Receipt { return &s.Meetings[m].Minutes[0] }
	for _, c := range []struct {
		want   string
		damage func(*State)
	}{
		{"N1.1 subject-or-founded O3", func(s *State) { delete(s.Subjects, "O3"); s.SubjectOrder = slices.Delete(s.SubjectOrder, 2, 3) }},
		{"N1.2 exempt-kind O4", func(s *State) { s.Subjects["O4"] = &Subject{ID: "O4"} }},
		{"N1.3 draw-repeats", func(s *State) { s.Draws[0].Lots[0].Taken = false }},
		{"N1.3 draw-repeats", func(s *State) { s.Draws[0].Seed = "other" }},
		{"N1.3 drawn-only", func(s *State) { s.Subjects["O5"] = &Subject{ID: "O5"} }},
		{"N1.3 drawn-only", func(s *State) { s.Draws = nil }},
		{"N1.3 drawn-only", func(s *State) {
			s.Policy.Scope.Draws[0].Take, s.Draws[0].Take = 1, 1
			s.Draws[0].Lots[1].Taken = false
		}},
		{"N1.4 meeting-held O1", func(s *State) { s.Meetings["m-O1"].Minutes = nil }},
		{"N1.4 meeting-held O1", func(s *State) { held(s, "m-O1").Minutes.Date = "2019-01-01" }},
		{"N3.1 report-approved O1", func(s *State) { s.Subjects["O1"].Approved = 0 }},
		{"N3.3 report-problems O1", func(s *State) { s.Subjects["O1"].Reports[0].Share.Num = 1 }},
		{"N3.4 report-length O1", func(s *State) { s.Subjects["O1"].Reports[0].Chars = 1501 }},
		{"N4.1 visits O1", func(s *State) { s.Subjects["O1"].Visits = nil }},
		{"N5.1 chair-not-subject O1", func(s *State) { s.Meetings["m-O1"].Chair = "s1" }},
		{"N5.3 quorum O1", func(s *State) { held(s, "m-O1").Minutes.Presence[0].Present = 10 }},
		{"N5.4 composition O1", func(s *State) { held(s, "m-O1").Minutes.Presence[2].Present = 2 }},
		{"N5.6 announced O1", func(s *State) {
			held(s, "m-O1").Minutes.Announced = s.Opened.At.AddDate(-3000, 0, 0).UTC()
			held(s, "m-O1").Minutes.Announced = State{}.Opened.At
		}},
		{"N6.1 class-present", func(s *State) { held(s, "session").Minutes.Presence[2].Present = 0 }},
		{"N7.1 tally-sums O1", func(s *State) { held(s, "m-O1").Minutes.Rounds[0].Paper[0].Subjects[0].Blank++ }},
		{"N8.1 graded O1", func(s *State) { s.Subjects["O1"].Grades[0].Grade = "良好" }},
		{"N8.1 source-visits O1", func(s *State) { s.Subjects["O1"].Grades[0].Visits = 0 }},
		{"N8.1 source-assessment O1", func(s *State) { s.Subjects["O1"].Grades[0].Assessments = 0 }},
		{"N8.1 source-meeting O1", func(s *State) { s.Subjects["O1"].Grades[0].Votes = s.Subjects["O1"].Grades[0].Votes[:1] }},
		{"N8.2 quota", func(s *State) { s.Policy.Grading.Quotas[0].AtMost = 0 }},
		{"N9.1 told O1", func(s *State) { s.Subjects["O1"].Told = 0 }},
		{"N9.1 told O1", func(s *State) {
			for i := range s.Feedbacks {
				s.Feedbacks[i].Date = "2019-01-01"
			}
		}},
		{"N9.1 told O1", func(s *State) { s.Feedbacks = nil }},
		{"N9.2 posted O1", func(s *State) { s.Postings[1].Orgs = []string{"O2"} }},
		{"N9.2 posted", func(s *State) { s.Postings[0].Decision = 0 }},
		{"N9.3 ended", func(s *State) { s.Ended.Date = "2019-01-11" }},
		{"N9.3 ended", func(s *State) { s.Ended = nil }},
		{"N9.4 filed", func(s *State) { s.Filings[0].Date = "2019-01-18" }},
		{"N9.4 filed", func(s *State) { s.Filings = nil }},
		{"N9.4 filed-newest", func(s *State) { s.Decisions++; s.Postings[0].Decision++ }},
		{"N9.4 document", func(s *State) { s.Documents = s.Documents[1:] }},
		{"N10.1 follows O1", func(s *State) { s.Subjects["O1"].Follows[0].Done = nil }},
		{"N10.3 follows O2", func(s *State) { s.Subjects["O2"].Follows[3].Withdrawn = true }},
		{"N10.3 follows-unknown O6", func(s *State) { s.Subjects["O6"].Follows[3].Withdrawn = false }},
		{"N10.2 award O2", func(s *State) { s.Awards = []Award{{Award: "unit", Org: "O2"}} }},
		{"N11.1 plan-covers O3", func(s *State) { s.Subjects["O3"].Items[0].Due = "2019-07-01" }},
		{"N11.2 checked O3", func(s *State) { s.Subjects["O3"].Items[0].Checks = nil }},
	} {
		s := open()
		c.damage(s)
		if got := failed(s); !slices.Contains(got, c.want) {
			t.Errorf("%s is not found: %v", c.want, got)
		}
	}
}
