package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// DecideEntry is what one person sees in an entry that the reader left to people
// (认定待定项): an option of the form, nothing, or several. A second person decides
// separately; what both say counts. Nobody decides twice, and nobody's word can be taken
// back: a slip of the finger shows as a difference and is settled (N5.6).
type DecideEntry struct {
	Batch int    `json:"batch" form:"required"`
	Page  int    `json:"page" form:"required"`
	Row   int    `json:"row" form:"required"`
	Entry string `json:"entry" form:"required"` // an option's word, - for none, + for several
	Crop  string `json:"crop,omitempty"`        // hash of the picture that was looked at
}

func (*DecideEntry) Kind() string { return "decide-entry" }

func (c *DecideEntry) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, e, err := s.deciding(EntryRef{c.Batch, c.Page, c.Row}, c.Entry, c.Crop)
	if err != nil {
		return nil, err
	}
	switch {
	case slices.ContainsFunc(e.Choices, func(x Choice) bool { return x.By == call.Who }):
		return nil, decider.Refuse("", "entry-decided-by-you", "batch", c.Batch, "page", c.Page, "row", c.Row)
	case len(e.Choices) == 2:
		return nil, decider.Refuse("", "entry-decided-already", "batch", c.Batch, "page", c.Page, "row", c.Row)
	}
	return []decider.Event[State]{&EntryDecided{Stamp: act.By(call), Round: r.No, Batch: c.Batch, Page: c.Page, Row: c.Row, Entry: c.Entry, Crop: c.Crop}}, nil
}

// deciding is the entry that people may decide, or the refusal.
func (s *State) deciding(at EntryRef, entry, crop string) (*Round, Doubt, error) {
	r, err := s.counting()
	if err != nil {
		return nil, Doubt{}, err
	}
	b, err := r.batch(at.Batch)
	if err != nil {
		return nil, Doubt{}, err
	}
	open := r.Unclear()
	i := slices.IndexFunc(open, func(e Doubt) bool { return e.EntryRef == at })
	switch {
	case i < 0:
		return nil, Doubt{}, decider.Refuse("", "entry-clear", "batch", at.Batch, "page", at.Page, "row", at.Row).At("row")
	case entry != EntryBlank && entry != EntryMultiple && !slices.Contains(r.Options(b, at.Row), entry):
		return nil, Doubt{}, decider.Refuse("N7.1", "entry-unknown", "got", entry).At("entry")
	case crop != "" && !isHash(crop):
		return nil, Doubt{}, decider.Refuse("", "image-malformed", "got", crop).At("crop")
	}
	return r, open[i], nil
}

// EntryDecided is one person's word.
type EntryDecided struct {
	Stamp
	Round int    `json:"round"`
	Batch int    `json:"batch"`
	Page  int    `json:"page"`
	Row   int    `json:"row"`
	Entry string `json:"entry"`
	Crop  string `json:"crop,omitempty"`
}

func (*EntryDecided) Kind() string { return "entry-decided" }

func (e *EntryDecided) Apply(s *State) {
	g := s.Round().reading()
	x := g.place(EntryRef{e.Batch, e.Page, e.Row})
	x.Choices = append(x.Choices, Choice{Stamp: e.Stamp, Entry: e.Entry, Crop: e.Crop})
	g.changed()
}

// place is where decisions on an entry are kept.
func (g *Reading) place(at EntryRef) *Doubt {
	if e := g.entry(at); e != nil {
		return e
	}
	g.Entries = append(g.Entries, Doubt{EntryRef: at})
	return &g.Entries[len(g.Entries)-1]
}

// Doubt is an entry that people decide (待定项), with what they said so far.
type Doubt struct {
	EntryRef
	// Was is how the entry was read when a check put it in question, "" for one that the
	// reader left to people.
	Was string `json:"was,omitempty"`
	// Twice: a second scan put it in question, not a comparison with the paper.
	Twice   bool     `json:"twice,omitempty"`
	Choices []Choice `json:"choices,omitempty"` // at most two, of two people
	Settled *Choice  `json:"settled,omitempty"`
}

// Choice is what one person saw.
type Choice struct {
	Stamp
	Entry string `json:"entry"`
	Crop  string `json:"crop,omitempty"`
}
