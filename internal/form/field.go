// Package form turns what a person or a program hands in - a web form, a JSON
// body, key=value arguments - into a command (表单转为事项), and describes a
// command's fields so that a form, a JSON Schema or a usage text can be made
// from the same struct.
//
// It knows no command and no rule of the procedure: it checks that a number is
// a number, that a choice is one of the choices and that nothing unknown was
// sent. Whether the value is right is the command's own decision.
//
// A field's name is its json name. Its form tag is a comma-separated list:
//
//	required        must not be empty
//	long            a text of several lines
//	date            a day (2018-12-29)
//	choice=a|b|c    one of these values
//	from=NAME       one of the values that the page or the caller knows under
//	                NAME (subjects, persons, ...); not checked here
//	file            the hash of a file on record; a form sends the file itself
//	read            what the office reads out of a file, which a form sends
//	hidden          sent by the page, not typed by a person
//
// It reads forms itself instead of through a library, because the libraries
// skip unknown fields and do not know encoding.TextUnmarshaler, which dates and
// ratios use.
package form

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"shuping/internal/calendar"
)

// Kind is how a field is typed in.
type Kind string

// The kinds. A Table has rows, each with the sub-fields; a Group is one such
// row; a Map has keys that are not known beforehand; a List is several texts.
const (
	Text   Kind = "text"
	Long   Kind = "long"
	Number Kind = "number"
	Date   Kind = "date"
	Bool   Kind = "bool"
	Choice Kind = "choice"
	List   Kind = "list"
	Table  Kind = "table"
	Group  Kind = "group"
	Map    Kind = "map"
)

// Field is one field of a command.
type Field struct {
	Name     string
	Kind     Kind
	Required bool
	Hidden   bool
	File     bool     // the hash of a file on record
	Read     bool     // read out of a file by the office
	Options  []string // of a Choice
	From     string   // name of the options that the page knows
	Fields   []Field  // of a Table's row, of a Group
	Item     Kind     // of a List or a Map: the kind of one value
}

// Sent says whether a form sends a file for the field.
func (f Field) Sent() bool { return f.File || f.Read }

// Fields describes the fields of cmd, a struct or a pointer to one, in their
// order. Embedded structs count as their fields; those without a json name
// ("-") or not exported are left out.
func Fields(cmd any) []Field {
	return fieldsOf(structOf(reflect.TypeOf(cmd)))
}

func structOf(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		panic("form: " + t.String() + " is no struct") // unreachable unless a command is not a struct
	}
	return t
}

func fieldsOf(t reflect.Type) []Field {
	var fields []Field
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Anonymous && sf.Tag.Get("json") == "" {
			fields = append(fields, fieldsOf(structOf(sf.Type))...)
			continue
		}
		if name := jsonName(sf); name != "" {
			fields = append(fields, describe(name, sf.Type, readTag(sf)))
		}
	}
	return fields
}

func jsonName(sf reflect.StructField) string {
	name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
	if name == "-" || !sf.IsExported() {
		return ""
	}
	if name == "" {
		return sf.Name
	}
	return name
}

// tag is a form tag, read.
type tag struct {
	required, long, date, hidden, file, read bool
	options                                  []string
	from                                     string
}

func readTag(sf reflect.StructField) (t tag) {
	for _, word := range strings.Split(sf.Tag.Get("form"), ",") {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "":
		case "required":
			t.required = true
		case "long":
			t.long = true
		case "date":
			t.date = true
		case "hidden":
			t.hidden = true
		case "file":
			t.file = true
		case "read":
			t.read = true
		case "choice":
			t.options = strings.Split(value, "|")
		case "from":
			t.from = value
		default:
			panic("form: field " + sf.Name + ": unknown word " + word + " in its form tag") // unreachable unless a tag is misspelt
		}
	}
	return t
}

func describe(name string, t reflect.Type, tag tag) Field {
	f := Field{Name: name, Required: tag.required, Hidden: tag.hidden, File: tag.file, Read: tag.read, Options: tag.options, From: tag.from}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	f.Kind = kindOf(t)
	if tag.read { // a value with parts, which nobody types
		f.Kind = Text
	}
	switch f.Kind {
	case List, Map:
		f.Item = kindOf(t.Elem())
	case Table:
		f.Fields = fieldsOf(structOf(t.Elem()))
	case Group:
		f.Fields = fieldsOf(t)
	}
	switch {
	case tag.date:
		f.Kind = Date
	case tag.long && f.Kind == Text:
		f.Kind = Long
	case f.Kind == Text && (tag.options != nil || tag.from != ""):
		f.Kind = Choice
	}
	return f
}

var (
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	timeType        = reflect.TypeFor[time.Time]()
	dateType        = reflect.TypeFor[calendar.Date]()
)

func readsText(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(textUnmarshaler) || p.Implements(jsonUnmarshaler)
}

func kindOf(t reflect.Type) Kind {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == timeType, t == dateType:
		return Date
	case readsText(t):
		return Text
	}
	switch t.Kind() {
	case reflect.Bool:
		return Bool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float64, reflect.Float32:
		return Number
	case reflect.Slice, reflect.Array:
		if kindOf(t.Elem()) == Group {
			return Table
		}
		return List
	case reflect.Struct:
		return Group
	case reflect.Map:
		return Map
	}
	return Text
}
