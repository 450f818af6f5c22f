package outcome

import (
	"fmt"
	"slices"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// follow says what follows from the grade.
func (r *reckoning) follow(s *subject) {
	grade := ""
	if s.chosen >= 0 {
		grade = s.grades[s.chosen]
	}
	for i := range r.p.Consequences {
		c := &r.p.Consequences[i]
		if policy.Concerns(c.Kinds, c.Scales, s.Kind, s.scale) {
			r.consequence(s, c, grade, fmt.Sprintf("consequences[%d]", i))
		}
	}
	if grade == "" {
		return
	}
	for i, a := range r.p.Awards {
		if !slices.Contains(a.Only, grade) {
			s.barred = append(s.barred, a.ID)
			s.say(a.Rule, fmt.Sprintf("awards[%d]", i), a.Basis, "barred", "name", a.Name, "grade", grade, "only", a.Only)
		}
	}
	if b := r.p.Reballot; b.Holds() && slices.Contains(b.Grades, grade) {
		code, n := "again-months", b.Months
		if b.Days > 0 {
			code, n = "again-days", b.Days
		}
		m, _ := r.p.MeetingByID(b.Meeting)
		s.say("N11.2", "reballot", b.Basis, code, "grade", grade, "meeting", m.Name, "n", n)
	}
}

func (r *reckoning) consequence(s *subject, c *policy.Consequence, grade, key string) {
	if len(c.Grades) > 0 && !slices.Contains(c.Grades, grade) {
		return
	}
	if grade == "" && (len(c.History.Grades) > 0 || len(c.Before) > 0) {
		return
	}
	v, found := r.all(s, c.When)
	if v == no {
		return
	}
	if missing, ruledOut := r.years(s, c, grade, key); ruledOut {
		return
	} else if missing > 0 {
		s.unsettled = append(s.unsettled, Unsettled{c.ID, missing})
		return
	}
	if v == unknown {
		s.say(c.Rule, key, c.Basis, "follows-unknown", "name", c.Name, "found", found, "when", policy.ConditionPhrases(r.p, c.When))
		return
	}
	s.follows = append(s.follows, c.ID)
	s.say(c.Rule, key, c.Basis, "follows", "name", c.Name, "when", policy.ConsequencePhrases(r.p, c), "grade", graded(grade))
}

// years asks the years before. One that is not on file leaves a consequence unsettled, unless another
// rules it out; missing is how many years back the first such year is, 0 where all is known.
func (r *reckoning) years(s *subject, c *policy.Consequence, grade, key string) (missing int, ruledOut bool) {
	for i, want := range c.Before {
		switch was, onFile := r.earlier(s, i+1); {
		case !onFile && missing == 0:
			missing = i + 1
		case onFile && was != want:
			return 0, true
		}
	}
	var past policy.Recurrence
	if h := c.History; len(h.Grades) > 0 {
		past = h.Judge(grade, func(back int) (string, bool) { return r.earlier(s, back) })
		if !past.Open && !past.Met {
			return 0, true
		}
	}
	switch {
	case missing > 0 && missing <= len(s.Before) && s.Before[missing-1] != "":
		s.say(c.Rule, key, c.Basis, "before-foreign", "name", c.Name, "back", missing, "got", s.Before[missing-1], "want", c.Before[missing-1])
	case missing > 0:
		s.say(c.Rule, key, c.Basis, "before-unknown", "name", c.Name, "back", missing, "want", c.Before[missing-1])
	}
	if h := c.History; past.Open {
		s.say(c.Rule, key, c.Basis, "history-unknown", "name", c.Name, "got", past.N, "want", h.AtLeast, "years", h.Years, "unknown", len(past.Missing))
		if missing == 0 || past.Missing[0] < missing {
			missing = past.Missing[0]
		}
	}
	return missing, false
}

// NotReviewed stands in the place of a grade for a year in which somebody is known not to have been
// under review.
const NotReviewed = "-"

// earlier is the grade of so many years ago, and whether that year is on file.
func (r *reckoning) earlier(s *subject, back int) (grade string, onFile bool) {
	switch {
	case back > len(s.Before) || s.Before[back-1] == "":
		return "", false
	case s.Before[back-1] == NotReviewed:
		return "", true
	}
	grade = s.Before[back-1]
	return grade, !r.foreign(grade)
}

// foreign says that a grade of an earlier year is none of this notice's: that year's notice had
// other words, which nothing here compares with these.
func (r *reckoning) foreign(grade string) bool {
	for _, id := range r.g.ScaleIDs() {
		if slices.Contains(r.g.GradesOf(id), grade) {
			return false
		}
	}
	return true
}

func graded(grade string) []policy.Phrase {
	if grade == "" {
		return []policy.Phrase{phrase("found-ungraded")}
	}
	return []policy.Phrase{phrase("name", "name", grade)}
}

// someone says whether it is so of a graded subject; where none is graded yet it may become so.
func (r *reckoning) someone(is func(*subject) bool) bool {
	graded := false
	for _, s := range r.subjects {
		if s.chosen >= 0 {
			graded = true
			if is(s) {
				return true
			}
		}
	}
	return !graded
}

// due are the deadlines whose event has a date, and those that name their day.
func (r *reckoning) due() []Due {
	var all []Due
	add := func(id, name, rule string, b policy.Basis, from string, days, workingDays, months int, by calendar.Date) {
		if by == "" {
			start := r.n.Dates[from]
			if start == "" {
				return
			}
			by, _ = r.p.Calendar.Due(start, days, workingDays, months)
		}
		all = append(all, Due{id, name, rule, b.Clause, by})
	}
	for _, d := range r.p.Deadlines {
		event := r.n.Dates[d.Event()]
		if d.Before == "" {
			add(d.ID, d.Name, d.Rule, d.Basis, d.Event(), d.Days, d.WorkingDays, d.Months, d.By)
		} else if event != "" {
			by, _ := r.p.Calendar.Ahead(event, d.Days, d.WorkingDays, d.Months)
			all = append(all, Due{d.ID, d.Name, d.Rule, d.Clause, by})
		}
	}
	if f := r.p.Results.Filing; f.Holds() {
		add("filing", f.To, "N9.4", f.Basis, "work-ended", f.Days, f.WorkingDays, 0, f.By)
	}
	if f := r.p.Results.Posting; f.Holds() && f.Days+f.WorkingDays > 0 {
		add("posting", "", "N9.2", f.Basis, "results-posted", f.Days, f.WorkingDays, 0, "")
	}
	for _, c := range r.p.Consequences {
		if c.Days+c.WorkingDays > 0 && r.someone(func(s *subject) bool { return slices.Contains(s.follows, c.ID) }) {
			add(c.ID, c.Name, c.Rule, c.Basis, "grades-decided", c.Days, c.WorkingDays, 0, "")
		}
	}
	if c := r.p.Correction; c.PlanDays+c.PlanWorkingDays > 0 {
		add("plan", "", "N11.1", c.Basis, "grades-decided", c.PlanDays, c.PlanWorkingDays, 0, "")
	}
	if b := r.p.Reballot; b.Holds() && r.someone(func(s *subject) bool { return slices.Contains(b.Grades, s.grades[s.chosen]) }) {
		add("reballot", "", "N11.2", b.Basis, "grades-decided", b.Days, 0, b.Months, "")
	}
	return all
}
