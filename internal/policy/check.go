package policy

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// check finds what is well written and cannot be: rules that contradict each
// other or that nobody could keep. A fault is left out where the key has one already.
func check(p *Policy, fs *findings) {
	c := checker{fs}
	c.window(p)
	c.scope(p)
	c.rosterWords(p)
	c.report(p)
	for i := range p.Meetings {
		key := fmt.Sprintf("meetings[%d]", i)
		c.meeting(key, &p.Meetings[i])
		c.ballot(key+".ballot", p, &p.Meetings[i])
	}
	c.grading(p)
	c.follows(p)
	c.deadlines(p)
	c.acts(p)
}

type checker struct{ *findings }

// refuse records a fault at a key that has none yet.
func (c checker) refuse(key, code string, kv ...any) {
	if !c.broken(key) {
		c.fault(key, code, kv...)
	}
}

func (c checker) window(p *Policy) {
	w := p.Window
	if w.From == "" || w.Until == "" {
		return
	}
	if w.Until < w.From {
		c.refuse("window.until", "window-order", "from", w.From, "until", w.Until)
	}
	if y := w.From.Year(); p.Year > 0 && y != p.Year && y != p.Year+1 {
		c.refuse("window.from", "window-year", "from", w.From, "year", p.Year)
	}
}

// scope: every kind stands in exactly one list, and somebody is reviewed.
func (c checker) scope(p *Policy) {
	lines := map[string]int{}
	place := func(list string, i int, kind string) {
		key := fmt.Sprintf("scope.%s[%d].kind", list, i)
		if first, twice := lines[kind]; twice && kind != "" {
			c.refuse(key, "kind-placed-twice", "kind", kind, "line", first)
			return
		}
		lines[kind] = c.place(key).line
	}
	for i, s := range p.Scope.Subjects {
		place("subjects", i, s.Kind)
	}
	for i, d := range p.Scope.Draws {
		place("draws", i, d.Kind)
	}
	if len(lines) == 0 {
		c.refuse("scope", "no-subjects")
	}
	for i, e := range p.Scope.Exempt {
		place("exempt", i, e.Kind)
	}
	for i, k := range p.Kinds {
		if _, ok := lines[k.Name]; !ok && k.Name != "" && !c.broken("scope") {
			c.refuse(fmt.Sprintf("kinds[%d].name", i), "kind-unplaced", "kind", k.Name)
		}
	}
}

// rosterWords: a word in a roster means one kind, and one class of a meeting.
func (c checker) rosterWords(p *Policy) {
	kinds := vocabulary{c, map[string]int{}}
	for i, k := range p.Kinds {
		kinds.add(fmt.Sprintf("kinds[%d].name", i), k.Name)
	}
	for i, k := range p.Kinds {
		kinds.addAll(fmt.Sprintf("kinds[%d].aliases", i), k.Aliases)
	}
	for i, m := range p.Meetings {
		classes := vocabulary{c, map[string]int{}}
		for j, cl := range m.Classes {
			classes.add(fmt.Sprintf("meetings[%d].classes[%d].name", i, j), cl.Name)
		}
		for j, cl := range m.Classes {
			classes.addAll(fmt.Sprintf("meetings[%d].classes[%d].rosters", i, j), cl.Rosters)
		}
	}
}

// vocabulary is the words met so far, each with its line.
type vocabulary struct {
	checker
	lines map[string]int
}

func (w vocabulary) add(key, word string) {
	if word == "" {
		return
	}
	if first, twice := w.lines[word]; twice {
		w.refuse(key, "word-twice", "word", word, "line", first)
		return
	}
	w.lines[word] = w.place(key).line
}

func (w vocabulary) addAll(key string, all []string) {
	for i, word := range all {
		w.add(fmt.Sprintf("%s[%d]", key, i), word)
	}
}

func (c checker) report(p *Policy) {
	r := p.Report
	hasProblems := slices.ContainsFunc(r.Parts, func(part Part) bool { return part.ID == "problems" })
	if r.Problems.Holds() && !hasProblems && !c.broken("report.parts") {
		c.refuse("report.problems", "no-problems-part")
	}
	sum := new(big.Rat)
	for i, part := range r.Parts {
		sum.Add(sum, part.AtLeast.Rat())
		if !part.AtMost.IsZero() && part.AtLeast.Rat().Cmp(part.AtMost.Rat()) > 0 {
			c.refuse(fmt.Sprintf("report.parts[%d].at_least", i), "nothing-between", "low", part.AtLeast, "high", part.AtMost)
		}
	}
	if sum.Cmp(whole) > 0 {
		c.refuse("report.parts", "shares-above-whole", "sum", Written(sum))
	}
	if r.Max.Chars > 0 && r.Min.Chars > r.Max.Chars {
		c.refuse("report.min.chars", "nothing-between", "low", r.Min.Chars, "high", r.Max.Chars)
	}
	if r.Speech.WarnBefore > 0 && r.Speech.WarnBefore >= r.Speech.Minutes {
		c.refuse("report.speech.warn_before", "warn-too-early", "warn", r.Speech.WarnBefore, "minutes", r.Speech.Minutes)
	}
}

// acts: both streams, only roles that the stream can find, and no act that can
// never be done.
func (c checker) acts(p *Policy) {
	if len(p.Acts) == 0 {
		return
	}
	streams := []string{StreamCycle, StreamMeeting}
	for _, stream := range streams {
		if len(p.Acts[stream]) == 0 {
			c.refuse("acts."+stream, "no-acts", "stream", stream)
		}
	}
	for stream, table := range p.Acts {
		if !slices.Contains(streams, stream) {
			c.refuse("acts."+stream, "unknown-stream", "got", stream, "known", strings.Join(streams, " "))
			continue
		}
		for kind, act := range table {
			c.act(stream, kind, act)
		}
	}
}

func (c checker) act(stream, kind string, act Act) {
	key := "acts." + stream + "." + kind
	for i, role := range act.By {
		if role != "" && !slices.Contains(rolesIn(stream), role) {
			c.refuse(fmt.Sprintf("%s.by[%d]", key, i), "role-not-here", "role", role, "stream", stream)
		}
	}
	for i, event := range act.Before {
		if event != "" && slices.Contains(act.After, event) {
			c.refuse(fmt.Sprintf("%s.before[%d]", key, i), "never-allowed", "event", event)
		}
	}
}
