package web

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/policy"
)

// subjects are the rows of subjects; a row with nothing but a name is none.
func (f *tryForm) subjects() {
	names := strings.Fields(f.v.W.Say("notices.names"))
	var all []any
	for i := range f.rows {
		at := "s." + strconv.Itoa(i)
		if !f.values.Has(at+".name") && i < len(names) {
			f.values.Set(at+".name", names[i])
		}
		fields, numbers := f.subject(at, "subjects["+strconv.Itoa(len(all))+"]", i)
		f.Subjects = append(f.Subjects, fields)
		if len(numbers) == 0 {
			f.ids = append(f.ids, "")
			continue
		}
		all = append(all, numbers)
	}
	f.numbers.put("subjects", append([]any{}, all...))
}

// subject are the fields of one row, and its numbers; none if nothing was typed.
func (f *tryForm) subject(at, key string, i int) ([]tryField, jsonObject) {
	w, g := f.v.W, &f.p.Grading
	name := f.field(at+".name", w.Say("notices.subject"))
	id := strings.TrimSpace(strings.ToValidUTF8(name.Value, "?"))
	var more jsonObject
	fields := []tryField{name}
	choose := func(name, json, label string, options []Option) {
		field := f.field(at+"."+name, label)
		field.Options = options
		fields = append(fields, field)
		f.give(&more, key, json, field.Name, asText)
	}
	if kinds := f.kinds(); len(kinds) > 1 {
		choose("kind", "kind", w.Say("notices.kind"), kinds)
	}
	if len(g.Scales) > 0 {
		options := []Option{{policy.ScalePerson, w.Say("notices.scale-person")}}
		for _, s := range g.Scales {
			options = append(options, Option{s.ID, s.Name})
		}
		choose("scale", "scale", w.Say("notices.scale"), options)
	}
	var scores, facts jsonObject
	for _, field := range f.scoreFields(at) {
		fields = append(fields, field)
		f.give(&scores, key+".scores", strings.TrimPrefix(field.Name, at+".score."), field.Name, pointsValue)
	}
	if len(scores) > 0 {
		more.put("scores", scores)
	}
	for _, fact := range g.Facts {
		if fact.Of != "year" {
			field := f.factField(fact, at+".fact."+fact.ID)
			fields = append(fields, field)
			f.give(&facts, key+".facts", fact.ID, field.Name, asText)
		}
	}
	if len(facts) > 0 {
		more.put("facts", facts)
	}
	before := f.before(at, key, &fields)
	if len(before) > 0 {
		more.put("before", before)
	}
	choose("grade", "grade", w.Say("notices.decided"), f.grades(f.values.Get(at+".scale")))
	reason := f.field(at+".reason", w.Say("notices.decided-reason"))
	fields = append(fields, reason)
	f.give(&more, key, "reason", reason.Name, asText)
	if len(more) == 0 && !f.counted(i) {
		return fields, nil
	}
	if id == "" {
		id = strconv.Itoa(i + 1)
	}
	f.ids = append(f.ids, id)
	f.at[key+".id"], f.at[key] = name.Name, name.Name
	return fields, append(jsonObject{{"id", id}}, more...)
}

// counted says whether something was counted for a row.
func (f *tryForm) counted(i int) bool {
	row := "." + strconv.Itoa(i) + "."
	for name, vs := range f.values {
		if strings.HasPrefix(name, "m.") && strings.Contains(name, row) && len(vs) > 0 && strings.TrimSpace(vs[0]) != "" {
			return true
		}
	}
	return false
}

// before are the grades of earlier years, as many as some rule looks at.
func (f *tryForm) before(at, key string, fields *[]tryField) []any {
	years := 0
	for _, c := range f.p.Consequences {
		years = max(years, len(c.Before), c.History.Years-1)
	}
	var all []any
	for i := range min(years, 10) {
		field := f.field(at+".before."+strconv.Itoa(i), f.v.W.Say("notices.before", "n", i+1))
		field.Options = f.grades(f.values.Get(at + ".scale"))
		*fields = append(*fields, field)
		f.at[key+".before["+strconv.Itoa(i)+"]"] = field.Name
		var grade any
		if field.Value != "" {
			grade = field.Value
		}
		all = append(all, grade)
	}
	for len(all) > 0 && all[len(all)-1] == nil {
		all = all[:len(all)-1]
	}
	return all
}

func (f *tryForm) grades(scale string) []Option {
	var options []Option
	for _, g := range f.p.Grading.GradesOf(scale) {
		options = append(options, Option{g, g})
	}
	return options
}

// kinds are those whose secretaries are under review.
func (f *tryForm) kinds() []Option {
	var options []Option
	for _, k := range f.p.Scope.Subjects {
		options = append(options, Option{k.Kind, k.Kind})
	}
	for _, k := range f.p.Scope.Draws {
		options = append(options, Option{k.Kind, k.Kind})
	}
	return options
}

// scoreFields are the scores that some rule of the policy looks at.
func (f *tryForm) scoreFields(at string) []tryField {
	var fields []tryField
	seen := map[string]bool{}
	for i := range f.p.Grading.Sources {
		src := &f.p.Grading.Sources[i]
		called := src.Called()
		changes := src.ID == policy.SourceBonus || src.ID == policy.SourceDeduction
		if src.ID == policy.SourceMeeting || seen[called] || src.Weight.IsZero() && !changes && !f.looksAt(called) {
			continue
		}
		seen[called] = true
		field := f.field(at+".score."+called, f.sourceName(src))
		full := f.p.Full(src)
		if changes {
			full = src.AtMost.Rat()
		}
		field.Number = true
		if full.Sign() > 0 {
			field.Slide = new(big.Int).Quo(full.Num(), full.Denom()).String()
			field.Hint = f.v.W.Say("notices.full", "n", policy.Written(full))
		}
		fields = append(fields, field)
	}
	return fields
}

// looksAt says whether some rule judges a source's score.
func (f *tryForm) looksAt(source string) bool {
	g := &f.p.Grading
	named := func(all []policy.Condition) bool {
		return slices.ContainsFunc(all, func(c policy.Condition) bool { return c.Source == source })
	}
	return g.Ranking.By == source || g.Bands.Of == source ||
		slices.ContainsFunc(g.Thresholds, func(t policy.Threshold) bool { return named(t.When) }) ||
		slices.ContainsFunc(g.Ranking.Places, func(p policy.RankPlace) bool { return named(p.OnlyIf) }) ||
		slices.ContainsFunc(g.Quotas, func(q policy.Quota) bool { return named(q.OnlyIf) || named(q.When) }) ||
		slices.ContainsFunc(f.p.Consequences, func(c policy.Consequence) bool { return named(c.When) })
}

func (f *tryForm) sourceName(s *policy.Source) string {
	if s.Name != "" {
		return s.Name
	}
	return f.v.W.Say("policy.phrase.source-"+string(s.ID), "name", s.Called())
}
