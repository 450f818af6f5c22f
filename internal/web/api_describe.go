package web

import (
	"net/http"

	"shuping/internal/engine"
	"shuping/internal/form"
)

// object is a part of the description of the API.
type object = map[string]any

// openapi describes the API (OpenAPI 3.1), made from the commands themselves, so
// that it cannot say anything else than what is taken.
func (s *Server) openapi(w http.ResponseWriter, v *visit) error {
	paths := object{"/healthz": object{"get": simple("answers while the program runs")},
		"/readyz": object{"get": simple("answers 200 when the program can work, 503 when it cannot")}}
	for _, door := range s.Office.Doors.All() {
		if err := s.describeDoor(v, door, paths); err != nil {
			return err
		}
	}
	return answerJSON(w, http.StatusOK, object{
		"openapi":    "3.1.0",
		"info":       object{"title": "shuping", "version": s.Version, "description": "Commands and streams of the review of secretaries. Sign in by a link (POST /in/{token}) and send the session's cookie."},
		"paths":      paths,
		"security":   []object{{"session": []string{}}},
		"components": object{"schemas": schemas(), "securitySchemes": object{"session": object{"type": "apiKey", "in": "cookie", "name": "shuping"}}},
	})
}

func simple(what string) object {
	return object{"summary": what, "security": []object{}, "responses": object{"200": object{"description": "ok"}}}
}

// describeDoor adds the paths of one kind of stream.
func (s *Server) describeDoor(v *visit, door engine.Door, paths object) error {
	base := "/api/v1/streams/" + door.Name() + "/{id}"
	id := object{"name": "id", "in": "path", "required": true, "schema": object{"type": "string", "maxLength": 100}}
	paths[base] = object{"get": object{
		"operationId": "show-" + door.Name(), "summary": "state and records of a stream", "tags": []string{door.Name()},
		"parameters": []object{id, {"name": "events", "in": "query", "schema": object{"type": "string", "enum": []string{"1"}}}},
		"responses":  responses("Stream", "401", "403", "404"),
	}}
	for _, kind := range door.Commands() {
		cmd, err := door.Command(kind)
		if err != nil {
			return err
		}
		paths[base+"/"+kind] = object{"post": object{
			"operationId": door.Name() + "-" + kind, "summary": v.W.Command(door.Name(), kind), "tags": []string{door.Name()},
			"parameters":  []object{id},
			"requestBody": object{"required": true, "content": object{"application/json": object{"schema": handedInSchema(door.Name(), kind, cmd)}}},
			"responses":   responses("Events", "401", "403", "404", "409", "415", "422", "503"),
		}}
	}
	return nil
}

// completed are fields that the office fills in when they are not sent.
var completed = map[string][]string{
	"cycle open":          {"id", "title", "policy_source_hash", "orgs", "previous", "carried"},
	"cycle change-policy": {"policy_source_hash"},
	"cycle file-report":   {"text"},
	"meeting open-roll":   {"roster"},
}

// handedInSchema is a command's schema as it may be handed in: what the office fills
// in is not required.
func handedInSchema(family, kind string, cmd any) object {
	schema := form.Schema(cmd)
	required, _ := schema["required"].([]string)
	var need []string
	for _, name := range required {
		done := false
		for _, c := range completed[family+" "+kind] {
			done = done || c == name
		}
		if !done {
			need = append(need, name)
		}
	}
	delete(schema, "required")
	if len(need) > 0 {
		schema["required"] = need
	}
	if act := family + " " + kind; act == "cycle open" || act == "cycle change-policy" {
		properties := schema["properties"].(object) // unreachable unless form.Schema describes no object
		properties["policy"] = object{"description": "the notice as data, or the name of one that comes with the program",
			"anyOf": []any{object{"type": "string"}, object{"type": "object"}}}
	}
	return schema
}

// responses are the answers of an operation by status.
func responses(ok string, others ...string) object {
	out := object{"200": answered("ok", ok)}
	for _, status := range others {
		switch status {
		case "409":
			out[status] = answered("a rule refused it", "Refused")
		case "422":
			out[status] = answered("the body is no such command", "Fields")
		default:
			out[status] = answered(http.StatusText(statusNumber(status)), "Trouble")
		}
	}
	return out
}

func statusNumber(s string) int {
	return int(s[0]-'0')*100 + int(s[1]-'0')*10 + int(s[2]-'0')
}

func answered(what, schema string) object {
	return object{"description": what, "content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/" + schema}}}}
}

// schemas are the shapes of the answers.
func schemas() object {
	text, number := object{"type": "string"}, object{"type": "integer"}
	record := object{"type": "object", "required": []string{"seq", "at", "who", "cause", "kind", "hash", "event"}, "properties": object{
		"seq": number, "at": object{"type": "string", "format": "date-time"}, "who": text, "cause": text, "kind": text, "hash": text, "event": object{"type": "object"}, "sealed": object{"type": "boolean"}}}
	records := object{"type": "array", "items": object{"$ref": "#/components/schemas/Record"}}
	refusal := object{"type": "object", "required": []string{"code", "got"}, "properties": object{"rule": text, "clause": text, "code": text, "field": text,
		"args": object{"type": "object", "additionalProperties": text}, "got": text, "want": text, "next": text}}
	fault := object{"type": "object", "required": []string{"field", "code"}, "properties": object{"field": text, "code": text, "got": text, "want": text}}
	return object{
		"Record":  record,
		"Events":  object{"type": "object", "required": []string{"events"}, "properties": object{"events": records}},
		"Stream":  object{"type": "object", "required": []string{"stream", "seq", "hash", "state"}, "properties": object{"stream": text, "seq": number, "hash": text, "state": object{"type": "object"}, "events": records}},
		"Refused": object{"type": "object", "required": []string{"refusal"}, "properties": object{"refusal": refusal}},
		"Fields":  object{"type": "object", "required": []string{"fields"}, "properties": object{"fields": object{"type": "array", "items": fault}}},
		"Trouble": object{"type": "object", "required": []string{"error"}, "properties": object{"error": text, "incident": text}},
	}
}
