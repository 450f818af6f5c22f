package cycle

import (
	"cmp"
	"math/big"
	"slices"

	"shuping/internal/policy"
)

// quotas: counted once more over all subjects, with the shares as fractions (N8.2).
func (a *auditor) quotas() {
	r, err := a.s.reckonFor(a.s.Decisions, a.s.decidedGrades())
	for i, q := range a.s.Policy.Grading.Quotas {
		if len(q.When) > 0 && (err != nil || !r.Quotas[i].Applies) {
			continue
		}
		names := a.s.Policy.Grading.GradesOf(q.Scale)
		n, all := 0, 0
		for _, sub := range a.s.Subjects {
			if len(q.Kinds) > 0 && !slices.Contains(q.Kinds, sub.Kind) || a.s.Policy.ScaleOf(sub.Kind) != cmp.Or(q.Scale, policy.ScalePerson) {
				continue
			}
			all++
			if k := len(sub.Grades); k > 0 {
				worse := slices.Index(names, sub.Grades[k-1].Grade) - slices.Index(names, q.Grade)
				n += count(worse == 0 || q.OrBelow && worse > 0)
			}
		}
		a.quota(q, n, all)
	}
}

func (a *auditor) quota(q policy.Quota, n, all int) {
	say := func(code string, ok bool, want int) {
		a.rule(q.Basis, "N8.2", code, "", ok, n, want, func(d Departure) bool { return a.ofQuota(d, q) })
	}
	if q.Exactly > 0 {
		say("quota-exactly", n == q.Exactly, q.Exactly)
	}
	if !q.ExactlyShare.IsZero() {
		want := naivePortion(q.ExactlyShare, all, q.Rounding)
		say("quota-exactly", n == want, want)
	}
	if q.Limits() {
		say("quota", n <= q.AtMost, q.AtMost)
	}
	if !q.AtMostShare.IsZero() {
		want := naivePortion(q.AtMostShare, all, q.Rounding)
		say("quota", n <= want, want)
	}
	if q.AtLeast > 0 {
		say("quota-floor", n >= q.AtLeast, q.AtLeast)
	}
	if !q.AtLeastShare.IsZero() {
		want := naivePortion(q.AtLeastShare, all, q.Rounding)
		say("quota-floor", n >= want, want)
	}
}

// ofQuota says whether a departure is from that quota: its clause, its grade and its kinds.
func (a *auditor) ofQuota(d Departure, q policy.Quota) bool {
	grade, kinds := "", ""
	names := a.s.Policy.Grading.GradesOf(q.Scale)
	for i, g := range names {
		if g == q.Grade || q.OrBelow && slices.Index(names, q.Grade) < i {
			grade += ", " + g
		}
	}
	for _, k := range q.Kinds {
		kinds += ", " + k
	}
	if kinds == "" && (d.Args["kinds"] == "" || d.Args["kinds"] == allKinds) {
		kinds = ", " + d.Args["kinds"]
	}
	return d.Clause == q.Clause && ", "+d.Args["grade"] == grade && ", "+d.Args["kinds"] == kinds
}

// naivePortion finds the number by trying: the last that is not more than the share, or the
// first that is not less.
func naivePortion(share policy.Ratio, all int, rounding string) int {
	exact := big.NewRat(share.Num*int64(all), share.Den)
	if rounding == "nearest" {
		exact.Add(exact, big.NewRat(1, 2))
	}
	for n := 0; ; n++ {
		switch c := exact.Cmp(big.NewRat(int64(n), 1)); {
		case rounding == "up" && c <= 0:
			return n
		case rounding != "up" && exact.Cmp(big.NewRat(int64(n+1), 1)) < 0:
			if rounding == "down-to-one" && n == 0 && all > 0 {
				return 1
			}
			return n
		}
	}
}
