package meeting

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"shuping/internal/ballot"
	"shuping/internal/draw"
)

// read checks a count that was made by reading: the sums are those of the batches and of
// what people decided, nobody decided alone, and enough sheets, drawn by lot, were
// compared. It counts entry by entry, in another way than the commands do.
func (a *audit) read(r *Round) {
	no, clause := strconv.Itoa(r.No), a.t.Ballot.Clause
	got, want := fmt.Sprint(r.Reading.Counted.Tallies), fmt.Sprint(a.readAgain(r))
	a.add("N5.6", clause, "readings", no, got == want, got, want)
	alone := 0
	for _, e := range a.open(r) {
		x := r.Reading.entry(e)
		switch {
		case x == nil || len(x.Choices) != 2 || x.Choices[0].By == x.Choices[1].By:
			alone++
		case x.Choices[0].Entry != x.Choices[1].Entry &&
			(x.Settled == nil || x.Settled.By == x.Choices[0].By || x.Settled.By == x.Choices[1].By):
			alone++
		}
	}
	a.add("N5.6", clause, "decided", no, alone == 0, strconv.Itoa(alone), "0")
	a.scannedTwice(r, no)
	a.sampled(r, no)
	for _, sh := range r.sheets() {
		a.add("N5.6", clause, "both-counts", sh.By, fmt.Sprint(sh.Tallies) == got, fmt.Sprint(sh.Tallies), got)
	}
}

// scannedTwice checks that what a second scan showed otherwise was put to people, and that there is
// one of every pile where the notice has it so.
func (a *audit) scannedTwice(r *Round, no string) {
	must, seen, faults := a.t.Ballot.Reading.Twice, false, 0
	for i := range r.Reading.Batches {
		b := &r.Reading.Batches[i]
		if b.Voided != nil || b.Read == nil {
			continue
		}
		if b.Again == 0 {
			second := r.Reading.Second(b.No)
			if must && (second == nil || second.Compared == nil || len(second.Compared.Missing(b)) > 0) {
				faults++
			}
			continue
		}
		if r.Reading.Batches[b.Again-1].Voided != nil {
			continue
		}
		seen = true
		if b.Compared == nil {
			faults++
			continue
		}
		for _, d := range b.Compared.Differ {
			if b.Subjects[d.Row-1] != "" && d.Was != entryUnclear && r.Reading.entry(EntryRef{b.Again, d.Page, d.Row}) == nil {
				faults++
			}
		}
	}
	if must || seen {
		a.add("N5.6", a.t.Ballot.Clause, "twice", no, faults == 0, strconv.Itoa(faults), "0")
	}
}

// counting says whether a page of a batch counts, and which page of the form it shows.
func counting(b *Batch, page int) (formPage int, ok bool) {
	if b.Voided != nil || b.Again > 0 || b.Read == nil || page < 1 || page > len(b.Read.Pages) {
		return 0, false
	}
	for _, t := range b.Read.Twins {
		if t.Page == page {
			return t.FormPage, t.Judged != nil && !t.Same
		}
	}
	return b.Read.Pages[page-1], b.Read.Pages[page-1] > 0
}

// open are the entries that people had to decide.
func (a *audit) open(r *Round) (out []EntryRef) {
	for i := range r.Reading.Batches {
		b := &r.Reading.Batches[i]
		if b.Voided != nil || b.Again > 0 || b.Read == nil {
			continue
		}
		for _, u := range b.Read.Unclear {
			if _, ok := counting(b, u.Page); ok && b.Subjects[u.Row-1] != "" {
				out = append(out, EntryRef{b.No, u.Page, u.Row})
			}
		}
	}
	for _, e := range r.Reading.Entries {
		if _, ok := counting(&r.Reading.Batches[e.Batch-1], e.Page); ok && e.Was != "" {
			out = append(out, e.EntryRef)
		}
	}
	return out
}

// sampled checks the last comparison: the lots fall as recorded, each row was looked at on
// so many sheets that its outcome is wrong at most with the risk that was named, and all
// of them were looked at.
func (a *audit) sampled(r *Round, no string) {
	clause := a.t.Ballot.Clause
	if len(r.Reading.Checks) == 0 {
		a.add("N5.6", clause, "checked", no, false, "-", "sheets compared")
		return
	}
	c := r.Reading.Checks[len(r.Reading.Checks)-1]
	done := map[PageRef]bool{}
	wrong := 0
	for _, d := range c.Done {
		done[d.PageRef] = true
		wrong += len(d.Wrong)
	}
	missing, few := 0, 0
	for _, s := range c.Samples {
		for _, p := range s.Sheets {
			if !done[p] {
				missing++
			}
		}
		few += a.lacking(r, c, s)
	}
	few += a.unsampled(r, c)
	a.add("N5.6", clause, "checked", no, missing == 0 && wrong == 0 && !c.Stale, fmt.Sprintf("%d / %d", missing, wrong), "0 / 0")
	a.add("N5.6", clause, "sample", no, few == 0, strconv.Itoa(few), "0")
}

// unsampled is how many pages of a form were read and have no sample.
func (a *audit) unsampled(r *Round, c Check) (n int) {
	for i := range r.Reading.Batches {
		b := &r.Reading.Batches[i]
		if b.Voided != nil || b.Again > 0 || b.Read == nil {
			continue
		}
		for _, row := range b.Read.Rows {
			if !slices.ContainsFunc(c.Samples, func(s Sample) bool {
				return (s.Layout == "" || s.Layout == b.Layout) && s.FormPage == row.FormPage
			}) {
				n++
			}
		}
	}
	return n
}

// lacking is in how many ways a sample is not what it should be.
func (a *audit) lacking(r *Round, c Check, s Sample) (faults int) {
	var names, forms []string
	var of *Batch
	for i := range r.Reading.Batches {
		b := &r.Reading.Batches[i]
		if b.Voided != nil || b.Again > 0 || b.Read == nil {
			continue
		}
		if !slices.Contains(forms, b.Layout) {
			forms = append(forms, b.Layout)
		}
		if s.Layout != "" && b.Layout != s.Layout {
			continue
		}
		of = b
		for page := 1; page <= len(b.Read.Pages); page++ {
			if p, ok := counting(b, page); ok && p == s.FormPage {
				names = append(names, fmt.Sprintf("%d/%d", b.No, page))
			}
		}
	}
	lots, err := draw.Take(names, min(len(s.Sheets), len(names)), c.Seed)
	if err != nil || of == nil || len(names) != s.Of || len(s.Sheets) > len(names) {
		return 1
	}
	parts := len(forms)
	if s.Layout == "" { // drawn from all of them together
		parts = 1
	}
	for i, p := range s.Sheets {
		if lots[i].Name != fmt.Sprintf("%d/%d", p.Batch, p.Page) {
			faults++
		}
	}
	for k, row := range of.Read.Rows {
		stands := slices.ContainsFunc(s.Rows, func(x SampleRow) bool { return x.Row == k+1 })
		if stands != (row.FormPage == s.FormPage && a.lineAt(r, of, k+1) >= 0) {
			faults++
		}
	}
	for _, row := range s.Rows {
		if row.Row < 1 || row.Row > len(of.Subjects) || row.Sheets > len(s.Sheets) || !a.bounded(r, s, row, a.lineAt(r, of, row.Row), parts, c.Percent) {
			faults++
		}
	}
	return faults
}

// bounded says whether looking at so many sheets of a row would have missed wrong entries
// that turn its outcome with a chance of at most percent in 100: by the binomials. Of several
// forms one has its part of them.
func (a *audit) bounded(r *Round, s Sample, row SampleRow, at, forms, percent int) bool {
	if at < 0 {
		return false
	}
	q := r.Form.Asked()[r.Form.Lines()[at].Question]
	if len(r.Form.Parts)+len(r.Form.Caps) > 0 || q.Kind != ballot.Choice {
		return missed(int64(s.Of), int64(row.Sheets), 1, percent)
	}
	most, second := 0, 0
	for o := range q.Labels() {
		n := 0
		for i := range r.Form.Classes {
			n += a.readOf(r, r.Form.Classes[i], at).Options[o]
		}
		if r.Phone != nil {
			for _, t := range r.Phone.Tallies {
				n += t.Subjects[at].Options[o]
			}
		}
		if n > most {
			most, second = n, most
		} else {
			second = max(second, n)
		}
	}
	turn := int64(max(1, (most-second+1)/2))
	return missed(int64(s.Of), int64(row.Sheets), (turn+int64(forms)-1)/int64(forms), percent)
}

// missed says whether n sheets of so many show none of turn wrong ones with a chance of at
// most percent in 100.
func missed(of, n, turn int64, percent int) bool {
	if turn > of || n == of {
		return true
	}
	none := new(big.Int)
	if n <= of-turn {
		none.Binomial(of-turn, n)
	}
	return new(big.Rat).SetFrac(none, new(big.Int).Binomial(of, n)).Cmp(big.NewRat(int64(percent), 100)) <= 0
}
