package tellers_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"shuping/internal/ballot"
	"shuping/internal/blob"
	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/office/tellers"
	"shuping/internal/policy"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet/layout"
)

// The reader, the printed page and the rules of a form agree on how many boxes a line has.
func TestBoxes(t *testing.T) {
	if ballot.PaperOptions != layout.MaxGrades {
		t.Errorf("%d and %d", ballot.PaperOptions, layout.MaxGrades)
	}
}

const (
	sortA, sortB = "member+probationary+staff", "masses"
	sheets       = 3 // of each sort
)

// asking has three questions, a cap, and masses who vote on the last two subjects only.
func asking(t *testing.T) func(b *brief.Brief, m *policy.Meeting) {
	number := func(s string) policy.Number {
		n, err := policy.ParseNumber(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	rule := policy.Basis{Clause: "测评办法", Strength: policy.Must}
	return func(b *brief.Brief, m *policy.Meeting) {
		for i := people - 2; i < people; i++ {
			b.Subjects[i].Kind = "老年党支部"
		}
		m.Ballot.Options, m.Ballot.ByClass, m.Ballot.FewerThan, m.Ballot.Blank = nil, false, sheets, "abstain"
		m.Ballot.Questions = []policy.Question{
			{ID: "grade", Name: "等次", Options: []string{"优秀", "称职", "基本称职", "不称职"}},
			{ID: "clean", Name: "廉洁", Options: []string{"好", "差"}},
			{ID: "work", Name: "实绩", Options: []string{"好", "差"}},
			{ID: "points", Name: "得分", Kind: policy.KindScore, Score: policy.ScoreRange{From: number("1"), To: number("5"), Step: number("1")}},
		}
		m.Ballot.Caps = []policy.Cap{{Basis: rule, Question: "grade", Option: "称职", AtMost: 1, Breach: "entries"}}
		for i := range m.Classes {
			if m.Classes[i].ID == "masses" {
				m.Classes[i].RatesKinds = []string{"老年党支部"}
			}
		}
	}
}

// paperOf is the form of a class as the pages print it.
func paperOf(f ballot.Form, class string) tellers.Paper {
	k := slices.Index(f.Classes, class)
	p := tellers.Paper{Form: layout.Form{Title: "民主测评票", Sort: class, Date: "2018-12-20"}, Classes: []string{class[:6]}}
	if class == sortA {
		p.Classes = []string{"member", "probationary", "staff"}
	}
	lines, asked := f.Lines(), f.Asked()
	for i, t := range f.PaperTables(k) {
		s := tellers.Section{Title: fmt.Sprint("第", i+1, "项"), Options: t.Options}
		for _, at := range t.Lines {
			id := f.Subjects[lines[at].Subject]
			s.Lines = append(s.Lines, tellers.Line{Subject: id, Name: "人" + id, Question: asked[lines[at].Question].ID})
		}
		p.Sections = append(p.Sections, s)
	}
	return p
}

// filled are sheets of a form, page by page, and what stands on each.
func (h *hall) filled(l *layout.Layout, seed uint64) (images []blob.Hash, truth []*scantest.Sheet) {
	h.t.Helper()
	for i := range sheets {
		for p := range l.Pages {
			s := scantest.Draw(l, scantest.Spec{Seed: seed + uint64(10*i+p), DPI: 150, Habit: scantest.Overflowing, Page: p})
			hash, err := h.Blobs.Put(ctx, bytes.NewReader(s.JPEG))
			h.must(err)
			images, truth = append(images, hash), append(truth, s)
		}
	}
	return images, truth
}

// Papers of several questions, with a cap and a number, and of two sorts: printed, ticked,
// read, decided by two, counted sheet by sheet, and found right by the audit. The count is
// what judging the true sheets comes to.
func TestSortsOfPapersAreReadAndCounted(t *testing.T) {
	h := meet(t, 2*sheets, asking(t))
	h.do("g1", &meeting.OpenBallot{Issued: []meeting.Issue{{Class: "member", Paper: sheets}, {Class: "masses", Paper: sheets}}}, &meeting.CloseBallot{},
		&meeting.CollectBallots{Rows: []meeting.Collected{{Class: sortA, PaperReturned: sheets}, {Class: sortB, PaperReturned: sheets}}})
	f := h.round().Form
	truth := map[int][]*scantest.Sheet{}
	forms := map[string]*layout.Layout{}
	piles := map[string][]blob.Hash{}
	for i, class := range []string{sortA, sortB} {
		l, err := h.Print(ctx, id, paperOf(f, class), h.now)
		h.must(err)
		forms[class] = l
		if want := 3; len(l.Pages) != want {
			t.Fatalf("%d pages, want %d", len(l.Pages), want)
		}
		piles[class], truth[i+1] = h.filled(l, uint64(4000+1000*i))
	}
	var r *decider.Refusal
	if err := h.Take(ctx, call("t1"), id, sortB, piles[sortA]); !errors.As(err, &r) || r.Code != "paper-other-class" || r.Args["class"] != sortA {
		t.Fatalf("a pile of the other class: %v", err)
	}
	for _, class := range []string{sortA, sortB} {
		h.must(h.Take(ctx, call("t1"), id, class, piles[class]))
	}
	h.must(h.Meeting(ctx, id))
	round := h.round()
	seen := func(e meeting.EntryRef) string {
		for _, x := range truth[e.Batch][e.Page-1].Entries {
			if x.Row == e.Row && x.Grade != "" {
				return x.Grade
			}
		}
		return meeting.EntryBlank
	}
	for i := range 2 {
		if b := round.Reading.Batches[i].Read; b == nil || b.Refused > 0 || len(b.Twins) > 0 || len(b.Entries) != 3*sheets {
			t.Fatalf("pile %d: %+v", i+1, b)
		}
	}
	for _, e := range round.Unclear() {
		for _, who := range []string{"t1", "t2"} {
			h.do(who, &meeting.DecideEntry{Batch: e.Batch, Page: e.Page, Row: e.Row, Entry: seen(e.EntryRef)})
		}
	}
	h.compare()
	h.do("g1", &meeting.CountReadings{}, &meeting.AcceptCount{})
	h.counted(f, truth, forms)
	s, err := h.Meetings.Find(ctx, id)
	h.must(err)
	s.View(func(s *meeting.State, _ journal.Head) {
		for _, v := range meeting.Audit(s) {
			if !v.OK && v.Code != "closed" && v.Code != "item" && v.Code != "announced" {
				t.Errorf("%+v", v)
			}
		}
	})
}

// compare draws sheets and finds them read right, until nothing is left to compare.
func (h *hall) compare() {
	h.t.Helper()
	h.do("t1", &meeting.DrawCheck{})
	for _, x := range h.round().Reading.Checks[0].Next() {
		h.do("t2", &meeting.CheckSheet{Batch: x.Batch, Page: x.Page})
	}
}

// counted says that the count is that of whole ballots made of what was read and decided,
// judged by the ballot's own counter.
func (h *hall) counted(f ballot.Form, truth map[int][]*scantest.Sheet, forms map[string]*layout.Layout) {
	h.t.Helper()
	r := h.round()
	var ballots []ballot.Ballot
	asked, breaches := f.Asked(), 0
	for no := range truth {
		look, err := h.Look(ctx, id, no)
		h.must(err)
		class := look.Batch.Class
		order := []int(nil)
		for _, t := range f.PaperTables(slices.Index(f.Classes, class)) {
			order = append(order, t.Lines...)
		}
		for i := range sheets {
			b := ballot.Ballot{Class: slices.Index(f.Classes, class), Marks: make([]ballot.Mark, len(f.Lines()))}
			for p := range forms[class].Pages {
				page := i*len(forms[class].Pages) + p
				for k := range look.Pages[page].Rows {
					row := &look.Pages[page].Rows[k]
					q, code := &asked[f.Lines()[order[row.Row-1]].Question], row.Code()
					entry := string(code)
					if code >= '0' && code <= '9' {
						entry = q.Label(int(code - '0'))
					}
					for _, e := range r.Unclear() {
						if e.EntryRef == (meeting.EntryRef{Batch: no, Page: page + 1, Row: row.Row}) {
							entry = e.Final()
						}
					}
					b.Marks[order[row.Row-1]] = markOf(q, entry)
				}
			}
			ballots = append(ballots, b)
		}
	}
	want, err := ballot.Tallies(f, ballots)
	h.must(err)
	for i, t := range r.Reading.Counted.Tallies {
		if list := ballot.Differences(t, want[i]); len(list) > 0 {
			h.t.Errorf("class %d differs: %+v", i, list)
		}
		for _, c := range t.Subjects {
			breaches += c.Breach
		}
	}
	if breaches == 0 {
		h.t.Errorf("no sheet was against the cap; take other seeds: %+v %+v", f.Caps, r.Reading.Counted.Tallies)
	}
}

// markOf is an entry as a mark of the question.
func markOf(q *ballot.Question, entry string) ballot.Mark {
	switch {
	case entry == meeting.EntryBlank:
		return 0
	case entry == meeting.EntryMultiple && q.Kind == ballot.Score:
		return ballot.Several
	case entry == meeting.EntryMultiple:
		return ballot.Tick(0) | ballot.Tick(1)
	}
	m, _ := q.Read(entry)
	return m
}
