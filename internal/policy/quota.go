package policy

import "slices"

// QuotaSpan is what a quota asks of a group of subjects: at least Least and, where it is
// limited, at most Most of them.
type QuotaSpan struct {
	Least, Most int
	Limited     bool
	Exact       bool // no more and no fewer: Least is Most
}

// Span is what the quota asks of a group of so many subjects. Of an upper number and an upper
// share the smaller counts, of two lower ones the greater.
func (q *Quota) Span(all int) QuotaSpan {
	if n := q.Exactly; n > 0 || !q.ExactlyShare.IsZero() {
		if n == 0 {
			n = q.ExactlyShare.Portion(all, q.Rounding)
		}
		return QuotaSpan{Least: n, Most: n, Limited: true, Exact: true}
	}
	s := QuotaSpan{Least: q.AtLeast, Most: q.AtMost, Limited: q.Limits()}
	if !q.AtLeastShare.IsZero() {
		s.Least = max(s.Least, q.AtLeastShare.Portion(all, q.Rounding))
	}
	if !q.AtMostShare.IsZero() {
		n := q.AtMostShare.Portion(all, q.Rounding)
		if !s.Limited || n < s.Most {
			s.Most = n
		}
		s.Limited = true
	}
	return s
}

// QuotaBreach is one way in which grades do not fit a quota.
type QuotaBreach struct {
	// Code is most, least, exactly, or too-large (the group has fewer subjects than are wanted).
	Code string
	Want int // subjects
}

// Breaches are the ways in which a group of so many subjects, of whom have are counted by the
// quota and open have no grade yet, does not fit it and can no longer fit it.
func (s QuotaSpan) Breaches(all, have, open int) (out []QuotaBreach) {
	switch {
	case s.Exact && s.Least <= all && (have > s.Most || have+open < s.Least):
		return []QuotaBreach{{"exactly", s.Least}}
	case s.Limited && !s.Exact && have > s.Most:
		out = append(out, QuotaBreach{"most", s.Most})
	}
	switch {
	case s.Least > all:
		out = append(out, QuotaBreach{"too-large", s.Least})
	case !s.Exact && have+open < s.Least:
		out = append(out, QuotaBreach{"least", s.Least})
	}
	return out
}

// Portion is this share of so many subjects as a number of them: rounded down, up, nearest
// (四舍五入) or down-to-one (down, but at least one where there is anybody: 不足一名的按一名).
func (r Ratio) Portion(all int, rounding string) int {
	if r.Den == 0 {
		return 0
	}
	part := r.Num * int64(all)
	switch rounding {
	case "up":
		return r.Need(all)
	case "down":
		return int(part / r.Den)
	case "down-to-one":
		return max(int(part/r.Den), min(1, all))
	}
	return int((2*part + r.Den) / (2 * r.Den))
}

// Counted are the grades that a quota counts, best first: its own, and with or_below all worse ones.
func (g *Grading) Counted(q *Quota) []string {
	if !q.OrBelow {
		return []string{q.Grade}
	}
	grades := g.GradesOf(q.Scale)
	return grades[max(0, slices.Index(grades, q.Grade)):]
}
