package policy

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// key is one key of the file: the field it fills and what its policy tag asks.
type key struct {
	Name  string // as it is written in the file and in JSON
	Field reflect.StructField
	// Basis: it comes from the embedded Basis.
	Basis bool
	// Rule: its value carries a Basis of its own, so it is no value of the rule around it.
	Rule bool

	Need     bool     // need: must be given
	Unique   bool     // key: no two elements of the list around it share it
	ID       bool     // id: a stored name
	RuleNo   bool     // rule: a number of docs/RULES.md
	Repeat   bool     // repeat: a list that may name the same twice
	Min, Max int      // min=, max=: of a number
	OneOf    []string // oneof=a|b
	Least    int      // items=least-most: of a list
	Most     int
	Ref      string   // ref=: the set of names it is one of
	Example  string   // eg=: an example where no notice of the program has one
	Unit     string   // unit=: what is counted
	Try      bool     // try: a year and its meetings do not carry it yet (Gaps)
	Live     []string // live=a|b: the values of such a key that they do carry
}

var basisType = reflect.TypeFor[Basis]()

// allKeys are the keys of every type of the file, read from the tags once.
var allKeys = sync.OnceValue(func() map[reflect.Type][]key {
	all := map[reflect.Type][]key{}
	var read func(t reflect.Type)
	read = func(t reflect.Type) {
		if _, known := all[t]; known {
			return
		}
		all[t] = readKeys(t)
		for i := range t.NumField() {
			if _, below := structIn(t.Field(i).Type); below != nil {
				read(below)
			}
		}
	}
	read(reflect.TypeFor[Policy]())
	return all
})

// keysOf are the keys of a type of the file, those of an embedded Basis first.
func keysOf(t reflect.Type) []key { return allKeys()[t] }

func readKeys(t reflect.Type) []key {
	var keys []key
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			for _, k := range readKeys(f.Type) {
				k.Basis = true
				keys = append(keys, k)
			}
			continue
		}
		keys = append(keys, keyOf(f))
	}
	return keys
}

// keyOf reads a field's tags. A tag that it does not know panics.
func keyOf(f reflect.StructField) key {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	k := key{Name: name, Field: f, Rule: carriesBasis(f.Type)}
	for _, word := range strings.Split(f.Tag.Get("policy"), ",") {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "":
		case "need":
			k.Need = true
		case "key":
			k.Unique = true
		case "id":
			k.ID = true
		case "rule":
			k.RuleNo = true
		case "repeat":
			k.Repeat = true
		case "min":
			k.Min = number(value)
		case "max":
			k.Max = number(value)
		case "oneof":
			k.OneOf = strings.Split(value, "|")
		case "items":
			least, most, _ := strings.Cut(value, "-")
			k.Least, k.Most = number(least), number(most)
		case "ref":
			k.Ref = value
		case "eg":
			k.Example = value
		case "unit":
			k.Unit = value
		case "try":
			k.Try = true
		case "live":
			k.Live = strings.Split(value, "|")
		default:
			panic(fmt.Sprintf("policy: %s has the tag %q", f.Name, word)) // unreachable unless a type of this package is tagged wrongly
		}
	}
	return k
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("policy: tag with " + s) // unreachable unless a type of this package is tagged wrongly
	}
	return n
}

// carriesBasis: a Basis, a struct that embeds one, or a list of these.
func carriesBasis(t reflect.Type) bool {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t == basisType {
		return true
	}
	if t.Kind() != reflect.Struct {
		return false
	}
	f, ok := t.FieldByName("Basis")
	return ok && f.Anonymous
}

// longestGuess is the longest wrong name for which a meant one is looked for, in bytes.
const longestGuess = 60

// Near is the known name that a wrong one was probably meant to be; "" for none.
func Near(wrong string, known []string) string { return near(wrong, known) }

// near is the known name that a wrong one was probably meant to be: the closest
// by edits, with at most a third of its letters wrong; "" for none.
func near(wrong string, known []string) string {
	best, least := "", 1+len([]rune(wrong))/3
	if len(wrong) > longestGuess {
		return ""
	}
	for _, k := range known {
		if d := edits(wrong, k); d <= least && (best == "" || d < edits(wrong, best)) {
			best = k
		}
	}
	return best
}

// edits counts the letters to insert, delete or replace (Levenshtein distance).
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			replaced := diagonal
			if x[i] != y[j] {
				replaced++
			}
			diagonal, row[j+1] = row[j+1], min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
