package meeting

import (
	"strings"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// Recount counts an announced vote once more (重新统计) with a reason and somebody else
// who agreed: the papers, the sealed list, or both; what is not counted again stays
// as it was. Both results are kept, and the new one counts when it is announced
// (N5.6): so no result can take the place of one that nobody heard. No class has
// more ballots than it was given, and a sealed list gives what it gave when it was
// sealed. Where the notice has the guides count, one of them recounts.
type Recount struct {
	Paper    []Pile `json:"paper,omitempty"`
	Phone    []Pile `json:"phone,omitempty"`
	Reason   string `json:"reason" form:"required,long"`
	Approver string `json:"approver" form:"required,from=persons"`
}

func (*Recount) Kind() string { return "recount" }

func (c *Recount) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r := s.Round()
	if r == nil || r.Accepted == nil {
		return nil, decider.Refuse("", "nothing-to-recount")
	}
	if u := s.unannounced(); u != nil {
		return nil, decider.Refuse("", "announce-first", "round", u.Round)
	}
	if err := s.guideCounts(call.Who); err != nil {
		return nil, err
	}
	if err := s.approved(c.Reason, c.Approver, call.Who); err != nil {
		return nil, err
	}
	if len(c.Paper)+len(c.Phone) == 0 {
		return nil, decider.Refuse("", "field-empty", "field", "field.paper").At("paper")
	}
	was := s.Results[len(s.Results)-1]
	e := &Recounted{Stamp: act.By(call), Round: r.No, Paper: was.Paper, Phone: was.Phone, Seal: was.Seal, Reason: c.Reason, Approver: c.Approver}
	var err error
	if len(c.Paper) > 0 {
		if e.Paper, err = r.again(r.issuedPaper(), c.Paper, "paper"); err != nil {
			return nil, err
		}
		e.Changed = r.differences(was.Paper, e.Paper)
	}
	if len(c.Phone) > 0 {
		if e.Phone, err = r.again(r.issuedPhone(), c.Phone, "phone"); err != nil {
			return nil, err
		}
		if list := r.differences(r.Phone.Tallies, e.Phone); len(list) > 0 {
			return nil, decider.Refuse("", "recount-box-differs", "box", r.Box, "number", len(list), "list", strings.Join(list, "; ")).At("phone")
		}
	}
	return []decider.Event[State]{e}, nil
}

// again reads the piles of a recount.
func (r *Round) again(classes []string, piles []Pile, field string) ([]ballot.Tally, error) {
	counted, err := tallies(r.Form, classes, piles, field)
	if err != nil {
		return nil, err
	}
	for _, t := range counted {
		issued := r.Slips[t.Class].Paper
		if field == "phone" {
			issued = r.Slips[t.Class].Phone
		}
		if t.Ballots > issued {
			return nil, decider.Refuse("", "recount-too-many", "class", r.Form.Classes[t.Class], "got", t.Ballots, "issued", issued).At(field)
		}
	}
	return counted, nil
}

// Recounted has the whole result after the recount, and what it changed.
type Recounted struct {
	Stamp
	Round    int            `json:"round"`
	Phone    []ballot.Tally `json:"phone,omitempty"`
	Paper    []ballot.Tally `json:"paper,omitempty"`
	Seal     string         `json:"seal,omitempty"`
	Reason   string         `json:"reason"`
	Approver string         `json:"approver"`
	// Changed lists class, subject, column, and the numbers before and after.
	Changed []string `json:"changed,omitempty"`
}

func (*Recounted) Kind() string { return "recounted" }

func (e *Recounted) Apply(s *State) {
	s.Results = append(s.Results, Result{Stamp: e.Stamp, Round: e.Round, Form: s.Round().Form, Phone: e.Phone, Paper: e.Paper,
		Seal: e.Seal, Recount: true, Reason: e.Reason, Approver: e.Approver})
}
