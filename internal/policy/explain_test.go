package policy

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// everything is the notice with each optional rule and value.
func everything(t testing.TB) *Policy {
	t.Helper()
	_, p := notice(t)
	b := Basis{"惯例", Must}
	p.Report.Problems.SureAt = 0
	p.Report.Speech = SpeechMax{b, 10, 0}
	p.Results.Posting.Days = 5
	p.Correction.PlanDays = 15
	p.Consequences[2].Days = 90
	p.Consequences = append(p.Consequences, Consequence{Basis: b, ID: "more", Rule: "N10.3", Name: "调整", Grades: []string{"不称职"}, Before: []string{"不称职"}, Days: 30})
	p.Meetings[0].Ballot.SubjectVotes = true
	p.Meetings[0].Ballot.FewerThan = 0
	p.Meetings[1].Ballot.ByClass, p.Meetings[1].Ballot.FewerThan, p.Meetings[1].Ballot.Secret = true, 5, b
	p.Meetings[0].Classes[2].Required = 1
	return p
}

// Every rule of a policy stands in exactly one line, and every line has its sentence.
func TestExplainSaysEveryRuleOnce(t *testing.T) {
	_, p := notice(t)
	codes := map[string][]any{}
	for _, p := range []*Policy{p, everything(t), full(t), variations(t)} {
		want := map[string]Basis{}
		rules("", reflect.ValueOf(*p), want)
		got := map[string]bool{}
		for _, l := range Explain(p) {
			codes[l.Code] = said(l)
			if noRule[l.Key] {
				continue
			}
			if b, ok := want[l.Key]; !ok || got[l.Key] || b.Clause != l.Clause || b.Strength != l.Strength {
				t.Errorf("%s: got %v, want %v once", l.Key, l, b)
			}
			got[l.Key] = true
			if !isRule(l.Rule) {
				t.Errorf("%s: %q is no rule", l.Key, l.Rule)
			}
		}
		for key := range want {
			if !got[key] {
				t.Errorf("%s is not explained", key)
			}
		}
	}
	sentences(t, "policy.explain.", codes)
}

// noRule are keys that are told and are no rules of the notice.
var noRule = map[string]bool{"calendar": true, "scope.count": true}

// said are a line's variables, its phrases as some text.
func said(l Line) []any {
	kv := pairs(l.Args)
	for name := range l.Parts {
		kv = append(kv, name, "x")
	}
	return kv
}

// rules finds every Basis that holds, with its key.
func rules(key string, v reflect.Value, found map[string]Basis) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			rules(fmt.Sprintf("%s[%d]", key, i), v.Index(i), found)
		}
	case reflect.Struct:
		if b, ok := v.Interface().(Basis); ok {
			if b.Holds() {
				found[key] = b
			}
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.Anonymous {
				rules(key, v.Field(i), found)
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			rules(join(key, name), v.Field(i), found)
		}
	}
}

func TestExplainIsInTheOrderOfTheRules(t *testing.T) {
	_, p := notice(t)
	lines := Explain(p)
	if !slices.IsSortedFunc(lines, func(a, b Line) int { return ruleOrder(a.Rule) - ruleOrder(b.Rule) }) {
		t.Error("not sorted")
	}
	// Every rule of docs/RULES.md that is data: N3.2 in parts, N10.1 before N9 would be wrong.
	var seen []string
	for _, l := range lines {
		if !slices.Contains(seen, l.Rule) {
			seen = append(seen, l.Rule)
		}
	}
	want := "N1.1 N1.2 N1.3 N1.4 N1.5 N2.1 N2.2 N2.3 N2.4 N3.1 N3.2 N3.3 N3.4 N3.5 N4.1 N4.2 N5 N5.1 N5.2 N5.3 N5.4 N5.5 N5.6 N5.7 " +
		"N6 N6.1 N6.2 N7.1 N7.2 N8.1 N8.2 N9.1 N9.2 N9.3 N9.4 N9.5 N10.1 N10.2 N10.3 N10.4 N10.5 N11.1 N11.2 N11.3"
	if got := strings.Join(seen, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What the lines hold, to be read beside the notice.
func TestExplainGolden(t *testing.T) {
	_, p := notice(t)
	var got strings.Builder
	for _, l := range Explain(p) {
		got.WriteString(l.String() + "\n")
	}
	const golden = "testdata/explain.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != got.String() {
		t.Errorf("%v\n%s", err, got.String())
	}
}

func TestKV(t *testing.T) {
	if got := (Line{Args: map[string]string{"n": "2", "kind": "x"}}).KV(); fmt.Sprint(got) != "[kind x n 2]" {
		t.Error(got)
	}
	if got := (Fault{}).KV(); got != nil {
		t.Error(got)
	}
	two := Faults{{File: "a", Line: 1, Col: 2, Code: "x"}, {File: "a", Line: 3, Col: 4, Key: "k", Code: "y"}}
	if got := two.Error(); got != "a:1:2: x\na:3:4: k: y" {
		t.Error(got)
	}
}
