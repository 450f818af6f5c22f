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
	Class    string   `json:"class" form:"required,from=classes"`
	Layout   string   `json:"layout" form:"required"` // hash of layout.json
	Options  []string `json:"options" form:"required"`
	Subjects []string `json:"subjects" form:"required"` // by row of the form; "" for one who is not voted on
	Images   []string `json:"images" form:"required"`   // hashes of the files, in order
}

func (*ScanBallots) Kind() string { return "scan-ballots" }

func (c *ScanBallots) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	if !r.Form.Simple() { // a line by itself does not say whether it counts
		return nil, decider.Refuse("N7.1", "reading-whole-ballot", "round", r.No).At("class")
	}
	if len(r.Collected) == 0 {
		return nil, decider.Refuse("", "not-collected", "round", r.No)
	}
	if !slices.Contains(r.issuedPaper(), c.Class) {
		return nil, decider.Refuse("", "pile-of-nobody", "class", c.Class).At("class")
	}
	if err := r.printed(c); err != nil {
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
		for _, b := range r.Reading.active() {
			if slices.Contains(b.Images, h) {
				return nil, decider.Refuse("", "scanned-already", "batch", b.No).At("images")
			}
		}
		if slices.Contains(c.Images[:i], h) {
			return nil, decider.Refuse("", "scanned-twice").At("images")
		}
	}
	e := &BallotsScanned{Stamp: act.By(call), Round: r.No, Batch: 1, Class: c.Class, Layout: c.Layout, Subjects: c.Subjects, Images: c.Images}
	if r.Reading != nil {
		e.Batch += len(r.Reading.Batches)
	}
	return []decider.Event[State]{e}, nil
}

// printed refuses papers of another form than the vote's: another subject, or other words.
// A form that a page cannot be judged by line by line is not read either: one with several
// questions or numbers, with caps on an option, or on which not everybody rates everybody.
func (r *Round) printed(c *ScanBallots) error {
	if f := &r.Form; len(f.Questions)+len(f.Caps)+len(f.Rates)+len(f.NotSelf) > 0 {
		return decider.Refuse("N7.1", "paper-kind-unread").At("layout")
	}
	other := decider.Refuse("N7.1", "paper-other-form").At("layout")
	if !slices.Equal(c.Options, r.Form.Options) {
		return other
	}
	var named []string
	for _, id := range c.Subjects {
		if id != "" {
			named = append(named, id)
		}
	}
	if len(named) != len(r.Form.Subjects) || twice(named) != "" {
		return other
	}
	for _, id := range r.Form.Subjects {
		if !slices.Contains(named, id) {
			return other
		}
	}
	return nil
}

// BallotsScanned has the pile as it was handed in.
type BallotsScanned struct {
	Stamp
	Round    int      `json:"round"`
	Batch    int      `json:"batch"`
	Class    string   `json:"class"`
	Layout   string   `json:"layout"`
	Subjects []string `json:"subjects"`
	Images   []string `json:"images"`
}

func (*BallotsScanned) Kind() string { return "ballots-scanned" }

func (e *BallotsScanned) Apply(s *State) {
	g := s.Round().reading()
	g.Batches = append(g.Batches, Batch{Stamp: e.Stamp, No: e.Batch, Class: e.Class, Layout: e.Layout, Subjects: e.Subjects, Images: e.Images})
	g.changed()
}
