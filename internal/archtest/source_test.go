package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const module = "shuping"

// pkg is one package's non-test source.
type pkg struct {
	path  string // import path below the module, such as internal/cycle
	files map[string]*ast.File
	fset  *token.FileSet
}

// imports are the direct imports, module paths without the module's name.
func (p pkg) imports() []string {
	var out []string
	for _, f := range p.files {
		for _, i := range f.Imports {
			out = append(out, strings.TrimPrefix(strings.Trim(i.Path.Value, `"`), module+"/"))
		}
	}
	return out
}

// load parses every non-test Go file of the module.
func load(t *testing.T) map[string]pkg {
	t.Helper()
	root := filepath.Join("..", "..")
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatalf("the module's root is not where it was: %v", err)
	}
	pkgs := map[string]pkg{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") && name != ".." && path != root) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		p, ok := pkgs[rel]
		if !ok {
			p = pkg{path: rel, files: map[string]*ast.File{}, fset: token.NewFileSet()}
			pkgs[rel] = p
		}
		f, err := parser.ParseFile(p.fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		p.files[path] = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 8 {
		t.Fatalf("only %d packages found", len(pkgs))
	}
	return pkgs
}

// reach is every package of the module that p imports, directly or not.
func reach(pkgs map[string]pkg, p string) map[string]string {
	via := map[string]string{}
	var walk func(string)
	walk = func(from string) {
		for _, i := range pkgs[from].imports() {
			if _, ours := pkgs[i]; !ours {
				continue
			}
			if _, seen := via[i]; !seen {
				via[i] = from
				walk(i)
			}
		}
	}
	walk(p)
	return via
}
