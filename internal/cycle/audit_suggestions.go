package cycle

import (
	"slices"

	"shuping/internal/outcome"
)

// suggestions: what the rules made of the record when a grade was decided is reckoned once more from the
// record as it was then, and what was decided keeps within them (N8.1). It is the one part of the audit,
// with the conditions of consequences, that shares its reckoning with the decisions: with the same numbers anybody can have it done by
// policy try.
func (a *auditor) suggestions() {
	b := a.s.Policy.Grading.Basis
	for k := 1; k <= a.s.Decisions && a.s.Policy.Grading.Suggests(); k++ {
		grades, decided := a.decidedBy(k)
		r, err := a.s.reckonFor(k, grades)
		for _, d := range decided {
			if err != nil {
				a.say(b, "N8.1", "suggestion-again", d.Subject, false, err, "")
				continue
			}
			again := a.s.Suggestion(r, d.Subject)
			if d.Suggestion != nil {
				a.say(b, "N8.1", "suggestion-again", d.Subject, sameSuggestion(d.Suggestion, again), d.Suggestion.text(), again.text())
			}
			if k == a.s.Subjects[d.Subject].Decision {
				a.within(r, d)
			}
		}
	}
}

// met says whether a consequence with conditions follows from the grade that counts, by the record as it
// was when that was decided (N10).
func (a *auditor) met(sub *Subject, consequence string) bool {
	grades, _ := a.decidedBy(sub.Decision)
	r, err := a.s.reckonFor(sub.Decision, grades)
	return err == nil && slices.Contains(outcomeOf(r, sub.ID).Follows, consequence)
}

// decidedBy are the grades as they stood after a decision, and what it decided.
func (a *auditor) decidedBy(k int) (grades map[string]GradeFor, decided []Decision) {
	grades = map[string]GradeFor{}
	for _, id := range a.s.SubjectOrder {
		for _, d := range a.s.Subjects[id].Grades {
			if d.No <= k {
				grades[id] = GradeFor{Subject: id, Grade: d.Grade, Reason: d.Reason}
			}
			if d.No == k {
				decided = append(decided, d)
			}
		}
	}
	return grades, decided
}

// within: no bound, gate or tie stands against the grade that counts, and a departure has its reason.
func (a *auditor) within(r *outcome.Result, d Decision) {
	against := ""
	for _, l := range r.Refusals {
		if l.Subject == d.Subject && l.Rule == "N8.1" || l.Subject == d.Subject && l.Code == "gate" {
			against = l.Key
		}
	}
	a.rule(a.s.Policy.Grading.Basis, "N8.1", "grade-within", d.Subject, against == "", d.Grade, against, func(x Departure) bool {
		return slices.Contains([]string{"grade-beyond", "grade-gate"}, x.Code) && a.about(x, d.Subject)
	})
}
