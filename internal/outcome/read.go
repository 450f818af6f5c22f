package outcome

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// MaxBytes is the longest file of numbers.
const MaxBytes = 16 << 20

// maxFaults is how many faults are listed.
const maxFaults = 200

// Fault is one mistake in the numbers. Its words are in the language catalogue under
// outcome.fault.<Code>.
type Fault struct {
	Key  string // such as meetings[0].counts[2].options; "" for the file
	Code string
	Args map[string]string
}

// Error is for logs and tests.
func (f Fault) Error() string {
	s := f.Key + ": " + f.Code
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		s += " " + name + "=" + f.Args[name]
	}
	return s
}

// KV are Args as pairs of name and value.
func (f Fault) KV() []any {
	var kv []any
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		kv = append(kv, name, f.Args[name])
	}
	return kv
}

// Faults are all mistakes found. Never empty when returned as an error.
type Faults []Fault

// Error is one fault a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

func (fs *Faults) add(key, code string, kv ...any) {
	if len(*fs) == maxFaults {
		return
	}
	f := Fault{Key: key, Code: code}
	for i := 0; i+1 < len(kv); i += 2 {
		if f.Args == nil {
			f.Args = map[string]string{}
		}
		f.Args[kv[i].(string)] = fmt.Sprint(kv[i+1])
	}
	*fs = append(*fs, f)
}

// Read reads numbers strictly: an unknown key, a key twice, a value of another sort is a
// fault. The error is Faults.
func Read(src []byte) (*Numbers, error) {
	fs := &Faults{}
	if len(src) > MaxBytes {
		fs.add("", "size", "got", len(src), "most", MaxBytes)
		return nil, *fs
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if fault, bad := syntax(src); bad {
		return nil, Faults{fault}
	}
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		fs.add("", "syntax", "line", 1, "message", err)
		return nil, *fs
	}
	n := &Numbers{}
	fs.fill("", tree, reflect.ValueOf(n).Elem())
	if len(*fs) > 0 {
		return nil, *fs
	}
	return n, nil
}

// syntax finds what is no JSON, with its line; a key that stands twice is none.
func syntax(src []byte) (Fault, bool) {
	v := jsontext.Value(slices.Clone(src))
	err := v.Compact(jsontext.AllowDuplicateNames(false), jsontext.AllowInvalidUTF8(false))
	if err == nil && len(bytes.TrimSpace(src)) > 0 {
		return Fault{}, false
	}
	line, message := 1, "no value"
	var at *jsontext.SyntacticError
	if errors.As(err, &at) {
		line += bytes.Count(src[:min(int(at.ByteOffset), len(src))], []byte("\n"))
		message = strings.TrimPrefix(fmt.Sprint(at.Err), "jsontext: ")
		if at.JSONPointer != "" {
			message += " " + string(at.JSONPointer)
		}
	}
	fs := Faults{}
	fs.add("", "syntax", "line", line, "message", message)
	return fs[0], true
}

func join(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}

// fill puts a value of JSON into a value of our types.
func (fs *Faults) fill(key string, from any, to reflect.Value) {
	switch v := to.Addr().Interface().(type) {
	case *Heads:
		fs.heads(key, from, v)
		return
	case *Fact:
		fs.fact(key, from, v)
		return
	case *policy.Number:
		fs.number(key, from, v)
		return
	case *calendar.Date:
		s, ok := from.(string)
		if !ok || s == "" || v.UnmarshalText([]byte(s)) != nil {
			fs.add(key, "date", "got", shown(from))
		}
		return
	}
	switch to.Kind() {
	case reflect.Interface:
		if from != nil {
			to.Set(reflect.ValueOf(from))
		}
	case reflect.Struct:
		fs.object(key, from, to)
	case reflect.Slice:
		list, ok := from.([]any)
		if !ok {
			fs.add(key, "not-list", "got", shown(from))
			return
		}
		to.Set(reflect.MakeSlice(to.Type(), len(list), len(list)))
		for i, item := range list {
			fs.fill(fmt.Sprintf("%s[%d]", key, i), item, to.Index(i))
		}
	case reflect.Map:
		fs.table(key, from, to)
	case reflect.String:
		s, ok := from.(string)
		if from == nil && strings.HasSuffix(key, "]") { // a year that is not on file
			return
		}
		if !ok {
			fs.add(key, "not-text", "got", shown(from))
			return
		}
		to.SetString(s)
	case reflect.Int:
		to.SetInt(int64(fs.whole(key, from)))
	}
}

func (fs *Faults) object(key string, from any, to reflect.Value) {
	m, ok := from.(map[string]any)
	if !ok {
		fs.add(key, "not-object", "got", shown(from))
		return
	}
	var known []string
	for i := range to.NumField() {
		f := to.Type().Field(i)
		name := f.Tag.Get("json")
		known = append(known, name)
		if v, given := m[name]; given {
			fs.fill(join(key, name), v, to.Field(i))
		} else if f.Tag.Get("need") != "" {
			fs.add(join(key, name), "missing", "key", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if slices.Contains(known, name) {
			continue
		}
		if meant := policy.Near(name, known); meant != "" {
			fs.add(join(key, name), "unknown-key-near", "key", name, "near", meant)
			continue
		}
		fs.add(join(key, name), "unknown-key", "key", name, "known", strings.Join(known, " "))
	}
}

func (fs *Faults) table(key string, from any, to reflect.Value) {
	m, ok := from.(map[string]any)
	if !ok {
		fs.add(key, "not-object", "got", shown(from))
		return
	}
	to.Set(reflect.MakeMap(to.Type()))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		elem := reflect.New(to.Type().Elem()).Elem()
		fs.fill(join(key, name), m[name], elem)
		to.SetMapIndex(reflect.ValueOf(name), elem)
	}
}

// whole reads a number of people, ballots or entries.
func (fs *Faults) whole(key string, from any) int {
	number, ok := from.(json.Number)
	n, err := strconv.Atoi(string(number))
	if !ok || err != nil || n < 0 || n > 1_000_000 {
		fs.add(key, "not-count", "got", shown(from))
		return 0
	}
	return n
}

func (fs *Faults) number(key string, from any, to *policy.Number) {
	var s string
	switch v := from.(type) {
	case json.Number:
		s = string(v)
	case string:
		s = v
	}
	n, err := policy.ParseNumber(s)
	if err != nil {
		fs.add(key, "not-number", "got", shown(from))
		return
	}
	*to = n
}

func (fs *Faults) heads(key string, from any, to *Heads) {
	to.Given = true
	m, ok := from.(map[string]any)
	if !ok {
		to.All = fs.whole(key, from)
		return
	}
	to.ByClass = map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		n := fs.whole(join(key, name), m[name])
		to.ByClass[name] = n
		to.All += n
	}
}

func (fs *Faults) fact(key string, from any, to *Fact) {
	switch v := from.(type) {
	case bool:
		*to = Fact(strconv.FormatBool(v))
	case string:
		*to = Fact(v)
	case nil:
	default:
		fs.add(key, "not-fact", "got", shown(from))
	}
}

// shown is a value of JSON in a message.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "{...}"
	case []any:
		return "[...]"
	case string:
		if r := []rune(v); len(r) > 40 {
			return strconv.Quote(string(r[:40]) + "…")
		}
		return strconv.Quote(v)
	}
	return fmt.Sprint(v)
}

// ratOf reads a number given as text, such as a key of scores.
func ratOf(s string) (*big.Rat, bool) {
	n, err := policy.ParseNumber(s)
	if err != nil {
		return nil, false
	}
	return n.Rat(), true
}
