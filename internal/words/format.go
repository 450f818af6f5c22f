package words

import (
	"strconv"
	"strings"
	"time"
)

// Date writes a calendar day: 2018年12月29日, 29 Dec 2018. The zero time is a dash.
func (w *Words) Date(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	if w.lang == EN {
		return t.Format("2 Jan 2006")
	}
	return t.Format("2006年1月2日")
}

// DateTime writes a day and a time to the minute.
func (w *Words) DateTime(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return w.Date(t) + " " + t.Format("15:04")
}

// ISODate writes a day given as 2018-12-29; a text that is none stays as it is.
func (w *Words) ISODate(s string) string {
	if d, ok := isoDate(s); ok {
		return w.Date(d)
	}
	return s
}

func isoDate(s string) (time.Time, bool) {
	if len(s) != len("2006-01-02") {
		return time.Time{}, false
	}
	t, err := time.Parse("2006-01-02", s)
	return t, err == nil
}

// Number writes a whole number with its thousands set apart (12,345).
func (w *Words) Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return sign + b.String()
}

// Percent writes num/den to one decimal, rounded down: 79.99 % must never be
// read as the 80 % that a rule asks for. A den of zero is a dash.
func (w *Words) Percent(num, den int) string {
	if den <= 0 || num < 0 {
		return "—"
	}
	tenths := num * 1000 / den
	s := strconv.Itoa(tenths / 10)
	if tenths%10 != 0 {
		s += "." + strconv.Itoa(tenths%10)
	}
	if w.lang == EN {
		return s + " %"
	}
	return s + "%"
}

// Share writes a count out of a whole with its percentage: 33/41（80.4%）.
func (w *Words) Share(num, den int) string {
	f := strconv.Itoa(num) + "/" + strconv.Itoa(den)
	if den <= 0 {
		return f
	}
	if w.lang == EN {
		return f + " (" + w.Percent(num, den) + ")"
	}
	return f + "（" + w.Percent(num, den) + "）"
}

// List joins names as a sentence does: 甲、乙、丙 or "a, b, c".
func (w *Words) List(items []string) string {
	if w.lang == EN {
		return strings.Join(items, ", ")
	}
	return strings.Join(items, "、")
}
