package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// ReplaceSlip records that a ballot was spoilt or lost and another one was given
// out (换发): a number by class, never which one or whose (N7.2).
type ReplaceSlip struct {
	Class  string `json:"class" form:"required,from=classes"`
	Origin Origin `json:"origin" form:"required,choice=phone|paper"`
	Cause  string `json:"cause" form:"required,choice=spoilt|lost"`
	Reason string `json:"reason" form:"required,long"`
}

// Origin is how a ballot is given.
type Origin string

const (
	ByPhone Origin = "phone" // by phone or terminal, with the code on a slip
	OnPaper Origin = "paper"
)

func (*ReplaceSlip) Kind() string { return "replace-slip" }

func (c *ReplaceSlip) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r := s.Round()
	if r == nil || r.Ended != nil || r.Voided != nil {
		return nil, decider.Refuse("", "no-vote-open")
	}
	if err := act.Filled("class", c.Class, "origin", string(c.Origin), "cause", c.Cause, "reason", c.Reason); err != nil {
		return nil, err
	}
	if c.Origin != ByPhone && c.Origin != OnPaper {
		return nil, decider.Refuse("", "choice-unknown", "got", string(c.Origin)).At("origin")
	}
	if !slices.Contains([]string{"spoilt", "lost"}, c.Cause) {
		return nil, decider.Refuse("", "choice-unknown", "got", c.Cause).At("cause")
	}
	i := r.classIndex(c.Class)
	if i < 0 || c.Origin == ByPhone && r.Slips[i].Phone == 0 || c.Origin == OnPaper && r.Slips[i].Paper == 0 {
		return nil, decider.Refuse("", "pile-of-nobody", "class", c.Class).At("class")
	}
	return []decider.Event[State]{&SlipReplaced{Stamp: act.By(call), Class: c.Class, Origin: c.Origin, Cause: c.Cause, Reason: c.Reason}}, nil
}

// SlipReplaced is one more ballot given out and one more that does not count.
type SlipReplaced struct {
	Stamp
	Class  string `json:"class"`
	Origin Origin `json:"origin"`
	Cause  string `json:"cause"` // spoilt, lost
	Reason string `json:"reason"`
}

func (*SlipReplaced) Kind() string { return "slip-replaced" }

func (e *SlipReplaced) Apply(s *State) {
	r := s.Round()
	slips := &r.Slips[r.classIndex(e.Class)]
	if e.Origin == ByPhone {
		slips.Phone, slips.PhoneReplaced = slips.Phone+1, slips.PhoneReplaced+1
	} else {
		slips.Paper, slips.PaperReplaced = slips.Paper+1, slips.PaperReplaced+1
	}
	r.Replaced = append(r.Replaced, Replacement{Stamp: e.Stamp, Class: e.Class, Origin: e.Origin, Cause: e.Cause, Reason: e.Reason})
}

// Replacement is a replaced ballot as it was recorded.
type Replacement struct {
	Stamp
	Class  string `json:"class"`
	Origin Origin `json:"origin"`
	Cause  string `json:"cause"`
	Reason string `json:"reason"`
}
