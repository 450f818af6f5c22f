package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// conditions checks a list of conditions; ofYear: only facts of the year may stand there.
func (c checker) conditions(key string, p *Policy, all []Condition, ofYear bool) {
	for i := range all {
		c.condition(fmt.Sprintf("%s[%d]", key, i), p, &all[i], ofYear)
	}
}

// condition: it is about exactly one thing, and that thing exists.
func (c checker) condition(key string, p *Policy, k *Condition, ofYear bool) {
	if c.broken(key) {
		return
	}
	entries := len(k.Options) > 0 || !k.Share.IsZero() || !k.Count.IsZero()
	place := k.First > 0 || k.Last > 0
	c.exactlyOne(key, "options", entries, "score", !k.Score.IsZero(), "fact", k.Fact != "", "first/last", place)
	if c.broken(key) {
		return
	}
	switch {
	case k.Fact != "":
		c.factCondition(key, p, k, ofYear)
		return
	case ofYear:
		c.refuse(key, "not-of-year")
		return
	case k.Source == "":
		c.refuse(key, "no-source")
		return
	case entries:
		c.entries(key, p, k)
	default:
		c.scoreOf(key+".source", p, k.Source)
	}
	c.bounds(key+".share", k.Share.Interval(), !k.Share.AtLeast.IsZero() && !k.Share.MoreThan.IsZero(), !k.Share.AtMost.IsZero() && !k.Share.LessThan.IsZero())
	for name, b := range map[string]Bounds{"count": k.Count, "score": k.Score} {
		c.bounds(key+"."+name, b.Interval(), !b.AtLeast.IsZero() && !b.MoreThan.IsZero(), !b.AtMost.IsZero() && !b.LessThan.IsZero())
	}
}

// bounds: one edge a side, and some number between them.
func (c checker) bounds(key string, i Interval, twoLow, twoHigh bool) {
	switch {
	case twoLow:
		c.refuse(key, "two-edges", "keys", "at_least more_than")
	case twoHigh:
		c.refuse(key, "two-edges", "keys", "at_most less_than")
	case i.Empty():
		c.refuse(key, "nothing-between", "low", Written(i.Low), "high", Written(i.High))
	}
}

// entries: the options stand on the ballot, and share or count is bounded.
func (c checker) entries(key string, p *Policy, k *Condition) {
	m, asked, ok := c.ballotOf(p, k.Source, k.Question)
	if !ok {
		c.refuse(key+".source", "no-choices", "source", k.Source)
		return
	}
	c.exactlyOne(key, "share", !k.Share.IsZero(), "count", !k.Count.IsZero())
	if len(k.Options) == 0 {
		c.refuse(key, "condition-options")
	}
	if len(asked) > 1 && asked[0].Weight.IsZero() {
		c.refuse(key, "which-question", "meeting", m.ID, "known", questionIDs(m))
		return
	}
	for i, o := range k.Options {
		for _, q := range asked {
			if o != "" && !slices.Contains(q.Options, o) {
				c.refuse(fmt.Sprintf("%s.options[%d]", key, i), "not-on-form", "option", o, "known", strings.Join(q.Options, " "))
			}
		}
	}
	if k.Part == "" {
		return
	}
	var parts []string
	for _, part := range m.Ballot.Weights.Parts {
		parts = append(parts, part.ID)
	}
	if !slices.Contains(parts, k.Part) {
		c.refuse(key+".part", "unknown-part", "got", k.Part, "known", cmp.Or(strings.Join(parts, " "), "-"))
	}
}

func (c checker) factCondition(key string, p *Policy, k *Condition, ofYear bool) {
	f, ok := p.Grading.FactByID(k.Fact)
	switch {
	case !ok:
		return
	case ofYear && f.Of != "year":
		c.refuse(key+".fact", "not-of-year")
	case len(f.Values) > 0 && len(k.Is) == 0:
		c.refuse(key, "fact-is", "fact", f.ID, "known", strings.Join(f.Values, " "))
	}
	for i, v := range k.Is {
		if v != "" && !slices.Contains(f.Values, v) {
			c.refuse(fmt.Sprintf("%s.is[%d]", key, i), "unknown-value", "got", v, "fact", f.ID, "known", cmp.Or(strings.Join(f.Values, " "), "-"))
		}
	}
}
