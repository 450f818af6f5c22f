package meeting

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"shuping/internal/ballot"
	"shuping/internal/words"
)

// TestNowAndDue: what the room is at, and what is to be done next, along two meetings.
func TestNowAndDue(t *testing.T) {
	b := bench(t)
	for _, c := range []struct{ file, now, due string }{
		{"_members-called.txt", "called", "open-roll"},
		{"_members-roll.txt", "roll", "sign-in open-meeting adjourn"},
		{"_members-open.txt", "between s1", "start-report s1"},
		{"_members-reported.txt", "between", "open-ballot"},
		{"_members-voted.txt", "count", "collect-ballots record-box count-paper"},
		{"_members-counted.txt", "count", "accept-count"},
		{"_members-announced.txt", "result", "close-meeting"},
		{"N5.3-adjourn.txt", "called", "open-roll"},
		{"N5.6-count-and-announce.txt", "closed", ""},
		{"N5.6-recount.txt", "closed", "announce"},
		{"N5.5-absent.txt", "vote", "close-ballot"},
		{"_session-open.txt", "between s1", "start-report s1"},
		{"_session-reported.txt", "comment s1", "comment s1"},
		{"_session-commented.txt", "between", "open-ballot"},
	} {
		s := b.State(t, c.file)
		room := Now(s)
		if got := strings.TrimSpace(string(room.Stage) + " " + room.Subject); got != c.now {
			t.Errorf("%s: the room is at %q, want %q", c.file, got, c.now)
		}
		if !words.For(words.ZH).Has("room." + string(room.Stage)) {
			t.Errorf("the catalogue has no room.%s", room.Stage)
		}
		var due []string
		for _, task := range Due(s, "2018-12-20") {
			due = append(due, strings.TrimSpace(task.Command+" "+task.Subject))
			if task.Rule == "" || len(task.Roles) == 0 || task.Late {
				t.Errorf("%s: %+v", c.file, task)
			}
		}
		if got := strings.Join(due, " "); got != c.due {
			t.Errorf("%s: to be done %q, want %q", c.file, got, c.due)
		}
	}
	if due := Due(&State{}, ""); len(due) != 1 || due[0].Command != "call" {
		t.Errorf("before the call: %v", due)
	}
	if due := Due(b.State(t, "_members-called.txt"), "2018-12-21"); !due[0].Late {
		t.Errorf("a day after the meeting: %v", due)
	}
}

// TestNowAtTheSession goes on with single commands where scripts end.
func TestNowAtTheSession(t *testing.T) {
	s := bench(t).State(t, "_session-open.txt")
	step := func(e interface{ Apply(*State) }, stage Stage, due string) {
		t.Helper()
		e.Apply(s)
		room, next := Now(s), Due(s, "2019-01-03")
		if room.Stage != stage || next[0].Command != due {
			t.Errorf("the room is at %s, to be done %s; want %s, %s", room.Stage, next[0].Command, stage, due)
		}
	}
	at := Stamp{At: s.Opening.At}
	step(&ReportStarted{Stamp: at, Subject: "s1"}, StageReport, "finish-report")
	step(&ReportFinished{Stamp: at, Subject: "s1"}, StageQuestion, "ask")
	step(&Asked{ID: "q1", Subject: "s1"}, StageQuestion, "answer")
	step(&Answered{Question: "q1"}, StageBetween, "start-report")
	step(&ReportFinished{Stamp: at, Subject: "s2", Instead: Absent}, StageBetween, "start-report")
	step(&ReportFinished{Stamp: at, Subject: "s3", Instead: Written}, StageComment, "comment")
	step(&Commented{}, StageComment, "comment")
}

// TestMinutes: what goes back to the year.
func TestMinutes(t *testing.T) {
	b := bench(t)
	if _, ok := b.State(t, "_members-announced.txt").Minutes(); ok {
		t.Error("minutes of a meeting that is not closed")
	}
	m, ok := b.State(t, "N5.6-count-and-announce.txt").Minutes()
	if !ok || m.Meeting != "m-o3" || m.Type != "members" || m.Org != "o3" || m.Date != "2018-12-20" || m.Reported[0] != "s1" || len(m.Rounds) != 1 {
		t.Errorf("got %+v", m)
	}
	if p := m.Presence[0]; p.Class != "member" || p.Expected != 13 || p.Present != 11 {
		t.Errorf("got %+v", p)
	}
	if m.Announced.IsZero() || m.Rounds[0].Phone[0].Ballots != 7 || m.Rounds[0].Paper[1].Ballots != 3 || len(m.Rounds[0].Seal) != 64 {
		t.Errorf("got %+v", m.Rounds[0])
	}
	// Two recounts: the announced one counts, the other does not.
	m, _ = b.State(t, "N5.6-recount.txt").Minutes()
	if len(m.Rounds) != 2 || m.Rounds[1].No != 1 || m.Rounds[1].Paper[0].Subjects[0].Options[0] != 1 {
		t.Errorf("got %+v", m.Rounds)
	}
	m, _ = b.State(t, "N6.2-count-and-speech.txt").Minutes()
	if len(m.Questions) != 3 || m.Questions[1].Due != "2019-02-01" || len(m.Comments) != 3 || len(m.Comments[1].Problems) != 2 {
		t.Errorf("got %+v %+v", m.Questions, m.Comments)
	}
}

// TestNoBallotInTheRecord: no event and no state can hold a ballot or a mark, so none
// can stand beside a person (N7.2).
func TestNoBallotInTheRecord(t *testing.T) {
	forbidden := []reflect.Type{reflect.TypeFor[ballot.Ballot](), reflect.TypeFor[ballot.Mark]()}
	seen := map[reflect.Type]bool{}
	var look func(path string, t reflect.Type)
	look = func(path string, typ reflect.Type) {
		for _, f := range forbidden {
			if typ == f {
				t.Errorf("%s is a %s", path, f)
			}
		}
		if seen[typ] {
			return
		}
		seen[typ] = true
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			look(path, typ.Elem())
		case reflect.Struct:
			for i := range typ.NumField() {
				look(path+"."+typ.Field(i).Name, typ.Field(i).Type)
			}
		}
	}
	for _, e := range Decider().Events {
		look(e.Kind(), reflect.TypeOf(e))
		// What was counted stands beside the teller, the caller and nobody else.
		if typ := reflect.TypeOf(e).Elem(); holds(typ, reflect.TypeFor[ballot.Tally]()) {
			for _, f := range reflect.VisibleFields(typ) {
				if n := f.Name; n == "Person" || n == "Persons" || n == "People" || n == "Subject" {
					t.Errorf("%s has a count and %s", e.Kind(), n)
				}
			}
		}
	}
	look("state", reflect.TypeFor[State]())
}

func holds(typ, what reflect.Type) bool {
	for _, f := range reflect.VisibleFields(typ) {
		if f.Type == what || f.Type.Kind() == reflect.Slice && f.Type.Elem() == what {
			return true
		}
	}
	return false
}

// TestNoCountBeforeTheEnd: while ballots are given, the state has no number of what was voted.
func TestNoCountBeforeTheEnd(t *testing.T) {
	s := bench(t).State(t, "N7.2-secret.txt")
	for _, r := range s.Rounds {
		if r.Phone != nil || len(r.Sheets) > 0 {
			t.Error("a count before it was handed in")
		}
	}
	body, _ := json.Marshal(s.Rounds)
	for _, word := range []string{`"blank"`, `"multiple"`, `"ballots"`} {
		if strings.Contains(string(body), word) {
			t.Errorf("the rounds speak of %s before anything was counted", word)
		}
	}
}

// TestWrittenAndRoles: who has which role in a meeting.
func TestRoles(t *testing.T) {
	s := bench(t).State(t, "_session-open.txt")
	for who, want := range map[string]string{"l1": "chair head", "t1": "teller", "p2": "subject", "": "", "x": ""} {
		if got := strings.Join(s.RolesOf(who, ""), " "); got != want {
			t.Errorf("%s is %q, want %q", who, got, want)
		}
	}
	if got := s.RolesOf("p2", "s1"); len(got) != 0 {
		t.Errorf("p2 is %v for s1", got)
	}
}
