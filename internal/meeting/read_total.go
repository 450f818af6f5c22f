package meeting

import (
	"slices"

	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// ready refuses what would be counted before everything was read and decided: a pile not
// read yet, pages that are more or fewer than the papers counted by hand, a page that may
// stand twice, an entry that is open.
func (r *Round) ready() error {
	active := r.Reading.active()
	if len(active) == 0 {
		return decider.Refuse("", "nothing-scanned", "round", r.No)
	}
	for _, b := range active {
		if b.Read == nil {
			return decider.Refuse("", "batch-not-read", "batch", b.No)
		}
	}
	if twins := r.DoubtfulTwins(); len(twins) > 0 {
		return decider.Refuse("", "twins-open", "number", len(twins), "batch", twins[0].Batch, "page", twins[0].Page)
	}
	for _, class := range r.issuedPaper() {
		back := r.Balance(r.classIndex(class)).PaperReturned
		for p := 1; p <= r.FormPages(); p++ {
			if n := r.PagesRead(class, p); n != back {
				return decider.Refuse("", "pages-not-returned", "class", class, "page", p, "got", n, "want", back)
			}
		}
	}
	if n := r.Undecided(); n > 0 {
		return decider.Refuse("", "entries-undecided", "number", n)
	}
	return nil
}

// readTallies are the papers by what was read and decided, one tally for each class that
// got papers, in the form's order. Everything must be ready.
func (r *Round) readTallies() []ballot.Tally {
	var out []ballot.Tally
	for _, class := range r.issuedPaper() {
		i := r.classIndex(class)
		t := ballot.Tally{Class: i, Ballots: r.Balance(i).PaperReturned}
		for range r.Form.Subjects {
			t.Subjects = append(t.Subjects, ballot.Count{Options: make([]int, len(r.Form.Options))})
		}
		for _, b := range r.Reading.active() {
			if b.Class == class {
				r.addBatch(&t, b)
			}
		}
		out = append(out, t)
	}
	return out
}

func (r *Round) addBatch(t *ballot.Tally, b *Batch) {
	for _, row := range b.Read.Rows {
		if i := slices.Index(r.Form.Subjects, b.Subjects[row.Row-1]); i >= 0 {
			c := &t.Subjects[i]
			for o, n := range row.Options {
				c.Options[o] += n
			}
			c.Blank += row.Blank
			c.Multiple += row.Multiple
		}
	}
	for _, tw := range b.Read.Twins {
		if !b.counts(tw.Page) {
			continue
		}
		entries, _ := codesOf(tw.Entries, r.Form.Options)
		for k, row := range b.rowsOf(tw.FormPage) {
			r.addEntry(t, b, row.Row, entries[k], 1)
		}
	}
	for _, e := range r.Unclear() {
		if e.Batch == b.No {
			r.addEntry(t, b, e.Row, e.Was, -1)
			r.addEntry(t, b, e.Row, e.Final(), 1)
		}
	}
}

// addEntry counts an entry n times; what is no entry of the form counts nowhere.
func (r *Round) addEntry(t *ballot.Tally, b *Batch, row int, entry string, n int) {
	i := slices.Index(r.Form.Subjects, b.Subjects[row-1])
	if i < 0 {
		return
	}
	c := &t.Subjects[i]
	switch o := slices.Index(r.Form.Options, entry); {
	case o >= 0:
		c.Options[o] += n
	case entry == EntryBlank:
		c.Blank += n
	case entry == EntryMultiple:
		c.Multiple += n
	}
}

// sheetsOf are the pages that count and show a page of the form, in the order of the piles.
func (r *Round) sheetsOf(formPage int) (out []PageRef) {
	for _, b := range r.Reading.active() {
		for i := range b.Read.Pages {
			if b.counts(i+1) && b.formPage(i+1) == formPage {
				out = append(out, PageRef{b.No, i + 1})
			}
		}
	}
	return out
}

// foundWrong says whether a check found a wrong entry on a page of the form.
func (r *Round) foundWrong(formPage int) bool {
	for _, e := range r.Unclear() {
		if e.Was != "" && r.Reading.Batches[e.Batch-1].formPage(e.Page) == formPage {
			return true
		}
	}
	return false
}
