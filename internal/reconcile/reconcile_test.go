package reconcile_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand"
	"testing"
	"time"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
	"shuping/internal/meeting"
	"shuping/internal/policy"
	"shuping/internal/reconcile"
	"shuping/policies"
)

var ctx = context.Background()

const reportText = `一、个人履行职责情况
认真贯彻决策部署，抓支部建设和三会一课，廉洁自律。
二、工作任务推动落实情况
完成重点任务，走访群众，开展志愿服务。
三、存在的主要问题及原因分析
一是理论学习不够系统，主要原因是我本人重业务轻学习，没有把学习当作硬任务来抓。二是联系群众不够经常，根子在于我的群众观念不强，怕麻烦、图省事。三是支部活动形式单一，是我工作不细致造成的。
四、下一步工作思路和打算
坚持每周学习，每月走访二十户，逐条解决上述问题。
`

// world is a year with one branch, on a journal in memory and a real ballot box.
type world struct {
	t     *testing.T
	now   time.Time
	store *journaltest.Faulty
	*reconcile.Effects
	codes [][]ballotbox.Code
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: calendar.Date("2018-12-16").Moment(9, 0), store: journaltest.NewFaulty(new(journal.Memory))}
	conf := engine.Config{Now: func() time.Time { return w.now }, Random: rand.New(rand.NewSource(1))}
	boxes, err := ballotbox.Open(t.TempDir(), ballotbox.Options{Linger: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := boxes.Close(); err != nil {
			t.Error(err)
		}
	})
	w.Effects = &reconcile.Effects{Cycles: engine.New(cycle.Decider(), w.store, conf), Meetings: engine.New(meeting.Decider(), w.store, conf), Boxes: boxes}
	return w
}

func call(who string) decider.Call {
	return decider.Call{Who: who, Roles: policy.Roles()}
}

func (w *world) year(who string, cmds ...decider.Command[cycle.State]) {
	w.t.Helper()
	for _, c := range cmds {
		if _, err := w.Cycles.Do(ctx, call(who), "2018", c); err != nil {
			w.t.Fatalf("%s: %v", c.Kind(), err)
		}
	}
}

func (w *world) hall(who string, cmds ...decider.Command[meeting.State]) {
	w.t.Helper()
	for _, c := range cmds {
		if _, err := w.Meetings.Do(ctx, call(who), "m1", c); err != nil {
			w.t.Fatalf("%s: %v", c.Kind(), err)
		}
	}
}

// called brings the year to a called members' meeting.
func (w *world) called() {
	w.t.Helper()
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		w.t.Fatal(err)
	}
	pol, err := policy.Parse(policies.Notice2018, src)
	if err != nil {
		w.t.Fatal(err)
	}
	w.year("o", &cycle.Open{ID: "2018", Title: "演示年度", Policy: *pol, PolicyHash: policy.Hash(src),
		Orgs: []cycle.Org{{ID: "o1", Name: "甲支部", Kind: pol.Scope.Subjects[2].Kind, Secretary: "m1", Deputy: "m2"}}},
		&cycle.SetScope{}, &cycle.AssignLiaison{Org: "o1", Leader: "l1"},
		&cycle.FileReport{Subject: "o1", File: "f1", Text: reportText},
		&cycle.RecordOpinion{Subject: "o1", From: "支委会", Text: "同意"}, &cycle.AnswerOpinion{Subject: "o1", Opinion: "1.1", Taken: true},
		&cycle.SubmitReport{Subject: "o1"}, &cycle.ReviewReport{Subject: "o1", Version: 1, Decision: cycle.Approve},
		&cycle.CallMeeting{Meeting: "m1", Type: "members", Subjects: []string{"o1"}, Date: "2018-12-20", Time: "09:00", Place: "会议室",
			Chair: "m2", ChairPost: "副书记", Guides: []string{"g1"}, Tellers: []string{"t1", "t2"}})
}

// voted brings the meeting to the end of a vote with two slips used and one not.
func (w *world) voted() {
	w.t.Helper()
	w.votedOn("2018-12-20")
}

func (w *world) votedOn(day calendar.Date) {
	w.t.Helper()
	w.now = day.Moment(9, 0)
	w.hall("g1", &meeting.OpenRoll{Roster: []brief.Attendee{{Person: "m1", Class: "member"}, {Person: "m2", Class: "member"}, {Person: "m3", Class: "member"}, {Person: "r1", Class: "masses"}}},
		&meeting.SignIn{Persons: []string{"g1"}, Class: "guide"}, &meeting.SignIn{Persons: []string{"m1", "m2", "m3", "r1"}})
	w.hall("m2", &meeting.OpenMeeting{}, &meeting.StartReport{Subject: "o1"}, &meeting.FinishReport{Subject: "o1"})
	w.hall("g1", &meeting.OpenBallot{Issued: []meeting.Issue{{Class: "member", Phone: 2}, {Class: "masses", Phone: 1}}})
	form := ballot.Form{Subjects: []string{"o1"}, Options: []string{"优秀", "称职", "基本称职", "不称职"}, Classes: []string{"member+probationary+staff+masses"}}
	codes, err := w.Boxes.Create(ctx, "m1-1", form, []int{3})
	if err != nil {
		w.t.Fatal(err)
	}
	w.codes = codes
	box, err := w.Boxes.Box("m1-1")
	if err != nil {
		w.t.Fatal(err)
	}
	for i, c := range codes[0][:2] {
		if err := box.Cast(ctx, c, []ballot.Mark{1 << i}); err != nil {
			w.t.Fatal(err)
		}
	}
	w.hall("g1", &meeting.CloseBallot{})
}

func (w *world) finish() {
	w.t.Helper()
	w.hall("g1", &meeting.CollectBallots{Rows: []meeting.Collected{{Class: "member+probationary+staff+masses", PhoneUnused: 1}}},
		&meeting.AcceptCount{}, &meeting.Announce{})
	w.hall("m2", &meeting.CloseMeeting{})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// kinds are the kinds of a stream's records, in order.
func (w *world) kinds(stream string) (kinds []string) {
	w.t.Helper()
	for r, err := range w.store.Read(ctx, stream, 1) {
		w.must(err)
		kinds = append(kinds, r.Kind)
	}
	return kinds
}

func count(kinds []string, kind string) (n int) {
	for _, k := range kinds {
		if k == kind {
			n++
		}
	}
	return n
}

func TestWhatFollowsIsDoneOnce(t *testing.T) {
	w := newWorld(t)
	w.called()
	for range 3 {
		w.must(w.All(ctx))
	}
	w.voted()
	for range 3 {
		w.must(w.Stream(ctx, "meeting/m1"))
	}
	w.finish()
	for range 3 {
		w.must(w.All(ctx))
	}
	m, y := w.kinds("meeting/m1"), w.kinds("cycle/2018")
	if count(m, "called") != 1 || count(m, "box-recorded") != 1 || count(y, "minutes-received") != 1 {
		t.Errorf("meeting %v\nyear %v", m, y)
	}
	s, err := w.Cycles.Find(ctx, "2018")
	w.must(err)
	s.View(func(s *cycle.State, _ journal.Head) {
		v := s.Votes("o1")
		if len(v) != 1 || v[0].Ballots != 2 || v[0].Counts[0] != 1 || v[0].Counts[1] != 1 {
			t.Errorf("the year has %+v", v)
		}
	})
}

// A meeting that was put off beyond the notice's time is handed over like any other,
// with the reason why it was put off (N9.3).
func TestALateMeetingIsHandedOver(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.must(w.All(ctx))
	w.now = calendar.Date("2018-12-20").Moment(9, 0)
	w.hall("g1", &meeting.OpenRoll{Roster: []brief.Attendee{{Person: "m1", Class: "member"}}}, &meeting.Adjourn{Reason: "大雪封路", Next: "2019-01-12"})
	w.votedOn("2019-01-12")
	w.must(w.All(ctx))
	w.finish()
	w.must(w.All(ctx))
	s, err := w.Cycles.Find(ctx, "2018")
	w.must(err)
	s.View(func(s *cycle.State, _ journal.Head) {
		if d := s.Departures; s.Meetings["m1"].Held() == nil || len(d) != 1 || d[0].Rule != "N9.3" || d[0].Reason != "大雪封路" {
			t.Errorf("the year has %+v", d)
		}
	})
}

// Every append fails once before and once after it was written; the next look makes
// it good, and nothing is done twice.
func TestAFailedStoreIsMadeGood(t *testing.T) {
	for _, fail := range []journaltest.Fail{journaltest.FailsBefore, journaltest.FailsAfter} {
		w := newWorld(t)
		w.called()
		look := func() {
			t.Helper()
			failed := false
			w.store.Plan(func(op journaltest.Op) journaltest.Fail {
				if op == journaltest.OpAppend && !failed {
					failed = true
					return fail
				}
				return journaltest.Works
			})
			_ = w.All(ctx) // it may say so or not: a write that happened is done
			w.store.Plan(nil)
			w.must(w.All(ctx))
		}
		look()
		w.voted()
		look()
		w.finish()
		look()
		m, y := w.kinds("meeting/m1"), w.kinds("cycle/2018")
		if count(m, "called") != 1 || count(m, "box-recorded") != 1 || count(y, "minutes-received") != 1 {
			t.Errorf("%v: meeting %v\nyear %v", fail, m, y)
		}
	}
}

// The sealed list that was recorded is the one on the disk.
func TestTheRecordedSealIsThatOfTheBox(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.must(w.All(ctx))
	w.voted()
	w.must(w.All(ctx))
	sealed, err := w.Boxes.Sealed("m1-1")
	w.must(err)
	s, err := w.Meetings.Find(ctx, "m1")
	w.must(err)
	s.View(func(s *meeting.State, _ journal.Head) {
		if s.Round().Phone == nil || s.Round().Phone.Seal != sealed.Hash {
			t.Errorf("recorded %+v, the box has %s", s.Round().Phone, sealed.Hash)
		}
	})
	if bytes.Contains(sealed.List, []byte(w.codes[0][0])) {
		t.Error("the sealed list holds a code")
	}
}

func TestAnUnknownStreamIsAnError(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"cycle/2018", "meeting/m1", "nothing", "cycle/"} {
		if err := w.Stream(ctx, name); err == nil {
			t.Errorf("%q was looked at", name)
		}
	}
}

// Slips may be printed for a vote that is then never opened. When the meeting is over, their
// box goes with its key, and nothing of the votes that were held.
func TestABoxThatWasNeverOpenedIsDestroyed(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.must(w.All(ctx))
	w.voted()
	form := ballot.Form{Subjects: []string{"o1"}, Options: []string{"优秀", "称职", "基本称职", "不称职"}, Classes: []string{"member+probationary+staff+masses"}}
	for _, box := range []string{"m1-2", "m1-2-1"} { // the other one is of another meeting
		if _, err := w.Boxes.Create(ctx, box, form, []int{5}); err != nil {
			t.Fatal(err)
		}
	}
	w.must(w.Stream(ctx, "meeting/m1"))
	if _, err := w.Boxes.Box("m1-2"); err != nil {
		t.Fatalf("while the meeting goes on: %v", err)
	}
	w.finish()
	for range 2 {
		w.must(w.Stream(ctx, "meeting/m1"))
	}
	if _, err := w.Boxes.Box("m1-2"); !errors.Is(err, ballotbox.ErrNoBox) {
		t.Errorf("after the meeting: %v", err)
	}
	if _, err := w.Boxes.Box("m1-2-1"); err != nil {
		t.Errorf("the box of another meeting: %v", err)
	}
	if s, err := w.Boxes.Sealed("m1-1"); err != nil || s.Tallies[0].Ballots != 2 {
		t.Errorf("the vote that was held: %+v, %v", s, err)
	}
}
