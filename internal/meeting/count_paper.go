package meeting

import (
	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// CountPaper is one person's count of the papers (手工计票, N5.6): the piles of every
// class that got paper, entered by the one who counted. A second person counts and
// enters independently. Who enters again does not overwrite: the first entry is
// kept, the last one counts.
type CountPaper struct {
	Piles []Pile `json:"piles" form:"required"`
}

func (*CountPaper) Kind() string { return "count-paper" }

func (c *CountPaper) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	classes := r.issuedPaper()
	if len(classes) == 0 {
		return nil, decider.Refuse("", "no-paper", "round", r.No)
	}
	counted, err := tallies(r.Form, classes, c.Piles, "piles")
	if err != nil {
		return nil, err
	}
	return []decider.Event[State]{&PaperCounted{Stamp: act.By(call), Tallies: counted}}, nil
}

// PaperCounted has one person's count; By is who counted.
type PaperCounted struct {
	Stamp
	Tallies []ballot.Tally `json:"tallies"`
}

func (*PaperCounted) Kind() string { return "paper-counted" }

func (e *PaperCounted) Apply(s *State) {
	r := s.Round()
	r.Sheets = append(r.Sheets, Sheet{Stamp: e.Stamp, Tallies: e.Tallies})
}

// Sheet is one person's count of the papers.
type Sheet struct {
	Stamp
	Tallies []ballot.Tally `json:"tallies"`
}
