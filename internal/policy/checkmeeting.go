package policy

import (
	"fmt"
	"slices"
	"strings"
)

// meeting checks one type of meeting; key is its path.
func (c checker) meeting(key string, m *Meeting) {
	c.gates(key, m)
	c.agenda(key+".agenda", m)
	c.order(key, m)
	if len(m.Classes) > 0 && !c.broken(key+".classes") && !slices.ContainsFunc(m.Classes, func(cl Class) bool { return cl.Votes }) {
		c.refuse(key+".classes", "no-voters")
	}
	if m.Model.Class == "" {
		return
	}
	if cl, ok := m.ClassByID(m.Model.Class); ok && (cl.Votes || cl.Expected) {
		c.refuse(key+".model.class", "model-counts", "class", cl.ID)
	}
	if m.For == AllSubjects {
		c.refuse(key+".model", "model-of-all")
	}
}

// gates: a share is asked only of people who are counted, and can be reached.
func (c checker) gates(key string, m *Meeting) {
	for i, id := range m.Quorum.Of {
		if cl, ok := m.ClassByID(id); ok && !cl.Expected && !c.broken(key+".classes") {
			c.refuse(fmt.Sprintf("%s.quorum.of[%d]", key, i), "not-expected", "class", id)
		}
	}
	for i, id := range m.Composition.Beside {
		if id != "" && slices.Contains(m.Composition.Of, id) {
			c.refuse(fmt.Sprintf("%s.composition.beside[%d]", key, i), "overlap", "class", id)
		}
	}
	for name, r := range map[string]Ratio{"at_least": m.Composition.AtLeast, "more_than": m.Composition.MoreThan} {
		if !r.IsZero() && r.Num == r.Den {
			c.refuse(key+".composition."+name, "out-of-reach", "share", r)
		}
	}
	if r := m.Quorum.MoreThan; !r.IsZero() && r.Num == r.Den {
		c.refuse(key+".quorum.more_than", "out-of-reach", "share", r)
	}
	if q := m.Quorum; q.Holds() {
		c.exactlyOne(key+".quorum", "at_least", !q.AtLeast.IsZero(), "more_than", !q.MoreThan.IsZero(), "count", q.Count > 0)
	}
	if q := m.Composition; q.Holds() {
		c.exactlyOne(key+".composition", "at_least", !q.AtLeast.IsZero(), "more_than", !q.MoreThan.IsZero(), "count", q.Count > 0)
	}
}

// agenda: subjects report, then there is a ballot, and what is per subject is questions.
// order: every class that votes or is expected has its place, or nobody could say which counts for a person in one that is left out.
func (c checker) order(key string, m *Meeting) {
	if !m.TwoClasses.Holds() || c.broken(key+".classes") {
		return
	}
	var missing []string
	for _, class := range m.Classes {
		if (class.Votes || class.Expected) && !slices.Contains(m.TwoClasses.Order, class.ID) {
			missing = append(missing, class.ID)
		}
	}
	if len(missing) > 0 {
		c.refuse(key+".two_classes.order", "order-incomplete", "missing", strings.Join(missing, " "))
	}
}

func (c checker) agenda(key string, m *Meeting) {
	if len(m.Agenda) == 0 || c.broken(key) {
		return
	}
	where := map[ItemID]int{}
	for i, it := range m.Agenda {
		where[it.ID] = i
		if it.PerSubject > 0 && it.ID != ItemQuestions {
			c.refuse(fmt.Sprintf("%s[%d].per_subject", key, i), "per-subject", "item", it.ID)
		}
	}
	for _, id := range []ItemID{ItemReports, ItemBallot} {
		if _, ok := where[id]; !ok {
			c.refuse(key, "no-item", "item", id)
		}
	}
	reports, ok := where[ItemReports]
	if !ok {
		return
	}
	for _, id := range []ItemID{ItemQuestions, ItemComments, ItemBallot} {
		if i, ok := where[id]; ok && i < reports {
			c.refuse(fmt.Sprintf("%s[%d].id", key, i), "before-reports", "item", id)
		}
	}
}
