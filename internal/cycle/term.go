package cycle

import (
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// last is the last day of a time limit of the notice (期限最后一日) that starts with an event on
// from, by the notice's calendar of working days where it has one. It is refused where the calendar
// does not reach so far: a day that is guessed would be on record as the notice's.
func (s *State) last(from calendar.Date, days, workingDays, months int) (calendar.Date, error) {
	due, ok := s.Policy.Calendar.Due(from, days, workingDays, months)
	if !ok {
		return "", decider.Refuse("N9.3", "calendar-short", "from", from, "until", s.Policy.Calendar.Until)
	}
	return due, nil
}

// PlanDue is the last day for the plans; "" while it is not known or not said.
func (s *State) PlanDue() calendar.Date {
	r := s.Policy.Correction
	if r.PlanDays+r.PlanWorkingDays == 0 || s.Decided == "" {
		return ""
	}
	due, _ := s.Policy.Calendar.Due(s.Decided, r.PlanDays, r.PlanWorkingDays, 0)
	return due
}

// filingDue is the last day for the report to the department above when the work ended on that day;
// "" where the notice has no such rule.
func (s *State) filingDue(ended calendar.Date) (calendar.Date, error) {
	switch f := s.Policy.Results.Filing; {
	case !f.Holds():
		return "", nil
	case f.By != "":
		return f.By, nil
	default:
		return s.last(ended, f.Days, f.WorkingDays, 0)
	}
}
