package meeting

import "shuping/internal/ballot"

// Result is an accepted count or a recount (计票结果).
type Result struct {
	Stamp
	Round    int              `json:"round"`
	Form     ballot.Form      `json:"form"`
	Balances []ballot.Balance `json:"balances,omitempty"`
	Phone    []ballot.Tally   `json:"phone,omitempty"`
	Paper    []ballot.Tally   `json:"paper,omitempty"`
	Seal     string           `json:"seal,omitempty"` // hash of the sealed list of phone ballots
	// Recount, Reason and Approver are those of a recount.
	Recount   bool          `json:"recount,omitempty"`
	Reason    string        `json:"reason,omitempty"`
	Approver  string        `json:"approver,omitempty"`
	Announced *Announcement `json:"announced,omitempty"`
}

// Announcement is a result as it was announced: what may be shown of it.
type Announcement struct {
	Stamp
	Where     string           `json:"where,omitempty"`
	Published ballot.Published `json:"published"`
}

// Announced is the last result that was announced, nil before the first.
func (s *State) Announced() *Result {
	for i := len(s.Results) - 1; i >= 0; i-- {
		if s.Results[i].Announced != nil {
			return &s.Results[i]
		}
	}
	return nil
}

// all is every tally of a result, phone and paper.
func (r *Result) all() []ballot.Tally {
	return append(append([]ballot.Tally{}, r.Phone...), r.Paper...)
}
