package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"shuping/internal/form"
)

// call is one request of a program; the answer is checked against the description.
func (c *client) call(method, path, body string) (int, map[string]any) {
	c.t.Helper()
	req, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		c.t.Fatalf("%s %s: %d is no JSON: %v", method, path, res.StatusCode, err)
	}
	if got := res.Header.Get("Content-Type"); got != "application/json" {
		c.t.Errorf("%s %s answers %s", method, path, got)
	}
	return res.StatusCode, out
}

// described is the description of the API, with just so much of JSON Schema as it uses.
type described struct {
	t   *testing.T
	doc map[string]any
}

func describe(t *testing.T, c *client) *described {
	t.Helper()
	status, doc := c.call("GET", "/openapi.json", "")
	if status != 200 {
		t.Fatal(status)
	}
	return &described{t, doc}
}

// at is what a pointer of keys leads to.
func (d *described) at(keys ...string) map[string]any {
	d.t.Helper()
	var v any = d.doc
	for _, k := range keys {
		m, ok := v.(map[string]any)
		if !ok || m[k] == nil {
			d.t.Fatalf("the description has no %v", keys)
		}
		v = m[k]
	}
	return v.(map[string]any)
}

// check says why a value is not what a schema describes, or nil.
func (d *described) check(schema map[string]any, v any) error {
	if ref, ok := schema["$ref"].(string); ok {
		return d.check(d.at(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...), v)
	}
	if several, ok := schema["anyOf"].([]any); ok {
		for _, s := range several {
			if d.check(s.(map[string]any), v) == nil {
				return nil
			}
		}
		return fmt.Errorf("%v is none of %v", v, several)
	}
	switch schema["type"] {
	case "object":
		return d.checkObject(schema, v)
	case "array":
		list, ok := v.([]any)
		if !ok {
			return fmt.Errorf("%v is no array", v)
		}
		for _, item := range list {
			if err := d.check(schema["items"].(map[string]any), item); err != nil {
				return err
			}
		}
		return nil
	case "string":
		if _, ok := v.(string); ok {
			return nil
		}
	case "integer", "number":
		if _, ok := v.(float64); ok {
			return nil
		}
	case "boolean":
		if _, ok := v.(bool); ok {
			return nil
		}
	}
	return fmt.Errorf("%v is no %v", v, schema["type"])
}

func (d *described) checkObject(schema map[string]any, v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%v is no object", v)
	}
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, ok := m[name.(string)]; !ok {
			return fmt.Errorf("%v is missing", name)
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for name, value := range m {
		s, known := properties[name].(map[string]any)
		if !known && schema["additionalProperties"] == false {
			return fmt.Errorf("%s is not described", name)
		}
		if !known {
			continue
		}
		if err := d.check(s, value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// Every command of every stream is described, every reference resolves, and what the
// description takes for a command the form takes too.
func TestOpenAPI(t *testing.T) {
	w := newWorld(t)
	d := describe(t, browse(t, w.server.Handler()))
	paths := d.doc["paths"].(map[string]any)
	for _, door := range w.office.Doors.All() {
		for _, kind := range door.Commands() {
			path := "/api/v1/streams/" + door.Name() + "/{id}/" + kind
			if paths[path] == nil {
				t.Errorf("%s is not described", path)
				continue
			}
			body := d.at("paths", path, "post", "requestBody", "content", "application/json", "schema")
			if d.check(body, map[string]any{"nonsense": 1.0}) == nil {
				t.Errorf("%s takes a field that the command does not have", path)
			}
			for status := range d.at("paths", path, "post", "responses") {
				if d.check(d.at("paths", path, "post", "responses", status, "content", "application/json", "schema"), "no object") == nil {
					t.Errorf("%s %s: an answer may be anything", path, status)
				}
			}
			cmd, err := door.Command(kind)
			w.must(err)
			props := body["properties"].(map[string]any)
			for _, f := range form.Fields(cmd) {
				if props[f.Name] == nil {
					t.Errorf("%s lacks the field %s", path, f.Name)
				}
			}
		}
	}
	ids := map[string]bool{}
	for path, item := range paths {
		for _, op := range item.(map[string]any) {
			if id, ok := op.(map[string]any)["operationId"].(string); ok && ids[id] {
				t.Errorf("%s: the operation %s is there twice", path, id)
			} else if ok {
				ids[id] = true
			}
		}
	}
}

func TestAPI(t *testing.T) {
	w := newWorld(t)
	c := w.client("office")
	d := describe(t, c)
	for _, x := range []struct {
		who, method, path, body, schema string
		status                          int
	}{
		{"office", "POST", "cycle/2018/set-scope", `{}`, "Trouble", 404},
		{"office", "POST", "cycle/2018/open", `{"policy":"notice-2018"}`, "Events", 200},
		{"office", "POST", "cycle/2018/open", `{"policy":"notice-2018"}`, "Refused", 409},
		{"office", "POST", "cycle/2018/set-scope", `{"reason":1}`, "Fields", 422},
		{"office", "POST", "cycle/2018/set-scope", `{"reason":"x","other":true}`, "Fields", 422},
		{"office", "POST", "cycle/2018/set-scope", `[`, "Fields", 422},
		{"auditor", "POST", "cycle/2018/set-scope", `{}`, "Refused", 409},
		{"office", "POST", "cycle/2018/set-scope", `{}`, "Events", 200},
		{"office", "POST", "cycle/2018/nothing", `{}`, "Trouble", 404},
		{"office", "POST", "nothing/2018/open", `{}`, "Trouble", 404},
		{"office", "POST", "meeting/none/sign-in", `{}`, "Trouble", 404},
		{"office", "GET", "cycle/2018", ``, "Stream", 200},
		{"auditor", "GET", "cycle/2018?events=1", ``, "Stream", 200},
		{"s1", "GET", "cycle/2018", ``, "Trouble", 403},
		{"office", "GET", "cycle/2019", ``, "Trouble", 404},
		{"office", "GET", "cycle/.x", ``, "Trouble", 404},
	} {
		status, body := w.client(x.who).call(x.method, "/api/v1/streams/"+x.path, x.body)
		if status != x.status {
			t.Errorf("%s %s %s: %d %v, want %d", x.who, x.method, x.path, status, body, x.status)
			continue
		}
		if err := d.check(d.at("components", "schemas", x.schema), body); err != nil {
			t.Errorf("%s %s: %v is not described: %v", x.method, x.path, body, err)
		}
	}
	_, out := w.client("office").call("GET", "/api/v1/streams/cycle/2018?events=1", "")
	if events := out["events"].([]any); len(events) != 2 || out["seq"] != 2.0 || events[1].(map[string]any)["hash"] != out["hash"] {
		t.Errorf("the records are %v", out["events"])
	}
	_, out = w.client("auditor").call("POST", "/api/v1/streams/cycle/2018/draw", `{"kind":"两新组织党支部","seed":"1","seed_source":"1","date":"2018-12-10","witnesses":["office"]}`)
	refusal := out["refusal"].(map[string]any)
	for name, want := range map[string]string{"rule": "N1.3", "clause": "一", "code": "role", "got": "您的职责是：监督检查人员。"} {
		if refusal[name] != want {
			t.Errorf("the refusal's %s is %v, want %s", name, refusal[name], want)
		}
	}
	if status, _ := browse(t, w.server.Handler()).call("GET", "/api/v1/streams/cycle/2018", ""); status != 401 {
		t.Error("nobody reads a stream:", status)
	}
	if status, _ := browse(t, w.server.Handler()).call("POST", "/api/v1/streams/cycle/2018/set-scope", "{}"); status != 401 {
		t.Error("nobody hands in a command:", status)
	}
	if status, _, _ := c.do("POST", "/api/v1/streams/cycle/2018/set-scope", url.Values{"a": {"1"}}); status != 415 {
		t.Error("a form at the API:", status)
	}
	if status, _, _ := c.do("POST", "/api/v1/streams/cycle/2018/set-scope", nil, "Content-Type", "application/json", "Sec-Fetch-Site", "cross-site"); status != 403 {
		t.Error("another site hands in a command:", status)
	}
}

// What the office fills in is what its completions fill in: those fields are in the
// command, and no other is left out of what is required.
func TestCompletedFieldsExist(t *testing.T) {
	w := newWorld(t)
	for name, fields := range completed {
		family, kind, _ := strings.Cut(name, " ")
		door, _, err := w.office.Doors.Of(family + "/x")
		w.must(err)
		cmd, err := door.Command(kind)
		w.must(err)
		for _, field := range fields {
			if !slices.ContainsFunc(form.Fields(cmd), func(f form.Field) bool { return f.Name == field }) {
				t.Errorf("%s has no field %s", name, field)
			}
		}
	}
}
