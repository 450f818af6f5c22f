package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// SettleEntry settles an entry on which two people disagree (裁定分歧): whoever heads the
// tellers looks at the picture and decides. It is neither of the two.
type SettleEntry struct {
	Batch int    `json:"batch" form:"required"`
	Page  int    `json:"page" form:"required"`
	Row   int    `json:"row" form:"required"`
	Entry string `json:"entry" form:"required"` // an option's word, - for none, + for several
	Crop  string `json:"crop,omitempty"`        // hash of the picture that was looked at
}

func (*SettleEntry) Kind() string { return "settle-entry" }

func (c *SettleEntry) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	_, e, err := s.deciding(EntryRef{c.Batch, c.Page, c.Row}, c.Entry, c.Crop)
	if err != nil {
		return nil, err
	}
	switch {
	case !e.Split():
		return nil, decider.Refuse("", "entry-not-split", "batch", c.Batch, "page", c.Page, "row", c.Row)
	case slices.ContainsFunc(e.Choices, func(x Choice) bool { return x.By == call.Who }):
		return nil, decider.Refuse("", "settles-own", "person", call.Who)
	}
	return []decider.Event[State]{&EntrySettled{Stamp: act.By(call), Batch: c.Batch, Page: c.Page, Row: c.Row, Entry: c.Entry, Crop: c.Crop}}, nil
}

// EntrySettled has the word that counts.
type EntrySettled struct {
	Stamp
	Batch int    `json:"batch"`
	Page  int    `json:"page"`
	Row   int    `json:"row"`
	Entry string `json:"entry"`
	Crop  string `json:"crop,omitempty"`
}

func (*EntrySettled) Kind() string { return "entry-settled" }

func (e *EntrySettled) Apply(s *State) {
	g := s.Round().reading()
	g.place(EntryRef{e.Batch, e.Page, e.Row}).Settled = &Choice{Stamp: e.Stamp, Entry: e.Entry, Crop: e.Crop}
	g.changed()
}
