package decidertest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"shuping/internal/policy"
	"shuping/internal/words"
)

// Complete tests that nothing was forgotten: every command and event type in
// the package in the current folder is in the decider, and no kind stands twice.
func (b Bench[S]) Complete(t *testing.T) {
	found := kindedTypes(t, ".")
	listed := map[string]string{}
	note := func(what, name, kind string) {
		k, ok := found[name]
		if !ok {
			t.Errorf("%s %s (%s) has no Kind method that returns a literal", what, name, kind)
		} else if k != kind {
			t.Errorf("%s %s says it is %s, its source says %s", what, name, kind, k)
		}
		if was, twice := listed[what+" "+kind]; twice {
			t.Errorf("%s %s is both %s and %s", what, kind, was, name)
		}
		listed[what+" "+kind] = name
		delete(found, name)
	}
	for _, c := range b.Decider.Commands {
		note("command", reflect.TypeOf(c).Elem().Name(), c.Kind())
	}
	for _, e := range b.Decider.Events {
		note("event", reflect.TypeOf(e).Elem().Name(), e.Kind())
	}
	for name, k := range found {
		t.Errorf("%s (%s) is not in the decider", name, k)
	}
}

// kindedTypes are the types of a folder that have a kind: type name -> kind.
func kindedTypes(t *testing.T, dir string) map[string]string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil && fn.Name.Name == "Kind" {
				if name, kind, ok := kindOf(fn); ok {
					found[name] = kind
				}
			}
		}
	}
	return found
}

// kindOf reads func (*T) Kind() string { return "literal" }.
func kindOf(fn *ast.FuncDecl) (name, kind string, ok bool) {
	star, ok := fn.Recv.List[0].Type.(*ast.StarExpr)
	if !ok || len(fn.Body.List) != 1 {
		return "", "", false
	}
	ident, ok1 := star.X.(*ast.Ident)
	ret, ok2 := fn.Body.List[0].(*ast.ReturnStmt)
	if !ok1 || !ok2 || len(ret.Results) != 1 {
		return "", "", false
	}
	lit, ok := ret.Results[0].(*ast.BasicLit)
	if !ok {
		return "", "", false
	}
	kind, err := strconv.Unquote(lit.Value)
	return ident.Name, kind, err == nil
}

// Words tests that every command, every field of a command and every event has
// its name in both languages.
func (b Bench[S]) Words(t *testing.T) {
	for _, l := range []words.Lang{words.ZH, words.EN} {
		w, name := words.For(l), b.Decider.Name
		for _, c := range b.Decider.Commands {
			if !w.Has("command." + name + "." + c.Kind()) {
				t.Errorf("%s: no command.%s.%s", l, name, c.Kind())
			}
			for _, field := range fieldNames(c) {
				if !w.Has("command."+name+"."+c.Kind()+"."+field) && !w.Has("field."+field) {
					t.Errorf("%s: no command.%s.%s.%s and no field.%s", l, name, c.Kind(), field, field)
				}
			}
		}
		for _, e := range b.Decider.Events {
			if !w.Has("event." + name + "." + e.Kind()) {
				t.Errorf("%s: no event.%s.%s", l, name, e.Kind())
			}
		}
	}
}

func fieldNames(cmd any) (names []string) {
	for _, f := range reflect.VisibleFields(reflect.TypeOf(cmd).Elem()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}

// Acts tests that a policy's table says for every command but those that no notice
// speaks of, such as the first of the stream, who may hand it in, and names no command
// or event that is not there.
func (b Bench[S]) Acts(t *testing.T, p *policy.Policy, beyond func(kind string) bool) {
	acts := p.Acts[b.Decider.Name]
	commands, events := map[string]bool{}, map[string]bool{}
	for _, e := range b.Decider.Events {
		events[e.Kind()] = true
	}
	for _, c := range b.Decider.Commands {
		commands[c.Kind()] = true
		if act, ok := acts[c.Kind()]; !beyond(c.Kind()) && (!ok || len(act.By) == 0 || act.Rule == "" || act.Clause == "") {
			t.Errorf("policy %s: acts.%s.%s is missing or has no by, rule or clause", p.ID, b.Decider.Name, c.Kind())
		}
	}
	for kind, act := range acts {
		if !commands[kind] {
			t.Errorf("policy %s: acts.%s.%s is no command", p.ID, b.Decider.Name, kind)
		}
		for _, e := range append(append([]string{}, act.After...), act.Before...) {
			if !events[e] {
				t.Errorf("policy %s: acts.%s.%s names the event %s, which does not exist", p.ID, b.Decider.Name, kind, e)
			}
		}
	}
}
