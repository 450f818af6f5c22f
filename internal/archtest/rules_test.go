package archtest

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuping/internal/policy"
	"shuping/policies"
)

var update = flag.Bool("update", false, "write docs/RULES.md anew")

// rules are the numbered rules of the procedure, in our words.
var rules = []struct{ no, what string }{
	{"N1.1", "the secretaries of the community committee, the general branch and every other branch are under review"},
	{"N1.2", "some kinds of organisations are exempt"},
	{"N1.3", "of some kinds only a number is drawn, fairly and provably"},
	{"N1.4", "every subject reports to both meetings and is voted on at both"},
	{"N1.5", "the committee runs the work and joins it with other appraisals"},
	{"N2.1", "areas that every report covers"},
	{"N2.2", "further areas for communities"},
	{"N2.3", "further areas for two-new organisations"},
	{"N2.4", "last year's promises are reported on"},
	{"N3.1", "report, opinions, review: approved or returned with reasons; versions are kept"},
	{"N3.2", "four things are stated clearly, and causes are one's own too"},
	{"N3.3", "the least share of problems and causes"},
	{"N3.4", "the usual greatest length"},
	{"N3.5", "only what was done is reported"},
	{"N4.1", "the year's work is verified on site"},
	{"N4.2", "what the higher department found is taken in"},
	{"N5.1", "who chairs, never the subject; a guide is sent"},
	{"N5.2", "who attends the members' meeting"},
	{"N5.3", "quorum of the members who should attend"},
	{"N5.4", "share of representatives among those attending"},
	{"N5.5", "first the report, then the ballot"},
	{"N5.6", "the guide counts, and the result is announced on the spot"},
	{"N5.7", "the model meeting and its observers"},
	{"N6.1", "who attends the committee session"},
	{"N6.2", "five agenda items in order; answers with solution and date"},
	{"N7.1", "one grade for each subject, else that entry is invalid"},
	{"N7.2", "the ballot is secret"},
	{"N8.1", "the committee decides the grade from what is on file"},
	{"N8.2", "quota of the best grade"},
	{"N9.1", "results are told to the secretaries"},
	{"N9.2", "results are posted everywhere they have to be"},
	{"N9.3", "the time in which the work runs"},
	{"N9.4", "filing in time, archive"},
	{"N9.5", "liaison leaders, and an owner for every task"},
	{"N10.1", "what follows from the best grade"},
	{"N10.2", "talk, rectification and loss of eligibility"},
	{"N10.3", "organisational handling, also after two years"},
	{"N10.4", "who may be rated excellent in the annual assessment"},
	{"N10.5", "the results are the basis for awards"},
	{"N11.1", "each subject's plan of rectification"},
	{"N11.2", "follow-up by visits and inspections"},
	{"N11.3", "what is unfinished is carried to the next year"},
}

// TestEveryRuleIsDecidedAndShown keeps docs/RULES.md true: each rule has its clause
// in the notice of 2018, a place in the code that names it, and a script that shows
// it. Run with -update to write the file.
func TestEveryRuleIsDecidedAndShown(t *testing.T) {
	clauses := clausesOf(t)
	places, scripts := namedIn(t), scriptsOf(t)
	var out bytes.Buffer
	out.WriteString("# The rules, where they are decided, and what shows them\n\n" +
		"Made by `go test ./internal/archtest -update` from the notice of 2018, the source and the scripts; the rules' own\ntext is the notice's, cited by clause.\n\n" +
		"| rule | what | clause | decided in | shown by |\n|---|---|---|---|---|\n")
	for _, r := range rules {
		if clauses[r.no] == "" {
			t.Errorf("%s: the notice of 2018 has no clause for it", r.no)
		}
		if len(places[r.no]) == 0 {
			t.Errorf("%s is named by no rule in cycle, meeting, ballot or report, nor by the notice's file", r.no)
		}
		if len(scripts[r.no]) == 0 {
			t.Errorf("%s is shown by no script: none in testdata has it in its name or its remarks", r.no)
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %s | %s |\n", r.no, r.what, clauses[r.no], strings.Join(places[r.no], ", "), strings.Join(scripts[r.no], ", "))
	}
	file := filepath.Join("..", "..", "docs", "RULES.md")
	if *update {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if have, err := os.ReadFile(file); err != nil || !bytes.Equal(have, out.Bytes()) {
		t.Errorf("docs/RULES.md is not up to date (%v): run go test ./internal/archtest -update", err)
	}
}

func clausesOf(t *testing.T) map[string]string {
	t.Helper()
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(policies.Notice2018, src)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	add := func(rule, clause string) {
		if out[rule] == "" {
			out[rule] = clause
		}
	}
	for _, l := range policy.Explain(p) {
		add(l.Rule, l.Clause)
	}
	for _, acts := range []map[string]policy.Act{p.Acts["cycle"], p.Acts["meeting"]} {
		for _, kind := range sortedKeys(acts) {
			add(acts[kind].Rule, acts[kind].Clause)
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// namedIn are the files of the deciding packages whose literals or doc comments name a rule.
func namedIn(t *testing.T) map[string][]string {
	number := regexp.MustCompile(`\bN[0-9]{1,2}\.[0-9]\b`)
	out := map[string][]string{}
	for path, p := range load(t) {
		if !slices.Contains([]string{"internal/cycle", "internal/meeting", "internal/ballot", "internal/report"}, path) {
			continue
		}
		for file := range p.files {
			if strings.Contains(filepath.Base(file), "audit") {
				continue
			}
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimPrefix(path, "internal/") + "/" + filepath.Base(file)
			for _, no := range number.FindAllString(string(src), -1) {
				if !slices.Contains(out[no], name) {
					out[no] = append(out[no], name)
				}
			}
		}
	}
	// Some rules differ only in their data; the notice's file gives their number.
	notice, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`rule: (N[0-9]{1,2}\.[0-9])\b`).FindAllStringSubmatch(string(notice), -1) {
		if name := "policies/" + policies.Notice2018; len(out[m[1]]) == 0 {
			out[m[1]] = []string{name}
		}
	}
	for _, list := range out {
		slices.Sort(list)
	}
	return out
}

// scriptsOf are the scripts that have a rule in their name or in a remark.
func scriptsOf(t *testing.T) map[string][]string {
	t.Helper()
	number := regexp.MustCompile(`\bN[0-9]{1,2}\.[0-9]\b`)
	out := map[string][]string{}
	for _, pkg := range []string{"cycle", "meeting"} {
		dir := os.DirFS(filepath.Join("..", pkg, "testdata"))
		names, err := fs.Glob(dir, "N*.txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			src, err := fs.ReadFile(dir, n)
			if err != nil {
				t.Fatal(err)
			}
			text := n
			for line := range strings.Lines(string(src)) {
				if strings.HasPrefix(line, "#") {
					text += line
				}
			}
			for _, no := range number.FindAllString(text, -1) {
				if where := pkg + "/testdata/" + n; !slices.Contains(out[no], where) {
					out[no] = append(out[no], where)
				}
			}
		}
	}
	return out
}
