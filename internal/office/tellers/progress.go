package tellers

import (
	"slices"

	"shuping/internal/policy"
	"shuping/internal/scan"
	"shuping/internal/scan/readings"
)

// Progress is how far the reading of a pile has come.
type Progress struct {
	Total int // pages
	Lines []PageLine
	Done  bool // all pages are read, and it is on record or about to be
}

// PageLine is what became of a page, without what was ticked on it.
type PageLine struct {
	Page     int
	FormPage int
	Entries  int
	Unclear  int
	Problem  scan.Problem
	Twin     bool
}

func lineOf(no int, p *readings.Page) PageLine {
	l := PageLine{Page: no, FormPage: p.FormPage, Entries: len(p.Rows), Problem: p.Problem, Twin: p.SameAs != nil}
	for _, r := range p.Rows {
		if r.Verdict == scan.Unclear {
			l.Unclear++
		}
	}
	return l
}

func (t *Table) begin(p pile, total int, before []kept) {
	now := &Progress{Total: total}
	for i := range before {
		now.Lines = append(now.Lines, lineOf(i+1, &before[i].Page))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.progress == nil {
		t.progress = map[pile]*Progress{}
	}
	t.progress[p] = now
}

func (t *Table) step(p pile, no int, page *readings.Page) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := t.progress[p]; now != nil {
		now.Lines = append(now.Lines, lineOf(no, page))
	}
}

func (t *Table) finish(p pile) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.progress, p)
}

// Progress is how far a pile of a vote's box has come; false when it is not being read.
func (t *Table) Progress(box string, no int) (Progress, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.progress[pile{box, no}]
	if now == nil {
		return Progress{}, false
	}
	return Progress{now.Total, slices.Clone(now.Lines), now.Done}, true
}

// limits are the thresholds of judging by the policy; what it leaves out is as measured.
func limits(b *policy.Ballot) scan.Limits {
	l, p := scan.StandardLimits(), &b.Reading
	for _, x := range []struct {
		to   *int
		from int
	}{
		{&l.Speck, p.Speck}, {&l.Dot, p.Dot}, {&l.Blot, p.Blot}, {&l.ManySpecks, p.ManySpecks},
		{&l.Margin, p.Margin}, {&l.Slack, p.Slack}, {&l.Side, p.Side}, {&l.Touching, p.Touching},
		{&l.Thick, p.Thick}, {&l.Solid, p.Solid}, {&l.SolidTick, p.SolidTick},
		{&l.Ends, p.Ends}, {&l.Hole, p.Hole}, {&l.Ring, p.Ring}, {&l.Flat, p.Flat},
		{&l.Wholly, p.Wholly}, {&l.Mostly, p.Mostly}, {&l.Plain, p.Plain}, {&l.Partly, p.Partly}, {&l.Column, p.Column},
		{&l.Faint, p.Faint}, {&l.Pale, p.Pale}, {&l.Thin, p.Thin}, {&l.FaintPage, p.FaintPage},
	} {
		if x.from > 0 {
			*x.to = x.from
		}
	}
	return l
}
