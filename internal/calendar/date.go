// Package calendar counts days as the law does: civil dates without a clock or
// a time zone, deadlines in days, and the date in China of a moment.
package calendar

import (
	"fmt"
	"time"
)

// Date is a civil date, written 2006-01-02. Dates compare as strings; the zero
// value "" is no date.
type Date string

// beijing is China Standard Time (北京时间), UTC+8 without summer time since 1992.
var beijing = time.FixedZone("CST", 8*60*60)

// Of is the civil date in China at t.
func Of(t time.Time) Date { return Date(t.In(beijing).Format(time.DateOnly)) }

// Moment is the instant of that wall-clock time in China, hh:mm from 00:00 to 23:59.
func (d Date) Moment(hour, minute int) time.Time {
	t := d.time()
	return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, beijing)
}

// Parse reads 2006-01-02 strictly, years 1900 to 2999.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2999 {
		return "", fmt.Errorf("%q is not a date such as 2019-01-10", s)
	}
	return Date(s), nil
}

// UnmarshalText reads a date from JSON, YAML or a form field; empty text is no date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = ""
		return nil
	}
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// AddDays is the date n days later; no date stays no date.
func (d Date) AddDays(n int) Date {
	if d == "" {
		return ""
	}
	return Date(d.time().AddDate(0, 0, n).Format(time.DateOnly))
}

// AddMonths is the same day n months later, or the last day of that month where it has no such day;
// no date stays no date. 2019-01-31 and one month give 2019-02-28.
func (d Date) AddMonths(n int) Date {
	if d == "" {
		return ""
	}
	t := d.time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.AddDate(0, 0, min(t.Day(), last)-1).Format(time.DateOnly))
}

// Due is the last day of a period of n days that starts with an event on d: the
// day of the event is not counted (Civil Code art. 201). 2019-01-10 and seven
// days give 2019-01-17.
func (d Date) Due(n int) Date { return d.AddDays(n) }

// Until is the number of days from d to e, negative if e is earlier.
func (d Date) Until(e Date) int { return int(e.time().Sub(d.time()).Hours() / 24) }

// Year is the civil year, 0 for no date.
func (d Date) Year() int {
	if d == "" {
		return 0
	}
	return d.time().Year()
}

func (d Date) time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		panic("calendar: not a date: " + string(d)) // unreachable unless a Date was made without Parse
	}
	return t
}
