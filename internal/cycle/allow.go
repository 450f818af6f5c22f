package cycle

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// aboutSubject is a command that concerns one subject: roles that are found in
// the state then count only where they are held for that subject.
type aboutSubject interface{ about() string }

func (c *FileReport) about() string          { return c.Subject }
func (c *RecordOpinion) about() string       { return c.Subject }
func (c *AnswerOpinion) about() string       { return c.Subject }
func (c *SubmitReport) about() string        { return c.Subject }
func (c *ReviewReport) about() string        { return c.Subject }
func (c *RecordFigures) about() string       { return c.Subject }
func (c *MarkParts) about() string           { return c.Subject }
func (c *MarkClaim) about() string           { return c.Subject }
func (c *WithdrawClaim) about() string       { return c.Subject }
func (c *RecordVisit) about() string         { return c.Subject }
func (c *CorrectVisit) about() string        { return c.Subject }
func (c *AttachEvidence) about() string      { return c.Subject }
func (c *WithdrawEvidence) about() string    { return c.Subject }
func (c *RecordAssessment) about() string    { return c.Subject }
func (c *RecordScore) about() string         { return c.Subject }
func (c *RecordFact) about() string          { return c.Subject }
func (c *KeepDeadline) about() string        { return c.Subject }
func (c *FileSpoken) about() string          { return c.Subject }
func (c *CorrectGrade) about() string        { return c.Subject }
func (c *CarryOutConsequence) about() string { return c.Subject }
func (c *PlanRectification) about() string   { return c.Subject }
func (c *CheckRectification) about() string  { return c.Subject }
func (c *FinishRectification) about() string { return c.Subject }

// allow answers who may hand in what, and after what: the policy's table, where
// the first command of the year is the office's.
func allow(s *State, call decider.Call, cmd decider.Command[State]) error {
	kind := cmd.Kind()
	if kind == "open" {
		return act.Role([]string{"office"}, call.Roles)
	}
	if s.ID == "" {
		return decider.Refuse("", "too-early", "after", "event.cycle.opened")
	}
	subject := ""
	if c, ok := cmd.(aboutSubject); ok {
		subject = c.about()
	}
	return act.Allow(&s.Policy, "cycle", kind, s.Seen, append(s.RolesOf(call.Who, subject), call.Roles...))
}

// RolesOf is which roles a person holds in this year by what was recorded: subject
// (述职对象), liaison (联点领导), chair, guide, teller of a called meeting. With a
// subject's id only those that concern this subject.
func (s *State) RolesOf(who, subject string) (roles []string) {
	if who == "" {
		return nil
	}
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		if subject != "" && id != subject {
			continue
		}
		if sub.Person == who {
			roles = append(roles, "subject")
		}
		if s.Liaison[id] == who {
			roles = append(roles, "liaison")
		}
		for _, m := range sub.Meetings {
			roles = append(roles, s.Meetings[m].rolesOf(who)...)
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

func (m *Meeting) rolesOf(who string) (roles []string) {
	if m.Cancelled != nil {
		return nil
	}
	if m.Chair == who {
		roles = append(roles, "chair")
	}
	if slices.Contains(m.Guides, who) {
		roles = append(roles, "guide")
	}
	if slices.Contains(m.Tellers, who) {
		roles = append(roles, "teller")
	}
	return roles
}

// ground gives a refusal that names no rule the rule and clause of the act.
func ground(s *State, cmd decider.Command[State], r *decider.Refusal) {
	a := s.Policy.Acts["cycle"][cmd.Kind()]
	if c, ok := cmd.(*Open); ok { // not stored yet
		a = policy.Act{Rule: "N1.5", Clause: c.Policy.CombinedWith.Clause}
	}
	act.Ground(a, r)
}
