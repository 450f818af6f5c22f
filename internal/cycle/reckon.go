package cycle

import (
	"fmt"
	"slices"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/outcome"
	"shuping/internal/policy"
)

// Suggestion is what the rules made of what was on record when a grade was decided (按规则推算): people
// decide, and it says what they departed from.
type Suggestion struct {
	// Grades are the grades that the rules leave, best first; none where they leave it to people.
	Grades []string `json:"grades,omitempty"`
	// Score is the total, exact: a decimal or a fraction; "" for none.
	Score string         `json:"score,omitempty"`
	Why   []outcome.Line `json:"why"`
}

// Reckon is what the rules make of what is on record now and of some grades, by subject: suggestions with
// their reasons, quotas, what follows. The error is a refusal: the record does not fit the rules.
func (s *State) Reckon(grades map[string]GradeFor) (*outcome.Result, error) {
	return s.reckonFor(s.Decisions+1, grades)
}

// reckonFor reckons with what was on record for that decision.
func (s *State) reckonFor(decision int, grades map[string]GradeFor) (*outcome.Result, error) {
	p := s.Policy
	r, err := outcome.Recorded(&p, s.numbers(decision, grades))
	if err != nil {
		why, _, _ := strings.Cut(err.Error(), "\n")
		return nil, decider.Refuse("N8.1", "numbers-unfit", "why", why).By(s.Policy.Grading.Clause)
	}
	return r, nil
}

// outcomeOf is what was reckoned for a subject.
func outcomeOf(r *outcome.Result, id string) *outcome.Outcome {
	return &r.Subjects[slices.IndexFunc(r.Subjects, func(o outcome.Outcome) bool { return o.ID == id })]
}

// Suggestion is the suggestion for a subject; nil where the policy reckons nothing.
func (s *State) Suggestion(r *outcome.Result, id string) *Suggestion {
	if !s.Policy.Grading.Suggests() {
		return nil
	}
	o := outcomeOf(r, id)
	sug := &Suggestion{Grades: o.Suggested, Why: o.Why}
	if o.Score != nil {
		sug.Score = policy.Written(o.Score)
	}
	return sug
}

// Suggested is what the rules made of the record when the grade that counts was decided; nil where it was
// left to people.
func (s *Subject) Suggested() *Suggestion {
	if len(s.Grades) == 0 {
		return nil
	}
	return s.Grades[len(s.Grades)-1].Suggestion
}

// allowed holds what was decided for a subject, or for all with "", against the rules: bounds, gates,
// ties that the committee decides, and reasons for a departure. Quotas are held against apart.
func (d *departures) allowed(s *State, r *outcome.Result, subject string) error {
	for _, l := range r.Refusals {
		if subject != "" && l.Subject != subject {
			continue
		}
		sub, basis := s.Subjects[l.Subject], policy.Basis{Clause: l.Clause, Strength: l.Strength}
		switch l.Code {
		case "bound", "gate":
			code := map[string]string{"bound": "grade-beyond", "gate": "grade-gate"}[l.Code]
			if err := d.Breach(basis, decider.Refuse(l.Rule, code, "subject", sub.OrgName, "grade", l.Args["grade"], "line", l.Key).At("grades")); err != nil {
				return err
			}
		case "departs", "tie-reason":
			code := map[string]string{"departs": "grade-departs", "tie-reason": "grade-tie"}[l.Code]
			return decider.Refuse(l.Rule, code, "subject", sub.OrgName, "grade", l.Args["grade"], "suggested", strings.ReplaceAll(l.Args["suggested"], "、", ", ")).By(l.Clause).At("grades")
		case "quota-unknown":
			if err := d.Breach(basis, decider.Refuse(l.Rule, "quota-open", "grade", l.Args["grade"]).At("grades")); err != nil {
				return err
			}
		}
	}
	return nil
}

// follows finds what follows from a grade decided on that day (结果运用, N10).
func (s *State) follows(r *outcome.Result, id string, decided calendar.Date) ([]Follow, error) {
	var out []Follow
	o := outcomeOf(r, id)
	for i := range s.Policy.Consequences {
		c := &s.Policy.Consequences[i]
		f := Follow{ID: c.ID, Rule: c.Rule, Clause: c.Clause, Name: c.Name}
		at := slices.IndexFunc(o.Open, func(u outcome.Unsettled) bool { return u.ID == c.ID })
		switch {
		case at >= 0:
			f.Unknown = s.Year - o.Open[at].Back
		case !slices.Contains(o.Follows, c.ID):
			continue
		}
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

// given are grades by subject as they are decided, with their reasons.
func given(list []GradeFor) map[string]GradeFor {
	grades := map[string]GradeFor{}
	for _, g := range list {
		grades[g.Subject] = g
	}
	return grades
}

// decidedGrades are the grades that count, by subject, with their reasons.
func (s *State) decidedGrades() map[string]GradeFor {
	grades := map[string]GradeFor{}
	for id, sub := range s.Subjects {
		if n := len(sub.Grades); n > 0 {
			grades[id] = GradeFor{Subject: id, Grade: sub.Grades[n-1].Grade, Reason: sub.Grades[n-1].Reason}
		}
	}
	return grades
}

// sameSuggestion says whether two suggestions leave the same grades by the same total.
func sameSuggestion(a, b *Suggestion) bool {
	return a.Score == b.Score && slices.Equal(a.Grades, b.Grades)
}

// text is a suggestion in short, for a ruling.
func (g *Suggestion) text() string {
	return strings.TrimSpace(fmt.Sprint(strings.Join(g.Grades, ", "), " ", g.Score))
}
