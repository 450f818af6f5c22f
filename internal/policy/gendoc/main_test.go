package main

import (
	"os"
	"strings"
	"testing"

	"shuping/internal/policy"
	"shuping/policies"
)

func TestManualIsUpToDate(t *testing.T) {
	want, err := manual("..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../../docs/POLICY.md")
	if err != nil || string(got) != want {
		t.Errorf("docs/POLICY.md is old (%v): run go generate ./internal/policy", err)
	}
}

// Every type and key has a doc comment, and every key that is a value an example.
func TestEveryKeyIsDocumented(t *testing.T) {
	comments, err := commentsIn("..")
	if err != nil {
		t.Fatal(err)
	}
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(policies.Notice2018, src)
	if err != nil {
		t.Fatal(err)
	}
	full, err := every("..")
	if err != nil {
		t.Fatal(err)
	}
	sections := policy.Describe(p, full)
	types := map[string]bool{"table": true}
	for _, s := range sections {
		types[s.Type] = true
	}
	for _, s := range sections {
		if comments[s.Type] == "" {
			t.Errorf("%s has no comment", s.Type)
		}
		for _, k := range s.Keys {
			if comments[s.Type+"."+k.Field] == "" {
				t.Errorf("%s.%s has no comment", s.Type, k.Field)
			}
			if k.Example == "" && !types[strings.TrimPrefix(k.Wants, "list of ")] {
				t.Errorf("%s.%s has no example", s.Type, k.Field)
			}
			if strings.HasPrefix(k.Wants, "whole number, 0 to 0") {
				t.Errorf("%s.%s has no range", s.Type, k.Field)
			}
			if number := strings.HasPrefix(k.Wants, "whole number") || strings.Contains(k.Wants, "number, 90"); number && strings.Count(k.Wants, ",") < 2 && s.Type+k.Name != "Policyformat" && s.Type+k.Name != "Policyyear" {
				t.Errorf("%s.%s has no unit: %s", s.Type, k.Field, k.Wants)
			}
		}
	}
}
