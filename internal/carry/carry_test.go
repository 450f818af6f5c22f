package carry

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/blob"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/house"
	"shuping/internal/journal"
	"shuping/internal/journal/sqlite"
	"shuping/internal/meeting"
	"shuping/internal/people"
	peoplesqlite "shuping/internal/people/sqlite"
	"shuping/internal/policy"
	"shuping/internal/reconcile"
	"shuping/policies"
)

var (
	ctx    = context.Background()
	office = decider.Call{Who: "o", Roles: []string{people.Office}}
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// place is one data folder with all that a carrier works on.
type place struct {
	*Carrier
	t *testing.T
}

func newPlace(t *testing.T) place {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlite.Open(filepath.Join(dir, "shuping.db"))
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	store, err := peoplesqlite.Open(ctx, peoplesqlite.Database{Reads: db.SQL(), Migrate: db.Migrate,
		Write: func(ctx context.Context, do func(peoplesqlite.Tx) error) error {
			return db.Write(ctx, func(tx *sqlite.Tx) error { return do(tx) })
		}})
	must(t, err)
	boxes, err := ballotbox.Open(filepath.Join(dir, "boxes"), ballotbox.Options{Linger: -1})
	must(t, err)
	t.Cleanup(func() { must(t, boxes.Close()) })
	blobs, err := blob.OpenDir(filepath.Join(dir, "blobs"), 1<<20)
	must(t, err)
	conf := engine.Config{Now: time.Now, Random: rand.Reader}
	c := &Carrier{Journal: db.Journal(), People: store, Blobs: blobs, Boxes: boxes, Key: house.Of(dir), Dir: filepath.Join(dir, "carried")}
	c.Cycles, c.Meetings = engine.New(cycle.Decider(), c.Journal, conf), engine.New(meeting.Decider(), c.Journal, conf)
	c.Settle = (&reconcile.Effects{Cycles: c.Cycles, Meetings: c.Meetings, Boxes: boxes}).Stream
	return place{c, t}
}

// newHome is a place with the called meeting m-o1, whose report is on record.
func newHome(t *testing.T) place {
	t.Helper()
	p := newPlace(t)
	must(t, p.People.Apply(ctx, people.Changes{
		Organisations: []people.Organisation{{ID: "o1", Name: "甲支部", Kind: "党支部", Secretary: "s"}},
		Persons:       []people.Person{{ID: "s", Name: "书记", Phone: "13800000000", Born: 1970, Remark: "备注"}, {ID: "g", Name: "指导员"}},
		Memberships:   []people.Membership{{Org: "o1", Person: "s", Class: "正式党员"}},
	}))
	must(t, p.People.SetAccount(ctx, people.Account{Person: "g", Roles: []string{people.Leader}}))
	report, err := p.Blobs.Put(ctx, strings.NewReader("述职报告"))
	must(t, err)
	src, err := policies.Files.ReadFile(policies.Notice2018)
	must(t, err)
	notice, err := policy.Parse(policies.Notice2018, src)
	must(t, err)
	_, err = p.Meetings.Do(ctx, system(), "m-o1", &meeting.Call{Brief: brief.Brief{
		Cycle: "2018", Meeting: "m-o1", Type: "members", Org: "o1", OrgName: "甲支部", Date: calendar.Of(time.Now()), Time: "00:01", Place: "会议室",
		Chair: "d", ChairPost: "副书记", Guides: []string{"g"}, Tellers: []string{"c1", "c2"}, Policy: *notice, PolicyHash: policy.Hash(src),
		Subjects: []brief.Subject{{ID: "o1", Person: "s", Org: "o1", OrgName: "甲支部", Kind: "党支部", Post: "书记", Report: string(report)}},
	}})
	must(t, err)
	return p
}

func (p place) do(who string, cmd decider.Command[meeting.State]) {
	p.t.Helper()
	if _, err := p.Meetings.Do(ctx, decider.Call{Who: who}, "m-o1", cmd); err != nil {
		p.t.Fatalf("%s: %v", cmd.Kind(), err)
	}
}

func (p place) state(look func(s *meeting.State, head journal.Head)) {
	p.t.Helper()
	s, err := p.Meetings.Find(ctx, "m-o1")
	must(p.t, err)
	s.View(look)
}

// out carries the meeting from home to a new device.
func out(t *testing.T, home place) (device place) {
	t.Helper()
	device = newPlace(t)
	public, err := device.Key.Public()
	must(t, err)
	box, err := home.Out(ctx, office, "m-o1", public, "笔记本")
	must(t, err)
	for range 2 { // the same box again changes nothing
		o, err := device.Open(ctx, box)
		if err != nil || !o.In || o.Meeting != "m-o1" {
			t.Fatalf("%+v, %v", o, err)
		}
	}
	return device
}

// vote holds the meeting by phone, to the end of the vote.
func (p place) vote() {
	p.t.Helper()
	roster := []brief.Attendee{{Person: "s", Class: "member"}, {Person: "d", Class: "member"}}
	here := []string{"s", "d"}
	for _, id := range []string{"a", "b", "c", "e"} {
		roster, here = append(roster, brief.Attendee{Person: id, Class: "member"}), append(here, id)
	}
	roster = append(roster, brief.Attendee{Person: "r1", Class: "masses"}, brief.Attendee{Person: "r2", Class: "masses"})
	p.do("g", &meeting.OpenRoll{Roster: roster})
	p.do("g", &meeting.SignIn{Persons: append(here, "r1", "r2")})
	p.do("g", &meeting.SignIn{Persons: []string{"g"}, Class: "guide"})
	p.do("d", &meeting.OpenMeeting{Reason: "演练"})
	p.do("g", &meeting.StartReport{Subject: "o1", Reason: "演练"})
	p.do("g", &meeting.FinishReport{Subject: "o1"})
	p.do("g", &meeting.OpenBallot{Issued: []meeting.Issue{{Class: "member", Phone: 5}, {Class: "masses", Phone: 2}}, Reason: "演练"})
	var box string
	var form ballot.Form
	p.state(func(s *meeting.State, _ journal.Head) { box, form = s.Round().Box, s.Round().Form })
	codes, err := p.Boxes.Create(ctx, box, form, []int{7})
	must(p.t, err)
	b, err := p.Boxes.Box(box)
	must(p.t, err)
	for _, c := range codes[0] {
		must(p.t, b.Cast(ctx, c, []ballot.Mark{ballot.Tick(0)}))
	}
	p.do("g", &meeting.CloseBallot{})
	must(p.t, p.Settle(ctx, "meeting/m-o1"))
	p.do("g", &meeting.CollectBallots{Rows: []meeting.Collected{{Class: form.Classes[0]}}})
	p.do("g", &meeting.AcceptCount{})
}

// A meeting goes out, is held there with phones, and comes back: the records continue,
// the sealed list is at home, and what the device was given of people is names alone.
func TestThereAndBack(t *testing.T) {
	home := newHome(t)
	device := out(t, home)
	if p, err := device.People.Person(ctx, "s"); err != nil || p != (people.Person{ID: "s", Name: "书记"}) {
		t.Errorf("%+v, %v", p, err)
	}
	if a, err := device.People.Account(ctx, "g"); err != nil || len(a.Roles) != 1 {
		t.Errorf("%+v, %v", a, err)
	}
	if ok, err := device.Blobs.Has(ctx, blob.HashOf([]byte("述职报告"))); !ok || err != nil {
		t.Errorf("the report did not go along: %v", err)
	}
	device.vote()
	box, err := device.Back(ctx, decider.Call{Who: "g"}, "m-o1")
	must(t, err)
	for range 2 {
		if o, err := home.Open(ctx, box); err != nil || o.In || o.Evidence {
			t.Fatalf("%+v, %v", o, err)
		}
	}
	home.state(func(s *meeting.State, head journal.Head) {
		if s.Away != nil || s.Round().Phone.Tallies[0].Ballots != 7 {
			t.Errorf("%+v", s.Away)
		}
	})
	if sealed, err := home.Boxes.Sealed("m-o1-1"); err != nil || sealed.Tallies[0].Ballots != 7 {
		t.Errorf("%+v, %v", sealed, err)
	}
	// It goes on at home, and can be carried out again.
	home.do("g", &meeting.Announce{Where: "会场"})
	again := out(t, home)
	again.do("d", &meeting.Speak{Speaker: "d", Text: "抓好整改", Reason: "演练"})
}

// errRefused is a refusal by its code.
func refusedAs(err error) string {
	var r *decider.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

// What somebody else made, or changed before it was closed, is not taken, and nothing of
// it is left at home.
func TestForgedBoxes(t *testing.T) {
	home := newHome(t)
	device := out(t, home)
	device.vote()
	_, err := device.Back(ctx, decider.Call{Who: "g"}, "m-o1")
	must(t, err)
	kept, err := device.kept("m-o1")
	must(t, err)
	a, _, err := device.away(ctx, "m-o1")
	must(t, err)
	for name, c := range map[string]struct {
		change func(m *manifest, files map[string][]byte, secret *[]byte)
		want   string
	}{
		"not by the device": {func(_ *manifest, _ map[string][]byte, secret *[]byte) { *secret = []byte("guessed") }, "box-not-proved"},
		"other trip":        {func(m *manifest, _ map[string][]byte, _ *[]byte) { m.Trip = "0000000000000000" }, "box-not-proved"},
		"a record left out": {func(_ *manifest, f map[string][]byte, _ *[]byte) { f[recordsFile] = cutLine(f[recordsFile], 2) }, "box-tampered"},
		"the end left out":  {func(_ *manifest, f map[string][]byte, _ *[]byte) { f[recordsFile] = cutLine(f[recordsFile], -1) }, "box-tampered"},
		"a number changed": {func(_ *manifest, f map[string][]byte, _ *[]byte) {
			f[recordsFile] = []byte(strings.Replace(string(f[recordsFile]), `"options":[7,`, `"options":[6,`, 1))
		}, "box-tampered"},
		"a box of another":  {func(m *manifest, _ map[string][]byte, _ *[]byte) { m.Boxes[0].ID = "m-o2-1" }, "box-tampered"},
		"a list changed":    {func(_ *manifest, f map[string][]byte, _ *[]byte) { f[listFile(0)] = f[listFile(0)][1:] }, "box-tampered"},
		"a list is missing": {func(_ *manifest, f map[string][]byte, _ *[]byte) { delete(f, listFile(0)) }, "box-tampered"},
		"no records":        {func(_ *manifest, f map[string][]byte, _ *[]byte) { f[recordsFile] = nil }, "box-tampered"},
		"another way":       {func(m *manifest, _ map[string][]byte, _ *[]byte) { m.Way = "round" }, "box-tampered"},
	} {
		m, files := device.parts(t, a, kept)
		secret := kept.Secret
		c.change(&m, files, &secret)
		data, err := pack(m, files, secret)
		must(t, err)
		box, err := house.Close(kept.Home, data)
		must(t, err)
		if _, err := home.Open(ctx, box); refusedAs(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	home.state(func(s *meeting.State, head journal.Head) {
		if s.Away == nil || head.Seq != s.Away.Seq {
			t.Errorf("something was taken: %v", head)
		}
	})
	if _, err := home.Boxes.Sealed("m-o1-1"); !errors.Is(err, ballotbox.ErrNoBox) {
		t.Errorf("a list was taken: %v", err)
	}
}

// parts are manifest and files of the box that the device would give.
func (p place) parts(t *testing.T, a *meeting.Away, kept carried) (manifest, map[string][]byte) {
	t.Helper()
	_, text, err := p.records(ctx, "m-o1", a.Seq)
	must(t, err)
	sealed, err := p.Boxes.Sealed("m-o1-1")
	must(t, err)
	return manifest{Way: homeward, Meeting: "m-o1", Trip: a.Trip, Home: kept.Home,
			Boxes: []sealedBox{{ID: "m-o1-1", Form: sealed.Form, Hash: sealed.Hash, Slips: sealed.Slips}}},
		map[string][]byte{recordsFile: text, listFile(0): sealed.List}
}

// cutLine leaves one line out, the last for -1.
func cutLine(text []byte, n int) []byte {
	lines := strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
	if n < 0 {
		n = len(lines) - 1
	}
	return []byte(strings.Join(append(lines[:n:n], lines[n+1:]...), ""))
}

func FuzzUnpack(f *testing.F) {
	good, err := pack(manifest{Way: outward, Meeting: "m"}, map[string][]byte{recordsFile: []byte("x")}, []byte("s"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, files, proved, err := unpack(data)
		if err != nil {
			return
		}
		for name, want := range m.Files {
			if sum(files[name]) != want {
				t.Errorf("%s is not what the manifest names", name)
			}
		}
		if m.Format != Format || proved == nil {
			t.Errorf("%+v", m)
		}
	})
}
