package cycle

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
	"shuping/internal/words"
)

// fits is the naive twin of a quota: shares compared as fractions, over the grades as a list.
func fits(q policy.Quota, n, all int) bool {
	share := func(r policy.Ratio) int {
		exact, up := new(big.Rat).Mul(r.Rat(), big.NewRat(int64(all), 1)), 0
		for big.NewRat(int64(up), 1).Cmp(exact) < 0 {
			up++
		}
		down := up
		if big.NewRat(int64(up), 1).Cmp(exact) > 0 {
			down--
		}
		half := new(big.Rat).Sub(exact, big.NewRat(int64(down), 1)).Cmp(big.NewRat(1, 2)) >= 0
		switch {
		case q.Rounding == "up", q.Rounding == "nearest" && half && up > down, q.Rounding == "down-to-one" && down == 0 && all > 0:
			return max(up, 1-count(all == 0))
		}
		return down
	}
	switch {
	case q.Exactly > 0:
		return n == q.Exactly
	case !q.ExactlyShare.IsZero():
		return n == share(q.ExactlyShare)
	}
	ok := n >= q.AtLeast
	if q.Limits() {
		ok = ok && n <= q.AtMost
	}
	if !q.AtMostShare.IsZero() {
		ok = ok && n <= share(q.AtMostShare)
	}
	if !q.AtLeastShare.IsZero() {
		ok = ok && n >= share(q.AtLeastShare)
	}
	return ok
}

// manyQuotas are quotas of every kind, on five subjects of whom two are of one kind.
func manyQuotas(g []policy.Grade) (all []policy.Quota) {
	must := policy.Basis{Clause: "c", Strength: policy.Must}
	for _, base := range []policy.Quota{{Basis: must, Grade: g[0].Name}, {Basis: must, Grade: g[1].Name, OrBelow: true},
		{Basis: must, Grade: g[1].Name, Kinds: []string{"两新组织党支部"}}} {
		for n := range 4 {
			for i := range 3 {
				q := base
				*[]*int{&q.AtMost, &q.AtLeast, &q.Exactly}[i] = n
				all = append(all, q)
			}
		}
		for _, rounding := range []string{"down", "up", "nearest", "down-to-one"} {
			for _, r := range []policy.Ratio{{Num: 1, Den: 10}, {Num: 3, Den: 10}, {Num: 1, Den: 2}, {Num: 1, Den: 1}} {
				for i := range 3 {
					q := base
					q.Rounding = rounding
					*[]*policy.Ratio{&q.AtMostShare, &q.AtLeastShare, &q.ExactlyShare}[i] = r
					all = append(all, q)
				}
			}
		}
	}
	return all
}

// TestQuotasOfEveryKind holds decisions and the audit against the naive twin.
func TestQuotasOfEveryKind(t *testing.T) {
	base := bench(t).State(t, "_held.txt")
	grades := base.Policy.Grading.Grades
	refused := map[string]bool{}
	for _, q := range manyQuotas(grades) {
		for best := range 6 {
			s := *base
			s.Subjects = map[string]*Subject{}
			c := &DecideGrades{Date: "2019-01-02"}
			n, all := 0, 0
			for i, id := range base.SubjectOrder {
				sub := *base.Subjects[id]
				s.Subjects[id] = &sub
				at := []int{0, 1 + i%2}[count(i >= best)]
				c.Grades = append(c.Grades, GradeFor{Subject: id, Grade: grades[at].Name})
				if len(q.Kinds) == 0 || slices.Contains(q.Kinds, sub.Kind) {
					all++
					n += count(grades[at].Name == q.Grade || q.OrBelow && at > 1)
				}
			}
			want := fits(q, n, all)
			s.Policy.Grading.Quotas = []policy.Quota{q}
			call := decider.Call{Who: "x", Roles: everybody, At: calendar.Date("2019-01-02").Moment(9, 0)}
			events, err := Decider().Decide(&s, call, c)
			if (err == nil) != want {
				t.Fatalf("%+v: %d of %d: %v, want %v", q, n, all, err, want)
			}
			var r *decider.Refusal
			if errors.As(err, &r) {
				refused[r.Code] = true
				for _, l := range []words.Lang{words.ZH, words.EN} {
					got, wanted, next := words.For(l).Refusal(r)
					if said := got + wanted + next; strings.Contains(said, "quota.") || got == "" || wanted == "" || next == "" {
						t.Errorf("%s: %s", r.Code, said)
					}
				}
				continue
			}
			for _, e := range events {
				Decider().Apply(&s, e)
			}
			reckoned, err := s.Reckon(s.decidedGrades())
			if err != nil {
				t.Fatal(err)
			}
			used := s.Quotas(reckoned)
			if len(used) != 1 || !used[0].Met() || used[0].Got != n || used[0].Of != all {
				t.Fatalf("%+v: %+v", q, used)
			}
			if bad := quotaRulings(&s); bad != "" {
				t.Fatalf("%+v: %d of %d: %s", q, n, all, bad)
			}
		}
	}
	for _, code := range []string{"quota", "quota-most", "quota-least", "quota-exactly", "quota-too-large"} {
		if !refused[code] {
			t.Errorf("nothing was refused by %s", code)
		}
	}
}

// quotaRulings are those of the audit that are not met.
func quotaRulings(s *State) (bad string) {
	for _, r := range Audit(s) {
		if strings.HasPrefix(r.Code, "quota") && !r.OK {
			bad += fmt.Sprintf("%s got %s want %s excused %v; ", r.Code, r.Got, r.Want, r.Excused)
		}
	}
	return bad
}

// TestQuotaExcuse: a departure from one quota stands behind that quota only.
func TestQuotaExcuse(t *testing.T) {
	s := bench(t).State(t, "_graded.txt")
	must := policy.Basis{Clause: "c", Strength: policy.Must}
	two := []string{"两新组织党支部"}
	s.Policy.Grading.Quotas = []policy.Quota{{Basis: must, Grade: "基本称职", Kinds: two, AtLeast: 1}, {Basis: must, Grade: "基本称职", AtLeast: 2},
		{Basis: must, Grade: "称职", OrBelow: true, ExactlyShare: policy.Ratio{Num: 4, Den: 5}, Rounding: "up"}}
	expect(t, s, "2019-01-02", &CorrectGrade{Subject: "O6", Grade: "称职", Date: "2019-01-02", Reason: "查实", Approver: "l1"}, "")
	if bad, want := quotaRulings(s), "quota-floor got 0 want 1 excused true; quota-floor got 1 want 2 excused true; "; bad != want {
		t.Error(bad)
	}
	s.Departures = slices.DeleteFunc(s.Departures, func(d Departure) bool { return d.Args["kinds"] == two[0] })
	if bad, want := quotaRulings(s), "quota-floor got 0 want 1 excused false; quota-floor got 1 want 2 excused true; "; bad != want {
		t.Error(bad)
	}
	// Back again: the floors are met, and what was recorded stays.
	expect(t, s, "2019-01-02", &CorrectGrade{Subject: "O6", Grade: "基本称职", Date: "2019-01-02", Reason: "看错", Approver: "l1"}, "")
	if bad := quotaRulings(s); bad != "" || len(s.Departures) == 0 {
		t.Error(bad)
	}
	// A number that was broken before stays where it is; it must not grow.
	s.Policy.Grading.Quotas = []policy.Quota{{Basis: must, Grade: "基本称职", AtMost: 1}}
	expect(t, s, "2019-01-02", &CorrectGrade{Subject: "O1", Grade: "称职", Date: "2019-01-02", Reason: "查实", Approver: "l1"}, "")
	expect(t, s, "2019-01-02", &CorrectGrade{Subject: "O1", Grade: "基本称职", Date: "2019-01-02", Reason: "查实", Approver: "l1"}, "quota")
}
