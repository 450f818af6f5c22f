package meeting

import (
	"slices"

	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// ready refuses what would be counted before everything was read and decided: a pile not
// read yet, pages that are more or fewer than the papers counted by hand, a page that may
// stand twice, an entry that is open.
func (s *State) ready(r *Round) error {
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
		for p := 1; p <= max(1, r.FormPages(class)); p++ {
			if n := r.PagesRead(class, p); n != back {
				return decider.Refuse("", "pages-not-returned", "class", class, "page", p, "got", n, "want", back)
			}
		}
	}
	if err := r.scannedTwice(s.Type().Ballot.Reading.Twice); err != nil {
		return err
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
		t := ballot.Tally{Class: i, Ballots: r.Balance(i).PaperReturned, Subjects: empty(r.Form)}
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
	lines := r.linesOf(b)
	if r.Form.Breaches() {
		r.addSheets(t, b, lines)
		return
	}
	add := func(row int, entry string, n int) {
		if l := lines[row-1]; l.at >= 0 {
			put(&t.Subjects[l.at], l.q, entry, n)
		}
	}
	for i, row := range b.Read.Rows {
		if at := lines[i].at; at >= 0 {
			c := &t.Subjects[at]
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
		rows := b.rowsOf(tw.FormPage)
		entries, _ := codesOf(tw.Entries, pick(lines, rows))
		for k, row := range rows {
			add(row.Row, entries[k], 1)
		}
	}
	for _, e := range r.Unclear() {
		if e.Batch == b.No {
			add(e.Row, e.Was, -1)
			add(e.Row, e.Final(), 1)
		}
	}
}

// addSheets counts a batch sheet by sheet, because a rule about the whole ballot says which
// entries count (N7.1): first what was read, then what people decided of it, then the rule.
func (r *Round) addSheets(t *ballot.Tally, b *Batch, lines []line) {
	final := map[EntryRef]string{}
	for _, e := range r.Unclear() {
		final[e.EntryRef] = e.Final()
	}
	for page := 1; page <= len(b.Read.Pages); page++ {
		if !b.counts(page) {
			continue
		}
		codes := b.Read.Entries[page-1]
		if tw := b.twin(page); tw != nil {
			codes = tw.Entries
		}
		rows := b.rowsOf(b.formPage(page))
		entries, _ := codesOf(codes, pick(lines, rows))
		sheet := ballot.Ballot{Class: t.Class, Marks: make([]ballot.Mark, len(t.Subjects))}
		for k, row := range rows {
			entry := entries[k]
			if word, decided := final[EntryRef{b.No, page, row.Row}]; decided {
				entry = word
			}
			if l := lines[row.Row-1]; l.at >= 0 {
				sheet.Marks[l.at] = mark(l.q, entry)
			}
		}
		judged := r.Form.Judge(sheet)
		for _, row := range rows {
			if l := lines[row.Row-1]; l.at >= 0 {
				t.Subjects[l.at].Take(l.q.Answer(judged[l.at]))
			}
		}
	}
}

// pick are the lines of some rows.
func pick(lines []line, rows []ReadRow) (out []line) {
	for _, row := range rows {
		out = append(out, lines[row.Row-1])
	}
	return out
}

// forms are the layouts of the batches that count, in the order of the batches: classes
// may get papers of different forms, and a form may have been printed again.
func (r *Round) forms() (all []string) {
	for _, b := range r.Reading.active() {
		if !slices.Contains(all, b.Layout) {
			all = append(all, b.Layout)
		}
	}
	return all
}

// of are the batches of a form; "" is the only one.
func (g *Reading) of(form string) (out []*Batch) {
	for _, b := range g.active() {
		if form == "" || b.Layout == form {
			out = append(out, b)
		}
	}
	return out
}

// sheetsOf are the pages that count and show a page of a form, in the order of the piles.
func (r *Round) sheetsOf(form string, formPage int) (out []PageRef) {
	for _, b := range r.Reading.of(form) {
		for i := range b.Read.Pages {
			if b.counts(i+1) && b.formPage(i+1) == formPage {
				out = append(out, PageRef{b.No, i + 1})
			}
		}
	}
	return out
}

// foundWrong says whether a check found a wrong entry on a page of the form.
func (r *Round) foundWrong(form string, formPage int) bool {
	for _, e := range r.Unclear() {
		b := &r.Reading.Batches[e.Batch-1]
		if e.Was != "" && !e.Twice && (form == "" || b.Layout == form) && b.formPage(e.Page) == formPage {
			return true
		}
	}
	return false
}
