package cycle

import (
	"slices"
	"testing"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// TestLimitsStandInTheDueListAndTheAudit: what was done in time, what was late with a reason and what is
// open, after the script.
func TestLimitsStandInTheDueListAndTheAudit(t *testing.T) {
	s := bench(t).State(t, "N9.3-working-days.txt")
	tasks := Due(s, "2019-01-08")
	for _, want := range []Task{
		{Command: "keep-deadline", Subject: "O2", Ref: "talk", Due: "2019-01-02", Late: true},
		{Command: "file-results", Due: "2019-01-14"},
		{Command: "plan-rectification", Subject: "O1", Due: "2019-01-09"},
	} {
		if !slices.ContainsFunc(tasks, func(x Task) bool {
			return x.Command == want.Command && x.Subject == want.Subject && x.Ref == want.Ref && x.Due == want.Due && x.Late == want.Late
		}) {
			t.Errorf("no task %+v in %+v", want, tasks)
		}
	}
	if slices.ContainsFunc(tasks, func(x Task) bool { return x.Command == "keep-deadline" && (x.Subject == "O1" || x.Ref == "sum") }) {
		t.Error("what was put on record is due")
	}
	found := map[string]Ruling{}
	for _, r := range Audit(s) {
		found[r.Rule+" "+r.Code+" "+r.Subject] = r
	}
	for key, want := range map[string]Ruling{
		"N9.1 in-time O1":   {Got: "2019-01-05", Want: "2019-01-04", Excused: true},
		"N9.2 in-time ":     {OK: true, Got: "2019-01-07", Want: "2019-01-07"},
		"N9.2 posted-long ": {OK: true, Got: "2019-01-09", Want: "2019-01-09"},
		"N10.5 in-time O1":  {Got: "2019-01-03", Want: "2019-01-02", Excused: true},
		"N10.5 in-time O2":  {Want: "2019-01-02"},
		"N10.5 in-time O3":  {OK: true, Got: "2019-01-02", Want: "2019-01-02"},
		"N9.5 in-time ":     {OK: true, Got: "2019-01-08", Want: "2019-01-09"},
	} {
		if got := found[key]; got.OK != want.OK || got.Excused != want.Excused || got.Got != want.Got || got.Want != want.Want {
			t.Errorf("%s: %+v, want %+v", key, got, want)
		}
	}
	steps := Timeline(s, "2019-01-08")
	if i := slices.IndexFunc(steps, func(x Step) bool { return x.ID == "deadlines" }); i < 0 || steps[i].Done != 3 || steps[i].Of != 6 || steps[i].Standing != StepLate {
		t.Errorf("%+v", steps)
	}
}

// TestMeetingsAreCalledAhead: a limit that is counted backwards from the meeting.
func TestMeetingsAreCalledAhead(t *testing.T) {
	s := bench(t).State(t, "_verified.txt")
	k := policy.Calendar{From: "2018-12-01", Until: "2019-01-31", Closed: []calendar.Date{"2018-12-31", "2019-01-01"}, Open: []calendar.Date{"2018-12-29"}}
	s.Policy.Calendar = k
	s.Policy.Deadlines = []policy.Deadline{{Basis: policy.Basis{Clause: "五", Strength: policy.Must}, ID: "call", Rule: "N1.4", Name: "会议通知",
		Before: "meeting-held", Meeting: "members", WorkingDays: 3}}
	call := func(reason string) *CallMeeting {
		return &CallMeeting{Meeting: "m", Type: "members", Subjects: []string{"O1"}, Date: "2019-01-03", Place: "p", Chair: "d1", ChairPost: "副书记", Guides: []string{"g"}, Reason: reason}
	}
	expect(t, s, "2018-12-29", call(""), "limit-late") // the 2nd, the 29th and the 28th are working days
	expect(t, s, "2018-12-28", call(""), "")
	s.Meetings["m"].Called = "2018-12-30"
	for _, r := range Audit(s) {
		if r.Code == "in-time" && (r.OK || r.Want != "2018-12-28") {
			t.Errorf("%+v", r)
		}
	}
}
