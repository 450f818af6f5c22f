package cycle

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// ExemptSubject takes a subject out of the review after the scope was set (中途免除,
// N1.1): a secretary who left office, fell ill, died. It needs a reason and an
// approver, and no meeting may be called for the subject any more: who has
// reported is graded. Where the subject was drawn by lot, the next lot moves up.
type ExemptSubject struct {
	Subject  string `json:"subject" form:"required,from=subjects"`
	Reason   string `json:"reason" form:"required,long"`
	Approver string `json:"approver" form:"required,from=persons"` // person
}

func (*ExemptSubject) Kind() string { return "exempt-subject" }

func (c *ExemptSubject) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	if err := act.Approved(c.Reason, c.Approver, call.Who, sub.Person); err != nil {
		return nil, err
	}
	if err := s.bound(sub); err != nil {
		return nil, err
	}
	clause := s.Policy.Scope.Other.Clause
	e := &SubjectExempted{Stamp: act.By(call), Exempt: Exempt{Org: c.Subject, Rule: "N1.1", Clause: clause, Reason: c.Reason, Approver: c.Approver}}
	if d := s.draw(sub.Kind); d != nil {
		for _, l := range d.Lots {
			org := s.orgNamed(l.Name)
			out := slices.ContainsFunc(s.Exempt, func(x Exempt) bool { return x.Org == org })
			if s.Subjects[org] == nil && !out {
				e.Instead = &SubjectRule{Org: org, Rule: "N1.3", Clause: d.Clause}
				break
			}
		}
	}
	return []decider.Event[State]{e}, nil
}

// bound refuses to change who is under review once a meeting is called for the subject
// or grades are decided.
func (s *State) bound(sub *Subject) error {
	clause := s.Policy.Scope.Other.Clause
	for _, kind := range s.Policy.Meetings {
		if m := s.meetingOf(sub.ID, kind.ID); m != nil {
			return decider.Refuse("N1.1", "exempt-called", "subject", sub.OrgName, "meeting", m.ID).By(clause).At("subject")
		}
	}
	if s.Decisions > 0 {
		return decider.Refuse("N1.1", "graded-already", "date", s.Decided).By(clause).At("subject")
	}
	return nil
}

// SubjectExempted is a subject taken out, with who is a subject instead.
type SubjectExempted struct {
	Stamp
	Exempt  Exempt       `json:"exempt"`
	Instead *SubjectRule `json:"instead,omitempty"`
}

func (*SubjectExempted) Kind() string { return "subject-exempted" }

func (e *SubjectExempted) Apply(s *State) {
	delete(s.Subjects, e.Exempt.Org)
	s.SubjectOrder = slices.DeleteFunc(s.SubjectOrder, func(id string) bool { return id == e.Exempt.Org })
	s.Exempt = append(s.Exempt, e.Exempt)
	if e.Instead != nil {
		s.addSubject(*e.Instead)
	}
}
