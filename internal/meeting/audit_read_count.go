package meeting

import (
	"slices"

	"shuping/internal/ballot"
)

// readAgain counts the papers again.
func (a *audit) readAgain(r *Round) (out []ballot.Tally) {
	for i, class := range r.Form.Classes {
		if r.Slips[i].Paper == 0 {
			continue
		}
		t := ballot.Tally{Class: i}
		for at := range r.Form.Lines() {
			c := a.readOf(r, class, at)
			t.Subjects = append(t.Subjects, c)
			t.Ballots = max(t.Ballots, c.Entries())
		}
		out = append(out, t)
	}
	return out
}

// lineAt is the place in the vote's form of a row of a batch's, -1 for none.
func (a *audit) lineAt(r *Round, b *Batch, row int) int {
	if a.rows == nil {
		a.rows = map[*Batch][]int{}
	}
	if a.rows[b] == nil {
		for k, id := range b.Subjects {
			a.rows[b] = append(a.rows[b], r.Form.LineOf(id, b.Question(k+1)))
		}
	}
	return a.rows[b][row-1]
}

// readOf is what one line got on the papers of a class.
func (a *audit) readOf(r *Round, class string, at int) ballot.Count {
	q := r.Form.Asked()[r.Form.Lines()[at].Question]
	got := map[string]int{}
	for i := range r.Reading.Batches {
		b := &r.Reading.Batches[i]
		if b.Voided != nil || b.Again > 0 || b.Read == nil || b.Class != class {
			continue
		}
		for k := range b.Read.Rows {
			if a.lineAt(r, b, k+1) != at {
				continue
			}
			if r.Form.Breaches() {
				a.readSheets(r, b, k+1, got)
			} else {
				a.readRow(r, b, k+1, got)
			}
		}
	}
	c := ballot.Count{Blank: got[EntryBlank], Multiple: got[EntryMultiple], Breach: got[breached]}
	for _, o := range q.Labels() {
		c.Options = append(c.Options, got[o])
	}
	return c
}

// readRow adds what a row of a batch got: its sums, pages that only look alike, decisions.
func (a *audit) readRow(r *Round, b *Batch, row int, got map[string]int) {
	read := b.Read.Rows[row-1]
	for o, n := range read.Options {
		got[r.Options(b, row)[o]] += n
	}
	got[EntryBlank] += read.Blank
	got[EntryMultiple] += read.Multiple
	for _, t := range b.Read.Twins {
		if p, ok := counting(b, t.Page); ok && p == read.FormPage {
			got[a.coded(r, b, t.Entries, row)]++
		}
	}
	for _, e := range a.open(r) {
		x := r.Reading.entry(e)
		if e.Batch != b.No || e.Row != row || x == nil || len(x.Choices) == 0 {
			continue
		}
		got[x.Was]--
		got[a.word(x)]++
	}
}

// word is what people decided of an entry.
func (a *audit) word(x *Doubt) string {
	if x.Settled != nil {
		return x.Settled.Entry
	}
	return x.Choices[0].Entry
}

// coded is the entry of a row in the codes of its page.
func (a *audit) coded(r *Round, b *Batch, codes string, row int) string {
	at := row - 1
	for at > 0 && b.Read.Rows[at-1].FormPage == b.Read.Rows[row-1].FormPage {
		at--
	}
	if row-1-at >= len(codes) {
		return ""
	}
	c := codes[row-1-at]
	if options := r.Options(b, row); c >= '0' && int(c-'0') < len(options) {
		return options[c-'0']
	}
	return string(c)
}

// breached is an entry against a rule about the whole ballot.
const breached = "!"

// readSheets adds what a row got on each page, where a cap says how often a page may give an
// option.
func (a *audit) readSheets(r *Round, b *Batch, row int, got map[string]int) {
	for page := 1; page <= len(b.Read.Pages); page++ {
		if p, ok := counting(b, page); ok && p == b.Read.Rows[row-1].FormPage {
			got[a.capped(r, b, page)[row]]++
		}
	}
}

// capped are the entries of a page by row, as people decided them and the caps leave them.
func (a *audit) capped(r *Round, b *Batch, page int) map[int]string {
	on := map[int]string{}
	formPage, _ := counting(b, page)
	codes := b.Read.Entries[page-1]
	for _, t := range b.Read.Twins {
		if t.Page == page {
			codes = t.Entries
		}
	}
	for row := range b.Read.Rows {
		if b.Read.Rows[row].FormPage == formPage && a.lineAt(r, b, row+1) >= 0 {
			on[row+1] = a.coded(r, b, codes, row+1)
		}
	}
	for _, e := range a.open(r) {
		if x := r.Reading.entry(e); x != nil && e.Batch == b.No && e.Page == page && len(x.Choices) > 0 {
			on[e.Row] = a.word(x)
		}
	}
	for _, c := range r.Form.Caps {
		for k, q := range r.Form.Asked() {
			if c.Question != "" && c.Question != q.ID || q.Kind != ballot.Choice {
				continue
			}
			a.cap(r, b, c, k, on)
		}
	}
	return on
}

// cap makes the entries of a page invalid that are against a cap at a question.
func (a *audit) cap(r *Round, b *Batch, c ballot.Cap, question int, on map[int]string) {
	class, lines, order := r.classIndex(b.Class), r.Form.Lines(), []int(nil)
	asked := 0
	for at, l := range lines {
		if l.Question != question || !r.Form.Rated(class, l.Subject) {
			continue
		}
		asked++
		for row := range on {
			if a.lineAt(r, b, row) == at && on[row] == c.Option {
				order = append(order, row)
			}
		}
	}
	if most := c.Most(asked); len(order) <= most {
		return
	} else if c.Breach == ballot.BreachLater {
		order = order[most:]
	}
	for row := range on {
		if c.Breach == ballot.BreachBallot || slices.Contains(order, row) {
			on[row] = breached
		}
	}
}
