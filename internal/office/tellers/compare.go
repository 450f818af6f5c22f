package tellers

import (
	"context"
	"fmt"
	"slices"

	"shuping/internal/blob"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/scan"
	"shuping/internal/scan/batch"
	"shuping/internal/scan/readings"
)

// compareAll compares every second scan of a vote whose count is open with its first scan.
func (t *Table) compareAll(ctx context.Context, s *engine.Stream[meeting.State]) error {
	type pair struct{ first, second *work }
	var todo []pair
	s.View(func(s *meeting.State, _ journal.Head) {
		r := s.Round()
		if r == nil || r.Voided != nil || r.Accepted != nil {
			return
		}
		of := func(b meeting.Batch) *work { return &work{pile: pile{r.Box, b.No}, batch: b, ballot: s.Type().Ballot} }
		for _, b := range r.ToCompare() {
			todo = append(todo, pair{of(r.Reading.Batches[b.Again-1]), of(b)})
		}
	})
	for _, p := range todo {
		if err := t.compare(ctx, s, p.first, p.second); err != nil {
			return fmt.Errorf("piles %d and %d of %s: %w", p.first.pile.batch, p.second.pile.batch, p.first.box, err)
		}
	}
	return nil
}

// compare finds the sheets of one scan on the other by their ink and hands in what was read
// otherwise. Ink is in the working files; one that is gone is made again from the scans.
func (t *Table) compare(ctx context.Context, s *engine.Stream[meeting.State], first, second *work) error {
	l, err := t.layout(ctx, blob.Hash(first.batch.Layout))
	if err != nil {
		return err
	}
	file := &readings.File{Grades: l.Grades, Scales: l.Scales()}
	var sides [2][]batch.Page
	var pages [2][]kept
	for i, w := range []*work{first, second} {
		if pages[i], err = t.pages(ctx, s, w, l); err != nil {
			return err
		}
		t.finish(w.pile)
		for no, k := range pages[i] {
			counts := k.Problem == scan.NoProblem && (k.SameAs == nil || slices.ContainsFunc(w.batch.Read.Twins, func(x meeting.Twin) bool {
				return x.Page == no+1 && x.Judged != nil && !x.Same
			}))
			p := batch.Page{Place: place(w.pile.batch, no+1)}
			p.Problem, p.FormPage, p.Ink = k.Problem, k.FormPage, k.Ink
			if !counts {
				p.Problem = scan.Empty // left out of the comparison
			}
			sides[i] = append(sides[i], p)
		}
	}
	c := &meeting.RecordComparison{Batch: second.batch.No, Pairs: make([]int, len(pages[0]))}
	for _, m := range batch.Match(sides[0], sides[1]) {
		a, b := m[0], m[1]
		switch {
		case a < 0:
			c.Only = append(c.Only, b+1)
		case b >= 0:
			c.Pairs[a] = b + 1
			was := &pages[0][a].Page
			for _, d := range readings.Differing(was, &pages[1][b].Page) {
				c.Differ = append(c.Differ, meeting.ReadTwice{Page: a + 1, Row: d.Row, Was: file.Word(was.FormPage, d.Was), Now: file.Word(was.FormPage, d.Now)})
			}
		}
	}
	_, err = s.Do(ctx, call(), c)
	return err
}
