package meeting

import (
	"slices"
	"strings"
	"time"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// approved refuses what needs a reason and somebody else who agreed (N5.3), who is
// not under review at the meeting.
func (s *State) approved(reason, approver, who string) error {
	var about []string
	for _, sub := range s.Brief.Subjects {
		about = append(about, sub.Person)
	}
	return act.Approved(reason, approver, who, about...)
}

// open refuses what can only be done in an open meeting.
func (s *State) open() error {
	if !s.Running() {
		return decider.Refuse("", "meeting-not-open")
	}
	return nil
}

// people joins ids for a refusal; a page knows their names.
func people(ids []string) string { return strings.Join(ids, ", ") }

// twice finds the first id that stands in a list twice, "" for none.
func twice(ids []string) string {
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			return id
		}
	}
	return ""
}

// clock is the moment of a wall-clock time hh:mm on the day of the sitting; without
// one it is the moment of the call.
func clock(call decider.Call, day calendar.Date, hhmm string) (time.Time, error) {
	if hhmm == "" {
		return call.At.UTC(), nil
	}
	t, err := time.Parse("15:04", hhmm)
	if err != nil {
		return time.Time{}, decider.Refuse("", "not-a-time", "got", hhmm).At("at")
	}
	return day.Moment(t.Hour(), t.Minute()).UTC(), nil
}
