package meeting

import (
	"slices"
	"strings"

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

// allow answers who may hand in what, and after what: the policy's table, where
// the first command of the meeting is the program's, which takes the year's brief.
func allow(s *State, call decider.Call, cmd decider.Command[State]) error {
	kind := cmd.Kind()
	if _, first := cmd.(*Call); first {
		return hasRole([]string{policy.RoleSystem}, call.Roles)
	}
	if s.Brief.Meeting == "" {
		return decider.Refuse("", "too-early", "after", "event.meeting.called")
	}
	act, ok := s.Brief.Policy.Acts["meeting"][kind]
	if !ok {
		return decider.Refuse("", "act-unknown", "kind", "command.meeting."+kind, "policy", s.Brief.Policy.ID)
	}
	for _, e := range act.After {
		if s.Seen[e] == 0 {
			return decider.Refuse("", "too-early", "after", "event.meeting."+e)
		}
	}
	for _, e := range act.Before {
		if s.Seen[e] > 0 {
			return decider.Refuse("", "too-late", "before", "event.meeting."+e)
		}
	}
	subject := ""
	if c, ok := cmd.(aboutSubject); ok {
		subject = c.about(s)
	}
	return hasRole(act.By, append(s.RolesOf(call.Who, subject), call.Roles...))
}

func hasRole(need, have []string) error {
	if slices.ContainsFunc(need, func(r string) bool { return slices.Contains(have, r) }) {
		return nil
	}
	return decider.Refuse("", "role", "need", roleKeys(need), "have", roleKeys(have))
}

// roleKeys names roles by their catalogue keys; no role at all is said too.
func roleKeys(roles []string) string {
	if len(roles) == 0 {
		return "role.none"
	}
	var keys []string
	for _, r := range roles {
		if k := "role." + r; !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return strings.Join(keys, ", ")
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
	act := s.Brief.Policy.Acts["meeting"][cmd.Kind()]
	if _, first := cmd.(*Call); first {
		act = policy.Act{Rule: "N1.4"}
	}
	if r.Rule == "" {
		r.Rule = act.Rule
	}
	if r.Clause == "" && r.Rule == act.Rule {
		r.Clause = act.Clause
	}
}
