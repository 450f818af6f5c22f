package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// ScanBallots hands in a pile of papers that went through a scanner (登记扫描件): the
// files, and the form they were printed from. Nothing is read before the vote has ended
// and the papers were counted by hand (N5.6, N7.2): the machine answers to that number.
// The papers of a class are a pile of their own.
type ScanBallots struct {
	Class string `json:"class" form:"required,from=classes"`
	// Again is the pile whose sheets are scanned a second time, to compare both readings.
	Again  int    `json:"again,omitempty"`
	Layout string `json:"layout" form:"required"` // hash of layout.json
	// Options and Subjects are the form where it is one table: its words, and whom its rows are
	// about, "" for one who is not voted on. Lines are the rows of any form.
	Options  []string      `json:"options,omitempty"`
	Subjects []string      `json:"subjects,omitempty"`
	Lines    []PrintedLine `json:"lines,omitempty"`
	Images   []string      `json:"images" form:"required"` // hashes of the files, in order
}

func (*ScanBallots) Kind() string { return "scan-ballots" }

func (c *ScanBallots) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	if err := r.unread(); err != nil {
		return nil, err
	}
	if len(r.Collected) == 0 {
		return nil, decider.Refuse("", "not-collected", "round", r.No)
	}
	if !slices.Contains(r.issuedPaper(), c.Class) {
		return nil, decider.Refuse("", "pile-of-nobody", "class", c.Class).At("class")
	}
	rows := c.Lines
	for _, id := range c.Subjects {
		rows = append(rows, PrintedLine{Subject: id, Options: c.Options})
	}
	if err := r.printed(c.Class, rows); err != nil {
		return nil, err
	}
	for _, h := range append([]string{c.Layout}, c.Images...) {
		if !isHash(h) {
			return nil, decider.Refuse("", "image-malformed", "got", h).At("images")
		}
	}
	if len(c.Images) == 0 {
		return nil, decider.Refuse("", "field-empty", "field", "field.images").At("images")
	}
	for i, h := range c.Images {
		for _, b := range r.Reading.standing() {
			if slices.Contains(b.Images, h) {
				return nil, decider.Refuse("", "scanned-already", "batch", b.No).At("images")
			}
		}
		if slices.Contains(c.Images[:i], h) {
			return nil, decider.Refuse("", "scanned-twice").At("images")
		}
	}
	if c.Again != 0 {
		if err := r.sameSheets(c); err != nil {
			return nil, err
		}
	}
	e := &BallotsScanned{Stamp: act.By(call), Round: r.No, Batch: 1, Class: c.Class, Again: c.Again, Layout: c.Layout, Images: c.Images}
	for _, row := range rows {
		e.Subjects = append(e.Subjects, row.Subject)
		if len(r.Form.Questions) > 0 {
			e.Questions = append(e.Questions, row.Question)
		}
	}
	if r.Reading != nil {
		e.Batch += len(r.Reading.Batches)
	}
	return []decider.Event[State]{e}, nil
}

// BallotsScanned has the pile as it was handed in.
type BallotsScanned struct {
	Stamp
	Round     int      `json:"round"`
	Batch     int      `json:"batch"`
	Class     string   `json:"class"`
	Layout    string   `json:"layout"`
	Subjects  []string `json:"subjects"`
	Questions []string `json:"questions,omitempty"`
	Again     int      `json:"again,omitempty"`
	Images    []string `json:"images"`
}

func (*BallotsScanned) Kind() string { return "ballots-scanned" }

func (e *BallotsScanned) Apply(s *State) {
	g := s.Round().reading()
	g.Batches = append(g.Batches, Batch{Stamp: e.Stamp, No: e.Batch, Class: e.Class, Layout: e.Layout, Subjects: e.Subjects, Questions: e.Questions, Again: e.Again, Images: e.Images})
	g.changed()
}
