package policy

import (
	"slices"

	"shuping/internal/calendar"
)

// Calendar are the working days (工作日): Monday to Friday, but for the days listed here. Without
// it there are no deadlines in working days, and none moves on from a holiday.
type Calendar struct {
	// Closed are days off that would be working days (放假).
	Closed []calendar.Date `json:"closed,omitzero"`
	// Open are Saturdays and Sundays that are worked (调休上班).
	Open []calendar.Date `json:"open,omitzero"`
	// From is the first day that the calendar knows.
	From calendar.Date `json:"from" policy:"need"`
	// Until is the last day that it knows; a deadline beyond it cannot be reckoned.
	Until calendar.Date `json:"until" policy:"need"`
}

// Deadline is a time limit (时限). It is counted as Civil Code art. 200-203: the day of the event is
// not counted, and with a calendar a last day that is no working day moves on to the next one. One
// of days, working_days, months and by must stand here, and without by one of from and before.
//
// In a year the rule says what keeps it: N1.4 the calling of the meeting, N3.1 the report handed in,
// N4.1 the records of verification, N8.1 the decision on grades, N9.1 the feedback, N9.2 the posting or,
// from objection-received, the answer, N9.3 the end of the work, N9.4 the filing, N11.1 the plan, N11.2
// the checks, and the rule of a type of meeting its being held. Any other is put on record by hand.
// What is late needs a reason and is recorded as late.
type Deadline struct {
	Basis
	// ID is the deadline's id in numbers.
	ID string `json:"id" policy:"need,key,id"`
	// Rule is the number in docs/RULES.md.
	Rule string `json:"rule" policy:"need,rule"`
	// Name is what must be done.
	Name string `json:"name" policy:"need"`
	// From is the event from which it is counted: opened (启动), scope-set (对象确定), meeting-held (会议
	// 召开), grades-decided (等次评定), results-posted (公示), objection-received (收到意见) or work-ended
	// (活动结束).
	From string `json:"from,omitzero" policy:"oneof=opened|scope-set|meeting-held|grades-decided|results-posted|objection-received|work-ended"`
	// Before is the event before which it must be done, so many days earlier (会议召开3日前): meeting-held. It
	// does not move for a holiday.
	Before string `json:"before,omitzero" policy:"oneof=meeting-held,eg=meeting-held"`
	// Meeting is the type of meeting that from or before speaks of; left out: the last type.
	Meeting string `json:"meeting,omitzero" policy:"ref=meeting"`
	// Days is within how many days.
	Days int `json:"days,omitzero" policy:"min=1,max=3660,unit=days"`
	// WorkingDays is within how many working days.
	WorkingDays int `json:"working_days,omitzero" policy:"min=1,max=365,unit=working days"`
	// Months is within how many months: the same day of the month, or the month's last day.
	Months int `json:"months,omitzero" policy:"min=1,max=120,unit=months"`
	// By is the last day, where the notice names a date; then there is no from.
	By calendar.Date `json:"by,omitzero"`
}

// Reballot says who is voted on again after a term (重新测评).
type Reballot struct {
	Basis
	// Grades are the grades whose subjects are voted on again.
	Grades []string `json:"grades" policy:"need,ref=grade"`
	// Meeting is the type of meeting that votes again.
	Meeting string `json:"meeting" policy:"need,ref=meeting"`
	// Months is after how many months of rectification.
	Months int `json:"months,omitzero" policy:"min=1,max=120,unit=months"`
	// Days is after how many days. One of months and days must stand here.
	Days int `json:"days,omitzero" policy:"min=1,max=3660,unit=days,eg=180"`
}

// Holds says that the notice has a calendar.
func (c Calendar) Holds() bool { return c.From != "" }

// Knows says whether the calendar knows that day.
func (c Calendar) Knows(d calendar.Date) bool { return c.From <= d && d <= c.Until }

// Working says whether people work on that day.
func (c Calendar) Working(d calendar.Date) bool {
	if slices.Contains(c.Open, d) {
		return true
	}
	return !weekend(d) && !slices.Contains(c.Closed, d)
}

// weekend counts from 2000-01-01, a Saturday.
func weekend(d calendar.Date) bool {
	day := calendar.Date("2000-01-01").Until(d) % 7
	return (day+7)%7 < 2
}

// Due is the last day of a time limit that starts with an event on from, which is not
// counted. ok is false where the calendar does not reach so far.
func (c Calendar) Due(from calendar.Date, days, workingDays, months int) (due calendar.Date, ok bool) {
	due = from
	switch {
	case workingDays > 0:
		for left := workingDays; left > 0; {
			if due = due.AddDays(1); !c.Knows(due) {
				return "", false
			}
			if c.Working(due) {
				left--
			}
		}
		return due, true
	case months > 0:
		due = from.AddMonths(months)
	default:
		due = from.Due(days)
	}
	return c.moved(due)
}

// Ahead is the last day for something that must be done so long before an event on that day, which is
// not counted: three days before the 10th is the 7th. ok is false where the calendar does not reach so far.
func (c Calendar) Ahead(event calendar.Date, days, workingDays, months int) (due calendar.Date, ok bool) {
	if workingDays == 0 {
		return event.AddMonths(-months).AddDays(-days), true
	}
	due = event
	for left := workingDays; left > 0; {
		if due = due.AddDays(-1); !c.Knows(due) {
			return "", false
		}
		if c.Working(due) {
			left--
		}
	}
	return due, true
}

// Events are what deadlines are counted from, in the order of a year.
func Events() []string {
	return []string{"opened", "scope-set", "meeting-held", "grades-decided", "results-posted", "objection-received", "work-ended"}
}

// Event is the event that it is counted from or backwards, "" where the notice names its day. One of a
// particular type of meeting is written meeting-held:<type>.
func (d *Deadline) Event() string {
	event := d.From + d.Before
	if event == "meeting-held" && d.Meeting != "" {
		event += ":" + d.Meeting
	}
	return event
}

// moved is the next working day where the last day of a time limit is none (Civil Code art. 203).
func (c Calendar) moved(due calendar.Date) (calendar.Date, bool) {
	if !c.Holds() {
		return due, true
	}
	for ; c.Knows(due); due = due.AddDays(1) {
		if c.Working(due) {
			return due, true
		}
	}
	return "", false
}
