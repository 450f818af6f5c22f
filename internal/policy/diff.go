package policy

import (
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
)

// Change is one difference between two notices (两年办法的不同): a rule that is new, gone or
// other than it was, or a value that no rule's sentence speaks of.
type Change struct {
	// Key is where it stands, elements of lists by name and not by number:
	// meetings[members].quorum, acts.cycle.draw.by.
	Key      string
	Old, New *Line  // the rule's line, nil for none
	From, To string // the value, where Old and New are nil; "" for none
}

// Diff is what changed from one notice to another, in the order of the rules, values last.
func Diff(from, to *Policy) []Change { return diff(outlineOf(from), outlineOf(to)) }

func diff(a, b *outline) []Change {
	var changes []Change
	settled := map[string]bool{}
	for _, key := range b.order {
		now := b.lines[key]
		was, both := a.lines[key]
		switch {
		case !both:
			changes = append(changes, Change{Key: key, New: now})
		case !sameLine(was, now):
			changes = append(changes, Change{Key: key, Old: was, New: now})
		default:
			continue
		}
		settled[key] = true
	}
	for _, key := range a.order {
		if _, both := b.lines[key]; !both {
			changes = append(changes, Change{Key: key, Old: a.lines[key]})
			settled[key] = true
		}
	}
	sort.SliceStable(changes, func(i, j int) bool { return ruleOrder(changes[i].rule()) < ruleOrder(changes[j].rule()) })
	return append(changes, unsaid(a, b, settled)...)
}

func (c Change) rule() string {
	if c.New != nil {
		return c.New.Rule
	}
	return c.Old.Rule
}

func sameLine(a, b *Line) bool {
	x, y := *a, *b
	x.Key, y.Key = "", ""
	return reflect.DeepEqual(x, y)
}

// unsaid are the values that differ without any sentence of a rule showing it.
func unsaid(a, b *outline, settled map[string]bool) []Change {
	var changes []Change
	for _, key := range slices.Concat(b.leaves, a.leaves) {
		from, to := a.value[key], b.value[key]
		if from == to || slices.ContainsFunc(changes, func(c Change) bool { return c.Key == key }) {
			continue
		}
		if rule := nearestRule(key, a, b); rule != "" && settled[rule] {
			continue
		}
		changes = append(changes, Change{Key: key, From: from, To: to})
	}
	return changes
}

// nearestRule is the innermost rule around a key.
func nearestRule(key string, a, b *outline) string {
	best := ""
	for _, o := range []*outline{a, b} {
		for _, rule := range o.order {
			if inside(key, rule) && len(rule) > len(best) {
				best = rule
			}
		}
	}
	return best
}

// outline is a notice by keys that do not move when a list grows.
type outline struct {
	named  map[string]string // path with numbers -> path with names
	lines  map[string]*Line
	order  []string
	leaves []string
	value  map[string]string
}

func outlineOf(p *Policy) *outline {
	o := &outline{named: map[string]string{}, lines: map[string]*Line{}, value: map[string]string{}}
	o.walk("", "", reflect.ValueOf(*p))
	for _, l := range Explain(p) {
		key := o.named[l.Key]
		if _, twice := o.lines[key]; twice || key == "" {
			key = l.Key
		}
		o.lines[key] = &l
		o.order = append(o.order, key)
	}
	return o
}

func (o *outline) walk(path, name string, v reflect.Value) {
	o.named[path] = name
	_, below := structIn(v.Type())
	switch {
	case below == nil:
		if !v.IsZero() {
			o.leaf(name, leafText(v))
		}
	case v.Kind() == reflect.Slice:
		seen := map[string]int{}
		for i := range v.Len() {
			element := elementName(v.Index(i), i)
			if seen[element]++; seen[element] > 1 {
				element = fmt.Sprintf("%s#%d", element, seen[element])
			}
			o.walk(fmt.Sprintf("%s[%d]", path, i), name+"["+element+"]", v.Index(i))
		}
	case v.Kind() == reflect.Map:
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		for _, k := range keys {
			o.walk(join(path, k.String()), join(name, k.String()), v.MapIndex(k))
		}
	default:
		for _, k := range keysOf(v.Type()) {
			if !k.Basis {
				o.walk(join(path, k.Name), join(name, k.Name), v.FieldByName(k.Field.Name))
			}
		}
	}
}

func (o *outline) leaf(name, value string) {
	o.leaves = append(o.leaves, name)
	o.value[name] = value
}

// leafText writes a value or a list of values.
func leafText(v reflect.Value) string {
	if v.Kind() != reflect.Slice {
		return fmt.Sprint(v.Interface())
	}
	var all []string
	for i := range v.Len() {
		all = append(all, fmt.Sprint(v.Index(i).Interface()))
	}
	return list(all)
}

// elementName tells the elements of a list apart by what they are, not by their place.
func elementName(v reflect.Value, i int) string {
	parts := func(all ...string) string {
		all = slices.DeleteFunc(all, func(s string) bool { return s == "" })
		return strings.Join(all, " ")
	}
	switch e := v.Interface().(type) {
	case Source:
		return parts(e.Called(), list(e.Kinds), list(e.Scales))
	case Quota:
		below := ""
		if e.OrBelow {
			below = "or_below"
		}
		return parts(e.Scale, e.Grade, below, list(e.Kinds))
	case Band:
		return parts(e.Scale, e.Grade)
	case RankPlace:
		return parts(e.Scale, e.Grade)
	case Cap:
		return parts(e.Question, e.Option)
	}
	for _, k := range keysOf(v.Type()) {
		if k.Unique {
			return v.FieldByName(k.Field.Name).String()
		}
	}
	return fmt.Sprint(i + 1)
}
