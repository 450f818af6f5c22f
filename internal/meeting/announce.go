package meeting

import (
	"fmt"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// Announce announces the result on the spot (当场公布, N5.6, N6.2): the complete count
// of each subject, by class as far as it points to nobody. After it nothing is
// reset; a recount is announced as a further result, even after the meeting.
type Announce struct {
	Where string `json:"where,omitempty"`
}

func (*Announce) Kind() string { return "announce" }

func (c *Announce) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r := s.unannounced()
	if r == nil {
		return nil, decider.Refuse("", "nothing-to-announce")
	}
	shown, err := r.Form.Public(r.all(), s.Type().Ballot.FewerThan)
	if err != nil {
		return nil, fmt.Errorf("round %d: %w", r.Round, err)
	}
	return []decider.Event[State]{&Announced{Stamp: act.By(call), Round: r.Round, Recount: r.Recount, Where: c.Where, Published: shown}}, nil
}

// Announced has what was shown.
type Announced struct {
	Stamp
	Round     int              `json:"round"`
	Recount   bool             `json:"recount,omitempty"`
	Where     string           `json:"where,omitempty"`
	Published ballot.Published `json:"published"`
}

func (*Announced) Kind() string { return "announced" }

func (e *Announced) Apply(s *State) {
	s.Results[len(s.Results)-1].Announced = &Announcement{Stamp: e.Stamp, Where: e.Where, Published: e.Published}
}
