package policy

import (
	"fmt"
	"math/big"
	"slices"
)

func (c checker) quotas(p *Policy) {
	quotas := p.Grading.Quotas
	for i := range quotas {
		q, key := &quotas[i], fmt.Sprintf("grading.quotas[%d]", i)
		if c.broken(key) {
			continue
		}
		c.quota(key, p, q)
		for j := range i {
			if o := &quotas[j]; sameQuota(o, q) {
				c.refuse(key+".grade", "twice", "got", q.Grade, "line", c.place(fmt.Sprintf("grading.quotas[%d].grade", j)).line)
			}
		}
	}
	for _, scale := range p.Grading.ScaleIDs() {
		c.exact(p, scale)
	}
}

// sameQuota: two lines about the same subjects without conditions that tell them apart.
func sameQuota(a, b *Quota) bool {
	return a.Grade == b.Grade && scaleOf(a.Scale) == scaleOf(b.Scale) && a.OrBelow == b.OrBelow &&
		overlap(a.Kinds, b.Kinds) && len(a.When)+len(b.When) == 0
}

func (c checker) quota(key string, p *Policy, q *Quota) {
	_, written := c.at[key+".at_most"]
	shares := !q.AtMostShare.IsZero() || !q.AtLeastShare.IsZero() || !q.ExactlyShare.IsZero()
	exact := q.Exactly > 0 || !q.ExactlyShare.IsZero()
	others := q.AtMost > 0 || q.AtLeast > 0 || !q.AtMostShare.IsZero() || !q.AtLeastShare.IsZero()
	switch {
	case !written && !shares && !exact && !others && len(q.OnlyIf) == 0:
		c.refuse(key, "quota-empty")
	case exact && (others || q.Exactly > 0 && !q.ExactlyShare.IsZero()):
		c.refuse(key, "quota-exact")
	case written && q.AtMost == 0 && !q.Limits():
		c.refuse(key+".at_most", "quota-zero")
	case shares && q.Rounding == "":
		c.refuse(key, "no-rounding")
	case q.AtMost > 0 && q.AtLeast > q.AtMost:
		c.refuse(key+".at_least", "nothing-between", "low", q.AtLeast, "high", q.AtMost)
	case !q.AtMostShare.IsZero() && q.AtLeastShare.Rat().Cmp(q.AtMostShare.Rat()) > 0:
		c.refuse(key+".at_least_share", "nothing-between", "low", q.AtLeastShare, "high", q.AtMostShare)
	case q.Overflow == "next" && q.OnTie == "":
		c.refuse(key, "no-tie-rule")
	case q.Overflow == "next" && !p.Grading.Score.Holds():
		c.refuse(key+".overflow", "no-total")
	}
	c.inScale(key+".grade", p, scaleOf(q.Scale), q.Grade)
	if known := p.subjectCount(); known > 0 && len(q.Kinds) == 0 && max(q.AtMost, q.AtLeast, q.Exactly) > known {
		c.refuse(key, "quota-too-large", "got", max(q.AtMost, q.AtLeast, q.Exactly), "subjects", known)
	}
	c.conditions(key+".when", p, q.When, true)
	c.conditions(key+".only_if", p, q.OnlyIf, false)
}

// subjectCount is how many subjects there are at most, as far as the notice says; 0 for unknown.
func (p *Policy) subjectCount() int {
	if p.Scope.Count > 0 || len(p.Scope.Subjects) > 0 {
		return p.Scope.Count
	}
	n := 0
	for _, d := range p.Scope.Draws {
		n += d.Take
	}
	return n
}

// exact: shares that must all be met leave no more than the whole.
func (c checker) exact(p *Policy, scale string) {
	sum, grades := new(big.Rat), []string{}
	for _, q := range p.Grading.Quotas {
		if scaleOf(q.Scale) == scale && len(q.Kinds) == 0 && len(q.When) == 0 && !q.OrBelow {
			sum.Add(sum, q.ExactlyShare.Rat())
			sum.Add(sum, q.AtLeastShare.Rat())
			if !q.ExactlyShare.IsZero() {
				grades = append(grades, q.Grade)
			}
		}
	}
	if sum.Cmp(whole) > 0 || sum.Cmp(whole) < 0 && len(grades) > 1 && len(grades) == len(p.Grading.GradesOf(scale)) {
		c.refuse("grading.quotas", "quota-shares", "sum", Written(sum))
	}
}

// follows: what follows from grades is said of some, and deadlines can be reckoned.
func (c checker) follows(p *Policy) {
	for i := range p.Consequences {
		q, key := &p.Consequences[i], fmt.Sprintf("consequences[%d]", i)
		if len(q.Grades) == 0 && len(q.History.Grades) == 0 && len(q.When) == 0 {
			c.refuse(key, "missing", "key", "grades")
		}
		if h := q.History; h.AtLeast > h.Years {
			c.refuse(key+".history.at_least", "history-years", "n", h.AtLeast, "years", h.Years)
		}
		c.conditions(key+".when", p, q.When, false)
	}
	if r := p.Reballot; r.Holds() {
		c.exactlyOne("reballot", "months", r.Months > 0, "days", r.Days > 0)
	}
}

func (c checker) deadlines(p *Policy) {
	k := p.Calendar
	if k.Holds() && k.Until < k.From {
		c.refuse("calendar.until", "window-order", "from", k.From, "until", k.Until)
	}
	for i, d := range k.Open {
		if d != "" && !weekend(d) {
			c.refuse(fmt.Sprintf("calendar.open[%d]", i), "not-weekend", "date", d)
		}
	}
	for i, d := range k.Closed {
		if d != "" && slices.Contains(k.Open, d) {
			c.refuse(fmt.Sprintf("calendar.closed[%d]", i), "open-and-closed", "date", d)
		}
	}
	working := func(key string, days int) {
		if days > 0 && !k.Holds() {
			c.refuse(key, "no-calendar")
		}
	}
	for i, d := range p.Deadlines {
		key := fmt.Sprintf("deadlines[%d]", i)
		c.exactlyOne(key, "days", d.Days > 0, "working_days", d.WorkingDays > 0, "months", d.Months > 0, "by", d.By != "")
		switch {
		case d.By != "" && d.From != "":
			c.refuse(key+".from", "from-and-by")
		case d.By != "" && d.Before != "":
			c.refuse(key+".before", "from-and-by")
		case d.By == "" && d.From == "" && d.Before == "":
			c.refuse(key, "missing", "key", "from")
		case d.From != "" && d.Before != "":
			c.exactlyOne(key, "from", true, "before", true)
		case d.Meeting != "" && d.From+d.Before != "meeting-held":
			c.refuse(key+".meeting", "limit-meeting")
		case d.From == "objection-received" && d.Rule != "N9.2" && !c.broken(key+".rule"):
			c.refuse(key+".rule", "limit-objection", "got", d.Rule)
		}
		working(key+".working_days", d.WorkingDays)
	}
	if f := p.Results.Filing; f.Holds() {
		c.exactlyOne("results.filing", "days", f.Days > 0, "working_days", f.WorkingDays > 0, "by", f.By != "")
		working("results.filing.working_days", f.WorkingDays)
	}
	if o := p.Results.Posting; o.Days > 0 && o.WorkingDays > 0 {
		c.exactlyOne("results.posting", "days", true, "working_days", true)
	}
	working("results.posting.working_days", p.Results.Posting.WorkingDays)
	for i, f := range p.Consequences {
		key := fmt.Sprintf("consequences[%d]", i)
		if f.Days > 0 && f.WorkingDays > 0 {
			c.exactlyOne(key, "days", true, "working_days", true)
		}
		working(key+".working_days", f.WorkingDays)
	}
	if r := p.Correction; r.PlanDays > 0 && r.PlanWorkingDays > 0 {
		c.exactlyOne("rectification", "plan_days", true, "plan_working_days", true)
	}
	working("rectification.plan_working_days", p.Correction.PlanWorkingDays)
}
