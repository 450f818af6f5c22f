package meeting

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Comment is the head's comment on one subject (领导点评, N6.2): what was good, what
// the outstanding problems are, where to go; none of the three is left out. A
// recorded comment is corrected by another one with a reason.
type Comment struct {
	Subject   string   `json:"subject" form:"required,from=subjects"`
	Strengths string   `json:"strengths" form:"required,long"`
	Problems  []string `json:"problems" form:"required"`
	Direction string   `json:"direction" form:"required,long"`
	Reason    string   `json:"reason,omitempty" form:"long"` // of a correction
}

func (*Comment) Kind() string { return "comment" }

func (c *Comment) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	if _, ok := s.Subject(c.Subject); !ok {
		return nil, act.NotOnFile("subject", c.Subject)
	}
	if err := act.Filled("strengths", c.Strengths, "direction", c.Direction); err != nil {
		return nil, err
	}
	if len(c.Problems) == 0 || slices.ContainsFunc(c.Problems, func(p string) bool { return strings.TrimSpace(p) == "" }) {
		return nil, decider.Refuse("", "field-empty", "field", "field.problems").At("problems")
	}
	if r := s.Report(c.Subject); r == nil || r.Finished.IsZero() || r.Instead == Absent {
		return nil, decider.Refuse("", "nothing-to-comment", "subject", c.Subject).At("subject")
	}
	was := s.remark(c.Subject)
	d := act.Departures{Reason: c.Reason}
	switch {
	case was != nil && strings.TrimSpace(c.Reason) == "":
		return nil, decider.Refuse("", "commented-already", "subject", c.Subject).At("reason")
	case was == nil:
		if err := s.begin(policy.ItemComments, &d); err != nil {
			return nil, err
		}
	}
	return []decider.Event[State]{&Commented{Stamp: act.By(call), Comment: brief.Comment{Subject: c.Subject, Strengths: c.Strengths,
		Problems: c.Problems, Direction: c.Direction}, Reason: c.Reason, Departures: d.List}}, nil
}

// Commented has a reason when it corrects an earlier comment or departs from the order.
type Commented struct {
	Stamp
	brief.Comment
	Reason     string      `json:"reason,omitempty"`
	Departures []Departure `json:"departures,omitempty"`
}

func (*Commented) Kind() string { return "commented" }

func (e *Commented) Apply(s *State) {
	said := Said{Stamp: e.Stamp, Comment: e.Comment, Reason: e.Reason}
	if r := s.remark(e.Subject); r != nil {
		r.Earlier = append(r.Earlier, r.Said)
		r.Said = said
	} else {
		s.Comments = append(s.Comments, Remark{Said: said})
	}
	s.Departures = append(s.Departures, e.Departures...)
}

// Said is a comment as it was recorded.
type Said struct {
	Stamp
	brief.Comment
	Reason string `json:"reason,omitempty"`
}

// Remark is the comment on a subject that counts, with those it corrected.
type Remark struct {
	Said
	Earlier []Said `json:"earlier,omitempty"`
}
