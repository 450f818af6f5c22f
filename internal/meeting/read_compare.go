package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// RecordComparison takes in how a pile that was scanned a second time compares with the first
// scan (两次识读比对): which page is which, and which entries were read otherwise. These are
// put to two people; where nothing differs, the first reading stands.
type RecordComparison struct {
	Batch int `json:"batch" form:"required"` // the second scan
	// Pairs are the pages of the second scan that show the sheets of the first one's pages, in
	// order; 0 where there is none.
	Pairs  []int       `json:"pairs"`
	Only   []int       `json:"only"` // pages that the second scan alone has
	Differ []ReadTwice `json:"differ"`
}

// ReadTwice is an entry that was read otherwise the second time.
type ReadTwice struct {
	Page int    `json:"page"` // of the first scan
	Row  int    `json:"row"`
	Was  string `json:"was"` // an option's word, - for none, + for several, ? for people to decide
	Now  string `json:"now"`
}

func (*RecordComparison) Kind() string { return "record-comparison" }

func (c *RecordComparison) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	b, err := r.batch(c.Batch)
	if err != nil {
		return nil, err
	}
	if b.Again == 0 || b.Compared != nil {
		return nil, decider.Refuse("", "not-to-compare", "batch", c.Batch).At("batch")
	}
	first, err := r.batch(b.Again)
	if err != nil {
		return nil, err
	}
	if !c.fits(r, first, b) {
		return nil, decider.Refuse("", "comparison-wrong", "batch", c.Batch).At("pairs")
	}
	return []decider.Event[State]{&ComparisonRecorded{Stamp: act.By(call), Batch: c.Batch, Pairs: c.Pairs, Only: c.Only, Differ: c.Differ}}, nil
}

// fits says whether the comparison is about pages and rows that are there.
func (c *RecordComparison) fits(r *Round, first, second *Batch) bool {
	var used []int
	for _, p := range c.Pairs {
		if p != 0 {
			used = append(used, p)
		}
	}
	used = append(used, c.Only...)
	slices.Sort(used)
	if len(c.Pairs) != len(first.Read.Pages) || len(slices.Compact(slices.Clone(used))) != len(used) ||
		len(used) > 0 && (used[0] < 1 || used[len(used)-1] > len(second.Read.Pages)) {
		return false
	}
	for _, d := range c.Differ {
		if d.Page < 1 || d.Page > len(c.Pairs) || c.Pairs[d.Page-1] == 0 || d.Row < 1 || d.Row > len(first.Subjects) || d.Was == d.Now {
			return false
		}
		for _, entry := range []string{d.Was, d.Now} {
			if !slices.Contains([]string{EntryBlank, EntryMultiple, entryUnclear}, entry) && !slices.Contains(r.Options(first, d.Row), entry) {
				return false
			}
		}
	}
	return true
}

// ComparisonRecorded has what differed.
type ComparisonRecorded struct {
	Stamp
	Batch  int         `json:"batch"`
	Pairs  []int       `json:"pairs"`
	Only   []int       `json:"only,omitempty"`
	Differ []ReadTwice `json:"differ,omitempty"`
}

func (*ComparisonRecorded) Kind() string { return "comparison-recorded" }

func (e *ComparisonRecorded) Apply(s *State) {
	r := s.Round()
	g := r.reading()
	b := &g.Batches[e.Batch-1]
	b.Compared = &Comparison{Stamp: e.Stamp, Pairs: e.Pairs, Only: e.Only, Differ: e.Differ}
	for _, d := range e.Differ {
		if at := (EntryRef{b.Again, d.Page, d.Row}); d.Was != entryUnclear && b.Subjects[d.Row-1] != "" && g.entry(at) == nil {
			x := g.place(at)
			x.Was, x.Twice = d.Was, true
		}
	}
	g.changed()
}

// Comparison is how a second scan of a pile compares with the first one.
type Comparison struct {
	Stamp
	Pairs  []int       `json:"pairs"`
	Only   []int       `json:"only,omitempty"`
	Differ []ReadTwice `json:"differ,omitempty"`
}

// Missing are the pages of the first scan that count and were not found on the second.
func (c *Comparison) Missing(first *Batch) (pages []int) {
	for i, p := range c.Pairs {
		if p == 0 && first.Read.Pages[i] > 0 {
			pages = append(pages, i+1)
		}
	}
	return pages
}

// Second is the second scan of a batch, nil for none.
func (g *Reading) Second(no int) *Batch {
	for i := range g.Batches {
		if b := &g.Batches[i]; b.Again == no && b.Voided == nil {
			return b
		}
	}
	return nil
}

// scannedTwice refuses piles that were not scanned twice where the notice has it so, and in
// any case a second scan that was not compared yet.
func (r *Round) scannedTwice(must bool) error {
	for _, b := range r.Reading.active() {
		second := r.Reading.Second(b.No)
		switch {
		case second == nil && must:
			return decider.Refuse("", "batch-not-twice", "batch", b.No)
		case second == nil:
		case second.Read == nil:
			return decider.Refuse("", "batch-not-read", "batch", second.No)
		case second.Compared == nil:
			return decider.Refuse("", "batch-not-compared", "batch", second.No)
		case must && len(second.Compared.Missing(b)) > 0:
			return decider.Refuse("", "pages-not-twice", "batch", b.No, "number", len(second.Compared.Missing(b)))
		}
	}
	return nil
}

// sameSheets refuses a second scan of a batch that is none, of another class, or was scanned
// a second time already.
func (r *Round) sameSheets(c *ScanBallots) error {
	first, err := r.batch(c.Again)
	if err != nil {
		return err
	}
	switch {
	case first.Again > 0 || first.Class != c.Class || first.Layout != c.Layout:
		return decider.Refuse("", "not-to-compare", "batch", c.Again).At("again")
	case r.Reading.Second(c.Again) != nil:
		return decider.Refuse("", "batch-twice-already", "batch", c.Again, "second", r.Reading.Second(c.Again).No).At("again")
	}
	return nil
}

// toCompare says whether a batch is a second scan that was read and not compared.
func (r *Round) toCompare(b *Batch) bool {
	return b.Again > 0 && b.Read != nil && b.Compared == nil && r.Reading.Batches[b.Again-1].Voided == nil
}

// ToCompare are the second scans that were read and are to be compared.
func (r *Round) ToCompare() (all []Batch) {
	if r.Reading == nil {
		return nil
	}
	for _, b := range r.Reading.standing() {
		if r.toCompare(b) {
			all = append(all, *b)
		}
	}
	return all
}
