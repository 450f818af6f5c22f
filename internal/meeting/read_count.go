package meeting

import (
	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// CountReadings makes the count of the papers from what was read and decided (识读计票):
// every returned paper was read, two people decided every entry that was open, and the
// sheets drawn by lot were compared. It stands beside counts by hand; where there are
// both, they must agree before the count is accepted (N5.6).
type CountReadings struct{}

func (*CountReadings) Kind() string { return "count-readings" }

func (c *CountReadings) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	if err := s.ready(r); err != nil {
		return nil, err
	}
	check := r.Reading.check()
	switch {
	case check == nil || check.Stale:
		return nil, decider.Refuse("", "check-not-drawn")
	case len(check.Next()) > 0:
		return nil, decider.Refuse("", "sheets-unchecked", "number", len(check.Next()))
	case r.Reading.Counted != nil:
		return nil, decider.Refuse("", "readings-counted-already")
	}
	return []decider.Event[State]{&ReadingsCounted{Stamp: act.By(call), Round: r.No, Tallies: r.readTallies()}}, nil
}

// ReadingsCounted has the count.
type ReadingsCounted struct {
	Stamp
	Round   int            `json:"round"`
	Tallies []ballot.Tally `json:"tallies"`
}

func (*ReadingsCounted) Kind() string { return "readings-counted" }

func (e *ReadingsCounted) Apply(s *State) {
	s.Round().reading().Counted = &ReadCount{Stamp: e.Stamp, Tallies: e.Tallies}
}

// ReadCount is the count of the papers by reading.
type ReadCount struct {
	Stamp
	Tallies []ballot.Tally `json:"tallies"`
}

// counted is the count by reading, nil where there is none.
func (r *Round) countedByReading() *ReadCount {
	if r.Reading == nil {
		return nil
	}
	return r.Reading.Counted
}
