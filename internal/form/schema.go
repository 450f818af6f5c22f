package form

import "slices"

// Schema describes cmd as a JSON Schema (2020-12) object: what DecodeJSON takes.
func Schema(cmd any) map[string]any { return object(Fields(cmd)) }

func object(fields []Field) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range fields {
		properties[f.Name] = property(f)
		if f.Required {
			required = append(required, f.Name)
		}
	}
	s := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		slices.Sort(required)
		s["required"] = required
	}
	return s
}

func property(f Field) map[string]any {
	switch f.Kind {
	case Table:
		return map[string]any{"type": "array", "maxItems": MaxRows, "items": object(f.Fields)}
	case Group:
		return object(f.Fields)
	case List:
		return map[string]any{"type": "array", "maxItems": MaxRows, "items": scalarSchema(Field{Kind: f.Item, Options: f.Options})}
	case Map:
		return map[string]any{"type": "object", "maxProperties": MaxRows, "additionalProperties": scalarSchema(Field{Kind: f.Item})}
	}
	return scalarSchema(f)
}

func scalarSchema(f Field) map[string]any {
	s := map[string]any{}
	switch f.Kind {
	case Number:
		s["type"] = "number"
	case Bool:
		s["type"] = "boolean"
	case Date:
		s["type"], s["format"] = "string", "date"
	case Text, Long, Choice:
		s["type"] = "string"
	}
	if f.Options != nil {
		s["enum"] = f.Options
	}
	return s
}
