package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// use is one place in the code that names a key of the catalogue.
type use struct {
	at   string
	keys []string
	vars []string
	open bool // some variable's name is not a literal
}

// TestEveryKeyInCodeExists reads the project's own Go files (generated ones
// too) and looks for Say("key", "var", ...) and Refuse(rule, "code", "var", ...).
func TestEveryKeyInCodeExists(t *testing.T) {
	missing := map[string]string{}
	defer func() {
		for _, key := range slices.Sorted(maps.Keys(missing)) {
			t.Errorf("the catalogue has no %s, said at %s", key, missing[key])
		}
	}()
	for _, root := range []string{"../../internal", "../../cmd"} {
		for _, u := range uses(t, root) {
			for _, key := range u.keys {
				m, ok := For(ZH).messages[key]
				if !ok {
					missing[key] = u.at
					continue
				}
				for _, v := range variables(m) {
					if !u.open && !slices.Contains(u.vars, v) {
						t.Errorf("%s: %s wants the variable %s", u.at, key, v)
					}
				}
			}
		}
	}
}

func uses(t *testing.T, root string) (found []use) {
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if e == nil {
			return nil // a folder the project does not have yet
		}
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil // the compiler says so better
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if u, ok := useOf(call); ok {
					u.at = fset.Position(call.Pos()).String()
					found = append(found, u)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func useOf(call *ast.CallExpr) (u use, ok bool) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	first := 0
	switch name {
	case "Say":
	case "Refuse":
		first = 1
	default:
		return u, false
	}
	if len(call.Args) <= first {
		return u, false
	}
	key, literal := text(call.Args[first])
	if !literal {
		return u, false
	}
	u.keys = []string{key}
	if name == "Refuse" {
		u.keys = []string{"refusal." + key + ".got", "refusal." + key + ".want", "refusal." + key + ".next"}
	}
	u.open = call.Ellipsis.IsValid()
	for i := first + 1; i < len(call.Args); i += 2 {
		v, literal := text(call.Args[i])
		u.open = u.open || !literal
		u.vars = append(u.vars, v)
	}
	return u, true
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
