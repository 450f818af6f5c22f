package words

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"

	"shuping/internal/decider"
)

// Lang is the language of these words.
func (w *Words) Lang() Lang { return w.lang }

// Has tells whether the catalogue has that key.
func (w *Words) Has(key string) bool { _, ok := w.messages[key]; return ok }

// Say is the text of key with its variables filled from kv, pairs of a name and
// a value (formatted with %v). The variable n also chooses the plural form. A
// key that is missing, or one whose variables are not all given, is said as the
// key itself: a page with one raw key is better than no page, and a test finds
// every key that the code names. An odd number of kv panics.
func (w *Words) Say(key string, kv ...any) string {
	if len(kv)%2 != 0 {
		panic("words: odd kv in Say " + key) // unreachable unless the caller is wrong
	}
	vars := make(map[string]string, len(kv)/2)
	for i := 0; i < len(kv); i += 2 {
		vars[fmt.Sprint(kv[i])] = fmt.Sprint(kv[i+1])
	}
	return w.fill(key, vars)
}

func (w *Words) fill(key string, vars map[string]string) string {
	m, ok := w.messages[key]
	if !ok {
		return key
	}
	if m.One == "" && !strings.Contains(m.Other, "{{") {
		return m.Other
	}
	c := i18n.LocalizeConfig{MessageID: key, TemplateData: vars,
		TemplateParser: &template.TextParser{Option: "missingkey=error"}}
	if n, given := vars["n"]; given && m.One != "" {
		c.PluralCount = n
	}
	text, err := w.localizer.Localize(&c)
	if err != nil {
		return key
	}
	return text
}

// Refusal says a refusal in three sentences: what was found, what the rule
// wants, and the next step. A value of the refusal that is itself a key of the
// catalogue ("role.guide") is said in its words, and one that is a date in ISO
// form is written as dates are; of several joined by ", ", each one. A sentence
// that the catalogue does not have is
// empty, except got, which is then the refusal's code.
func (w *Words) Refusal(r *decider.Refusal) (got, want, next string) {
	vars := make(map[string]string, len(r.Args))
	for name, v := range r.Args {
		vars[name] = w.value(v)
	}
	sentence := func(part, otherwise string) string {
		if key := "refusal." + r.Code + "." + part; w.Has(key) {
			return w.fill(key, vars)
		}
		return otherwise
	}
	return sentence("got", r.Code), sentence("want", ""), sentence("next", "")
}

func (w *Words) value(v string) string {
	if strings.Contains(v, ", ") {
		items := strings.Split(v, ", ")
		for i := range items {
			items[i] = w.value(items[i])
		}
		return w.List(items)
	}
	if strings.Contains(v, ".") && w.Has(v) {
		return w.fill(v, nil)
	}
	if d, ok := isoDate(v); ok {
		return w.Date(d)
	}
	return v
}

// Command is the name of an act (办理事项).
func (w *Words) Command(stream, kind string) string {
	return w.first(kind, "command."+stream+"."+kind)
}

// Event is the heading of what happened (记录事项).
func (w *Words) Event(stream, kind string) string {
	return w.first(kind, "event."+stream+"."+kind)
}

// Field is the label of a command's field. A nested field such as
// "items.problem" is looked up whole, then by its last name.
func (w *Words) Field(stream, kind, field string) string {
	last := field[strings.LastIndexByte(field, '.')+1:]
	return w.first(field, "command."+stream+"."+kind+"."+field, "field."+field, "field."+last)
}

// Hint is the help below a field, or empty.
func (w *Words) Hint(stream, kind, field string) string {
	last := field[strings.LastIndexByte(field, '.')+1:]
	return w.first("", "command."+stream+"."+kind+"."+field+".hint", "hint."+field, "hint."+last)
}

// Option is the label of one choice of a field.
func (w *Words) Option(field, value string) string {
	last := field[strings.LastIndexByte(field, '.')+1:]
	return w.first(value, "option."+last+"."+value, "option."+value)
}

// Role is the name of a role.
func (w *Words) Role(role string) string { return w.first(role, "role."+role) }

func (w *Words) first(otherwise string, keys ...string) string {
	for _, key := range keys {
		if w.Has(key) {
			return w.fill(key, nil)
		}
	}
	return otherwise
}
