package meeting

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"shuping/internal/decider"
)

// scanned is a hash that nothing else has.
func scanned(n int) string { return fmt.Sprintf("%064x", n+1) }

// buildReading is a plausible command of reading papers.
func buildReading(rt *rapid.T, s *State, r *Round, kind string) decider.Command[State] {
	n := func(max int) int { return rapid.IntRange(0, max).Draw(rt, "r") }
	entry := func() string {
		all := append([]string{EntryBlank, EntryMultiple}, r.Form.Options...)
		return all[n(min(3, len(all)-1))]
	}
	batch := 1
	if r.Reading != nil && len(r.Reading.Batches) > 0 {
		batch = 1 + n(len(r.Reading.Batches)-1)
	}
	var doubt Doubt
	for _, e := range r.Unclear() {
		if e.Final() == "" && (doubt.Batch == 0 || n(1) == 0) {
			doubt = e
		}
	}
	switch kind {
	case "scan-ballots":
		c := &ScanBallots{Layout: strings.Repeat("a", 64), Options: r.Form.Options, Subjects: append([]string{""}, r.Form.Subjects...), Images: []string{scanned(int(s.Seq))}}
		for _, class := range r.issuedPaper() {
			if c.Class == "" || r.PagesRead(c.Class, 1) == r.Balance(r.classIndex(c.Class)).PaperReturned {
				c.Class = class
			}
		}
		for _, b := range r.Reading.active() {
			if b.Read != nil && r.Reading.Second(b.No) == nil && n(3) == 0 {
				c.Class, c.Again = b.Class, b.No
			}
		}
		return c
	case "record-comparison":
		return recordComparison(rt, r)
	case "record-readings":
		return recordReadings(rt, r, batch)
	case "void-scan":
		return &VoidScan{Batch: batch, Reason: "重扫"}
	case "judge-twin":
		if twins := r.DoubtfulTwins(); len(twins) > 0 {
			return &JudgeTwin{Batch: twins[0].Batch, Page: twins[0].Page, Same: n(4) > 0}
		}
		return &JudgeTwin{Batch: batch, Page: 1}
	case "decide-entry":
		return &DecideEntry{Batch: doubt.Batch, Page: doubt.Page, Row: doubt.Row, Entry: entry()}
	case "settle-entry":
		return &SettleEntry{Batch: doubt.Batch, Page: doubt.Page, Row: doubt.Row, Entry: entry()}
	case "draw-check":
		return &DrawCheck{}
	case "check-sheet":
		c := &CheckSheet{}
		if check := r.Reading.check(); check != nil && len(check.Next()) > 0 {
			next := check.Next()[0]
			c.Batch, c.Page = next.Batch, next.Page
			if n(7) == 0 && len(next.Rows) > 0 && len(r.Form.Options) > 0 {
				c.Wrong = []WrongEntry{{Row: next.Rows[0], Was: r.Form.Options[0]}}
			}
		}
		return c
	case "count-readings":
		return &CountReadings{}
	}
	return nil
}

// recordComparison finds every page again, in order, as far as there are any, and says now and
// then that an entry was blank the second time.
func recordComparison(rt *rapid.T, r *Round) *RecordComparison {
	todo := r.ToCompare()
	if len(todo) == 0 {
		return &RecordComparison{Batch: 1}
	}
	b := todo[0]
	first := &r.Reading.Batches[b.Again-1]
	c := &RecordComparison{Batch: b.No, Pairs: make([]int, len(first.Read.Pages))}
	for i := range min(len(first.Read.Pages), len(b.Read.Pages)) {
		c.Pairs[i] = i + 1
		row := len(first.Subjects)
		at := EntryRef{first.No, i + 1, row}
		byPeople := slices.ContainsFunc(r.Unclear(), func(e Doubt) bool { return e.EntryRef == at })
		if first.Read.Pages[i] > 0 && !byPeople && rapid.IntRange(0, 3).Draw(rt, "differ") == 0 {
			c.Differ = append(c.Differ, ReadTwice{Page: i + 1, Row: row, Was: r.Options(first, row)[0], Now: EntryBlank})
		}
	}
	return c
}

// recordReadings gives every paper that came back one page, of which some look alike and
// some have an unclear entry; everything else is the first option.
func recordReadings(rt *rapid.T, r *Round, batch int) *RecordReadings {
	n := func(max int) int { return rapid.IntRange(0, max).Draw(rt, "pages") }
	c := &RecordReadings{Batch: batch, Readings: strings.Repeat("c", 64)}
	if r.Reading == nil || batch > len(r.Reading.Batches) {
		return c
	}
	b := r.Reading.Batches[batch-1]
	papers := r.Balance(r.classIndex(b.Class)).PaperReturned - r.PagesRead(b.Class, 1)
	if b.Again > 0 {
		papers = len(r.Reading.Batches[b.Again-1].Read.Pages)
	}
	for range max(papers, 0) {
		c.Pages = append(c.Pages, 1)
	}
	for i := range b.Subjects {
		row := ReadRow{Row: i + 1, FormPage: 1, Options: make([]int, len(r.Form.Options))}
		if len(c.Pages) > 0 && n(2) == 0 {
			c.Unclear = append(c.Unclear, ReadDoubt{Page: 1 + n(len(c.Pages)-1), Row: i + 1, Reason: "speck"})
			row.Unclear++
		}
		row.Options[0] = len(c.Pages) - row.Unclear
		c.Rows = append(c.Rows, row)
	}
	if n(3) == 0 && len(c.Pages) > 0 {
		c.Pages = append(c.Pages, 0)
		c.Twins = append(c.Twins, ReadTwin{Page: len(c.Pages), FormPage: 1, Of: PageRef{batch, 1}, Entries: strings.Repeat("0", len(b.Subjects))})
	}
	return c
}
