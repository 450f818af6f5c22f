package policy

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(SchemaJSON))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("policy.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("policy.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func tree(t *testing.T, name string) any {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	body, err := yaml.YAMLToJSON(src)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Every notice of the program and every example is what the schema says.
func TestSchemaAdmitsEveryNotice(t *testing.T) {
	s := compiled(t)
	files := []string{"testdata/small.yaml", "testdata/full.yaml"}
	for _, pattern := range []string{"../../policies/*.yaml", "../../policies/*/*.yaml"} {
		more, err := filepath.Glob(pattern)
		if err != nil || len(more) == 0 {
			t.Fatal(pattern, err)
		}
		files = append(files, more...)
	}
	for _, name := range files {
		if err := s.Validate(tree(t, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the schema can see, it refuses as Parse does.
func TestSchemaRefuses(t *testing.T) {
	s := compiled(t)
	for _, name := range []string{"unknown_key", "unknown_key_new", "missing", "oneof", "range_quota", "share", "number", "not_list", "not_bool", "id",
		"rule_number", "strength", "items", "no_basis", "date", "unknown_role"} {
		if err := s.Validate(tree(t, "testdata/bad_"+name+".yaml")); err == nil || strings.Contains(err.Error(), "panic") {
			t.Errorf("%s is admitted: %v", name, err)
		}
	}
}
