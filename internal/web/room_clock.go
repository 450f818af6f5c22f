package web

import (
	"strconv"
	"time"
)

// clock is how long somebody has been speaking (述职计时), as the server knows it. Screens
// count on from there.
type clock struct {
	Since, Now string // Unix milliseconds; Now is the server's
	Limit      int    // minutes to speak, 0 for no limit
	Warn       int    // minutes before the end at which the speaker is warned, 0 for none
}

// clockOf is the clock of a report that is going on, nil for any other.
func (s *Server) clockOf(r *room, subject string) *clock {
	report := r.s.Report(subject)
	if report == nil || report.Started.IsZero() || !report.Finished.IsZero() {
		return nil
	}
	c := clock{Since: strconv.FormatInt(report.Started.UnixMilli(), 10), Now: strconv.FormatInt(s.Now().UnixMilli(), 10)}
	if limit := r.s.Brief.Policy.Report.Speech; limit.Holds() {
		c.Limit, c.Warn = limit.Minutes, limit.WarnBefore
	}
	return &c
}

// spoken is how long the report has been going on at the moment of the page.
func (c clock) spoken() time.Duration {
	from, err1 := strconv.ParseInt(c.Since, 10, 64)
	now, err2 := strconv.ParseInt(c.Now, 10, 64)
	if err1 != nil || err2 != nil {
		return 0 // unreachable unless the numbers were not made by clockOf
	}
	return max(0, time.Duration(now-from)*time.Millisecond)
}

// face is the clock at the moment of the page, for screens without scripts.
func (c clock) face() string {
	s := int(c.spoken().Seconds())
	return strconv.Itoa(s/60) + ":" + strconv.Itoa(s%60/10) + strconv.Itoa(s%10)
}

// over and near say whether the time is up, or nearly.
func (c clock) over() bool { return c.Limit > 0 && c.spoken() >= time.Duration(c.Limit)*time.Minute }

func (c clock) near() bool {
	return c.Limit > 0 && c.Warn > 0 && !c.over() && c.spoken() >= time.Duration(c.Limit-c.Warn)*time.Minute
}
