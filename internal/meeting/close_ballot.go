package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// CloseBallot ends the vote (投票截止): no ballot is given after it, and only after it
// may anything be counted (N5.6, N7.2).
type CloseBallot struct{}

func (*CloseBallot) Kind() string { return "close-ballot" }

func (c *CloseBallot) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r := s.Round()
	if r == nil || r.Ended != nil || r.Voided != nil {
		return nil, decider.Refuse("", "no-vote-open")
	}
	return []decider.Event[State]{&BallotClosed{Stamp: act.By(call), Round: r.No, Box: r.Box}}, nil
}

// BallotClosed names the box that is sealed now.
type BallotClosed struct {
	Stamp
	Round int    `json:"round"`
	Box   string `json:"box"`
}

func (*BallotClosed) Kind() string { return "ballot-closed" }

func (e *BallotClosed) Apply(s *State) { s.Round().Ended = &e.Stamp }

// counting is the round whose ballots may be counted now, or the refusal.
func (s *State) counting() (*Round, error) {
	r := s.Round()
	switch {
	case r == nil || r.Ended == nil:
		return nil, decider.Refuse("N7.2", "vote-not-ended")
	case r.Voided != nil:
		return nil, decider.Refuse("", "vote-void", "round", r.No)
	case r.Accepted != nil:
		return nil, decider.Refuse("", "count-accepted-already", "round", r.No)
	}
	return r, nil
}
