package meeting

import (
	"fmt"
	"math/big"
	"slices"

	"shuping/internal/policy"
)

// Verdict is one rule checked again on the finished record (复核结论).
type Verdict struct {
	Rule    string `json:"rule"`
	Clause  string `json:"clause,omitempty"`
	Code    string `json:"code"`              // what was checked; the catalogue has it as audit.meeting.<code>
	Subject string `json:"subject,omitempty"` // subject, class, question or vote it is about
	OK      bool   `json:"ok"`
	Got     string `json:"got"`
	Want    string `json:"want"`
	// Reason is that of a recorded departure from advice; the verdict is then OK.
	Reason string `json:"reason,omitempty"`
}

// Audit checks every rule again on a meeting's record, for who does not trust the
// program that made it (archive verify). It counts from the single moves, sheets and
// tallies, in another way than the commands do, and uses none of their findings. A
// meeting that is not closed is one bad verdict and whatever can be said already.
func Audit(s *State) []Verdict {
	a := &audit{s: s}
	held := s.Closed != nil && s.Opening != nil
	a.add("N6.2", "", "closed", "", held, fmt.Sprint(held), "true")
	for _, past := range s.Past {
		a.add("N5.3", "", "adjourned", string(past.Date), past.Adjourned.Reason != "", past.Adjourned.Reason, "reason")
	}
	if s.Brief.Meeting == "" || s.Opening == nil {
		return a.list
	}
	a.t = s.Type()
	a.door()
	a.agenda()
	for i := range s.Rounds {
		a.vote(&s.Rounds[i])
	}
	a.results()
	return a.list
}

type audit struct {
	s    *State
	t    *policy.Meeting
	list []Verdict
	rows map[*Batch][]int // of batches of papers, see lineAt
}

func (a *audit) add(rule, clause, code, subject string, ok bool, got, want string) {
	v := Verdict{Rule: rule, Clause: clause, Code: code, Subject: subject, OK: ok, Got: got, Want: want}
	for _, d := range a.s.Departures {
		if !ok && slices.Contains(excuses(code), d.Code) && d.Clause == clause {
			v.OK, v.Reason = true, d.Reason
		}
	}
	a.list = append(a.list, v)
}

// excuses are the departures that may stand behind a check that does not come out.
func excuses(code string) []string {
	switch code {
	case "chair-no-subject":
		return []string{"subject-chairs"}
	case "guide":
		return []string{"guide-missing"}
	case "class":
		return []string{"class-missing"}
	case "quorum":
		return []string{"quorum", "quorum-more", "quorum-count", "nobody-expected"}
	case "composition":
		return []string{"composition", "composition-more", "composition-count", "composition-never"}
	case "report":
		return []string{"report-missing"}
	case "questions":
		return []string{"question-missing"}
	case "comment":
		return []string{"comment-missing"}
	case "returned":
		return []string{"too-few-returned"}
	case "announced":
		return []string{"not-announced"}
	case "item":
		return []string{"report-missing", "comment-missing", "vote-missing", "not-announced", "speech-missing"}
	}
	return nil
}

// inHall counts who was in the hall just before a record: by going through each
// person's arrivals and departures. keep says which people count.
func (a *audit) inHall(before uint64, keep func(person string, e *Entry) bool) int64 {
	var n int64
	for _, person := range a.s.Roll.Order {
		e, in := a.s.Roll.People[person], false
		for _, m := range e.Moves {
			if m.Seq < before {
				in = m.In
			}
		}
		if in && keep(person, e) {
			n++
		}
	}
	return n
}

func ofClass(classes []string) func(string, *Entry) bool {
	set := map[string]bool{}
	for _, c := range classes {
		set[c] = true
	}
	return func(_ string, e *Entry) bool { return set[e.Class] }
}

// enough says whether there are so many, or part/whole is at least or more than a share, with
// numbers as long as they need to be, and what was wanted.
func enough(part, whole int64, atLeast, moreThan policy.Ratio, count int) (ok bool, want string) {
	compared := func(r policy.Ratio) int { return big.NewRat(part, whole).Cmp(big.NewRat(r.Num, r.Den)) }
	switch {
	case count > 0:
		return part >= int64(count), fmt.Sprint(">= ", count)
	case moreThan.Den != 0:
		return whole > 0 && compared(moreThan) > 0, fmt.Sprint("> ", moreThan)
	}
	return whole > 0 && atLeast.Den != 0 && compared(atLeast) >= 0, fmt.Sprint(">= ", atLeast)
}

// door checks the conditions at the opening (N5.1-N5.4, N6.1).
func (a *audit) door() {
	at := a.s.Opening.Seq
	guides := map[string]bool{}
	for _, g := range a.s.Brief.Guides {
		guides[g] = true
	}
	chair := a.inHall(at, func(p string, _ *Entry) bool { return p == a.s.Brief.Chair })
	a.add("N5.1", a.t.Chair.Clause, "chair", a.s.Brief.Chair, chair == 1, fmt.Sprint(chair), "1")
	own := 0
	for _, sub := range a.s.Brief.Subjects {
		if sub.Person == a.s.Brief.Chair {
			own++
		}
	}
	if a.t.Chair.NotSubject.Holds() {
		a.add("N5.1", a.t.Chair.NotSubject.Clause, "chair-no-subject", a.s.Brief.Chair, own == 0, fmt.Sprint(own), "0")
	}
	if g := a.t.Guide; g.Holds() {
		n := a.inHall(at, func(p string, _ *Entry) bool { return guides[p] })
		a.add("N5.1", g.Clause, "guide", "", n >= int64(g.AtLeast), fmt.Sprint(n), fmt.Sprint(">= ", g.AtLeast))
	}
	for _, c := range a.t.Classes {
		if c.Required > 0 && a.t.Attendance.Holds() {
			n := a.inHall(at, ofClass([]string{c.ID}))
			a.add(attendanceRule(a.t), a.t.Attendance.Clause, "class", c.ID, n >= int64(c.Required), fmt.Sprint(n), fmt.Sprint(">= ", c.Required))
		}
	}
	a.quorum(at)
	if c := a.t.Composition; c.Holds() {
		some, others := a.inHall(at, ofClass(c.Of)), a.inHall(at, ofClass(c.Beside))
		ok, want := enough(some, some+others, c.AtLeast, c.MoreThan, c.Count)
		a.add("N5.4", c.Clause, "composition", "", ok, fmt.Sprintf("%d/%d", some, some+others), want)
	}
}

func (a *audit) quorum(at uint64) {
	var expected int64
	of := ofClass(a.t.Quorum.Of)
	for _, p := range a.s.Roll.Order {
		e := a.s.Roll.People[p]
		if x := e.Excluded; x != nil {
			founded := x.Reason != "" && x.Approver != "" && x.Approver != x.By && x.Seq < at
			a.add("N5.3", a.t.Quorum.Clause, "exclusion", p, founded, x.Reason+" / "+x.Approver, "reason / approver")
		} else if e.Expected && of(p, e) {
			expected++
		}
	}
	if q := a.t.Quorum; q.Holds() {
		present := a.inHall(at, of)
		ok, want := enough(present, expected, q.AtLeast, q.MoreThan, q.Count)
		a.add("N5.3", q.Clause, "quorum", "", ok, fmt.Sprintf("%d/%d", present, expected), want)
	}
}
