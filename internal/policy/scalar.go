package policy

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// string fills a text and notes what it names and what is named by it.
func (r *reader) string(path string, n ast.Node, v reflect.Value, k key) {
	s, ok := textOf(n)
	at := placeOfNode(n)
	switch {
	case !ok:
		r.add(at, path, "not-text", "got", kindOf(n))
	case strings.TrimSpace(s) == "":
		r.add(at, path, "empty")
	case strings.TrimSpace(s) != s || strings.ContainsFunc(s, isControl):
		r.add(at, path, "spaces", "got", strconv.Quote(s))
	case k.OneOf != nil && !slices.Contains(k.OneOf, s):
		r.add(at, path, "oneof", "got", s, "want", strings.Join(k.OneOf, " "))
	case k.ID && !isID(s):
		r.add(at, path, "id", "got", s)
	case k.RuleNo && !isRule(s):
		r.add(at, path, "rule", "got", s)
	default:
		v.SetString(s)
		r.at[path] = at
		r.name(path, s, k)
	}
}

// text fills a value that reads itself: a date or a share.
func (r *reader) text(path string, n ast.Node, v reflect.Value) {
	at := placeOfNode(n)
	scalar, ok := n.(ast.ScalarNode)
	if !ok {
		r.add(at, path, "not-text", "got", kindOf(n))
		return
	}
	written := scalar.GetToken().Value
	code := "date"
	switch v.Type() {
	case reflect.TypeFor[Ratio]():
		code = "share"
	case reflect.TypeFor[Number]():
		code = "number"
	}
	if written == "" || v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(written)) != nil {
		if code == "share" && strings.ContainsAny(written, "％／") {
			code = "share-wide"
		}
		r.add(at, path, code, "got", written)
		return
	}
	r.at[path] = at
}

func (r *reader) int(path string, n ast.Node, v reflect.Value, k key) {
	at := placeOfNode(n)
	number, ok := n.(*ast.IntegerNode)
	if !ok {
		r.add(at, path, "not-number", "got", kindOf(n))
		return
	}
	written := number.GetToken().Value
	got, err := strconv.Atoi(written)
	if err != nil || strconv.Itoa(got) != written {
		r.add(at, path, "not-number", "got", written)
		return
	}
	if got < k.Min || got > k.Max {
		r.add(at, path, "range", "got", got, "least", k.Min, "most", k.Max)
		return
	}
	v.SetInt(int64(got))
	r.at[path] = at
}
