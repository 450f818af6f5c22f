package meeting

import (
	"fmt"
	"math/big"
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
	a.sampled(r, no)
	for _, sh := range r.sheets() {
		a.add("N5.6", clause, "both-counts", sh.By, fmt.Sprint(sh.Tallies) == got, fmt.Sprint(sh.Tallies), got)
	}
}

// counting says whether a page of a batch counts, and which page of the form it shows.
func counting(b *Batch, page int) (formPage int, ok bool) {
	if b.Voided != nil || b.Read == nil || page < 1 || page > len(b.Read.Pages) {
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
		if b.Voided != nil || b.Read == nil {
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

// readAgain counts the papers again.
func (a *audit) readAgain(r *Round) (out []ballot.Tally) {
	for i, class := range r.Form.Classes {
		if r.Slips[i].Paper == 0 {
			continue
		}
		t := ballot.Tally{Class: i}
		for j, id := range r.Form.Subjects {
			t.Subjects = append(t.Subjects, a.readOf(r, class, id))
			n := t.Subjects[j].Valid() + t.Subjects[j].Blank + t.Subjects[j].Multiple
			t.Ballots = max(t.Ballots, n)
		}
		out = append(out, t)
	}
	return out
}

// readOf is what one subject got on the papers of a class.
func (a *audit) readOf(r *Round, class, subject string) ballot.Count {
	got := map[string]int{}
	for i := range r.Reading.Batches {
		b := &r.Reading.Batches[i]
		if b.Voided != nil || b.Read == nil || b.Class != class {
			continue
		}
		for k, row := range b.Read.Rows {
			if b.Subjects[k] != subject {
				continue
			}
			for o, n := range row.Options {
				got[r.Form.Options[o]] += n
			}
			got[EntryBlank] += row.Blank
			got[EntryMultiple] += row.Multiple
			at := 0 // of the row on its page
			for k > at && b.Read.Rows[k-at-1].FormPage == row.FormPage {
				at++
			}
			for _, t := range b.Read.Twins {
				if _, ok := counting(b, t.Page); ok && t.FormPage == row.FormPage {
					entries, _ := codesOf(t.Entries, r.Form.Options)
					got[entries[at]]++
				}
			}
			for _, e := range a.open(r) {
				if e.Batch == b.No && e.Row == row.Row {
					x := r.Reading.entry(e)
					if x == nil || len(x.Choices) == 0 {
						continue
					}
					got[x.Was]--
					if x.Settled != nil {
						got[x.Settled.Entry]++
					} else {
						got[x.Choices[0].Entry]++
					}
				}
			}
		}
	}
	c := ballot.Count{Blank: got[EntryBlank], Multiple: got[EntryMultiple]}
	for _, o := range r.Form.Options {
		c.Options = append(c.Options, got[o])
	}
	return c
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
	a.add("N5.6", clause, "checked", no, missing == 0 && wrong == 0 && !c.Stale, fmt.Sprintf("%d / %d", missing, wrong), "0 / 0")
	a.add("N5.6", clause, "sample", no, few == 0, strconv.Itoa(few), "0")
}

// lacking is in how many ways a sample is not what it should be.
func (a *audit) lacking(r *Round, c Check, s Sample) (faults int) {
	var names []string
	for i := range r.Reading.Batches {
		b := &r.Reading.Batches[i]
		if b.Read == nil {
			continue
		}
		for page := 1; page <= len(b.Read.Pages); page++ {
			if p, ok := counting(b, page); ok && p == s.FormPage {
				names = append(names, fmt.Sprintf("%d/%d", b.No, page))
			}
		}
	}
	lots, err := draw.Take(names, min(len(s.Sheets), len(names)), c.Seed)
	if err != nil || len(names) != s.Of || len(s.Sheets) > len(names) {
		return 1
	}
	for i, p := range s.Sheets {
		if lots[i].Name != fmt.Sprintf("%d/%d", p.Batch, p.Page) {
			faults++
		}
	}
	for _, row := range s.Rows {
		if row.Sheets > len(s.Sheets) || !a.bounded(r, s, row, c.Percent) {
			faults++
		}
	}
	return faults
}

// bounded says whether looking at so many sheets of a row would have missed wrong entries
// that turn its outcome with a chance of at most percent in 100: by the binomials.
func (a *audit) bounded(r *Round, s Sample, row SampleRow, percent int) bool {
	subject := ""
	for i := range r.Reading.Batches {
		if b := &r.Reading.Batches[i]; b.Voided == nil && b.Read != nil {
			subject = b.Subjects[row.Row-1]
		}
	}
	most, second := 0, 0
	for o := range r.Form.Options {
		n := 0
		for i := range r.Form.Classes {
			n += a.readOf(r, r.Form.Classes[i], subject).Options[o]
		}
		if r.Phone != nil {
			for _, t := range r.Phone.Tallies {
				for j, id := range r.Form.Subjects {
					if id == subject {
						n += t.Subjects[j].Options[o]
					}
				}
			}
		}
		if n > most {
			most, second = n, most
		} else {
			second = max(second, n)
		}
	}
	turn := int64(max(1, (most-second+1)/2))
	if len(r.Form.Parts) > 0 {
		turn = 1
	}
	of, n := int64(s.Of), int64(row.Sheets)
	if turn > of || n == of {
		return true
	}
	missed := new(big.Int)
	if n <= of-turn {
		missed.Binomial(of-turn, n)
	}
	return new(big.Rat).SetFrac(missed, new(big.Int).Binomial(of, n)).Cmp(big.NewRat(int64(percent), 100)) <= 0
}
