package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"shuping/internal/meeting"
)

// calendarFile is the meeting as an iCalendar file (RFC 5545), for the calendar of a
// phone or a mail program. A meeting that was moved keeps its UID and gets a higher
// SEQUENCE, so that the entry moves too.
func (s *Server) calendarFile(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8; method=PUBLISH")
	h.Set("Content-Disposition", `attachment; filename="meeting.ics"`)
	_, err = w.Write([]byte(calendarOf(r)))
	return err
}

func calendarOf(r *room) string {
	var b strings.Builder
	line := func(text string) { b.WriteString(folded(text)) }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//shuping//meeting//ZH")
	line("METHOD:PUBLISH")
	line("BEGIN:VEVENT")
	line("UID:" + escaped(r.s.Brief.Cycle+"."+r.id()+"@shuping"))
	line("DTSTAMP:" + utc(stampOf(r.s)))
	line("SEQUENCE:" + strconv.Itoa(len(r.s.Changes)+len(r.s.Past)))
	line(start(r.s))
	line("SUMMARY:" + escaped(r.title()))
	line("LOCATION:" + escaped(r.s.Brief.Place))
	line("DESCRIPTION:" + escaped(r.W.Say("hall.notice.leave")))
	line("END:VEVENT")
	line("END:VCALENDAR")
	return b.String()
}

// stampOf is when the meeting was last called or changed.
func stampOf(s *meeting.State) time.Time {
	at := s.Called.At
	if n := len(s.Changes); n > 0 {
		at = s.Changes[n-1].At
	}
	return at
}

// start is the hour of the meeting in China, or the day where no hour was said.
func start(s *meeting.State) string {
	at, err := time.Parse("15:04", s.Brief.Time)
	if err != nil {
		return "DTSTART;VALUE=DATE:" + strings.ReplaceAll(string(s.Date), "-", "")
	}
	return "DTSTART:" + utc(s.Date.Moment(at.Hour(), at.Minute()))
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

var icsEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func escaped(text string) string { return icsEscapes.Replace(text) }

// mostOctets is how long a line of a calendar file may be, without its end.
const mostOctets = 75

// folded is a line with its end, broken into lines of 75 octets between characters.
func folded(text string) string {
	var b strings.Builder
	n := 0
	for _, c := range text {
		if size := utf8.RuneLen(c); n+size > mostOctets {
			b.WriteString("\r\n ")
			n = 1
		}
		k, _ := b.WriteRune(c)
		n += k
	}
	return b.String() + "\r\n"
}
