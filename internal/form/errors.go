package form

import "strings"

// The codes of a FieldError; the catalogue says them as "form.<code>".
const (
	CodeRequired = "required" // empty
	CodeUnknown  = "unknown"  // the command has no such field
	CodeNumber   = "number"   // not a whole number, or out of range
	CodeBool     = "bool"     // neither yes nor no
	CodeDate     = "date"     // not a day written 2018-12-29
	CodeChoice   = "choice"   // none of the choices
	CodeText     = "text"     // not a text, or one that its type refuses
	CodeList     = "list"     // not a list, or one of more than MaxRows
	CodeGroup    = "group"    // not an object
	CodeJSON     = "json"     // not JSON
)

// FieldError is what is wrong with one field. Field is its name as it was sent
// ("items.0.due"), empty when the whole body cannot be read; Got is the value,
// cut short.
type FieldError struct {
	Field string `json:"field"`
	Code  string `json:"code"`
	Got   string `json:"got,omitempty"`
	Want  string `json:"want,omitempty"` // the choices, or why the type refused
}

// Errors is every fault of what was handed in, in the order of the fields.
type Errors []FieldError

func (e Errors) Error() string {
	var parts []string
	for _, f := range e {
		s := f.Field + ": " + f.Code
		if f.Want != "" {
			s += " (want " + f.Want + ")"
		}
		parts = append(parts, strings.TrimPrefix(s, ": "))
	}
	return strings.Join(parts, "; ")
}

// Of is the fault of that field, or nil.
func (e Errors) Of(field string) *FieldError {
	for i := range e {
		if e[i].Field == field {
			return &e[i]
		}
	}
	return nil
}

const shown = 60

func cut(s string) string {
	if r := []rune(s); len(r) > shown {
		return string(r[:shown]) + "…"
	}
	return s
}
