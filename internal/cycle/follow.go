package cycle

import (
	"slices"

	"shuping/internal/calendar"
)

// Follow is a consequence of a grade for one subject (结果运用, N10).
type Follow struct {
	ID     string        `json:"id"` // of policy.Consequence
	Rule   string        `json:"rule"`
	Clause string        `json:"clause"`
	Name   string        `json:"name"`
	Due    calendar.Date `json:"due,omitempty"`
	// Until is the last day on which it holds, where the notice says for how long.
	Until calendar.Date `json:"until,omitempty"`
	// Unknown is the earlier year whose grade would settle it and is not on file;
	// 0 when it is known to follow.
	Unknown   int         `json:"unknown,omitempty"`
	Withdrawn bool        `json:"withdrawn,omitempty"` // by a correction
	Done      *CarriedOut `json:"done,omitempty"`
}

// FollowChange is what changes for a subject when a grade was corrected or an
// earlier one was put on file.
type FollowChange struct {
	Subject   string   `json:"subject"`
	Added     []Follow `json:"added"`
	Withdrawn []string `json:"withdrawn"` // ids
}

// follow is the consequence of that id that stands, or nil.
func (s *Subject) follow(id string) *Follow {
	for _, f := range s.Follows {
		if f.ID == id && !f.Withdrawn {
			return f
		}
	}
	return nil
}

// change holds what follows now against what stood before. A consequence that was
// unknown and is now known is withdrawn and added anew.
func (s *Subject) change(now []Follow) FollowChange {
	c := FollowChange{Subject: s.ID}
	for _, f := range s.Follows {
		if !f.Withdrawn && !slices.ContainsFunc(now, func(n Follow) bool { return n.ID == f.ID && n.Unknown == f.Unknown }) {
			c.Withdrawn = append(c.Withdrawn, f.ID)
		}
	}
	for _, n := range now {
		if f := s.follow(n.ID); f == nil || f.Unknown != n.Unknown {
			c.Added = append(c.Added, n)
		}
	}
	return c
}

func (s *Subject) apply(c FollowChange) {
	for _, id := range c.Withdrawn {
		s.follow(id).Withdrawn = true
	}
	for _, f := range c.Added {
		s.Follows = append(s.Follows, &f)
	}
}
