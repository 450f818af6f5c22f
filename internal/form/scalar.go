package form

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// show is a value as the person sent it, for a message.
func show(v any) string {
	switch v := v.(type) {
	case *node:
		return strings.Join(v.leaf, " ")
	case string:
		return v
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// leaf is the one text of a scalar. Of JSON, quoted tells that it was a string.
func leaf(v any) (s string, quoted, ok bool) {
	switch v := v.(type) {
	case *node:
		if len(v.leaf) != 1 || v.next != nil {
			return "", false, false
		}
		return strings.TrimSpace(strings.ReplaceAll(v.leaf[0], "\r\n", "\n")), true, true
	case string:
		return v, true, true
	case json.Number:
		return v.String(), false, true
	case bool:
		return strconv.FormatBool(v), false, true
	}
	return "", false, false
}

func (w *walk) scalar(path string, rv reflect.Value, v any, tag tag) {
	s, quoted, ok := leaf(v)
	if u, reads := rv.Addr().Interface().(json.Unmarshaler); reads && w.typed {
		w.json(path, rv, u, v)
		return
	}
	if !ok {
		w.fault(path, CodeText, show(v), "")
		return
	}
	if tag.options != nil && s != "" && !slices.Contains(tag.options, s) {
		w.fault(path, CodeChoice, s, strings.Join(tag.options, " | "))
		return
	}
	if readsText(rv.Type()) {
		w.text(path, rv, s, quoted, tag)
		return
	}
	// In a form every value is a quoted text; in JSON only texts are.
	plain := !w.typed || !quoted
	switch k := rv.Kind(); {
	case k == reflect.String:
		if w.typed && !quoted {
			w.fault(path, CodeText, s, "")
			return
		}
		rv.SetString(s)
	case k == reflect.Bool:
		b, known := truth(s)
		if !known || !plain || w.typed && s != "true" && s != "false" {
			w.fault(path, CodeBool, s, "")
			return
		}
		rv.SetBool(b)
	case rv.CanInt():
		n, err := strconv.ParseInt(s, 10, rv.Type().Bits())
		if err != nil || !plain {
			w.fault(path, CodeNumber, s, "")
			return
		}
		rv.SetInt(n)
	case rv.CanUint():
		n, err := strconv.ParseUint(s, 10, rv.Type().Bits())
		if err != nil || !plain {
			w.fault(path, CodeNumber, s, "")
			return
		}
		rv.SetUint(n)
	case rv.CanFloat():
		n, err := strconv.ParseFloat(s, rv.Type().Bits())
		if err != nil || !plain {
			w.fault(path, CodeNumber, s, "")
			return
		}
		rv.SetFloat(n)
	default:
		panic(fmt.Sprintf("form: %s: a %s cannot be typed in", path, rv.Type())) // unreachable unless a command has such a field
	}
}

// text hands the value to a type that reads texts itself. A form's day is
// widened to the instant that time.Time wants.
func (w *walk) text(path string, rv reflect.Value, s string, quoted bool, tag tag) {
	code := CodeText
	if tag.date || rv.Type() == timeType || rv.Type() == dateType {
		code = CodeDate
	}
	if rv.Type() == timeType && !w.typed && len(s) == len(time.DateOnly) {
		s += "T00:00:00Z"
	}
	var err error
	switch u := rv.Addr().Interface().(type) {
	case encoding.TextUnmarshaler:
		if err = fmt.Errorf("a text"); quoted {
			err = u.UnmarshalText([]byte(s))
		}
	case json.Unmarshaler: // a form: the text may be JSON or a plain text
		if err = u.UnmarshalJSON([]byte(s)); err != nil {
			raw, _ := json.Marshal(s) // a string always marshals
			err = u.UnmarshalJSON(raw)
		}
	}
	if err != nil {
		rv.SetZero()
		w.fault(path, code, s, err.Error())
	}
}

// json hands a part of a JSON body to a type that reads JSON itself.
func (w *walk) json(path string, rv reflect.Value, u json.Unmarshaler, v any) {
	raw, err := json.Marshal(v)
	if err == nil {
		err = u.UnmarshalJSON(raw)
	}
	if err != nil {
		code := CodeText
		if rv.Type() == timeType {
			code = CodeDate
		}
		rv.SetZero()
		w.fault(path, code, show(v), err.Error())
	}
}

func truth(s string) (value, known bool) {
	switch strings.ToLower(s) {
	case "on", "true", "1", "yes", "是":
		return true, true
	case "off", "false", "0", "no", "否":
		return false, true
	}
	return false, false
}
