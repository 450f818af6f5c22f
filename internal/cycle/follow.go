package cycle

import (
	"slices"

	"shuping/internal/calendar"
	"shuping/internal/policy"
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

// follows finds what follows from a grade decided on that day.
func (s *State) follows(sub *Subject, grade string, decided calendar.Date) ([]Follow, error) {
	var out []Follow
	for i := range s.Policy.Consequences {
		c := &s.Policy.Consequences[i]
		if len(c.Grades) > 0 && !slices.Contains(c.Grades, grade) || !policy.Concerns(c.Kinds, nil, sub.Kind, "") {
			continue
		}
		unknown, ruledOut := s.settles(sub, c, grade)
		if ruledOut {
			continue
		}
		f := Follow{ID: c.ID, Rule: c.Rule, Clause: c.Clause, Name: c.Name, Unknown: unknown}
		if c.Days+c.WorkingDays > 0 {
			due, err := s.last(decided, c.Days, c.WorkingDays, 0)
			if err != nil {
				return nil, err
			}
			f.Due = due
		}
		if c.LastsMonths > 0 {
			f.Until = decided.AddMonths(c.LastsMonths)
		}
		out = append(out, f)
	}
	return out, nil
}

// settles asks the years before. A year that is not on file makes a consequence unknown, unless
// another year rules it out; unknown is the last such year, 0 where all is known.
func (s *State) settles(sub *Subject, c *policy.Consequence, grade string) (unknown int, ruledOut bool) {
	earlier := func(back int) (string, bool) { return s.gradeIn(sub.Person, s.Year-back) }
	missing := 0 // years back
	for i, want := range c.Before {
		switch was, onFile := earlier(i + 1); {
		case !onFile && missing == 0:
			missing = i + 1
		case onFile && was != want:
			return 0, true
		}
	}
	if len(c.History.Grades) > 0 {
		switch past := c.History.Judge(grade, earlier); {
		case past.Open && (missing == 0 || past.Missing[0] < missing):
			missing = past.Missing[0]
		case !past.Open && !past.Met:
			return 0, true
		}
	}
	if missing > 0 {
		unknown = s.Year - missing
	}
	return unknown, false
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
