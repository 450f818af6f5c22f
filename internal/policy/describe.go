package policy

import (
	"fmt"
	"reflect"
	"strings"

	"shuping/internal/calendar"
)

// Section describes one type of the format: its keys, for the manual.
type Section struct {
	Type   string   // name of the Go type, whose doc comment says what it is
	Places []string // key paths where it stands, such as meetings[].quorum
	Basis  bool     // it has clause and strength
	Keys   []Description
}

// Description is one key of a type.
type Description struct {
	Name    string // as it is written in the file
	Field   string // name of the Go field, whose doc comment says what it is
	Wants   string // what must stand there
	Need    bool   // it must be given
	Try     bool   // a year and its meetings do not carry it yet
	Example string // from the notice given to Describe, else made up
}

// Describe lists every key of the format, the types in the order in which a file
// meets them, with examples from the policies, the first that has one.
func Describe(all ...*Policy) []Section {
	d := description{examples: map[string]string{}}
	for _, p := range all {
		d.collect(reflect.ValueOf(*p))
	}
	d.add("", reflect.TypeFor[Policy]())
	return d.sections
}

type description struct {
	sections []Section
	examples map[string]string // Type.Field -> first value met
}

func (d *description) add(path string, t reflect.Type) {
	for i := range d.sections {
		if d.sections[i].Type == t.Name() {
			d.sections[i].Places = append(d.sections[i].Places, path)
			return
		}
	}
	at := len(d.sections)
	d.sections = append(d.sections, Section{Type: t.Name(), Places: []string{path}})
	s := Section{Type: t.Name(), Places: []string{path}}
	for _, k := range keysOf(t) {
		if k.Basis {
			s.Basis = true
			continue
		}
		example := d.examples[t.Name()+"."+k.Field.Name]
		if example == "" {
			example = k.Example
		}
		s.Keys = append(s.Keys, Description{k.Name, k.Field.Name, wants(k), k.Need, k.Try, example})
	}
	d.sections[at] = s
	for _, k := range keysOf(t) {
		if sub, below := structIn(k.Field.Type); below != nil && !k.Basis {
			d.add(join(path, k.Name)+sub, below)
		}
	}
}

// structIn is the type of the format in a field's type, and what a path to it adds.
func structIn(t reflect.Type) (sub string, below reflect.Type) {
	for {
		switch {
		case t.Kind() == reflect.Slice:
			sub, t = sub+"[]", t.Elem()
		case t.Kind() == reflect.Map:
			sub, t = sub+".*", t.Elem()
		case t.Kind() == reflect.Struct && t != reflect.TypeFor[Ratio]() && t != reflect.TypeFor[Number]():
			return sub, t
		default:
			return "", nil
		}
	}
}

// wants says in words what a key must be, and its unit.
func wants(k key) string {
	if k.Unit != "" {
		return sortOf(k) + ", " + k.Unit
	}
	return sortOf(k)
}

func sortOf(k key) string {
	t, many := k.Field.Type, ""
	if t.Kind() == reflect.Slice {
		t, many = t.Elem(), "list of "
	}
	switch {
	case t.Kind() == reflect.Map:
		return "table"
	case t == reflect.TypeFor[Ratio]():
		return many + "share, 1/3 or 80%"
	case t == reflect.TypeFor[Number]():
		return many + "number, 90 or 92.5"
	case t == reflect.TypeFor[calendar.Date]():
		return many + "date, 2019-01-10"
	case t.Kind() == reflect.Struct:
		return many + t.Name()
	case t.Kind() == reflect.Int:
		return fmt.Sprintf("%swhole number, %d to %d", many, k.Min, k.Max)
	case t.Kind() == reflect.Bool:
		return "true or false"
	case k.OneOf != nil:
		return many + "one of " + strings.Join(k.OneOf, ", ")
	case k.Ref != "":
		return many + "name of a " + strings.TrimPrefix(k.Ref, "any-")
	case k.ID:
		return many + "id: lower-case letters, digits, hyphens"
	case k.RuleNo:
		return many + "number of a rule, N1 to N11"
	}
	return many + "text"
}

// collect keeps the first value of each key as its example.
func (d *description) collect(v reflect.Value) {
	switch v.Kind() {
	case reflect.Map: // without an order: one act stands for all
		for it := v.MapRange(); it.Next(); {
			if k := it.Key().String(); k == StreamCycle || k == "draw" {
				d.collect(it.Value())
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			d.collect(v.Index(i))
		}
	case reflect.Struct:
		for _, k := range keysOf(v.Type()) {
			f := v.FieldByName(k.Field.Name)
			name := v.Type().Name() + "." + k.Field.Name
			if k.Basis {
				name = "Basis." + k.Field.Name
			}
			if _, below := structIn(f.Type()); below != nil {
				d.collect(f)
			} else if d.examples[name] == "" && !f.IsZero() {
				d.examples[name] = written(f)
			}
		}
	}
}

// written is a value as a file has it, lists cut to two.
func written(v reflect.Value) string {
	if v.Kind() != reflect.Slice {
		return fmt.Sprint(v.Interface())
	}
	var all []string
	for i := range min(2, v.Len()) {
		all = append(all, fmt.Sprint(v.Index(i).Interface()))
	}
	return "[" + strings.Join(all, ", ") + "]"
}
