package archtest

import (
	"go/ast"
	"slices"
	"sort"
	"strings"
	"testing"
)

// pure packages decide. They import each other, the standard library without the
// outside, and nothing else: a command must be decided the same way on every
// machine and on replay.
var pure = []string{"decider", "calendar", "draw", "policy", "outcome", "act", "brief", "ballot", "report", "cycle", "meeting", "sheet/layout", "scan", "scan/readings", "scan/luma"}

// pureLibraries are modules without effects that pure packages may use.
var pureLibraries = []string{"github.com/go-json-experiment/json", "github.com/goccy/go-yaml", "github.com/sergi/go-diff"}

func isPure(p string) bool {
	name, ok := strings.CutPrefix(p, "internal/")
	return ok && slices.Contains(pure, name)
}

func TestPurePackagesKnowNoOutside(t *testing.T) {
	outside := []string{"os", "net", "database/sql", "log", "math/rand", "crypto/rand", "syscall", "unsafe"}
	pkgs := load(t)
	for _, name := range pure {
		p, ok := pkgs["internal/"+name]
		if !ok {
			continue
		}
		for _, i := range p.imports() {
			if strings.HasPrefix(i, "internal/") && !isPure(i) {
				t.Errorf("%s imports %s: pure packages import only each other", p.path, i)
			}
			for _, o := range outside {
				if i == o || strings.HasPrefix(i, o+"/") {
					t.Errorf("%s imports %s: a decision must not depend on the outside", p.path, i)
				}
			}
			first, _, _ := strings.Cut(i, "/")
			library := strings.Contains(first, ".")
			if library && !slices.ContainsFunc(pureLibraries, func(l string) bool { return i == l || strings.HasPrefix(i, l+"/") }) {
				t.Errorf("%s imports the library %s, which is not known to be pure", p.path, i)
			}
		}
	}
}

func TestPurePackagesReadNoClock(t *testing.T) {
	clock := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation"}
	for path, p := range load(t) {
		if !isPure(path) {
			continue
		}
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock, s.Sel.Name) {
						t.Errorf("%s: time.%s: time is an argument, or replay would decide otherwise", p.fset.Position(s.Pos()), s.Sel.Name)
					}
				}
				return true
			})
		}
	}
}

// only lists all that a package may import of the module.
var only = map[string]struct {
	may []string
	why string
}{
	"act":       {[]string{"decider", "policy"}, "what acts of both streams have in common knows neither"},
	"cycle":     {[]string{"decider", "policy", "act", "ballot", "report", "brief", "calendar", "draw", "outcome"}, "the year decides by its rules alone and meets a meeting in brief"},
	"meeting":   {[]string{"decider", "policy", "act", "ballot", "report", "brief", "calendar", "draw"}, "a meeting needs its brief and nothing else, so that it can be carried to a hall"},
	"outcome":   {[]string{"policy", "calendar"}, "the rules are reckoned from the notice and the numbers given, without a year or a meeting"},
	"ballotbox": {[]string{"ballot"}, "a ballot must not be able to name a voter"},
	"scan":      {[]string{"sheet/layout"}, "an image and its form are all that a reading may follow from"},
}

// bans are arrows that only some packages may draw.
var bans = []struct {
	to, but []string
	why     string
}{
	{[]string{"engine"}, []string{"web", "cli", "office", "reconcile", "archive", "carry", "app", "demo"}, "commands are handed in at the doors only"},
	{[]string{"web"}, []string{"app"}, "nothing depends on a face of the product"},
	{[]string{"cli"}, nil, "nothing depends on a face of the product"},
	{[]string{"app"}, []string{"cli", "demo"}, "the program is put together at the top"},
	{[]string{"journal/sqlite", "people/sqlite"}, []string{"app"}, "only the wiring picks a driver"},
}

func TestArrows(t *testing.T) {
	for path, p := range load(t) {
		name, ok := strings.CutPrefix(path, "internal/")
		if !ok {
			continue
		}
		root, _, _ := strings.Cut(name, "/")
		for _, i := range p.imports() {
			to, ours := strings.CutPrefix(i, "internal/")
			if !ours || to == root || strings.HasPrefix(to, root+"/") {
				continue
			}
			if o, ok := only[name]; ok && !slices.Contains(o.may, to) {
				t.Errorf("%s imports %s, may import only %s: %s", path, i, strings.Join(o.may, " "), o.why)
			}
			for _, b := range bans {
				if slices.Contains(b.to, to) && !slices.Contains(b.but, root) {
					t.Errorf("%s imports %s: %s", path, i, b.why)
				}
			}
		}
	}
}

// A ballot must not be able to name a voter: what lies in the box has no way, not
// even through others, to a person, a meeting or the journal.
func TestTheBallotBoxCannotNameAVoter(t *testing.T) {
	pkgs := load(t)
	if _, ok := pkgs["internal/ballotbox"]; !ok {
		t.Fatal("there is no ballot box")
	}
	got := reach(pkgs, "internal/ballotbox")
	names := make([]string, 0, len(got))
	for i := range got {
		names = append(names, i)
	}
	sort.Strings(names)
	for _, i := range names {
		if i != "internal/ballot" {
			t.Errorf("the ballot box reaches %s through %s", i, got[i])
		}
	}
}
