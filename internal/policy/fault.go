package policy

import (
	"fmt"
	"sort"
	"strings"
)

// Fault is one mistake in a policy file (条目差错). Its words are in the language
// catalogue under policy.fault.<Code>, with Args as variables.
type Fault struct {
	File string            `json:"file"`
	Line int               `json:"line"` // from 1
	Col  int               `json:"col"`  // from 1, in characters
	Key  string            `json:"key"`  // such as meetings[0].quorum.at_least; "" for the file
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Where is FILE:LINE:COL: key, the part of a message that needs no language.
func (f Fault) Where() string {
	where := fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Col)
	if f.Key != "" {
		where += ": " + f.Key
	}
	return where
}

// KV are Args as pairs of name and value, in the names' order.
func (f Fault) KV() []any { return pairs(f.Args) }

// Error is for logs and tests: place, code and values. People read the
// catalogue's sentence after Where.
func (f Fault) Error() string { return f.Where() + ": " + reason(f.Code, f.Args) }

// String is Error.
func (f Fault) String() string { return f.Error() }

// Faults are all mistakes of a file, in the order of the file. Never empty when
// returned as an error.
type Faults []Fault

// Error is one fault a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

func reason(code string, args map[string]string) string {
	var b strings.Builder
	b.WriteString(code)
	for _, name := range names(args) {
		fmt.Fprintf(&b, " %s=%s", name, args[name])
	}
	return b.String()
}

func pairs(args map[string]string) []any {
	var kv []any
	for _, name := range names(args) {
		kv = append(kv, name, args[name])
	}
	return kv
}

func names(args map[string]string) []string {
	all := make([]string, 0, len(args))
	for name := range args {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

// place is where something stands in the file.
type place struct{ line, col int }

// findings collects faults and knows where each key stands.
type findings struct {
	file   string
	faults Faults
	at     map[string]place // key path -> its value, or the key itself for lists and rules
}

// add records a fault at a place. kv are pairs of a name and a value.
func (fs *findings) add(at place, key, code string, kv ...any) {
	if len(fs.faults) == maxFaults {
		return
	}
	f := Fault{File: fs.file, Line: at.line, Col: at.col, Key: key, Code: code}
	for i := 0; i+1 < len(kv); i += 2 {
		if f.Args == nil {
			f.Args = map[string]string{}
		}
		f.Args[fmt.Sprint(kv[i])] = fmt.Sprint(kv[i+1])
	}
	fs.faults = append(fs.faults, f)
}

// fault records a fault at a key; one that is not in the file is shown at the
// nearest key around it.
func (fs *findings) fault(key, code string, kv ...any) {
	fs.add(fs.place(key), key, code, kv...)
}

func (fs *findings) place(key string) place {
	for path := key; path != ""; {
		if at, ok := fs.at[path]; ok {
			return at
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return place{1, 1}
}

// broken says that the key, or something in it or around it, has a fault already.
func (fs *findings) broken(key string) bool {
	for _, f := range fs.faults {
		if f.Key == key || inside(f.Key, key) || inside(key, f.Key) {
			return true
		}
	}
	return false
}

// inside says that key is a part of around.
func inside(key, around string) bool {
	rest, ok := strings.CutPrefix(key, around)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[') && around != ""
}

// sorted are the faults in the order of the file.
func (fs *findings) sorted() Faults {
	sort.SliceStable(fs.faults, func(i, j int) bool {
		a, b := fs.faults[i], fs.faults[j]
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Col < b.Col
	})
	return fs.faults
}
