package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// CheckSheet says that somebody compared a sheet that was drawn with its reading
// (核对抽中的票), and which entries were read wrongly. These are put to two people like those
// that the reader left open, and the next draw takes all sheets.
type CheckSheet struct {
	Batch int          `json:"batch" form:"required"`
	Page  int          `json:"page" form:"required"`
	Wrong []WrongEntry `json:"wrong,omitempty"`
}

// WrongEntry is an entry that was read wrongly.
type WrongEntry struct {
	Row int `json:"row" form:"required"`
	// Was is how it was read: an option's word, - for none, + for several.
	Was string `json:"was" form:"required"`
}

func (*CheckSheet) Kind() string { return "check-sheet" }

func (c *CheckSheet) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	check := r.Reading.check()
	if check == nil || check.Stale {
		return nil, decider.Refuse("", "check-not-drawn")
	}
	next := check.Next()
	i := slices.IndexFunc(next, func(t ToCheck) bool { return t.PageRef == PageRef{c.Batch, c.Page} })
	if i < 0 {
		return nil, decider.Refuse("", "sheet-not-drawn", "batch", c.Batch, "page", c.Page).At("page")
	}
	b, decided := &r.Reading.Batches[c.Batch-1], r.Unclear()
	for k, w := range c.Wrong {
		at := EntryRef{c.Batch, c.Page, w.Row}
		known := w.Was == EntryBlank || w.Was == EntryMultiple || slices.Contains(r.Options(b, w.Row), w.Was)
		byPeople := slices.ContainsFunc(decided, func(e Doubt) bool { return e.EntryRef == at })
		again := slices.ContainsFunc(c.Wrong[:k], func(o WrongEntry) bool { return o.Row == w.Row })
		if !known || byPeople || again || !slices.Contains(next[i].Rows, w.Row) {
			return nil, decider.Refuse("", "row-not-checked", "batch", c.Batch, "page", c.Page, "row", w.Row).At("wrong")
		}
	}
	return []decider.Event[State]{&SheetChecked{Stamp: act.By(call), Batch: c.Batch, Page: c.Page, Wrong: c.Wrong}}, nil
}

// SheetChecked has what was found.
type SheetChecked struct {
	Stamp
	Batch int          `json:"batch"`
	Page  int          `json:"page"`
	Wrong []WrongEntry `json:"wrong,omitempty"`
}

func (*SheetChecked) Kind() string { return "sheet-checked" }

func (e *SheetChecked) Apply(s *State) {
	g := s.Round().reading()
	c := g.check()
	c.Done = append(c.Done, Checked{Stamp: e.Stamp, PageRef: PageRef{e.Batch, e.Page}, Wrong: e.Wrong})
	for _, w := range e.Wrong {
		g.place(EntryRef{e.Batch, e.Page, w.Row}).Was = w.Was
		g.changed()
	}
}

// Checked is a sheet that somebody looked at.
type Checked struct {
	Stamp
	PageRef
	Wrong []WrongEntry `json:"wrong,omitempty"`
}
