package form

import (
	"maps"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// empty tells whether nothing was typed: null, no value, only white space, or
// a branch that is empty throughout.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case *node:
		for _, s := range v.leaf {
			if strings.TrimSpace(s) != "" {
				return false
			}
		}
		for _, n := range v.next {
			if !empty(n) {
				return false
			}
		}
		return true
	}
	return false
}

// rows are the elements of a list-like value, in their order, each with the
// number under which it was sent.
func (w *walk) rows(v any) (items []any, names []string, ok bool) {
	switch v := v.(type) {
	case []any:
		for i := range v {
			names = append(names, strconv.Itoa(i))
		}
		return v, names, true
	case *node:
		if v.next != nil {
			return w.numbered(v)
		}
		if len(v.leaf) == 1 && strings.HasPrefix(strings.TrimSpace(v.leaf[0]), "[") {
			parsed, err := readJSON([]byte(v.leaf[0]))
			if list, isList := parsed.([]any); err == nil && isList {
				return w.rows(list)
			}
			return nil, nil, false
		}
		for _, value := range v.leaf {
			for line := range strings.Lines(value) {
				if line = strings.TrimSpace(line); line != "" {
					names = append(names, strconv.Itoa(len(items)))
					items = append(items, &node{leaf: []string{line}})
				}
			}
		}
		return items, names, true
	}
	return nil, nil, false
}

func (w *walk) numbered(v *node) (items []any, names []string, ok bool) {
	numbers := make([]int, 0, len(v.next))
	for k := range v.next {
		n, err := strconv.Atoi(k)
		if err != nil || n < 0 || strconv.Itoa(n) != k {
			return nil, nil, false
		}
		numbers = append(numbers, n)
	}
	sort.Ints(numbers)
	for _, n := range numbers {
		name := strconv.Itoa(n)
		if row := v.next[name]; !empty(row) {
			items, names = append(items, row), append(names, name)
		}
	}
	return items, names, len(v.leaf) == 0
}

func (w *walk) list(path string, rv reflect.Value, v any, tag tag) {
	items, names, ok := w.rows(v)
	if !ok || len(items) > MaxRows || rv.Kind() == reflect.Array && len(items) > rv.Len() {
		w.fault(path, CodeList, show(v), "")
		return
	}
	if rv.Kind() == reflect.Slice {
		rv.Set(reflect.MakeSlice(rv.Type(), len(items), len(items)))
	}
	item := tag
	item.required = false
	for i := range items {
		w.value(join(path, names[i]), rv.Index(i), items[i], item)
	}
}

func (w *walk) mapping(path string, rv reflect.Value, v any, item tag) {
	members, ok := w.children(v)
	if !ok || len(members) > MaxRows {
		w.fault(path, CodeGroup, show(v), "")
		return
	}
	t := rv.Type()
	rv.Set(reflect.MakeMapWithSize(t, len(members)))
	item.required = false
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !w.typed && empty(members[name]) {
			continue
		}
		key, elem := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		before := len(w.faults)
		w.scalar(join(path, name), key, &node{leaf: []string{name}}, tag{})
		w.value(join(path, name), elem, members[name], item)
		if len(w.faults) == before {
			rv.SetMapIndex(key, elem)
		}
	}
}
