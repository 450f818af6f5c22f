package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Phrase is a part of a line's sentence that is made of parts itself, such as a condition.
// Its words are in the language catalogue under policy.phrase.<Code>.
type Phrase struct {
	Code  string              `json:"code"`
	Args  map[string]string   `json:"args,omitempty"`
	Parts map[string][]Phrase `json:"parts,omitempty"`
}

// String is for logs and tests.
func (p Phrase) String() string {
	s := reason(p.Code, p.Args)
	if len(p.Parts) > 0 {
		s += " " + partsOf(p.Parts)
	}
	return s
}

func partsOf(parts map[string][]Phrase) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		var list []string
		for _, part := range parts[name] {
			list = append(list, part.String())
		}
		all = append(all, name+"={"+strings.Join(list, "; ")+"}")
	}
	return strings.Join(all, " ")
}

// phrase makes one; kv are pairs of a name and a value or a list of phrases.
func phrase(code string, kv ...any) Phrase {
	args, parts := split(kv)
	return Phrase{code, args, parts}
}

// split tells values from phrases.
func split(kv []any) (args map[string]string, parts map[string][]Phrase) {
	for i := 0; i+1 < len(kv); i += 2 {
		name := fmt.Sprint(kv[i])
		if list, ok := kv[i+1].([]Phrase); ok {
			if parts == nil {
				parts = map[string][]Phrase{}
			}
			parts[name] = list
			continue
		}
		if args == nil {
			args = map[string]string{}
		}
		args[name] = fmt.Sprint(kv[i+1])
	}
	return args, parts
}

// Say says a key of a language catalogue with pairs of a name and a value.
type Say func(key string, kv ...any) string

// Words is the line's sentence in a language.
func (l Line) Words(say Say) string {
	return say("policy.explain."+l.Code, values(say, l.Args, l.Parts)...)
}

func (p Phrase) words(say Say) string {
	return say("policy.phrase."+p.Code, values(say, p.Args, p.Parts)...)
}

// WordsOf joins phrases as a language does; conditions are joined by "and".
func WordsOf(say Say, joint string, all []Phrase) string {
	var list []string
	for _, p := range all {
		list = append(list, p.words(say))
	}
	return strings.Join(list, say("policy.phrase."+joint))
}

func values(say Say, args map[string]string, parts map[string][]Phrase) []any {
	kv := pairs(args)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		joint := "joint"
		if name == "when" || name == "only_if" || name == "bounds" {
			joint = "joint-and"
		}
		if name == "source" {
			joint = "joint-of"
		}
		kv = append(kv, name, WordsOf(say, joint, parts[name]))
	}
	return kv
}
