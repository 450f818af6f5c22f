package meeting

import (
	"slices"
	"strings"

	"shuping/internal/decider"
)

// Reading is how the papers of a vote were read by a scanner (识读计票): piles that went
// through it, what people decided of entries that could be seen in two ways, a check of
// sheets drawn by lot, and the count that came of it. It has sums, and single entries
// only where people decide them; pages have no order but that of their pile, and
// nothing says whose a sheet is (N7.2). What was measured is in the readings' file.
type Reading struct {
	Batches []Batch    `json:"batches,omitempty"`
	Entries []Doubt    `json:"entries,omitempty"` // decided by people, in the order of the first decision
	Checks  []Check    `json:"checks,omitempty"`  // the last one counts
	Counted *ReadCount `json:"counted,omitempty"`
}

// Batch is one pile of papers of a class that went through a scanner (一批扫描件).
type Batch struct {
	Stamp
	No     int    `json:"no"` // from 1, in the vote
	Class  string `json:"class"`
	Layout string `json:"layout"` // hash of layout.json that the papers were printed from
	// Subjects are whom the rows of the form are about, by row; "" for one who is not voted on.
	Subjects []string `json:"subjects"`
	// Questions are what the rows ask, by row; none on a ballot of one question.
	Questions []string  `json:"questions,omitempty"`
	Images    []string  `json:"images"` // hashes of the scanned files, in order
	Read      *Readings `json:"read,omitempty"`
	Voided    *ScanVoid `json:"voided,omitempty"`
	// Again is the batch whose sheets this one shows a second time, to be compared; it counts
	// nothing itself.
	Again    int         `json:"again,omitempty"`
	Compared *Comparison `json:"compared,omitempty"`
}

// PageRef names a page that was scanned.
type PageRef struct {
	Batch int `json:"batch"`
	Page  int `json:"page"` // from 1 through all files of the batch
}

// EntryRef names an entry of a page.
type EntryRef struct {
	Batch int `json:"batch"`
	Page  int `json:"page"`
	Row   int `json:"row"` // of the form, from 1 through all its pages
}

// What an entry is when it is no option of the form.
const (
	EntryBlank    = "-" // none ticked
	EntryMultiple = "+" // several ticked
	entryUnclear  = "?" // in the codes of a page: people decide
)

// codesOf turns the codes of a page's entries into entries, in the order of its rows: a
// digit is the place of an answer on the row, from 0. false where they are not the rows'.
func codesOf(codes string, rows []line) (entries []string, ok bool) {
	if len(codes) != len(rows) {
		return nil, false
	}
	for i := range rows {
		switch c := codes[i]; {
		case c == EntryBlank[0] || c == EntryMultiple[0] || c == entryUnclear[0]:
			entries = append(entries, string(c))
		case c >= '0' && int(c-'0') < rows[i].q.Columns():
			entries = append(entries, rows[i].q.Label(int(c-'0')))
		default:
			return nil, false
		}
	}
	return entries, true
}

// batch is a batch that counts and was read, or the refusal.
func (r *Round) batch(no int) (*Batch, error) {
	if r.Reading == nil || no < 1 || no > len(r.Reading.Batches) {
		return nil, decider.Refuse("", "batch-unknown", "batch", no).At("batch")
	}
	b := &r.Reading.Batches[no-1]
	switch {
	case b.Voided != nil:
		return nil, decider.Refuse("", "batch-void", "batch", no).At("batch")
	case b.Read == nil:
		return nil, decider.Refuse("", "batch-not-read", "batch", no).At("batch")
	}
	return b, nil
}

// active are the batches that are not void and no second scan.
func (g *Reading) active() (out []*Batch) {
	if g == nil {
		return nil
	}
	for i := range g.Batches {
		if g.Batches[i].Voided == nil && g.Batches[i].Again == 0 {
			out = append(out, &g.Batches[i])
		}
	}
	return out
}

// standing are the batches that are not void, second scans too.
func (g *Reading) standing() (out []*Batch) {
	if g == nil {
		return nil
	}
	for i := range g.Batches {
		if g.Batches[i].Voided == nil {
			out = append(out, &g.Batches[i])
		}
	}
	return out
}

// UsesReading says that the papers of this vote are counted by reading: a batch is there
// that is not void.
func (r *Round) UsesReading() bool { return len(r.Reading.active()) > 0 }

// entry is what people decided of an entry so far, nil before the first.
func (g *Reading) entry(at EntryRef) *Doubt {
	for i := range g.Entries {
		if g.Entries[i].EntryRef == at {
			return &g.Entries[i]
		}
	}
	return nil
}

// reading is the vote's, made when it is not there.
func (r *Round) reading() *Reading {
	if r.Reading == nil {
		r.Reading = &Reading{}
	}
	return r.Reading
}

// changed takes a count back that was made before, and makes a check say nothing any more.
func (g *Reading) changed() {
	g.Counted = nil
	if c := g.check(); c != nil {
		c.Stale = true
	}
}

// counts says whether a page of the batch is counted: it was read, and is no second
// picture of a sheet.
func (b *Batch) counts(page int) bool {
	if page < 1 || page > len(b.Read.Pages) {
		return false
	}
	if b.Read.Pages[page-1] > 0 {
		return true
	}
	t := b.twin(page)
	return t != nil && t.Judged != nil && !t.Same
}

// formPage is the page of the form that a counted page shows.
func (b *Batch) formPage(page int) int {
	if t := b.twin(page); t != nil {
		return t.FormPage
	}
	return b.Read.Pages[page-1]
}

func (b *Batch) twin(page int) *Twin {
	for i := range b.Read.Twins {
		if b.Read.Twins[i].Page == page {
			return &b.Read.Twins[i]
		}
	}
	return nil
}

// rowsOf are the rows of a page of the form, in order.
func (b *Batch) rowsOf(formPage int) (rows []ReadRow) {
	for _, row := range b.Read.Rows {
		if row.FormPage == formPage {
			rows = append(rows, row)
		}
	}
	return rows
}

// Unclear are the entries that people have to decide, with what they decided so far:
// those that the reader left to them on pages that count, and those that a check put
// in question. The order is that of the pile.
func (r *Round) Unclear() (out []Doubt) {
	for _, b := range r.Reading.active() {
		if b.Read == nil {
			continue
		}
		first := len(out)
		for _, u := range b.Read.Unclear {
			at := EntryRef{b.No, u.Page, u.Row}
			if !b.counts(u.Page) || b.Subjects[u.Row-1] == "" {
				continue
			}
			if e := r.Reading.entry(at); e != nil {
				out = append(out, *e)
			} else {
				out = append(out, Doubt{EntryRef: at})
			}
		}
		for _, e := range r.Reading.Entries {
			if e.Batch == b.No && e.Was != "" && b.counts(e.Page) {
				out = append(out, e)
			}
		}
		slices.SortStableFunc(out[first:], func(x, y Doubt) int {
			if x.Page != y.Page {
				return x.Page - y.Page
			}
			return x.Row - y.Row
		})
	}
	return out
}

// Final is what an entry counts as, "" while that is open: what two people said, or what
// settled it.
func (e *Doubt) Final() string {
	switch {
	case e.Settled != nil:
		return e.Settled.Entry
	case len(e.Choices) == 2 && e.Choices[0].Entry == e.Choices[1].Entry:
		return e.Choices[0].Entry
	}
	return ""
}

// Split says that two people decided differently and nobody has settled it.
func (e *Doubt) Split() bool { return len(e.Choices) == 2 && e.Final() == "" }

// Undecided is how many entries are open.
func (r *Round) Undecided() (n int) {
	for _, e := range r.Unclear() {
		if e.Final() == "" {
			n++
		}
	}
	return n
}

// DoubtfulTwins are the pages that look like others and of which nobody has said yet
// what they are.
func (r *Round) DoubtfulTwins() (out []Twin) {
	for _, b := range r.Reading.active() {
		if b.Read == nil {
			continue
		}
		for _, t := range b.Read.Twins {
			if t.Judged == nil {
				t.Batch = b.No
				out = append(out, t)
			}
		}
	}
	return out
}

// PagesRead is how many pages of a page of the form count, of one class.
func (r *Round) PagesRead(class string, formPage int) (n int) {
	for _, b := range r.Reading.active() {
		if b.Class != class || b.Read == nil {
			continue
		}
		for i := range b.Read.Pages {
			if b.counts(i+1) && b.formPage(i+1) == formPage {
				n++
			}
		}
	}
	return n
}

// FormPages is how many pages the form of a class's batches has, 0 before any was read.
func (r *Round) FormPages(class string) (n int) {
	for _, b := range r.Reading.active() {
		if b.Class == class && b.Read != nil && len(b.Read.Rows) > 0 {
			n = max(n, b.Read.Rows[len(b.Read.Rows)-1].FormPage)
		}
	}
	return n
}

// hash says whether a text can name a file.
func isHash(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}
