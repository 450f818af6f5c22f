package cycle

import (
	"cmp"
	"slices"

	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Limit is a further time limit of the notice (时限) as it binds the year, one subject, one meeting
// that was called or one objection, once the event from which it is counted has come.
type Limit struct {
	policy.Basis
	ID        string        `json:"id"` // of policy.Deadline
	Rule      string        `json:"rule"`
	Name      string        `json:"name"`
	Subject   string        `json:"subject,omitempty"`
	Meeting   string        `json:"meeting,omitempty"`
	Objection string        `json:"objection,omitempty"`
	From      calendar.Date `json:"from,omitempty"` // day of the event; "" where the notice names the last day
	Due       calendar.Date `json:"due,omitempty"`  // "" where the calendar does not reach so far
	Done      calendar.Date `json:"done,omitempty"` // "" while it is open
	ByHand    bool          `json:"by_hand,omitempty"`
}

// limitedAct is what keeps the limits of a rule and how the day on which it was done is found.
type limitedAct struct {
	each func(*State, *Subject) calendar.Date // of a subject
	once func(*State) calendar.Date           // of the year
}

// limited are the acts that keep limits, by the rule of the limit.
var limited = map[string]limitedAct{
	"N3.1": {each: func(_ *State, sub *Subject) (first calendar.Date) {
		for _, r := range sub.Own() {
			first = cmp.Or(first, r.Submitted)
		}
		return first
	}},
	"N4.1": {each: func(s *State, sub *Subject) calendar.Date {
		var days []calendar.Date
		for _, v := range sub.Visits {
			days = append(days, v.Date)
		}
		return nth(days, s.Policy.Verification.AtLeast)
	}},
	"N8.1": {once: func(s *State) calendar.Date { return s.Decided }},
	"N9.1": {each: func(s *State, sub *Subject) calendar.Date {
		var days []calendar.Date
		for _, f := range s.Feedbacks {
			if slices.Contains(f.Subjects, sub.ID) {
				days = append(days, f.Date)
			}
		}
		return nth(days, 1)
	}},
	"N9.2": {once: (*State).firstHung},
	"N9.3": {once: func(s *State) calendar.Date {
		if s.Ended == nil {
			return ""
		}
		return s.Ended.Date
	}},
	"N9.4": {once: func(s *State) calendar.Date {
		if len(s.Filings) == 0 {
			return ""
		}
		return s.Filings[0].Date
	}},
	"N11.1": {each: func(_ *State, sub *Subject) calendar.Date {
		if len(sub.Plans) == 0 {
			return ""
		}
		return calendar.Of(sub.Plans[0].At)
	}},
	"N11.2": {each: func(s *State, sub *Subject) calendar.Date {
		var days []calendar.Date
		for _, it := range sub.Items {
			for _, c := range it.Checks {
				days = append(days, c.Date)
			}
		}
		return nth(days, s.Policy.Correction.Checks.AtLeast)
	}},
}

// nth is the day on which something had been done n times, at least once; "" for not yet.
func nth(days []calendar.Date, n int) calendar.Date {
	n = max(n, 1)
	if len(days) < n {
		return ""
	}
	slices.Sort(days)
	return days[n-1]
}

// firstHung is the day on which results first hung at the last of the boards.
func (s *State) firstHung() (last calendar.Date) {
	for _, p := range s.Policy.Results.Posting.Places {
		orgs := []string{""}
		if p.Each {
			orgs = s.SubjectOrder
		}
		for _, org := range orgs {
			var days []calendar.Date
			for _, x := range s.Postings {
				if x.Place == p.ID && (org == "" || slices.Contains(x.Orgs, org)) {
					days = append(days, x.Date)
				}
			}
			first := nth(days, 1)
			if first == "" {
				return ""
			}
			last = max(last, first)
		}
	}
	return last
}

// actOf is what keeps the limit; false where it is put on record by hand.
func (s *State) actOf(d *policy.Deadline) (limitedAct, bool) {
	a, known := limited[d.Rule]
	for _, kind := range s.Policy.Meetings {
		if !known && kind.Rule == d.Rule {
			return limitedAct{each: func(s *State, sub *Subject) calendar.Date {
				if m := s.meetingOf(sub.ID, kind.ID); m != nil && m.Held() != nil {
					return m.Held().Date
				}
				return ""
			}}, true
		}
	}
	return a, known
}

// Limits are the limits whose event has come, in the order of the notice and of the subjects.
func (s *State) Limits() (all []Limit) {
	for i := range s.Policy.Deadlines {
		d := &s.Policy.Deadlines[i]
		base := Limit{Basis: d.Basis, ID: d.ID, Rule: d.Rule, Name: d.Name}
		add := func(l Limit, from, done calendar.Date) {
			if from == "" && d.By == "" {
				return
			}
			l.From, l.Done = from, done
			l.Due, _ = s.limitDue(d, from)
			all = append(all, l)
		}
		a, known := s.actOf(d)
		switch {
		case d.From == "objection-received":
			for _, o := range s.Objections {
				l := base
				l.Objection = o.ID
				add(l, o.Date, o.Answered)
			}
		case d.Rule == "N1.4":
			for _, id := range s.MeetingOrder {
				l, m := base, s.Meetings[id]
				if l.Meeting = id; m.Cancelled == nil && (d.Meeting == "" || d.Meeting == m.Type) {
					add(l, s.calledFrom(d, m), m.Called)
				}
			}
		case a.each != nil, !known && (d.From+d.Before) == "meeting-held":
			for _, id := range s.SubjectOrder {
				l, sub := base, s.Subjects[id]
				l.Subject, l.ByHand = id, !known
				done := s.keptOn(d.ID, id)
				if known {
					done = a.each(s, sub)
				}
				add(l, s.eventOf(d, sub), done)
			}
		case known:
			add(base, s.eventOf(d, nil), a.once(s))
		default:
			base.ByHand = true
			add(base, s.eventOf(d, nil), s.keptOn(d.ID, ""))
		}
	}
	return all
}

// calledFrom is the event of a limit on the calling of a meeting: the meeting itself, where it is
// counted backwards.
func (s *State) calledFrom(d *policy.Deadline, m *Meeting) calendar.Date {
	if d.Before != "" {
		return m.date()
	}
	return s.eventOf(d, nil)
}

// limitDue is the last day of a limit whose event was on that day.
func (s *State) limitDue(d *policy.Deadline, from calendar.Date) (calendar.Date, bool) {
	switch {
	case d.By != "":
		return d.By, true
	case d.Before != "":
		return s.Policy.Calendar.Ahead(from, d.Days, d.WorkingDays, d.Months)
	}
	return s.Policy.Calendar.Due(from, d.Days, d.WorkingDays, d.Months)
}

// eventOf is the day of the event from which a limit is counted, for a subject or for the year; "" while
// it has not come. A meeting that is yet to be held counts for a limit before it.
func (s *State) eventOf(d *policy.Deadline, sub *Subject) calendar.Date {
	switch d.From + d.Before {
	case "opened":
		return calendar.Of(s.Opened.At)
	case "scope-set":
		if s.ScopeSet != nil {
			return calendar.Of(s.ScopeSet.At)
		}
	case "grades-decided":
		return s.Decided
	case "results-posted":
		return s.firstHung()
	case "work-ended":
		if s.Ended != nil {
			return s.Ended.Date
		}
	case "meeting-held":
		kind := cmp.Or(d.Meeting, s.Policy.Meetings[len(s.Policy.Meetings)-1].ID)
		if sub != nil {
			return s.heldOn(sub, kind, d.Before != "")
		}
		var last calendar.Date
		for _, id := range s.SubjectOrder {
			day := s.heldOn(s.Subjects[id], kind, d.Before != "")
			if day == "" {
				return ""
			}
			last = max(last, day)
		}
		return last
	}
	return ""
}

// heldOn is the day of a subject's meeting of that type; planned: also of one that is only called.
func (s *State) heldOn(sub *Subject, kind string, planned bool) calendar.Date {
	m := s.meetingOf(sub.ID, kind)
	if m == nil || m.Held() == nil && !planned {
		return ""
	}
	return m.date()
}

// inTime holds an act on that day against the open limits that it keeps: what is late cannot be undone,
// needs a reason and is recorded as late.
func (d *departures) inTime(s *State, date calendar.Date, keeps func(Limit) bool) error {
	for _, l := range s.Limits() {
		if l.Done != "" || l.Due == "" || date <= l.Due || !keeps(l) {
			continue
		}
		if err := d.Excuse(l.Basis, s.lateFor(l, date)); err != nil {
			return err
		}
	}
	return nil
}

// calledInTime holds the calling of a meeting (会议通知) against the limits on it, most of which are
// counted backwards from the meeting.
func (d *departures) calledInTime(s *State, c *CallMeeting, today calendar.Date) error {
	for i := range s.Policy.Deadlines {
		p := &s.Policy.Deadlines[i]
		if p.Rule != "N1.4" || p.Meeting != "" && p.Meeting != c.Type {
			continue
		}
		from := s.calledFrom(p, &Meeting{Date: c.Date})
		if from == "" && p.By == "" {
			continue
		}
		if due, ok := s.limitDue(p, from); ok && today > due {
			if err := d.Excuse(p.Basis, s.lateFor(Limit{Rule: p.Rule, Name: p.Name, Due: due}, today)); err != nil {
				return err
			}
		}
	}
	return nil
}

// lateFor says how late something is for a limit.
func (s *State) lateFor(l Limit, date calendar.Date) *decider.Refusal {
	kv := []any{"limit", l.Name, "date", date, "due", l.Due, "days", l.Due.Until(date)}
	if sub := s.Subjects[l.Subject]; sub != nil {
		kv = append(kv, "subject", sub.OrgName)
	}
	return decider.Refuse(l.Rule, "limit-late", kv...).At("reason")
}

// byRule keeps the limits of a rule, for some subjects or, without any, for the year.
func byRule(rule string, subjects ...string) func(Limit) bool {
	return func(l Limit) bool {
		return l.Rule == rule && l.Objection == "" && (l.Subject == "" || slices.Contains(subjects, l.Subject))
	}
}

// keptBy says whether a task is what keeps the limit, or leads up to it.
func (l Limit) keptBy(t Task) bool {
	objection := ""
	if t.Command == "answer-objection" {
		objection = t.Ref
	}
	return l.Rule == t.Rule && !l.ByHand && l.Meeting == "" && l.Objection == objection && (l.Subject == "" || t.Subject == "" || l.Subject == t.Subject)
}

// earliest is the first of a day and of the last days of the open limits that something keeps.
func earliest(due calendar.Date, limits []Limit, keeps func(Limit) bool) calendar.Date {
	for _, l := range limits {
		if l.Done == "" && l.Due != "" && keeps(l) && (due == "" || l.Due < due) {
			due = l.Due
		}
	}
	return due
}
