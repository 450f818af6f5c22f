package tellers_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shuping/internal/blob"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/office/tellers"
	"shuping/internal/policy"
	"shuping/internal/scan/readings"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet/layout"
	"shuping/policies"
)

var ctx = context.Background()

const (
	id     = "m-o3"
	class  = "member+probationary+staff+masses"
	people = 6 // who report
)

// hall is a meeting that has voted on paper.
type hall struct {
	t *testing.T
	*tellers.Table
	layout *layout.Layout
	now    time.Time
}

func newHall(t *testing.T, papers int) *hall {
	t.Helper()
	h := meet(t, papers, nil)
	h.do("g1", &meeting.OpenBallot{Issued: []meeting.Issue{{Class: "member", Paper: papers}}}, &meeting.CloseBallot{},
		&meeting.CollectBallots{Rows: []meeting.Collected{{Class: class, PaperReturned: papers}}})
	var lines []tellers.Line
	for i := 1; i <= people; i++ {
		lines = append(lines, tellers.Line{Subject: fmt.Sprint("s", i), Name: fmt.Sprint("第", i, "人"), Post: "书记"})
	}
	var err error
	h.layout, err = h.Print(ctx, id, tellers.Paper{Form: layout.Form{Title: "民主测评票", Date: "2018-12-20"},
		Sections: []tellers.Section{{Options: h.round().Form.Options, Lines: lines}}}, h.now)
	h.must(err)
	return h
}

// meet is a meeting at which everybody reported, under the notice as it was changed.
func meet(t *testing.T, papers int, change func(*brief.Brief, *policy.Meeting)) *hall {
	t.Helper()
	h := &hall{t: t, now: calendar.Date("2018-12-20").Moment(9, 0)}
	blobs, err := blob.OpenDir(t.TempDir(), 64<<20)
	h.must(err)
	conf := engine.Config{Now: func() time.Time { return h.now }, Random: rand.New(rand.NewSource(1))}
	h.Table = &tellers.Table{Meetings: engine.New(meeting.Decider(), new(journal.Memory), conf), Blobs: blobs, Root: t.TempDir(), Jobs: 2}
	src, err := policies.Files.ReadFile(policies.Notice2018)
	h.must(err)
	pol, err := policy.Parse(policies.Notice2018, src)
	h.must(err)
	b := brief.Brief{Cycle: "2018", Meeting: id, Type: "members", Org: "o3", OrgName: "甲支部", Date: "2018-12-20", Place: "会议室", Chair: fmt.Sprint("m", people+1), ChairPost: "副书记",
		Guides: []string{"g1"}, Tellers: []string{"t1", "t2"}, Policy: *pol, PolicyHash: strings.Repeat("b", 64)}
	var roster []brief.Attendee
	for i := 1; i <= people; i++ {
		b.Subjects = append(b.Subjects, brief.Subject{ID: fmt.Sprint("s", i), Person: fmt.Sprint("m", i), Org: "o3", Kind: "党支部"})
	}
	if change != nil {
		m, _ := b.Policy.MeetingByID(b.Type)
		change(&b, m)
	}
	for i := 1; i <= people+papers; i++ {
		roster = append(roster, brief.Attendee{Person: fmt.Sprint("m", i), Class: "member"})
	}
	for i := 1; i <= papers; i++ {
		roster = append(roster, brief.Attendee{Person: fmt.Sprint("r", i), Class: "masses"})
	}
	h.do("x", &meeting.Call{Brief: b}, &meeting.OpenRoll{Roster: roster}, &meeting.SignIn{Persons: []string{"g1"}, Class: "guide"})
	var all []string
	for _, a := range roster {
		all = append(all, a.Person)
	}
	h.do("g1", &meeting.SignIn{Persons: all}, &meeting.OpenMeeting{})
	for _, s := range b.Subjects {
		h.do("g1", &meeting.StartReport{Subject: s.ID}, &meeting.FinishReport{Subject: s.ID})
	}
	return h
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func call(who string) decider.Call { return decider.Call{Who: who, Roles: policy.Roles()} }

func (h *hall) do(who string, cmds ...decider.Command[meeting.State]) {
	h.t.Helper()
	for _, c := range cmds {
		if _, err := h.Meetings.Do(ctx, call(who), id, c); err != nil {
			h.t.Fatalf("%s: %v", c.Kind(), err)
		}
	}
}

// round is a copy of the vote.
func (h *hall) round() (r meeting.Round) {
	h.t.Helper()
	s, err := h.Meetings.Find(ctx, id)
	h.must(err)
	s.View(func(s *meeting.State, _ journal.Head) { r = *s.Round() })
	return r
}

// sheets are pages as a scanner gives them, put on record.
func (h *hall) sheets(first, n int) (images []blob.Hash, truth []*scantest.Sheet) {
	h.t.Helper()
	for i := range n {
		s := scantest.Draw(h.layout, scantest.Spec{Seed: uint64(first + i), DPI: 200, Habit: scantest.Mixed})
		hash, err := h.Blobs.Put(ctx, bytes.NewReader(s.JPEG))
		h.must(err)
		images, truth = append(images, hash), append(truth, s)
	}
	return images, truth
}

// From papers to a count: what was ticked clearly is counted as it was ticked, what was not
// is left to people, and the count that comes of it is what they saw.
func TestAPileIsReadDecidedAndCounted(t *testing.T) {
	const papers = 5
	h := newHall(t, papers)
	images, truth := h.sheets(1, papers)
	images = append(images, h.again(1)) // the first sheet went through twice
	h.must(h.Take(ctx, call("t1"), id, class, images))
	h.must(h.Meeting(ctx, id))
	r := h.round()
	read := r.Reading.Batches[0].Read
	if read == nil || len(read.Pages) != papers+1 || read.Refused != 0 || len(read.Twins) != 1 || read.Twins[0].Of != (meeting.PageRef{Batch: 1, Page: 1}) {
		t.Fatalf("read: %+v", read)
	}
	for _, u := range read.Unclear {
		picture, err := h.Blobs.Get(ctx, blob.Hash(u.Crop))
		if err != nil || !bytes.HasPrefix(picture, []byte("\xff\xd8")) {
			t.Errorf("page %d row %d has no picture: %v", u.Page, u.Row, err)
		}
	}
	h.do("t1", &meeting.JudgeTwin{Batch: 1, Page: papers + 1, Same: true})
	r = h.round()
	seen := func(e meeting.EntryRef) string { // what a person sees
		x := truth[e.Page-1].Entries[e.Row-1]
		if x.Grade == "" {
			return meeting.EntryBlank
		}
		return x.Grade
	}
	for _, e := range r.Unclear() {
		for _, who := range []string{"t1", "t2"} {
			h.do(who, &meeting.DecideEntry{Batch: e.Batch, Page: e.Page, Row: e.Row, Entry: seen(e.EntryRef)})
		}
	}
	h.do("t1", &meeting.DrawCheck{})
	checks := h.round().Reading.Checks
	for _, x := range checks[0].Next() {
		h.do("t2", &meeting.CheckSheet{Batch: x.Batch, Page: x.Page})
	}
	h.do("t1", &meeting.CountReadings{})
	h.do("g1", &meeting.AcceptCount{})
	look, err := h.Look(ctx, id, 1)
	h.must(err)
	r = h.round()
	for i := range r.Form.Subjects {
		n := 0
		for page := range papers {
			row := look.Pages[page].Rows[i]
			if row.Code() == '0' {
				n++
			}
			for _, e := range r.Unclear() {
				if e.Page == page+1 && e.Row == i+1 && e.Final() == r.Form.Options[0] {
					n++
				}
			}
		}
		if got := r.Reading.Counted.Tallies[0].Subjects[i]; got.Options[0] != n || got.Valid()+got.Blank+got.Multiple != papers {
			t.Errorf("subject %d: %+v, want %d", i, got, n)
		}
	}
	s, err := h.Meetings.Find(ctx, id)
	h.must(err)
	s.View(func(s *meeting.State, _ journal.Head) {
		for _, v := range meeting.Audit(s) {
			switch v.Code {
			case "readings", "decided", "checked", "sample", "counted":
				if !v.OK {
					t.Errorf("%+v", v)
				}
			}
		}
	})
}

// again is another scan of a sheet.
func (h *hall) again(seed int) blob.Hash {
	h.t.Helper()
	s := scantest.Draw(h.layout, scantest.Spec{Seed: uint64(seed), DPI: 200, Habit: scantest.Mixed})
	hash, err := h.Blobs.Put(ctx, bytes.NewReader(append(s.JPEG, 0))) // other bytes, the same picture
	h.must(err)
	return hash
}

// What is cut off in the middle goes on where it stopped, and comes to the same.
func TestReadingGoesOnAfterACrash(t *testing.T) {
	const papers = 5
	whole, cut := newHall(t, papers), newHall(t, papers)
	for _, h := range []*hall{whole, cut} {
		images, _ := h.sheets(20, papers)
		h.must(h.Take(ctx, call("t1"), id, class, images))
	}
	whole.must(whole.Meeting(ctx, id))
	for stop := 1; stop < papers; stop += 2 { // broken off again and again
		short, cancel := context.WithCancel(ctx)
		done := make(chan error, 1)
		go func() { done <- cut.Meeting(short, id) }()
		for {
			p, reading := cut.Progress(cut.round().Box, 1)
			if len(p.Lines) >= stop || !reading && cut.round().Reading.Batches[0].Read != nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		name := filepath.Join(cut.Root, "piles", cut.round().Box, "1.jsonl")
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		cut.must(err)
		_, err = f.WriteString(`{"image":9,"pa`) // a line that was not written to its end
		cut.must(errors.Join(err, f.Close()))
	}
	cut.must(cut.Meeting(ctx, id))
	a, b := whole.round().Reading.Batches[0].Read, cut.round().Reading.Batches[0].Read
	if a.File != b.File || a.File == "" {
		t.Errorf("the readings are %s and %s", a.File, b.File)
	}
	data, err := cut.Blobs.Get(ctx, blob.Hash(b.File))
	cut.must(err)
	if f, err := readings.Parse(data); err != nil || len(f.Pages) != papers {
		t.Errorf("%v", err)
	}
}

// A pile that is made void while it is read is not recorded, and can be scanned again.
func TestAPileCanBeStopped(t *testing.T) {
	h := newHall(t, 5)
	images, _ := h.sheets(40, 5)
	h.must(h.Take(ctx, call("t1"), id, class, images))
	h.do("t1", &meeting.VoidScan{Batch: 1, Reason: "卡纸，重新扫描"})
	h.must(h.Meeting(ctx, id))
	if h.round().Reading.Batches[0].Read != nil {
		t.Error("it was read all the same")
	}
	h.must(h.Take(ctx, call("t1"), id, class, images))
	h.must(h.Meeting(ctx, id))
	if h.round().Reading.Batches[1].Read == nil {
		t.Error("it was not read the second time")
	}
}

// Papers of which no form is known are refused; a layout that was printed elsewhere may be
// brought along, and its rows are found by name.
func TestPapersPrintedElsewhere(t *testing.T) {
	h := newHall(t, 3)
	images, _ := h.sheets(60, 3)
	h.must(os.RemoveAll(filepath.Join(h.Root, "forms")))
	var r *decider.Refusal
	if err := h.Take(ctx, call("t1"), id, class, images); !errors.As(err, &r) || r.Code != "papers-not-printed" {
		t.Fatalf("got %v", err)
	}
	var subjects []tellers.Line
	for i := 1; i <= people; i++ {
		subjects = append(subjects, tellers.Line{Subject: fmt.Sprint("s", i), Name: fmt.Sprint("第", i, "人")})
	}
	if _, err := h.Brought(ctx, id, []byte("{}"), subjects, h.now); !errors.As(err, &r) || r.Code != "layout-unreadable" {
		t.Errorf("got %v", err)
	}
	if _, err := h.Brought(ctx, id, h.layout.JSON(), append(subjects, subjects[0]), h.now); !errors.As(err, &r) || r.Code != "layout-namesakes" {
		t.Errorf("got %v", err)
	}
	if _, err := h.Brought(ctx, id, h.layout.JSON(), subjects, h.now); err != nil {
		t.Fatal(err)
	}
	h.must(h.Take(ctx, call("t1"), id, class, images))
	h.must(h.Meeting(ctx, id))
	look, err := h.Look(ctx, id, 1)
	h.must(err)
	for no := range look.Pages {
		for _, draw := range []func() ([]byte, error){
			func() ([]byte, error) { return h.Picture(ctx, look, no+1) },
			func() ([]byte, error) { return h.Crop(ctx, look, no+1, 2) },
		} {
			if picture, err := draw(); err != nil || !bytes.HasPrefix(picture, []byte("\xff\xd8")) {
				t.Errorf("page %d: %v", no+1, err)
			}
		}
	}
	if _, err := h.Picture(ctx, look, 9); !errors.Is(err, tellers.ErrNoPage) {
		t.Errorf("got %v", err)
	}
}
