package tellers_test

import (
	"bytes"
	"slices"
	"testing"

	"shuping/internal/blob"
	"shuping/internal/meeting"
	"shuping/internal/scan/scantest"
)

// A pile that went through a scanner a second time, in another order and with other noise, is
// compared sheet by sheet; what was read otherwise goes to two people, and nothing counts twice.
func TestAPileIsScannedTwice(t *testing.T) {
	const papers = 5
	h := newHall(t, papers)
	images, _ := h.sheets(70, papers)
	h.must(h.Take(ctx, call("t1"), id, class, images))
	h.must(h.Meeting(ctx, id))
	var again []blob.Hash
	for i := range papers {
		s := scantest.Draw(h.layout, scantest.Spec{Seed: uint64(70 + i), DPI: 160, Habit: scantest.Mixed, Rough: true}) // the same hand, another scanner
		hash, err := h.Blobs.Put(ctx, bytes.NewReader(s.JPEG))
		h.must(err)
		again = append(again, hash)
	}
	slices.Reverse(again)
	again = again[:papers-1] // and one sheet was left out
	h.must(h.TakeAgain(ctx, call("t1"), id, class, 1, again))
	h.must(h.Meeting(ctx, id))
	r := h.round()
	second := r.Reading.Batches[1]
	if second.Compared == nil || !slices.Equal(second.Compared.Pairs, []int{0, 4, 3, 2, 1}) || len(second.Compared.Only) > 0 {
		t.Fatalf("compared: %+v", second.Compared)
	}
	if missing := second.Compared.Missing(&r.Reading.Batches[0]); !slices.Equal(missing, []int{1}) {
		t.Errorf("missing are %v", missing)
	}
	if n := r.PagesRead(class, 1); n != papers {
		t.Errorf("%d pages count", n)
	}
	one, err := h.Look(ctx, id, 1)
	h.must(err)
	two, err := h.Look(ctx, id, 2)
	h.must(err)
	differ, asked := 0, r.Unclear()
	for i, other := range second.Compared.Pairs {
		if other == 0 {
			continue
		}
		for k := range one.Pages[i].Rows {
			was, now := one.Pages[i].Rows[k].Code(), two.Pages[other-1].Rows[k].Code()
			at := meeting.EntryRef{Batch: 1, Page: i + 1, Row: k + 1}
			if was != now {
				differ++
			}
			if people := slices.ContainsFunc(asked, func(e meeting.Doubt) bool { return e.EntryRef == at }); people != (was == '?' || was != now) {
				t.Errorf("%+v was read as %c and %c, asked: %v", at, was, now, people)
			}
		}
	}
	if differ == 0 || differ != len(second.Compared.Differ) {
		t.Errorf("%d entries differ, %d on record; take other seeds", differ, len(second.Compared.Differ))
	}
}
