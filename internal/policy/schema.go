package policy

import (
	_ "embed" // the schema
	"encoding/json"
	"reflect"

	"shuping/internal/calendar"
)

// SchemaJSON is the format as a JSON Schema (draft 2020-12), by which editors complete and
// check a file while it is written. It is made from the types by gendoc. What it cannot say
// - names that must exist, sums, contradictions - Parse finds.
//
//go:embed schema.json
var SchemaJSON []byte

// Schema makes the JSON Schema; comments are the doc comments by Type and Type.Field.
func Schema(comments map[string]string) ([]byte, error) {
	s := schema{comments, map[string]any{}}
	root := s.object(reflect.TypeFor[Policy]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "shuping policy"
	root["$defs"] = s.types
	out, err := json.MarshalIndent(root, "", " ")
	return append(out, '\n'), err
}

type schema struct {
	comments map[string]string
	types    map[string]any
}

func (s schema) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	keys := keysOf(t)
	bare := false // it may say nothing but further rules, without a basis of its own
	for _, k := range keys {
		bare = bare || k.Rule && hasBasis(keys)
	}
	for _, k := range keys {
		p := s.value(k.Field.Type, k)
		typ := t.Name()
		if k.Basis {
			typ = "Basis"
		}
		p["description"] = s.comments[typ+"."+k.Field.Name]
		if k.Example != "" {
			p["examples"] = []any{k.Example}
		}
		properties[k.Name] = p
		if k.Need && !bare {
			required = append(required, k.Name)
		}
	}
	o := map[string]any{"type": "object", "description": s.comments[t.Name()], "properties": properties, "additionalProperties": false, "minProperties": 1}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

// value is what may stand at a key; k says more of texts and numbers.
func (s schema) value(t reflect.Type, k key) map[string]any {
	switch {
	case t == reflect.TypeFor[Ratio]():
		return map[string]any{"type": "string", "pattern": `^([0-9]+/[0-9]+|[0-9]+(\.[0-9]+)?%)$`}
	case t == reflect.TypeFor[Number]():
		return map[string]any{"type": []string{"number", "string"}, "minimum": 0, "pattern": `^(0|[1-9][0-9]*)(\.[0-9]{1,6})?$`}
	case t == reflect.TypeFor[calendar.Date]():
		return map[string]any{"type": "string", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
	}
	switch t.Kind() {
	case reflect.Struct:
		if s.types[t.Name()] == nil {
			s.types[t.Name()] = true // met, so that a type in itself ends
			s.types[t.Name()] = s.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + t.Name()}
	case reflect.Slice:
		least, most := max(k.Least, 1), k.Most
		k.Least, k.Most = 0, 0
		list := map[string]any{"type": "array", "items": s.value(t.Elem(), k), "minItems": least}
		if most > 0 {
			list["maxItems"] = most
		}
		if t.Elem().Kind() == reflect.String && !k.Repeat {
			list["uniqueItems"] = true
		}
		return list
	case reflect.Map:
		return map[string]any{"type": "object", "minProperties": 1, "propertyNames": map[string]any{"pattern": idPattern}, "additionalProperties": s.value(t.Elem(), key{})}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer", "minimum": k.Min, "maximum": k.Max}
	}
	return text(k)
}

func text(k key) map[string]any {
	p := map[string]any{"type": "string", "minLength": 1}
	switch {
	case k.OneOf != nil:
		p["enum"] = k.OneOf
	case k.ID:
		p["pattern"] = idPattern
	case k.RuleNo:
		p["pattern"] = rulePattern
	case k.Ref == "role":
		p["enum"] = Roles()
	default:
		p["pattern"] = `\S`
	}
	return p
}
