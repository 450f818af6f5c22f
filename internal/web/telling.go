package web

import (
	"maps"
	"slices"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/words"
)

// meetingName is what a meeting of the year is called: its type, and the
// organisation it is held in.
func meetingName(s *cycle.State, m *cycle.Meeting) string {
	name := m.Type
	if t, ok := s.Policy.MeetingByID(m.Type); ok {
		name = t.Name
	}
	if o := s.Orgs[m.Org]; o != nil {
		return o.Name + name
	}
	return name
}

// findingText is a finding about a report in words. Areas and parts are named as
// the notice names them.
func findingText(w *words.Words, s *cycle.State, f cycle.Finding) string {
	kv := []any{}
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		kv = append(kv, name, policyName(s, f.Args[name]))
	}
	text := w.Say("finding." + f.Code + ".name")
	if key := "finding." + f.Code + ".got"; w.Has(key) {
		return text + "：" + w.Say(key, kv...)
	}
	for _, name := range []string{"area", "part", "promise", "with", "name"} {
		if v := f.Args[name]; v != "" {
			return text + "：" + policyName(s, v)
		}
	}
	return text
}

// policyName is the notice's name for the id of an area or a part.
func policyName(s *cycle.State, id string) string {
	if part, is := strings.CutPrefix(id, "report.part."); is {
		for _, p := range s.Policy.Report.Parts {
			if p.ID == part {
				return p.Name
			}
		}
	}
	for _, a := range s.Policy.Content.Areas {
		if a.ID == id {
			return a.Name
		}
	}
	return id
}

// sourceName is what a line of a plan answers, in words.
func sourceName(w *words.Words, source string) string {
	kind, ref, _ := strings.Cut(source, ":")
	switch kind {
	case "question":
		return w.Say("year.source.question", "id", ref)
	case "comment":
		return w.Say("year.source.comment", "id", ref)
	case "visit":
		return w.Say("year.source.visit", "id", ref)
	case "carried":
		return w.Say("year.source.carried")
	case "own":
		return w.Say("year.source.own")
	}
	return source
}

// gradeRank is the place of a grade among the policy's, 1 the best, 0 for none.
func gradeRank(s *cycle.State, grade string) int {
	return s.Policy.Grading.Rank(grade)
}
