package policy

import (
	"fmt"
	"slices"
)

// meeting explains one type of meeting. A members' meeting stands in N5, a
// committee session in N6; gates and chair are numbered in N5 alone.
func (e *explanation) meeting(p *Policy, i int) {
	m, key := &p.Meetings[i], fmt.Sprintf("meetings[%d]", i)
	e.say(key, m.Rule, m.Basis, "meeting-"+string(m.For), "meeting", m.Name)
	e.hall(key, p, m)
	for j, it := range m.Agenda {
		code, kv := "item", []any{"meeting", m.Name, "place", j + 1, "item", it.Name}
		if it.PerSubject > 0 {
			code, kv = "item-each", append(kv, "n", it.PerSubject)
		}
		if it.Minutes > 0 {
			code, kv = code+"-minutes", append(kv, "minutes", it.Minutes)
		}
		e.say(fmt.Sprintf("%s.agenda[%d]", key, j), it.Rule, it.Basis, code, kv...)
	}
	e.ballot(key+".ballot", p, m)
	e.ballotRules(key+".ballot", p, m)
	e.say(key+".model", "N5.7", m.Model.Basis, "model", "meeting", m.Name, "kind", m.Model.Kind, "class", classNames(m, []string{m.Model.Class}))
}

// hall explains who is there and whether the meeting may be held.
func (e *explanation) hall(key string, p *Policy, m *Meeting) {
	e.say(key+".chair", "N5.1", m.Chair.Basis, "chair", "meeting", m.Name, "posts", list(m.Chair.Posts))
	e.say(key+".chair.not_subject", "N5.1", m.Chair.NotSubject, "not-subject", "meeting", m.Name)
	e.say(key+".guide", "N5.1", m.Guide.Basis, "guide", "authority", p.Authority, "meeting", m.Name, "n", m.Guide.AtLeast)
	e.say(key+".guide.counts", "N5.6", m.Guide.Counts, "guide-counts", "meeting", m.Name)
	e.attendance(key, m)
	q, c := &m.Quorum, &m.Composition
	if !q.AtLeast.IsZero() && q.Late == "" {
		e.say(key+".quorum", "N5.3", q.Basis, "quorum", "meeting", m.Name, "classes", classNames(m, q.Of), "share", q.AtLeast)
	} else {
		e.say(key+".quorum", "N5.3", q.Basis, "quorum-other", "meeting", m.Name, "classes", classNames(m, q.Of),
			"bounds", gateBounds(q.AtLeast, q.MoreThan, q.Count, q.Late))
	}
	if !c.AtLeast.IsZero() {
		e.say(key+".composition", "N5.4", c.Basis, "composition", "meeting", m.Name,
			"classes", classNames(m, c.Of), "beside", classNames(m, c.Beside), "share", c.AtLeast)
	} else {
		e.say(key+".composition", "N5.4", c.Basis, "composition-other", "meeting", m.Name,
			"classes", classNames(m, c.Of), "beside", classNames(m, c.Beside), "bounds", gateBounds(c.AtLeast, c.MoreThan, c.Count, ""))
	}
	e.say(key+".two_classes", "N5.2", m.TwoClasses.Basis, "two-classes", "meeting", m.Name, "classes", list(inOrder(m, m.TwoClasses.Order)))
}

func (e *explanation) attendance(key string, m *Meeting) {
	var all, voters, required, expected []string
	for _, c := range m.Classes {
		all = append(all, c.Name)
		if c.Votes {
			voters = append(voters, c.Name)
		}
		if c.Expected {
			expected = append(expected, c.Name)
		}
		if c.Required > 0 {
			required = append(required, fmt.Sprintf("%s（%d）", c.Name, c.Required))
		}
	}
	rule := "N5.2"
	if m.For == AllSubjects {
		rule = "N6.1"
	}
	code, kv := "attendance", []any{"meeting", m.Name, "classes", list(all), "voters", list(voters)}
	if len(required) > 0 {
		code, kv = "attendance-required", append(kv, "required", list(required))
	}
	if slices.ContainsFunc(m.Classes, func(c Class) bool { return c.NotSelf || len(c.RatesKinds) > 0 }) {
		code, kv = "attendance-limits", []any{"meeting", m.Name, "classes", list(all), "voters", list(voters), "limits", classLimits(m)}
	}
	if len(expected) == 0 {
		expected = []string{"—"}
	}
	e.say(key+".attendance", rule, m.Attendance, code, append(kv, "expected", list(expected))...)
}

func (e *explanation) ballot(key string, p *Policy, m *Meeting) {
	b := &m.Ballot
	switch {
	case !plainBallot(m):
		e.say(key, "N7.1", b.Basis, "ballot-form", "meeting", m.Name, "form", ballotForm(p, m))
	case b.SubjectVotes:
		e.say(key, "N7.1", b.Basis, "ballot-subject", "meeting", m.Name, "options", list(b.Options))
	default:
		e.say(key, "N7.1", b.Basis, "ballot", "meeting", m.Name, "options", list(b.Options))
	}
	switch {
	case b.FewerThan > 0 && b.ByClass:
		e.say(key+".secret", "N7.2", b.Secret, "secret-few-class", "meeting", m.Name, "n", b.FewerThan)
	case b.FewerThan > 0:
		e.say(key+".secret", "N7.2", b.Secret, "secret-few", "meeting", m.Name, "n", b.FewerThan)
	case b.ByClass:
		e.say(key+".secret", "N7.2", b.Secret, "secret-class", "meeting", m.Name)
	default:
		e.say(key+".secret", "N7.2", b.Secret, "secret", "meeting", m.Name)
	}
	rule := "N5.6"
	if m.For == AllSubjects {
		rule = "N6.2"
	}
	e.say(key+".on_the_spot", rule, b.OnTheSpot, "on-the-spot", "meeting", m.Name)
	e.say(key+".void_if_more", "N7.1", b.VoidIfMore, "void-if-more", "meeting", m.Name)
}

// GateClasses are the names of the classes whose presence a quorum or a composition counts.
func (m *Meeting) GateClasses(quorum bool) string {
	if quorum {
		return classNames(m, m.Quorum.Of)
	}
	return classNames(m, m.Composition.Of)
}

// inOrder are the names of classes in the order of their ids.
func inOrder(m *Meeting, ids []string) []string {
	var names []string
	for _, id := range ids {
		if c, ok := m.ClassByID(id); ok {
			names = append(names, c.Name)
		}
	}
	return names
}
