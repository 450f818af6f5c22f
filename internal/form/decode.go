package form

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// MaxRows is how many rows a table or a list may have.
const MaxRows = 2000

// maxDepth is how many dots a field's name may have; a deeper one is unknown.
const maxDepth = 8

// Decode fills cmd, a pointer to a zero struct, from the values of a form or
// of key=value arguments. A nested field is named with dots ("items.0.problem");
// a list, a table, a group or a map may also be one value of JSON text. A list
// of texts is the name repeated, or one value with a text on each line. Rows
// that are empty throughout are left out, and white space around a value is
// cut. Faults are returned together as Errors; nothing else is returned.
func Decode(values map[string][]string, cmd any) error {
	w := walk{}
	root := w.tree(values)
	return w.run(root, cmd)
}

// DecodeJSON fills cmd from one JSON object, strictly: a field that the command
// does not have, a value of another type and text after the object are faults.
// It returns nil or Errors.
func DecodeJSON(body []byte, cmd any) error {
	w := walk{typed: true}
	v, err := readJSON(body)
	if err != nil {
		return Errors{{Code: CodeJSON, Want: err.Error()}}
	}
	return w.run(v, cmd)
}

func readJSON(body []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, &json.SyntaxError{Offset: dec.InputOffset()}
	}
	return v, nil
}

// node is a branch of the tree that dotted names make. Values sent for the
// branch itself are in leaf.
type node struct {
	leaf []string
	next map[string]*node
}

// tree turns dotted names into nested nodes. Form texts keep their own type, so
// that a number in a form may be read from "3" and a text may be "3" as well.
func (w *walk) tree(values map[string][]string) *node {
	root := &node{next: map[string]*node{}}
	for name, vs := range values {
		if strings.Count(name, ".") > maxDepth {
			w.fault(cut(name), CodeUnknown, "", "")
			continue
		}
		at := root
		for part := range strings.SplitSeq(name, ".") {
			if at.next == nil {
				at.next = map[string]*node{}
			}
			if at.next[part] == nil {
				at.next[part] = &node{}
			}
			at = at.next[part]
		}
		at.leaf = vs
	}
	return root
}

// walk carries what is being read: typed is true for JSON, where a number must
// be a number.
type walk struct {
	typed  bool
	faults Errors
}

func (w *walk) run(v any, cmd any) error {
	rv := reflect.ValueOf(cmd).Elem()
	w.structure("", rv, v)
	if len(w.faults) == 0 {
		return nil
	}
	return w.faults
}

func (w *walk) fault(path, code, got, want string) {
	w.faults = append(w.faults, FieldError{Field: path, Code: code, Got: cut(got), Want: want})
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// children are the members of an object-like value: a branch of the form, a
// JSON object, or a form's JSON text. ok is false when it is none.
func (w *walk) children(v any) (map[string]any, bool) {
	switch v := v.(type) {
	case map[string]any:
		return v, true
	case *node:
		if len(v.leaf) == 1 && v.next == nil {
			parsed, err := readJSON([]byte(v.leaf[0]))
			m, isObject := parsed.(map[string]any)
			return m, err == nil && isObject
		}
		if len(v.leaf) > 0 {
			return nil, false
		}
		m := make(map[string]any, len(v.next))
		for k, n := range v.next {
			m[k] = n
		}
		return m, true
	}
	return nil, false
}

func (w *walk) structure(path string, rv reflect.Value, v any) {
	members, ok := w.children(v)
	if !ok {
		w.fault(path, CodeGroup, show(v), "")
		return
	}
	known := map[string]bool{}
	w.members(path, rv, members, known)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !known[name] {
			w.fault(join(path, name), CodeUnknown, show(members[name]), "")
		}
	}
}

func (w *walk) members(path string, rv reflect.Value, members map[string]any, known map[string]bool) {
	t := rv.Type()
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Anonymous && sf.Tag.Get("json") == "" {
			w.members(path, settle(rv.Field(i)), members, known)
			continue
		}
		name := jsonName(sf)
		if name == "" {
			continue
		}
		known[name] = true
		tag := readTag(sf)
		at, before := join(path, name), len(w.faults)
		v, sent := members[name]
		if sent {
			w.value(at, rv.Field(i), v, tag)
		}
		if tag.required && len(w.faults) == before && (!sent || missing(v, rv.Field(i))) {
			w.fault(at, CodeRequired, "", "")
		}
	}
}

// missing tells whether what was sent for a required field is nothing. A zero
// and a no are something.
func missing(v any, rv reflect.Value) bool {
	if empty(v) {
		return true
	}
	switch rv.Kind() {
	case reflect.String, reflect.Slice, reflect.Map:
		return rv.Len() == 0
	}
	return false
}

// settle follows pointers, making what they point to.
func settle(rv reflect.Value) reflect.Value {
	for rv.Kind() == reflect.Pointer {
		if rv.IsNil() {
			rv.Set(reflect.New(rv.Type().Elem()))
		}
		rv = rv.Elem()
	}
	return rv
}

func (w *walk) value(path string, rv reflect.Value, v any, tag tag) {
	if empty(v) {
		return
	}
	rv = settle(rv)
	switch kindOf(rv.Type()) {
	case Table, List:
		w.list(path, rv, v, tag)
	case Group:
		w.structure(path, rv, v)
	case Map:
		w.mapping(path, rv, v, tag)
	default:
		w.scalar(path, rv, v, tag)
	}
}
