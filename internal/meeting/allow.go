package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// aboutSubject is a command that concerns one subject: the role of subject then
// counts only for the own id.
type aboutSubject interface{ about(*State) string }

func (c *Answer) about(s *State) string {
	if q := s.question(c.Question); q != nil {
		return q.Subject
	}
	return ""
}

// allow answers who may hand in what, and after what, and nothing where the record
// does not lie: the policy's table, where
// the first command of the meeting is the program's, which takes the year's brief.
func allow(s *State, call decider.Call, cmd decider.Command[State]) error {
	kind := cmd.Kind()
	if _, first := cmd.(*Call); first {
		return act.Role([]string{policy.RoleSystem}, call.Roles)
	}
	if s.Brief.Meeting == "" {
		return decider.Refuse("", "too-early", "after", "event.meeting.called")
	}
	if a, ok := HouseAct(kind); ok {
		return s.allowHouse(call, kind, a)
	}
	if err := s.custody(); err != nil {
		return err
	}
	subject := ""
	if c, ok := cmd.(aboutSubject); ok {
		subject = c.about(s)
	}
	return act.Allow(&s.Brief.Policy, "meeting", kind, s.Seen, append(s.RolesOf(call.Who, subject), call.Roles...))
}

// RolesOf is which roles a person has in this meeting by its brief: chair, head,
// guide, teller, subject. With a subject's id, subject is only who that is.
func (s *State) RolesOf(who, subject string) (roles []string) {
	if who == "" {
		return nil
	}
	if s.Brief.Chair == who {
		roles = append(roles, "chair")
	}
	if slices.Contains(s.Brief.Guides, who) {
		roles = append(roles, "guide")
	}
	if s.Brief.Head == who {
		roles = append(roles, "head")
	}
	for _, sub := range s.Brief.Subjects {
		if sub.Person == who && (subject == "" || subject == sub.ID) {
			roles = append(roles, "subject")
		}
	}
	if slices.Contains(s.Brief.Tellers, who) {
		roles = append(roles, "teller")
	}
	return roles
}

// ground gives a refusal that names no rule the rule and clause of the act.
func ground(s *State, cmd decider.Command[State], r *decider.Refusal) {
	a := ActOf(&s.Brief.Policy, cmd.Kind())
	if _, first := cmd.(*Call); first {
		a = policy.Act{Rule: "N1.4"}
	}
	act.Ground(a, r)
}
