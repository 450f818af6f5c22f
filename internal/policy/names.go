package policy

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// name notes a text that is named elsewhere in the file, or that names something.
func (r *reader) name(path, s string, k key) {
	list, _, _ := strings.Cut(path, "[")
	switch {
	case k.Unique && list == "kinds":
		r.sets["kind"] = append(r.sets["kind"], s)
	case k.Unique && (list == "grading.grades" || strings.Contains(path, "].grades[")):
		r.sets["grade"] = append(r.sets["grade"], s)
	case k.Unique && list == "grading.scales":
		r.sets["scale"] = append(r.sets["scale"], s)
	case k.Unique && list == "grading.facts":
		r.sets["fact"] = append(r.sets["fact"], s)
	case k.Unique && strings.Contains(path, ".ballot.questions["):
		r.sets["question@"+meetingOf(path)] = append(r.sets["question@"+meetingOf(path)], s)
	case k.Unique && strings.Contains(path, ".ballot.words["):
		r.sets["option@"+meetingOf(path)] = append(r.sets["option@"+meetingOf(path)], s)
	case k.Unique && strings.Contains(path, ".ballot.weights."): // named by conditions only
	case k.Unique && k.ID && strings.HasPrefix(path, "meetings["):
		set := "meeting"
		if strings.Contains(path, ".classes[") {
			set = "class@" + meetingOf(path)
		}
		r.sets[set] = append(r.sets[set], s)
	}
	switch k.Ref {
	case "", "any-option", "any-question", "any-part": // depend on a source: checkConditions
	case "class", "option":
		r.refs = append(r.refs, ref{path, s, k.Ref + "@" + meetingOf(path)})
	case "question":
		if strings.HasPrefix(path, "meetings[") {
			r.refs = append(r.refs, ref{path, s, "question@" + meetingOf(path)})
		}
	default:
		r.refs = append(r.refs, ref{path, s, k.Ref})
	}
}

// meetingOf is meetings[N] of a path in it.
func meetingOf(path string) string {
	in, _, _ := strings.Cut(path, ".")
	return in
}

// resolve finds names of things that do not exist. A set of nothing is a fault
// of its own already.
func (r *reader) resolve(p *Policy) {
	r.sets["role"] = Roles()
	r.sets["scale"] = append([]string{ScalePerson}, r.sets["scale"]...)
	r.sets["source"] = []string{SourceTotal}
	for i := range p.Grading.Sources {
		if name := p.Grading.Sources[i].Called(); !slices.Contains(r.sets["source"], name) {
			r.sets["source"] = append(r.sets["source"], name)
		}
	}
	for _, ref := range r.refs {
		set, _, _ := strings.Cut(ref.set, "@")
		known := r.sets[ref.set]
		if set == "option" {
			known = slices.Concat(known, r.sets["grade"])
		}
		if slices.Contains(known, ref.name) || len(known) == 0 && !optional[set] {
			continue
		}
		if parts := strings.FieldsFunc(ref.name, func(c rune) bool { return c == '，' || c == '、' }); len(parts) > 1 && strings.HasSuffix(ref.path, "]") {
			r.fault(ref.path, "full-comma", "got", ref.name)
			continue
		}
		r.fault(ref.path, "unknown-"+set, "got", ref.name, "known", cmp.Or(strings.Join(known, " "), "-"))
	}
}

// optional are the sets that a file need not have: naming something of an empty one is a fault.
var optional = map[string]bool{"fact": true, "question": true, "option": true}

// idPattern is a stored name; rulePattern a number of docs/RULES.md.
const (
	idPattern   = `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`
	rulePattern = `^N([1-9]|1[01])(\.[1-9][0-9]?)?$`
)

var (
	idSyntax   = regexp.MustCompile(idPattern)
	ruleSyntax = regexp.MustCompile(rulePattern)
)

func isID(s string) bool   { return len(s) <= 64 && idSyntax.MatchString(s) }
func isRule(s string) bool { return ruleSyntax.MatchString(s) }

func isControl(c rune) bool {
	return unicode.IsControl(c) || c == '\ufeff' || c == unicode.ReplacementChar
}

// textOf is a text of the file; a number, a truth value or a list is none.
func textOf(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimRight(n.Value.Value, "\n"), true
	}
	return "", false
}

// kindOf says in a word what stands there: a value as written, or its sort.
func kindOf(n ast.Node) string {
	switch n := n.(type) {
	case ast.MapNode:
		return "{...}"
	case *ast.SequenceNode:
		return "[...]"
	case ast.ScalarNode:
		s := []rune(n.GetToken().Value)
		if len(s) > 40 {
			return strconv.Quote(string(s[:40]) + "…")
		}
		return string(s)
	}
	return n.Type().String()
}
