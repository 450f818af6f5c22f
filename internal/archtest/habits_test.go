package archtest

import (
	"go/ast"
	"os"
	"regexp"
	"strings"
	"testing"
)

// A package is a noun and says first what it is and is not.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for path, p := range load(t) {
		docs := 0
		for _, f := range p.files {
			if f.Doc != nil && !ast.IsGenerated(f) {
				docs++
			}
		}
		if docs != 1 {
			t.Errorf("%s has %d package comments, want 1", path, docs)
		}
	}
}

func TestNoInitAndNoTestingInTheProduct(t *testing.T) {
	for path, p := range load(t) {
		testPackage := strings.HasSuffix(path, "test")
		for _, f := range p.files {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					t.Errorf("%s: init hides an order of events", p.fset.Position(fn.Pos()))
				}
			}
		}
		for _, i := range p.imports() {
			if i == "testing" && !testPackage {
				t.Errorf("%s imports testing outside of a test package", path)
			}
		}
	}
}

// The procedure holds no number, grade or class of any notice: those are data.
func TestProcedureHoldsNothingOfANotice(t *testing.T) {
	words := regexp.MustCompile(`优秀|称职|正式党员|预备党员|干部职工|群众代表|社区党委|党总支|老年|两新|班子成员|两代表|80\s?%|20\s?%|\b1500\b`)
	for path, p := range load(t) {
		if path != "internal/cycle" && path != "internal/meeting" {
			continue
		}
		for file, f := range p.files {
			for _, lit := range literals(f) {
				if words.MatchString(lit) {
					t.Errorf("%s holds %s, which belongs into a policy file", file, lit)
				}
			}
		}
	}
}

func literals(f *ast.File) []string {
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok {
			out = append(out, l.Value)
		}
		return true
	})
	return out
}

// Work that is left over belongs into an issue.
func TestNoLeftOvers(t *testing.T) {
	marks := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|X` + `XX)\b`)
	for _, p := range load(t) {
		for file := range p.files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if m := marks.Find(src); m != nil {
				t.Errorf("%s has a left-over %s", file, m)
			}
		}
	}
}
