package cycle

import (
	"fmt"
	"slices"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// grade: one that the policy has, and what it was based on is on record (N8.1).
func (a *auditor) grade(sub *Subject) {
	known := false
	got := ""
	if n := len(sub.Grades); n > 0 {
		got = sub.Grades[n-1].Grade
	}
	for _, g := range a.s.Policy.Grading.GradesOf(a.s.Policy.ScaleOf(sub.Kind)) {
		known = known || g == got
	}
	a.say(a.s.Policy.Grading.Basis, "N8.1", "graded", sub.ID, known, got, "")
	if !known {
		return
	}
	d := sub.Grades[len(sub.Grades)-1]
	for _, src := range a.s.Policy.Grading.Sources {
		if src.ID == policy.SourceBonus || src.ID == policy.SourceDeduction || !policy.Concerns(src.Kinds, src.Scales, sub.Kind, a.s.Policy.ScaleOf(sub.Kind)) {
			continue
		}
		if src.ID != policy.SourceMeeting && (!src.Weight.IsZero() || src.ID == policy.SourcePeers || src.ID == policy.SourceOther) {
			n := 0
			for _, x := range sub.Scores {
				n += count(x.Source == src.Called() && x.Decision < d.No)
			}
			a.say(src.Basis, "N8.1", "source-score", sub.ID, n > 0, n, 1)
			continue
		}
		n, code := d.Visits, "source-visits"
		switch src.ID {
		case policy.SourceAssessment:
			n, code = d.Assessments, "source-assessment"
		case policy.SourceMeeting:
			n, code = 0, "source-meeting"
			for _, v := range d.Votes {
				if v.Type == src.Meeting && v.Ballots > 0 {
					n++
				}
			}
		}
		a.say(src.Basis, "N8.1", code, sub.ID, n > 0, n, 1)
	}
}

// told: and again after a correction (N9.1).
func (a *auditor) told(sub *Subject) {
	n := 0
	var graded calendar.Date
	if k := len(sub.Grades); k > 0 {
		graded = sub.Grades[k-1].Date
	}
	for _, f := range a.s.Feedbacks {
		if slices.Contains(f.Subjects, sub.ID) && f.Date >= graded && sub.Told == sub.Decision {
			n++
		}
	}
	a.say(a.s.Policy.Results.Feedback.Basis, "N9.1", "told", sub.ID, n > 0, n, 1)
}

// posting: the present results hang everywhere (N9.2).
func (a *auditor) posting() {
	p := a.s.Policy.Results.Posting
	for _, place := range p.Places {
		orgs := []string{""}
		if place.Each {
			orgs = a.s.SubjectOrder
		}
		for _, org := range orgs {
			n := 0
			for _, x := range a.s.Postings {
				here := x.Place == place.ID && (org == "" || slices.Contains(x.Orgs, org))
				newest := x.Decision == a.s.Decisions || org != "" && x.Decision >= a.s.Subjects[org].Decision
				if here && newest {
					n++
				}
			}
			a.say(p.Basis, "N9.2", "posted", org, n > 0, n, 1)
			if p.Days+p.WorkingDays > 0 {
				a.hung(place, org)
			}
		}
	}
}

// hung: the results that count hang as long as the notice asks, at one of the times they were put up.
func (a *auditor) hung(place policy.Place, org string) {
	p := a.s.Policy.Results.Posting
	long, until, want := false, calendar.Date(""), calendar.Date("")
	for _, x := range a.s.Postings {
		if x.Place == place.ID && (org == "" || slices.Contains(x.Orgs, org)) {
			until, want = x.Until, a.lastDay(x.Date, p.Days, p.WorkingDays, 0)
			long = long || until >= want
		}
	}
	a.rule(p.Basis, "N9.2", "posted-long", org, long, until, want, func(d Departure) bool {
		return d.Code == "posted-short" || d.Code == "posted-short-working"
	})
}

// lastDay counts a time limit day by day, the day of the event not counted, and goes on to a day on
// which people work where the notice has a calendar.
func (a *auditor) lastDay(from calendar.Date, days, workingDays, months int) calendar.Date {
	last := from.AddMonths(months)
	for range days {
		last = last.AddDays(1)
	}
	for n := 0; n < workingDays; {
		last = last.AddDays(1)
		n += count(a.works(last))
	}
	for a.s.Policy.Calendar.From != "" && !a.works(last) {
		last = last.AddDays(1)
	}
	return last
}

// firstDay counts backwards from an event, which is not counted.
func (a *auditor) firstDay(event calendar.Date, days, workingDays, months int) calendar.Date {
	first := event.AddMonths(-months)
	for range days {
		first = first.AddDays(-1)
	}
	for n := 0; n < workingDays; {
		first = first.AddDays(-1)
		n += count(a.works(first))
	}
	return first
}

// works says whether people work on that day.
func (a *auditor) works(d calendar.Date) bool {
	const monday = calendar.Date("1900-01-01")
	k := a.s.Policy.Calendar
	return slices.Contains(k.Open, d) || monday.Until(d)%7 < 5 && !slices.Contains(k.Closed, d)
}

// time: the work ended in the notice's time, and the filing came by the day that the notice
// names, or within the days after it, counted one by one, the first not counted (N9.3, N9.4).
func (a *auditor) time() {
	w, f := a.s.Policy.Window, a.s.Policy.Results.Filing
	if a.s.Ended == nil {
		a.say(w.Basis, "N9.3", "ended", "", false, "", w.Until)
		return
	}
	end := a.s.Ended.Date
	a.say(w.Basis, "N9.3", "ended", "", end >= w.From && end <= w.Until, end, w.Until)
	if len(a.s.Filings) == 0 {
		a.say(f.Basis, "N9.4", "filed", "", false, "", "")
		return
	}
	last := a.lastDay(end, f.Days, f.WorkingDays, 0)
	if f.By != "" {
		last = f.By
	}
	first := a.s.Filings[0].Date
	a.say(f.Basis, "N9.4", "filed", "", first <= last, first, last)
	newest := a.s.Filings[len(a.s.Filings)-1].Decision
	a.say(f.Basis, "N9.4", "filed-newest", "", newest == a.s.Decisions, newest, a.s.Decisions)
}

// consequences: what the policy's table says of the grade stands on record and was
// carried out; nothing is left unknown (N10).
func (a *auditor) consequences(sub *Subject) {
	if len(sub.Grades) == 0 {
		return
	}
	grade := sub.Grades[len(sub.Grades)-1].Grade
	for _, c := range a.s.Policy.Consequences {
		due := (len(c.Grades) == 0 || slices.Contains(c.Grades, grade)) && policy.Concerns(c.Kinds, c.Scales, sub.Kind, a.s.Policy.ScaleOf(sub.Kind))
		for back, want := range c.Before {
			due = due && a.was(sub, back+1) == want
		}
		if h := c.History; h.AtLeast > 0 {
			n := count(slices.Contains(h.Grades, grade))
			for back := 1; back < h.Years; back++ {
				n += count(slices.Contains(h.Grades, a.was(sub, back)))
			}
			due = due && n >= h.AtLeast
		}
		due = due && (len(c.When) == 0 || a.met(sub, c.ID))
		var standing *Follow
		for _, f := range sub.Follows {
			if f.ID == c.ID && !f.Withdrawn {
				standing = f
			}
		}
		switch {
		case due:
			a.say(c.Basis, c.Rule, "follows", sub.ID, standing != nil && standing.Unknown == 0 && standing.Done != nil, c.Name, c.Name)
			if c.Days+c.WorkingDays > 0 && standing != nil && standing.Done != nil {
				last := a.lastDay(sub.Grades[len(sub.Grades)-1].Date, c.Days, c.WorkingDays, 0)
				done := standing.Done.Date
				a.rule(c.Basis, c.Rule, "follows-in-time", sub.ID, done <= last, done, last, func(d Departure) bool {
					return d.Code == "carried-out-late" && d.Args["consequence"] == c.Name
				})
			}
		case standing != nil:
			a.say(c.Basis, c.Rule, "follows-unknown", sub.ID, false, c.Name, standing.Unknown)
		}
	}
}

// was is the grade on file of so many years ago; "" for none.
func (a *auditor) was(sub *Subject, back int) (grade string) {
	for _, p := range a.s.Previous {
		if p.Person == sub.Person && p.Year == a.s.Policy.Year-back {
			grade = p.Grade
		}
	}
	return grade
}

// awards: only with an admitted grade (N10.2, N10.4).
func (a *auditor) awards() {
	for _, x := range a.s.Awards {
		for _, p := range a.s.Policy.Awards {
			if sub := a.s.Subjects[x.Org]; p.ID == x.Award && sub != nil && len(sub.Grades) > 0 {
				now := sub.Grades[len(sub.Grades)-1].Grade
				a.say(p.Basis, p.Rule, "award", x.Org, slices.Contains(p.Only, now), now, p.Only)
			}
		}
	}
}

// plan: every promise and every problem is met by an item, in time (N11.1), and was
// looked at (N11.2).
func (a *auditor) plan(sub *Subject) {
	rule := a.s.Policy.Correction
	met := func(source string, by calendar.Date) bool {
		for _, it := range sub.Items {
			if it.Source == source && (by == "" || it.Due <= by) {
				return true
			}
		}
		return false
	}
	of, open := 0, 0
	for _, id := range sub.Meetings {
		m := a.s.Meetings[id]
		if m.Cancelled != nil || m.Again || len(m.Minutes) == 0 {
			continue
		}
		mins, n := m.Minutes[len(m.Minutes)-1].Minutes, 0
		for _, q := range mins.Questions {
			if q.Subject == sub.ID {
				of, open = of+1, open+count(!met("question:"+q.ID, q.Due))
			}
		}
		for _, c := range mins.Comments {
			for range c.Problems {
				if c.Subject == sub.ID {
					n++
					of, open = of+1, open+count(!met(fmt.Sprint("comment:", n), ""))
				}
			}
		}
	}
	if of > 0 {
		a.say(rule.Basis, "N11.1", "plan-covers", sub.ID, open == 0, of-open, of)
		checks := 0
		for _, it := range sub.Items {
			checks += len(it.Checks)
		}
		a.say(rule.Checks.Basis, "N11.2", "checked", sub.ID, checks >= rule.Checks.AtLeast, checks, rule.Checks.AtLeast)
	}
}

func (a *auditor) documents() {
	for _, d := range a.s.Policy.Archive.Documents {
		n := 0
		for _, x := range a.s.Documents {
			if x.Document == d.ID {
				n++
			}
		}
		a.say(a.s.Policy.Archive.Basis, "N9.4", "document", "", n > 0, d.Name, 1)
	}
}
