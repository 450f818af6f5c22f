package policy

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// reader fills the types from the file by their tags. A key path is the names
// and list places from the root, such as meetings[0].quorum.of[1].
type reader struct {
	*findings
	sets map[string][]string // what a ref may name: kind, grade, meeting, class@meetings[0]
	refs []ref
}

// ref is a name that must be in a set.
type ref struct{ path, name, set string }

func placeOfNode(n ast.Node) place {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return place{t.Position.Line, t.Position.Column}
	}
	return place{1, 1}
}

// entry is one key with its value as they stand in the file.
type entry struct {
	name  string
	at    place
	value ast.Node
}

// entries are the keys of a mapping, each once; false when n is no mapping.
func (r *reader) entries(path string, n ast.Node) ([]entry, bool) {
	m, ok := n.(ast.MapNode)
	if !ok {
		r.add(placeOfNode(n), path, "not-rules", "got", kindOf(n))
		return nil, false
	}
	var all []entry
	lines := map[string]int{}
	for it := m.MapRange(); it.Next(); {
		t := it.Key().GetToken()
		e := entry{t.Value, place{t.Position.Line, t.Position.Column}, it.Value()}
		if first, twice := lines[e.name]; twice {
			r.add(e.at, join(path, e.name), "key-twice", "line", first)
			continue
		}
		lines[e.name] = e.at.line
		all = append(all, e)
	}
	if len(all) == 0 {
		r.add(placeOfNode(n), path, "empty")
	}
	return all, len(all) > 0
}

// mapping fills a struct.
func (r *reader) mapping(path string, n ast.Node, v reflect.Value) {
	at := placeOfNode(n)
	if _, known := r.at[path]; !known && path != "" {
		r.at[path] = at
	}
	entries, ok := r.entries(path, n)
	if !ok {
		return
	}
	keys := keysOf(v.Type())
	given := map[string]bool{}
	for _, e := range entries {
		i := slices.IndexFunc(keys, func(k key) bool { return k.Name == e.name })
		if i < 0 {
			given[r.unknown(join(path, e.name), e, keys)] = true
			continue
		}
		given[e.name] = true
		r.at[join(path, e.name)] = e.at
		r.value(join(path, e.name), e.value, v.FieldByName(keys[i].Field.Name), keys[i])
	}
	r.missing(path, at, keys, given)
}

// unknown answers which key was probably meant, so that it is not missing too.
func (r *reader) unknown(path string, e entry, keys []key) (meant string) {
	known := make([]string, len(keys))
	for i, k := range keys {
		known[i] = k.Name
	}
	if meant = near(e.name, known); meant != "" {
		r.add(e.at, path, "unknown-key-near", "key", e.name, "near", meant)
		return meant
	}
	r.add(e.at, path, "unknown-key", "key", e.name, "known", strings.Join(known, " "))
	return ""
}

// missing finds the keys that must be there. Clause and strength may be left
// out only where nothing but further rules is said.
func (r *reader) missing(path string, at place, keys []key, given map[string]bool) {
	bare := !given["clause"] && !given["strength"] && len(given) > 0
	for _, k := range keys {
		if given[k.Name] && !k.Rule {
			bare = false
		}
	}
	for _, k := range keys {
		switch {
		case given[k.Name] || !k.Need:
		case bare && !k.Rule && hasBasis(keys):
		case k.Basis:
			r.add(at, join(path, k.Name), "no-basis", "key", k.Name)
		default:
			r.add(at, join(path, k.Name), "missing", "key", k.Name)
		}
	}
}

func hasBasis(keys []key) bool { return len(keys) > 0 && keys[0].Basis }

// value fills one key's value by its type.
func (r *reader) value(path string, n ast.Node, v reflect.Value, k key) {
	if _, null := n.(*ast.NullNode); null {
		r.fault(path, "empty")
		return
	}
	switch {
	case v.CanAddr() && v.Addr().Type().Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		r.text(path, n, v)
	case v.Kind() == reflect.Struct:
		r.mapping(path, n, v)
	case v.Kind() == reflect.Slice:
		r.list(path, n, v, k)
	case v.Kind() == reflect.Map:
		r.table(path, n, v)
	case v.Kind() == reflect.String:
		r.string(path, n, v, k)
	case v.Kind() == reflect.Bool:
		if b, ok := n.(*ast.BoolNode); ok {
			v.SetBool(b.Value)
			return
		}
		r.add(placeOfNode(n), path, "not-bool", "got", kindOf(n))
	case v.Kind() == reflect.Int:
		r.int(path, n, v, k)
	default:
		panic("policy: no reader for " + v.Type().String()) // unreachable unless a type of this package has a field of a new sort
	}
}

// table fills a map with free keys.
func (r *reader) table(path string, n ast.Node, v reflect.Value) {
	entries, ok := r.entries(path, n)
	if !ok {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, e := range entries {
		sub := join(path, e.name)
		r.at[sub] = e.at
		if !isID(e.name) {
			r.add(e.at, sub, "id", "got", e.name)
			continue
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		r.value(sub, e.value, elem, key{})
		v.SetMapIndex(reflect.ValueOf(e.name), elem)
	}
}

// list fills a list; an element that stands twice is a fault, by its value or
// by the key that tells elements apart.
func (r *reader) list(path string, n ast.Node, v reflect.Value, k key) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		r.add(placeOfNode(n), path, "not-list", "got", kindOf(n))
		return
	}
	if len(s.Values) == 0 {
		r.fault(path, "empty")
		return
	}
	if got := len(s.Values); k.Most > 0 && (got < k.Least || got > k.Most) {
		r.fault(path, "items", "got", got, "least", k.Least, "most", k.Most)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(s.Values), len(s.Values)))
	element := k
	element.Most = 0
	for i, item := range s.Values {
		sub := fmt.Sprintf("%s[%d]", path, i)
		r.at[sub] = placeOfNode(item)
		r.value(sub, item, v.Index(i), element)
	}
	r.twice(path, v, k)
}

func (r *reader) twice(path string, v reflect.Value, k key) {
	if v.Type().Elem().Kind() == reflect.String {
		if !k.Repeat {
			r.distinct(v, func(i int) (string, string) { return fmt.Sprintf("%s[%d]", path, i), v.Index(i).String() })
		}
		return
	}
	for _, sub := range keysOf(v.Type().Elem()) {
		if sub.Unique {
			r.distinct(v, func(i int) (string, string) {
				return fmt.Sprintf("%s[%d].%s", path, i, sub.Name), v.Index(i).FieldByName(sub.Field.Name).String()
			})
		}
	}
}

func (r *reader) distinct(v reflect.Value, at func(i int) (path, value string)) {
	lines := map[string]int{}
	for i := range v.Len() {
		path, value := at(i)
		if first, twice := lines[value]; twice && value != "" {
			r.fault(path, "twice", "got", value, "line", first)
			continue
		}
		lines[value] = r.place(path).line
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
