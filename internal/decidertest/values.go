package decidertest

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/decider"
)

// command reads what stands behind the kind: JSON, or key=value words, both in
// the end through the decider's own strict reader.
func command[S any](b Bench[S], kind, args string) (decider.Command[S], error) {
	args = strings.TrimSpace(args)
	if strings.HasPrefix(args, "{") {
		return b.Decider.DecodeCommand(kind, []byte(fillJSON(args, b.Texts)))
	}
	proto, err := b.Decider.NewCommand(kind)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	body.WriteByte('{')
	for i, w := range splitWords(args) {
		key, val, ok := strings.Cut(w, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not key=value", w)
		}
		if i > 0 {
			body.WriteByte(',')
		}
		body.WriteString(strconv.Quote(key) + ":" + toJSON(fieldType(proto, key), fillText(unquote(val), b.Texts)))
	}
	body.WriteByte('}')
	return b.Decider.DecodeCommand(kind, body.Bytes())
}

// fillJSON puts the texts in as JSON values where "$name" stands, or raw where
// $name stands without quotes.
func fillJSON(s string, texts map[string]string) string {
	longestFirst := func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) }
	for _, name := range slices.SortedFunc(maps.Keys(texts), longestFirst) {
		text := texts[name]
		quoted, _ := json.Marshal(text)
		s = strings.ReplaceAll(s, `"$`+name+`"`, string(quoted))
		s = strings.ReplaceAll(s, "$"+name, text)
	}
	return s
}

func fillText(s string, texts map[string]string) string {
	if text, ok := texts[strings.TrimPrefix(s, "$")]; ok && strings.HasPrefix(s, "$") {
		return text
	}
	return s
}

func fieldType(cmd any, key string) reflect.Type {
	for _, f := range reflect.VisibleFields(reflect.TypeOf(cmd).Elem()) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == key {
			return f.Type
		}
	}
	return reflect.TypeFor[string]() // the strict reader will name the unknown field
}

// toJSON writes val for a field of type t; text that is JSON already stays.
func toJSON(t reflect.Type, val string) string {
	if (strings.HasPrefix(val, "{") || strings.HasPrefix(val, "[")) && json.Valid([]byte(val)) {
		return val
	}
	quoted, _ := json.Marshal(val)
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return string(quoted)
	}
	switch t.Kind() {
	case reflect.Slice:
		var items []string
		for _, item := range strings.Split(val, ",") {
			if item != "" {
				items = append(items, toJSON(t.Elem(), item))
			}
		}
		return "[" + strings.Join(items, ",") + "]"
	case reflect.Bool, reflect.Int, reflect.Int64, reflect.Uint64:
		return val
	}
	return string(quoted)
}

// generic is v as maps, lists, texts and numbers.
func generic(v any) any {
	dec := json.NewDecoder(strings.NewReader(asJSON(v)))
	dec.UseNumber()
	var out any
	if err := dec.Decode(&out); err != nil {
		panic(err) // unreachable: it was written by asJSON
	}
	return out
}

// find goes along a path; what is not there is nil.
func find(v any, path string) any {
	for _, step := range strings.Split(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			next, ok := at[step]
			if !ok && step == "len" {
				next = json.Number(strconv.Itoa(len(at)))
			}
			v = next
		case []any:
			i, err := strconv.Atoi(step)
			switch {
			case step == "len":
				v = json.Number(strconv.Itoa(len(at)))
			case err != nil || i < 0 || i >= len(at):
				return nil
			default:
				v = at[i]
			}
		default:
			if step == "len" && v == nil {
				return json.Number("0")
			}
			return nil
		}
	}
	return v
}

// show writes a value as scripts have it; what is not there is "-".
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return "-"
	case string:
		return v
	case []any:
		var parts []string
		for _, e := range v {
			if _, plain := e.(string); !plain {
				return asJSON(v)
			}
			parts = append(parts, e.(string))
		}
		return strings.Join(parts, ",")
	case map[string]any:
		return asJSON(v)
	}
	return fmt.Sprint(v)
}

// splitWords splits at white space outside of quotes and brackets.
func splitWords(s string) (words []string) {
	var b strings.Builder
	quoted, escaped, depth, any := false, false, 0, false
	for _, c := range s {
		switch {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '{' || c == '['):
			depth++
		case !quoted && (c == '}' || c == ']'):
			depth--
		case !quoted && depth == 0 && (c == ' ' || c == '\n' || c == '\t'):
			if any {
				words = append(words, b.String())
			}
			b.Reset()
			any = false
			continue
		}
		b.WriteRune(c)
		any = true
	}
	if any {
		words = append(words, b.String())
	}
	return words
}

func quote(s string) string {
	if s == "" || strings.ContainsAny(s, " \t\n\"") && !json.Valid([]byte(s)) {
		return strconv.Quote(s)
	}
	return s
}

func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		if u, err := strconv.Unquote(s); err == nil {
			return u
		}
	}
	return s
}
