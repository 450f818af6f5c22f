// Gendoc writes docs/POLICY.md, the manual of the policy format, from the doc
// comments and tags of package policy and the values of the notice of 2018. It
// is run by go generate and is no part of the program.
package main

import (
	_ "embed" // the guide
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/outcome"
	"shuping/internal/policy"
	"shuping/policies"
)

func main() {
	out := flag.String("o", "", "file to write")
	dir := flag.String("dir", ".", "folder of package policy")
	flag.Parse()
	text, err := manual(*dir)
	if err == nil {
		err = os.WriteFile(*out, []byte(text), 0o644)
	}
	if err == nil {
		err = writeSchema(*dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gendoc:", err)
		os.Exit(1)
	}
}

// writeSchema writes the JSON Schema beside the types.
func writeSchema(dir string) error {
	comments, err := commentsIn(dir)
	if err != nil {
		return err
	}
	text, err := policy.Schema(comments)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "schema.json"), text, 0o644)
}

// guide leads from a notice to its file, and to what policy try reads and answers.
//
//go:embed guide.md
var guide string

const head = `# The policy format

Made from the types of ` + "`internal/policy`" + ` by ` + "`go generate ./internal/policy`" + `; change it there.

A policy is a notice (通知) as data, one YAML file in UTF-8. ` + "`policies/notice-2018.yaml`" + ` is the one to copy.
` + "`shuping policy check FILE`" + ` names every fault with line, column and key; ` + "`shuping policy explain FILE`" + ` says each rule in
a sentence with its clause. A year that has begun keeps the policy it began with.

- A rule that the notice does not have is left out, with all its keys. Nothing is written as 0 or empty.
- Keys marked **need** must stand there as soon as the group around them does.
- Keys marked **try** can be checked, explained, compared and tried (` + "`" + `shuping policy try` + "`" + `), but a year and its meetings do
  not carry them out yet: a year cannot be opened with a file that uses one. ` + "`" + `policy check` + "`" + ` says which keys these are.
- 以上、以下、以内 include the number: ` + "`" + `at_least` + "`" + `, ` + "`" + `at_most` + "`" + `. 超过、不满、不足 exclude it: ` + "`" + `more_than` + "`" + `, ` + "`" + `less_than` + "`" + `.
- Shares are exact: ` + "`" + `1/3` + "`" + `, ` + "`" + `80%` + "`" + `, ` + "`" + `24/40` + "`" + `. Numbers of points are exact decimals: ` + "`" + `90` + "`" + `, ` + "`" + `92.5` + "`" + `. Nothing is rounded unless
  the file says how. Every number has the unit that stands beside it.
- Anchors, aliases, merge keys, tags and further documents are refused.
- The same name is never listed twice, and a name that stands for something (a kind, a class, a grade) must exist.

`

// manual is the text of docs/POLICY.md.
func manual(dir string) (string, error) {
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		return "", err
	}
	p, err := policy.Parse(policies.Notice2018, src)
	if err != nil {
		return "", err
	}
	full, err := every(dir)
	if err != nil {
		return "", err
	}
	comments, err := commentsIn(dir)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(head)
	b.WriteString(guide)
	if err := numbers(&b, dir); err != nil {
		return "", err
	}
	b.WriteString("## The keys\n\nThe types in the order in which a file meets them.\n\n")
	for _, s := range policy.Describe(p, full) {
		section(&b, s, comments)
	}
	return b.String(), nil
}

// numbers lists the keys of the file of numbers, from the doc comments of package outcome.
func numbers(b *strings.Builder, dir string) error {
	comments, err := commentsIn(filepath.Join(dir, "..", "outcome"))
	if err != nil {
		return err
	}
	b.WriteString("### Keys of the numbers\n\n")
	for _, t := range []reflect.Type{reflect.TypeFor[outcome.Numbers](), reflect.TypeFor[outcome.Year](), reflect.TypeFor[outcome.Subject](),
		reflect.TypeFor[outcome.Meeting](), reflect.TypeFor[outcome.Count](), reflect.TypeFor[outcome.Ballot]()} {
		fmt.Fprintf(b, "%s\n\n| key | | value | |\n|---|---|---|---|\n", comments[t.Name()])
		for i := range t.NumField() {
			f := t.Field(i)
			need := ""
			if f.Tag.Get("need") != "" {
				need = "need"
			}
			fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", f.Tag.Get("json"), need, sortOf(f.Type), comments[t.Name()+"."+f.Name])
		}
		b.WriteString("\n")
	}
	return nil
}

// sortOf says what sort of JSON value a field takes.
func sortOf(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[outcome.Heads]():
		return "number, or object of numbers by class"
	case reflect.TypeFor[outcome.Fact]():
		return "true, false or text"
	case reflect.TypeFor[policy.Number]():
		return "points"
	case reflect.TypeFor[calendar.Date]():
		return "date"
	}
	switch t.Kind() {
	case reflect.Slice:
		return "list of " + sortOf(t.Elem())
	case reflect.Map:
		return "object of " + sortOf(t.Elem()) + " by name"
	case reflect.Struct:
		return "object"
	case reflect.Int:
		return "whole number"
	case reflect.Interface:
		return "mark"
	}
	return "text"
}

// every is the notice that uses every key, for examples of what the notice of 2018 does not have.
func every(dir string) (*policy.Policy, error) {
	name := filepath.Join(dir, "testdata", "full.yaml")
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return policy.Parse(name, src)
}

func section(b *strings.Builder, s policy.Section, comments map[string]string) {
	fmt.Fprintf(b, "## %s\n\n%s\n\n", s.Type, comments[s.Type])
	if places := strings.Join(s.Places, "`, `"); places != "" {
		fmt.Fprintf(b, "Stands at: `%s`.", places)
		if s.Basis {
			b.WriteString(" Has `clause` and `strength` ([Basis](#basis)).")
		}
		b.WriteString("\n\n")
	}
	b.WriteString("| key | | value | example | |\n|---|---|---|---|---|\n")
	for _, k := range s.Keys {
		need, example := "", ""
		switch {
		case k.Need:
			need = "need"
		case k.Try:
			need = "try"
		}
		if k.Example != "" {
			example = "`" + k.Example + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", k.Name, need, linked(k.Wants), example, comments[s.Type+"."+k.Field])
	}
	b.WriteString("\n")
}

// linked makes the name of another type a link to its section.
func linked(wants string) string {
	words := strings.Fields(wants)
	last := words[len(words)-1]
	if last[0] < 'A' || last[0] > 'Z' || strings.ContainsAny(last, "0123456789") {
		return wants
	}
	return strings.TrimSuffix(wants, last) + "[" + last + "](#" + strings.ToLower(last) + ")"
}

// commentsIn are the doc comments of the types of a folder and of their fields,
// by Type and Type.Field, each on one line.
func commentsIn(dir string) (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				typeComments(g, found)
			}
		}
	}
	return found, nil
}

func typeComments(g *ast.GenDecl, found map[string]string) {
	for _, spec := range g.Specs {
		t, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		s, ok := t.Type.(*ast.StructType)
		if !ok {
			continue
		}
		found[t.Name.Name] = oneLine(g.Doc.Text())
		for _, f := range s.Fields.List {
			for _, name := range f.Names {
				found[t.Name.Name+"."+name.Name] = strings.ReplaceAll(oneLine(f.Doc.Text()), "|", "\\|")
			}
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
