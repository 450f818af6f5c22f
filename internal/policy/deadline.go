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
// of days, working_days, months and by must stand here.
type Deadline struct {
	Basis
	// ID is the deadline's id in numbers.
	ID string `json:"id" policy:"need,key,id"`
	// Rule is the number in docs/RULES.md.
	Rule string `json:"rule" policy:"need,rule"`
	// Name is what must be done.
	Name string `json:"name" policy:"need"`
	// From is the event from which it is counted: opened (启动), scope-set (对象确定), meeting-held (会议
	// 召开), grades-decided (等次评定), results-posted (公示) or work-ended (活动结束).
	From string `json:"from,omitzero" policy:"oneof=opened|scope-set|meeting-held|grades-decided|results-posted|work-ended"`
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
		due = addMonths(from, months)
	default:
		due = from.Due(days)
	}
	return c.moved(due)
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

// addMonths is the same day so many months later, or the last day of that month.
func addMonths(d calendar.Date, n int) calendar.Date {
	year, month, day := d.Year(), int(d[5]-'0')*10+int(d[6]-'0'), int(d[8]-'0')*10+int(d[9]-'0')
	month += n
	year, month = year+(month-1)/12, (month-1)%12+1
	for ; ; day-- {
		digits := []byte{byte('0' + year/1000), byte('0' + year/100%10), byte('0' + year/10%10), byte('0' + year%10), '-',
			byte('0' + month/10), byte('0' + month%10), '-', byte('0' + day/10), byte('0' + day%10)}
		if next, err := calendar.Parse(string(digits)); err == nil {
			return next
		}
	}
}
