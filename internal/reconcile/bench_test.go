package reconcile_test

import (
	"fmt"
	"math/rand"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"shuping/internal/ballotbox"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/journal/sqlite"
	"shuping/internal/meeting"
	"shuping/internal/policy"
	"shuping/internal/reconcile"
	"shuping/policies"
)

const (
	yearSubjects = 60
	yearMembers  = 40 // and 10 representatives at each meeting: 3,000 people
)

// fullYear writes a year of 60 subjects and 3,000 people: every report approved,
// every members' meeting held and counted on paper, its minutes in the year.
func fullYear(tb testing.TB, db *sqlite.DB) {
	tb.Helper()
	now := calendar.Date("2018-12-16").Moment(9, 0)
	conf := engine.Config{Now: func() time.Time { return now }, Random: rand.New(rand.NewSource(1))}
	boxes, err := ballotbox.Open(tb.TempDir(), ballotbox.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	defer boxes.Close()
	e := &reconcile.Effects{Cycles: engine.New(cycle.Decider(), db.Journal(), conf), Meetings: engine.New(meeting.Decider(), db.Journal(), conf), Boxes: boxes}
	year := func(who string, cmds ...decider.Command[cycle.State]) {
		for _, c := range cmds {
			if _, err := e.Cycles.Do(ctx, call(who), "2018", c); err != nil {
				tb.Fatalf("%s: %v", c.Kind(), err)
			}
		}
	}
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		tb.Fatal(err)
	}
	pol, err := policy.Parse(policies.Notice2018, src)
	if err != nil {
		tb.Fatal(err)
	}
	open := &cycle.Open{ID: "2018", Title: "演示年度", Policy: *pol, PolicyHash: policy.Hash(src)}
	for i := range yearSubjects {
		open.Orgs = append(open.Orgs, cycle.Org{ID: fmt.Sprintf("o%02d", i), Name: fmt.Sprintf("第%02d支部", i), Kind: pol.Scope.Subjects[2].Kind,
			Secretary: fmt.Sprintf("p%02d-00", i), Deputy: fmt.Sprintf("p%02d-01", i)})
	}
	year("o", open, &cycle.SetScope{})
	for _, o := range open.Orgs {
		year("o", &cycle.AssignLiaison{Org: o.ID, Leader: "l1"}, &cycle.FileReport{Subject: o.ID, File: "f-" + o.ID, Text: reportText},
			&cycle.RecordOpinion{Subject: o.ID, From: "支委会", Text: "同意"}, &cycle.AnswerOpinion{Subject: o.ID, Opinion: "1.1", Taken: true},
			&cycle.SubmitReport{Subject: o.ID}, &cycle.ReviewReport{Subject: o.ID, Version: 1, Decision: cycle.Approve},
			&cycle.CallMeeting{Meeting: "m-" + o.ID, Type: "members", Subjects: []string{o.ID}, Date: "2018-12-20", Place: "会议室",
				Chair: o.Deputy, ChairPost: "副书记", Guides: []string{"g1"}, Tellers: []string{"t1", "t2"}})
	}
	if err := e.All(ctx); err != nil {
		tb.Fatal(err)
	}
	now = calendar.Date("2018-12-20").Moment(9, 0)
	for _, o := range open.Orgs {
		hold(tb, e, o)
	}
	if err := e.All(ctx); err != nil {
		tb.Fatal(err)
	}
}

// hold holds a members' meeting at which everybody votes on paper.
func hold(tb testing.TB, e *reconcile.Effects, o cycle.Org) {
	tb.Helper()
	do := func(who string, cmds ...decider.Command[meeting.State]) {
		for _, c := range cmds {
			if _, err := e.Meetings.Do(ctx, call(who), "m-"+o.ID, c); err != nil {
				tb.Fatalf("%s: %v", c.Kind(), err)
			}
		}
	}
	var roster []brief.Attendee
	for i := range yearMembers + 10 {
		class := "member"
		if i >= yearMembers {
			class = "masses"
		}
		roster = append(roster, brief.Attendee{Person: fmt.Sprintf("p%s-%02d", o.ID[1:], i), Class: class})
	}
	do("g1", &meeting.OpenRoll{Roster: roster}, &meeting.SignIn{Persons: []string{"g1"}, Class: "guide"})
	for _, a := range roster { // one by one, as at the door
		do("g1", &meeting.SignIn{Persons: []string{a.Person}})
	}
	do(o.Deputy, &meeting.OpenMeeting{}, &meeting.StartReport{Subject: o.ID}, &meeting.FinishReport{Subject: o.ID})
	voters := yearMembers - 1
	do("g1", &meeting.OpenBallot{Issued: []meeting.Issue{{Class: "member", Paper: voters}, {Class: "masses", Paper: 10}}}, &meeting.CloseBallot{},
		&meeting.CollectBallots{Rows: []meeting.Collected{{Class: "member+probationary+staff+masses", PaperReturned: voters + 10}}})
	sheet := &meeting.CountPaper{Piles: []meeting.Pile{
		{Class: "member+probationary+staff+masses", Ballots: voters + 10, Rows: []meeting.Row{{Subject: o.ID, Options: []int{voters + 4, 5, 0, 0}, Multiple: 1}}}}}
	do("t1", sheet)
	do("t2", sheet)
	do("g1", &meeting.AcceptCount{}, &meeting.Announce{})
	do(o.Deputy, &meeting.CloseMeeting{})
}

// BenchmarkOpenYear opens a full year, its stream and those of all its meetings,
// from the disk. The goals are 100 ms and 30 MB.
func BenchmarkOpenYear(b *testing.B) {
	db, err := sqlite.Open(filepath.Join(b.TempDir(), "shuping.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	fullYear(b, db)
	conf := engine.Config{Now: time.Now, Random: rand.New(rand.NewSource(1))}
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	var records uint64
	var held any
	b.ResetTimer()
	for range b.N {
		cycles, meetings := engine.New(cycle.Decider(), db.Journal(), conf), engine.New(meeting.Decider(), db.Journal(), conf)
		records = 0
		ids, err := meetings.IDs(ctx)
		if err != nil {
			b.Fatal(err)
		}
		s, err := cycles.Open(ctx, "2018")
		if err != nil {
			b.Fatal(err)
		}
		s.View(func(_ *cycle.State, h journal.Head) { records += h.Seq })
		for _, id := range ids {
			m, err := meetings.Open(ctx, id)
			if err != nil {
				b.Fatal(err)
			}
			m.View(func(_ *meeting.State, h journal.Head) { records += h.Seq })
		}
		held = []any{cycles, meetings}
	}
	b.StopTimer()
	b.ReportMetric(float64(heap()-before)/(1<<20), "MB-held")
	b.ReportMetric(float64(records), "events")
	runtime.KeepAlive(held)
}
