package cycle

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// Ruling is what the audit says of one rule, for one subject where the rule is
// about one. Excused: the rule is not met, and the record holds a departure with
// its reason, which is how it should be.
type Ruling struct {
	Rule    string `json:"rule"`
	Clause  string `json:"clause"`
	Code    string `json:"code"` // catalogue: audit.<code>
	Subject string `json:"subject,omitempty"`
	OK      bool   `json:"ok"`
	Excused bool   `json:"excused,omitempty"`
	Got     string `json:"got"`
	Want    string `json:"want"`
	// Under is the hash of the former rules under which it holds, where the rules were
	// changed during the year and it does not hold under the last ones.
	Under string `json:"under,omitempty"`
}

// auditor collects rulings. It looks only at what is on record and shares no code
// with the commands' decisions: what they got wrong it must be able to see.
type auditor struct {
	s   *State
	out []Ruling
}

// Audit checks every rule again on the record, naively: for the verification of
// an archive. A year that is still running has rulings that are not OK because
// the thing is not done yet.
//
// Where the rules were changed during the year, what was done before was done under the
// former ones: a ruling that only holds under them names them.
func Audit(s *State) []Ruling {
	if s.ID == "" {
		return nil
	}
	out := audit(s)
	for _, former := range slices.Backward(s.Former) {
		then := *s
		then.Policy, then.PolicyHash, then.Former = former.Policy, former.PolicyHash, nil
		list := audit(&then)
		before := places(list)
		for what, i := range places(out) {
			if k, ok := before[what]; ok && list[k].OK && !out[i].OK && !out[i].Excused {
				out[i] = list[k]
				out[i].Under = former.PolicyHash
			}
		}
	}
	return out
}

// ruledOn is what a ruling is about: the nth of that code for that subject.
type ruledOn struct {
	rule, code, subject string
	nth                 int
}

// places finds each ruling of a list by what it is about.
func places(list []Ruling) map[ruledOn]int {
	at := make(map[ruledOn]int, len(list))
	for i, r := range list {
		what := ruledOn{rule: r.Rule, code: r.Code, subject: r.Subject}
		for _, there := at[what]; there; _, there = at[what] {
			what.nth++
		}
		at[what] = i
	}
	return at
}

func audit(s *State) []Ruling {
	a := &auditor{s: s}
	a.scope()
	a.draws()
	a.drawn()
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		a.report(sub)
		a.spoken(sub)
		a.visits(sub)
		a.meetings(sub)
		a.grade(sub)
		a.told(sub)
		a.consequences(sub)
		a.plan(sub)
		a.reballot(sub)
	}
	for _, id := range s.MeetingOrder {
		a.presence(s.Meetings[id])
		a.tallies(s.Meetings[id])
	}
	a.suggestions()
	a.quotas()
	a.posting()
	a.time()
	a.limits()
	a.awards()
	a.documents()
	return a.out
}

// say adds a ruling. A rule that the notice does not have is not ruled on.
func (a *auditor) say(b policy.Basis, rule, code, subject string, ok bool, got, want any) {
	a.rule(b, rule, code, subject, ok, got, want, func(d Departure) bool { return a.about(d, subject) })
}

// rule adds a ruling that a departure of which excuses says so stands behind.
func (a *auditor) rule(b policy.Basis, rule, code, subject string, ok bool, got, want any, excuses func(Departure) bool) {
	if b.Strength == "" {
		return
	}
	r := Ruling{Rule: rule, Clause: b.Clause, Code: code, Subject: subject, OK: ok, Got: fmt.Sprint(got), Want: fmt.Sprint(want)}
	for _, d := range a.s.Departures {
		if !ok && d.Rule == rule && d.Reason != "" && excuses(d) {
			r.Excused = true
		}
	}
	a.out = append(a.out, r)
}

// about says whether a departure is one for that subject, or for all.
func (a *auditor) about(d Departure, subject string) bool {
	named := d.Args["subject"] + d.Args["subjects"]
	o := a.s.Orgs[subject]
	return named == "" || o == nil || slices.Contains(strings.Split(named, ", "), o.Name)
}

// scope: every organisation is under review, to be drawn from, or exempt with a reason (N1.1, N1.2).
func (a *auditor) scope() {
	must := policy.Basis{Clause: "", Strength: policy.Must}
	for _, id := range a.s.OrgOrder {
		o := a.s.Orgs[id]
		_, subject := a.s.Subjects[id]
		for _, r := range a.s.Policy.Scope.Exempt {
			if r.Kind == o.Kind {
				a.say(r.Basis, "N1.2", "exempt-kind", id, !subject, subject, false)
			}
		}
		for _, r := range a.s.Policy.Scope.Subjects {
			if r.Kind != o.Kind {
				continue
			}
			founded := false
			for _, x := range a.s.Exempt {
				founded = founded || x.Org == id && x.Reason != "" && x.Approver != ""
			}
			must.Clause = r.Clause
			a.say(must, "N1.1", "subject-or-founded", id, subject != founded, subject, true)
		}
	}
}

// draws: a lot is taken exactly if fewer than Take of the others have a smaller hash (N1.3).
func (a *auditor) draws() {
	for _, d := range a.s.Draws {
		hash := func(name string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(d.Seed+"\n"+name))) }
		ok, taken := len(d.Lots) == len(d.Candidates), 0
		for _, l := range d.Lots {
			smaller := 0
			for _, other := range d.Candidates {
				if hash(other) < hash(l.Name) {
					smaller++
				}
			}
			ok = ok && l.Taken == (smaller < d.Take) && l.Hash == hash(l.Name)
			if l.Taken {
				taken++
				placed := false
				for id, o := range a.s.Orgs {
					exempt := slices.ContainsFunc(a.s.Exempt, func(x Exempt) bool { return x.Org == id && x.Reason != "" })
					placed = placed || o.Name == l.Name && (a.s.Subjects[id] != nil || exempt)
				}
				ok = ok && placed
			}
		}
		a.say(policy.Basis{Clause: d.Clause, Strength: policy.Must}, "N1.3", "draw-repeats", "", ok, taken, d.Take)
	}
}

// drawn: of a kind that is drawn from, those are under review who have the smallest
// hashes among all that are not exempt with a reason, and as many as are to be taken
// (N1.3).
func (a *auditor) drawn() {
	for _, rule := range a.s.Policy.Scope.Draws {
		seed, drawn := "", false
		for _, d := range a.s.Draws {
			if d.Kind == rule.Kind {
				seed, drawn = d.Seed, len(d.Lots) > 0
			}
		}
		var hashes, subjects []string
		for _, id := range a.s.OrgOrder {
			o := a.s.Orgs[id]
			founded := slices.ContainsFunc(a.s.Exempt, func(x Exempt) bool { return x.Org == id && x.Reason != "" && x.Approver != "" })
			lot := fmt.Sprintf("%x %s", sha256.Sum256([]byte(seed+"\n"+o.Name)), id)
			if o.Kind == rule.Kind && !founded {
				hashes = append(hashes, lot)
			}
			if o.Kind == rule.Kind && a.s.Subjects[id] != nil {
				subjects = append(subjects, lot)
			}
		}
		slices.Sort(hashes)
		slices.Sort(subjects)
		ok := drawn || len(hashes) <= rule.Take
		hashes = hashes[:min(len(hashes), rule.Take)]
		a.say(rule.Basis, "N1.3", "drawn-only", "", ok && slices.Equal(hashes, subjects), len(subjects), len(hashes))
	}
}

// report: approved, within the length, a third on problems; or accepted by the reviewer with a reason (N3).
func (a *auditor) report(sub *Subject) {
	want := a.s.Policy.Report
	a.say(want.Review, "N3.1", "report-approved", sub.ID, sub.Approved > 0, sub.Approved, "1")
	if sub.Approved == 0 {
		return
	}
	r := sub.Reports[sub.Approved-1]
	accepted := map[string]bool{}
	for _, f := range r.Findings {
		for _, x := range r.Review.Accepted {
			if x.Finding == strconv.Itoa(f.No) && x.Reason != "" {
				accepted[f.Rule] = true
			}
		}
	}
	if want.Max.Chars > 0 {
		a.say(want.Max.Basis, "N3.4", "report-length", sub.ID, r.Chars <= want.Max.Chars || accepted["N3.4"], r.Chars, want.Max.Chars)
	}
	if want.Min.Chars > 0 {
		a.say(want.Min.Basis, "N3.4", "report-shortest", sub.ID, r.Chars >= want.Min.Chars || accepted["N3.4"], r.Chars, want.Min.Chars)
	}
	for _, p := range want.Parts {
		n := 0
		for _, x := range r.Parts {
			if x.Part == p.ID {
				n += x.Chars
			}
		}
		few := p.AtLeast.Den > 0 && !atLeast(p.AtLeast, n, r.Chars)
		many := p.AtMost.Den > 0 && !atLeast(policy.Ratio{Num: p.AtMost.Den - p.AtMost.Num, Den: p.AtMost.Den}, r.Chars-n, r.Chars)
		if p.AtLeast.Den+p.AtMost.Den > 0 {
			a.say(p.Basis, "N3.2", "report-part", sub.ID, !few && !many || accepted["N3.2"], fmt.Sprintf("%s %d/%d", p.Name, n, r.Chars), fmt.Sprint(p.AtLeast, "–", p.AtMost))
		}
	}
	third := atLeast(want.Problems.AtLeast, r.Share.Num, r.Share.Den)
	a.say(want.Problems.Basis, "N3.3", "report-problems", sub.ID, third || accepted["N3.3"], fmt.Sprintf("%d/%d", r.Share.Num, r.Share.Den), want.Problems.AtLeast)
}

// atLeast is the naive twin of policy.Ratio.Met, in big integers.
func atLeast(r policy.Ratio, part, whole int) bool {
	left := new(big.Int).Mul(big.NewInt(int64(part)), big.NewInt(r.Den))
	right := new(big.Int).Mul(big.NewInt(r.Num), big.NewInt(int64(whole)))
	return r.Den > 0 && left.Cmp(right) >= 0
}

func (a *auditor) visits(sub *Subject) {
	v := a.s.Policy.Verification
	a.say(v.Basis, "N4.1", "visits", sub.ID, len(sub.Visits) >= v.AtLeast, len(sub.Visits), v.AtLeast)
}

// meetings: one of each type, in the policy's order (N1.4).
func (a *auditor) meetings(sub *Subject) {
	var last calendar.Date
	for _, kind := range a.s.Policy.Meetings {
		n, ok := 0, true
		for _, id := range sub.Meetings {
			m := a.s.Meetings[id]
			if m.Cancelled != nil || m.Again || m.Type != kind.ID || len(m.Minutes) == 0 {
				continue
			}
			mins := m.Minutes[len(m.Minutes)-1].Minutes
			if !slices.Contains(mins.Reported, sub.ID) {
				continue // absent: there has to be another
			}
			n++
			ok = ok && mins.Date >= last && mins.Head != ""
			last = mins.Date
		}
		a.say(kind.Basis, "N1.4", "meeting-held", sub.ID, ok && n == 1, n, 1)
	}
}
