package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Back is how many ballots came back of how many, and how many had to (收回票数).
type Back struct {
	Returned int  `json:"returned"`
	Whole    int  `json:"whole"` // given out, present or expected, as the notice has it
	Need     int  `json:"need"`
	OK       bool `json:"ok"`
}

// back measures a vote whose ballots were collected. Present and expected are those of the
// classes that vote, as measured when the meeting was opened.
func (s *State) back(r *Round) Back {
	rule := s.Type().Ballot.Returned
	var b Back
	for i := range r.Form.Classes {
		one := r.Balance(i)
		b.Returned += one.PhoneUsed + one.PaperReturned
		if rule.Of == "issued" {
			b.Whole += one.PhoneIssued - r.Slips[i].PhoneReplaced + one.PaperIssued - r.Slips[i].PaperReplaced
		}
	}
	for _, p := range s.Opening.Presence {
		switch c, _ := s.Type().ClassByID(p.Class); {
		case !c.Votes:
		case rule.Of == "present":
			b.Whole += p.Present
		case rule.Of == "expected":
			b.Whole += p.Expected
		}
	}
	b.Need = rule.Need(b.Whole)
	b.OK = b.Whole > 0 && b.Returned >= b.Need
	return b
}

// enoughBack refuses a count of fewer ballots than must come back: then the vote is void
// and is repeated (N7.1). Where the notice says so in general only, a reason makes it a
// recorded departure.
func (s *State) enoughBack(r *Round, d *act.Departures) error {
	rule := s.Type().Ballot.Returned
	if !rule.Holds() {
		return nil
	}
	b := s.back(r)
	if b.OK {
		return nil
	}
	return d.Breach(rule.Basis, decider.Refuse("N7.1", "too-few-returned", "returned", b.Returned, "whole", b.Whole, "need", b.Need, "of", "returned-of."+rule.Of))
}

// tooFew says whether a vote has to be repeated because too few ballots came back, and
// everything that came back is known.
func (s *State) tooFew(r *Round) bool {
	rule := s.Type().Ballot.Returned
	if !rule.Holds() || rule.Strength == policy.Advise || len(r.Collected) == 0 || len(r.issuedPhone()) > 0 && r.Phone == nil {
		return false
	}
	return !s.back(r).OK
}
