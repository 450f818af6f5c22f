package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"shuping/internal/app"
	"shuping/internal/blob"
	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/office/tellers"
	"shuping/internal/policy"
	"shuping/internal/scan/readings"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet/layout"
)

// pileSheets is how many papers went through the scanner.
const pileSheets = 24

// newPileFolder is a data folder with a pile of papers that was handed in and not yet read.
func newPileFolder(t *testing.T) *hallFolder {
	t.Helper()
	f := &hallFolder{t: t, dir: filepath.Join(t.TempDir(), "data")}
	ctx := context.Background()
	f.opened(func(a *app.App) {
		f.people(a)
		f.call(a, "m-O1")
		do := func(who string, cmds ...decider.Command[meeting.State]) {
			for _, c := range cmds {
				if _, err := a.Meetings.Do(ctx, decider.Call{Who: who, Roles: policy.Roles()}, "m-O1", c); err != nil {
					t.Fatalf("%s: %v", c.Kind(), err)
				}
			}
		}
		roster := []brief.Attendee{{Person: "s1", Class: "member"}, {Person: "d1", Class: "member"}}
		here := []string{"s1", "d1"}
		for i := range 2 * pileSheets {
			roster = append(roster, brief.Attendee{Person: fmt.Sprint("v", i), Class: []string{"member", "masses"}[i%2]})
			here = append(here, roster[i+2].Person)
		}
		do("guide", &meeting.OpenRoll{Roster: roster}, &meeting.SignIn{Persons: here}, &meeting.SignIn{Persons: []string{"guide"}, Class: "guide"})
		do("d1", &meeting.OpenMeeting{Reason: "停电演练"})
		do("guide", &meeting.StartReport{Subject: "O1", Reason: "停电演练"}, &meeting.FinishReport{Subject: "O1"},
			&meeting.OpenBallot{Issued: []meeting.Issue{{Class: "member", Paper: pileSheets}}, Reason: "停电演练"}, &meeting.CloseBallot{})
		class := roundOf(f, a).Slips[0].Class
		do("guide", &meeting.CollectBallots{Rows: []meeting.Collected{{Class: class, PaperReturned: pileSheets}}})
		l, err := a.Tellers.Print(ctx, "m-O1", tellers.Paper{Form: layout.Form{Title: "民主测评票"}, Sections: []tellers.Section{{
			Options: roundOf(f, a).Form.Options, Lines: []tellers.Line{{Subject: "O1", Name: "王某", Post: "书记"}}}}}, time.Now())
		f.must(err)
		var images []blob.Hash
		for i := range pileSheets {
			s := scantest.Draw(l, scantest.Spec{Seed: uint64(i%8 + 1), DPI: 150, Habit: scantest.Mixed})
			h, err := a.Blobs.Put(ctx, bytes.NewReader(append(s.JPEG, byte(i)))) // each a file of its own
			f.must(err)
			images = append(images, h)
		}
		f.must(a.Tellers.Take(ctx, decider.Call{Who: "c1", Roles: policy.Roles()}, "m-O1", class, images))
	})
	return f
}

// roundOf is the vote of the meeting.
func roundOf(f *hallFolder, a *app.App) (r meeting.Round) {
	f.t.Helper()
	st, err := a.Meetings.Find(context.Background(), "m-O1")
	f.must(err)
	st.View(func(s *meeting.State, _ journal.Head) { r = *s.Round() })
	return r
}

// lines is how many pages of the pile are written down.
func (f *hallFolder) lines() int {
	f.t.Helper()
	names, err := filepath.Glob(filepath.Join(f.dir, "papers", "piles", "*", "1.jsonl"))
	f.must(err)
	if len(names) == 0 {
		return 0
	}
	data, err := os.ReadFile(names[0])
	f.must(err)
	return bytes.Count(data, []byte("\n"))
}

// until lets the program read until so many pages are written down, then kills it; it gives
// how many were by then.
func (f *hallFolder) until(lines int) int {
	f.t.Helper()
	s := f.serve("127.0.0.1:0")
	for deadline := time.Now().Add(time.Minute); f.lines() < lines; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			f.t.Fatalf("%d of %d pages after a minute", f.lines(), lines)
		}
	}
	s.kill()
	return f.lines()
}

// readings is the file of what was read, read to its end where it is not on record yet.
func (f *hallFolder) readings() (data []byte) {
	f.t.Helper()
	ctx := context.Background()
	for range 20 {
		f.opened(func(a *app.App) {
			if read := roundOf(f, a).Reading.Batches[0].Read; read != nil {
				var err error
				data, err = a.Blobs.Get(ctx, blob.Hash(read.File))
				f.must(err)
			}
		})
		if data != nil {
			return data
		}
		s := f.serve("127.0.0.1:0")
		time.Sleep(500 * time.Millisecond)
		s.kill()
	}
	f.t.Fatal("the pile was never read to its end")
	return nil
}

// The power goes again and again (kill -9) while a pile of papers is read. Each time the
// program goes on behind the last page that it wrote down, and what comes of it is byte
// for byte what comes of a pile that is read without a break.
func TestPowerCutWhilePapersAreRead(t *testing.T) {
	cut := newPileFolder(t)
	whole := &hallFolder{t: t, dir: filepath.Join(t.TempDir(), "data")}
	if err := os.CopyFS(whole.dir, os.DirFS(cut.dir)); err != nil {
		t.Fatal(err)
	}
	whole.until(pileSheets)
	want := whole.readings()
	if file, err := readings.Parse(want); err != nil || len(file.Pages) != pileSheets {
		t.Fatalf("read without a break: %v", err)
	}
	broken := 0
	for _, after := range []int{1, 5, 11, 17} {
		if had := cut.until(after); had < pileSheets {
			broken++
		}
	}
	if broken == 0 {
		t.Error("the pile was read before the power went: nothing was tried")
	}
	if got := cut.readings(); !bytes.Equal(got, want) {
		t.Errorf("after %d cuts the readings are others", broken)
	}
}
