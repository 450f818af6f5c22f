package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// CollectBallots records what came back (收回): for each class that got ballots the
// slips handed back unused, those spoilt or kept, the papers returned and not
// returned. Replaced ones are among the spoilt or not returned. It may be recorded again
// until the count is accepted; the last entry counts and the others are kept.
type CollectBallots struct {
	Rows []Collected `json:"rows" form:"required"`
}

// Collected is what came back of one class.
type Collected struct {
	Class            string `json:"class" form:"required,from=classes"`
	PhoneUnused      int    `json:"phone_unused"`
	PhoneSpoilt      int    `json:"phone_spoilt"` // spoilt, lost or kept, replaced ones included
	PaperReturned    int    `json:"paper_returned"`
	PaperNotReturned int    `json:"paper_not_returned"` // lost, spoilt or kept, replaced ones included
}

func (*CollectBallots) Kind() string { return "collect-ballots" }

func (c *CollectBallots) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, row := range c.Rows {
		i := r.classIndex(row.Class)
		switch least := min(row.PhoneUnused, row.PhoneSpoilt, row.PaperReturned, row.PaperNotReturned); {
		case i < 0:
			return nil, decider.Refuse("", "pile-of-nobody", "class", row.Class).At("rows")
		case seen[row.Class]:
			return nil, decider.Refuse("", "stands-twice", "what", "field.class", "id", row.Class).At("rows")
		case least < 0:
			return nil, decider.Refuse("", "number-negative", "field", "field.rows", "got", least).At("rows")
		case row.PhoneSpoilt < r.Slips[i].PhoneReplaced:
			return nil, decider.Refuse("", "fewer-than-replaced", "class", row.Class, "got", row.PhoneSpoilt, "replaced", r.Slips[i].PhoneReplaced).At("rows")
		case row.PaperNotReturned < r.Slips[i].PaperReplaced:
			return nil, decider.Refuse("", "fewer-than-replaced", "class", row.Class, "got", row.PaperNotReturned, "replaced", r.Slips[i].PaperReplaced).At("rows")
		}
		seen[row.Class] = true
	}
	for _, class := range r.Form.Classes {
		if !seen[class] {
			return nil, decider.Refuse("", "pile-missing", "class", class).At("rows")
		}
	}
	return []decider.Event[State]{&BallotsCollected{Stamp: act.By(call), Rows: c.Rows}}, nil
}

// BallotsCollected has what came back of every class that got ballots.
type BallotsCollected struct {
	Stamp
	Rows []Collected `json:"rows"`
}

func (*BallotsCollected) Kind() string { return "ballots-collected" }

func (e *BallotsCollected) Apply(s *State) {
	r := s.Round()
	r.Collected = append(r.Collected, Collection{Stamp: e.Stamp, Rows: e.Rows})
}

// Collection is one entry of what came back.
type Collection struct {
	Stamp
	Rows []Collected `json:"rows"`
}
