package web

import (
	"encoding/json"
	"regexp"
	"strings"

	"shuping/internal/policy"
)

// jsonEntry is one name of an object of JSON, in the order in which it was put.
type jsonEntry struct {
	name  string
	value any // jsonObject, []any, json.Number, string, nil
}

// jsonObject is an object of JSON that keeps its order.
type jsonObject []jsonEntry

func (o *jsonObject) put(name string, value any) { *o = append(*o, jsonEntry{name, value}) }

// lineWidth is how long a list or an object may be to stand in one line.
const lineWidth = 90

// writeJSON writes numbers for a person to read and change: what is short in one
// line, the rest line by line.
func writeJSON(value any, indent string) string {
	open, end, parts := "", "", []string{}
	deeper := indent + "  "
	switch x := value.(type) {
	case jsonObject:
		open, end = "{", "}"
		for _, e := range x {
			parts = append(parts, quoted(e.name)+": "+writeJSON(e.value, deeper))
		}
	case []any:
		open, end = "[", "]"
		for _, e := range x {
			parts = append(parts, writeJSON(e, deeper))
		}
	case json.Number:
		return string(x)
	case string:
		return quoted(x)
	default:
		return "null"
	}
	short := open + strings.Join(parts, ", ") + end
	if indent != "" && len([]rune(short)) <= lineWidth && !strings.Contains(short, "\n") || len(parts) == 0 {
		return short
	}
	return open + "\n" + deeper + strings.Join(parts, ",\n"+deeper) + "\n" + indent + end
}

func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // unreachable: a string is always JSON
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// narrow are digits and the point as they come from a Chinese keyboard.
var narrow = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "．", ".", "。", ".")

func typed(s string) string { return narrow.Replace(strings.TrimSpace(strings.ToValidUTF8(s, "?"))) }

var digits = regexp.MustCompile(`^[0-9]{1,9}$`)

// countValue is a typed number of people, ballots or entries; what is none stays a
// text, which the reckoning refuses at its field.
func countValue(s string) any {
	if digits.MatchString(s) {
		if s = strings.TrimLeft(s, "0"); s == "" {
			s = "0"
		}
		return json.Number(s)
	}
	return s
}

// pointsValue is a typed number of points.
func pointsValue(s string) any {
	if _, err := policy.ParseNumber(s); err == nil {
		return json.Number(s)
	}
	return s
}

var (
	between = regexp.MustCompile(`[\s,，、;；]+`)
	times   = regexp.MustCompile(`[*×xX:：]`)
)

// scoreCounts reads how often each number was given: 95×3 90 88.5.
func scoreCounts(s string) jsonObject {
	var o jsonObject
	at := map[string]int{}
	for _, one := range between.Split(typed(s), -1) {
		if one == "" {
			continue
		}
		number, count := one, any(json.Number("1"))
		if parts := times.Split(one, 2); len(parts) == 2 {
			number, count = parts[0], countValue(parts[1])
		}
		i, twice := at[number]
		if !twice {
			at[number] = len(o)
			o.put(number, count)
			continue
		}
		o[i].value = added(o[i].value, count)
	}
	return o
}

// added is the sum of two counts; a text that is none stays.
func added(a, b any) any {
	x, ok := a.(json.Number)
	y, also := b.(json.Number)
	if !ok {
		return a
	}
	if !also {
		return b
	}
	m, _ := x.Int64() // both are digits
	n, _ := y.Int64()
	return json.Number(policy.Number{Num: m + n, Den: 1}.String())
}
