package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// VoidBallot makes the vote void (测评作废) for a reason, above all when more ballots came
// back than were given out, or fewer than must; it is repeated by opening another. Once numbers are known,
// from the box or a teller, any other reason needs somebody else who agrees, and after
// the count was accepted a vote cannot be voided: nobody alone undoes a result.
type VoidBallot struct {
	Reason   string `json:"reason" form:"required,long"`
	Approver string `json:"approver,omitempty" form:"from=persons"`
}

func (*VoidBallot) Kind() string { return "void-ballot" }

func (c *VoidBallot) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	switch r := s.Round(); {
	case r == nil:
		return nil, decider.Refuse("", "no-vote-open")
	case r.Voided != nil:
		return nil, decider.Refuse("", "vote-void", "round", r.No)
	case r.Accepted != nil:
		return nil, decider.Refuse("", "count-accepted-already", "round", r.No)
	default:
		e := &BallotVoided{Stamp: act.By(call), Round: r.No, Box: r.Box, Reason: c.Reason, Approver: c.Approver}
		for i := range r.Form.Classes {
			e.MoreThanIssued = e.MoreThanIssued || r.Balance(i).Void()
		}
		e.TooFew = s.tooFew(r)
		known := r.Phone != nil || len(r.Sheets) > 0 || r.Reading != nil
		if known && !e.MoreThanIssued && !e.TooFew || c.Approver != "" {
			if err := s.approved(c.Reason, c.Approver, call.Who); err != nil {
				return nil, err
			}
		}
		return []decider.Event[State]{e}, nil
	}
}

// BallotVoided names the box whose ballots do not count.
type BallotVoided struct {
	Stamp
	Round          int    `json:"round"`
	Box            string `json:"box"`
	Reason         string `json:"reason"`
	Approver       string `json:"approver,omitempty"`
	MoreThanIssued bool   `json:"more_than_issued"`
	TooFew         bool   `json:"too_few,omitempty"` // fewer came back than must
}

func (*BallotVoided) Kind() string { return "ballot-voided" }

func (e *BallotVoided) Apply(s *State) {
	s.Round().Voided = &Void{Stamp: e.Stamp, Reason: e.Reason, Approver: e.Approver, MoreThanIssued: e.MoreThanIssued, TooFew: e.TooFew}
}

// Void is why a vote does not count.
type Void struct {
	Stamp
	Reason         string `json:"reason"`
	Approver       string `json:"approver,omitempty"`
	MoreThanIssued bool   `json:"more_than_issued"`
	TooFew         bool   `json:"too_few,omitempty"`
}
