package decider

import (
	"fmt"
	"sort"
	"strings"
)

// Refusal is an answer to a person: a rule was not met (不予受理及理由). It is
// not a failure of the program. The words are not here: Code is a key of the
// language catalogue ("refusal.<code>.got", ".want", ".next"), and Args are the
// values those sentences name, so that the same refusal can be shown in
// Chinese and in English and can be tested by value.
type Refusal struct {
	Rule   string            `json:"rule,omitempty"`   // number in docs/RULES.md, such as "N5.3"
	Clause string            `json:"clause,omitempty"` // place in the notice, such as "三（三）"
	Code   string            `json:"code"`
	Field  string            `json:"field,omitempty"` // JSON name of the command's field it concerns
	Args   map[string]string `json:"args,omitempty"`
}

// Refuse makes a refusal by rule with the catalogue key code. kv are pairs of a
// name and a value, formatted with %v. An odd number of kv panics.
func Refuse(rule, code string, kv ...any) *Refusal {
	if len(kv)%2 != 0 {
		panic("decider: odd kv in Refuse " + code) // unreachable unless the caller is wrong
	}
	r := &Refusal{Rule: rule, Code: code}
	for i := 0; i < len(kv); i += 2 {
		if r.Args == nil {
			r.Args = map[string]string{}
		}
		r.Args[fmt.Sprint(kv[i])] = fmt.Sprint(kv[i+1])
	}
	return r
}

// At names the field of the command that the refusal concerns.
func (r *Refusal) At(field string) *Refusal { r.Field = field; return r }

// By names the place in the notice.
func (r *Refusal) By(clause string) *Refusal { r.Clause = clause; return r }

// Error is for logs and tests: rule, code and values in a fixed order.
func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString("refused")
	if r.Rule != "" {
		b.WriteString(" by " + r.Rule)
	}
	b.WriteString(": " + r.Code)
	if r.Field != "" {
		b.WriteString(" at " + r.Field)
	}
	names := make([]string, 0, len(r.Args))
	for n := range r.Args {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Fprintf(&b, " %s=%s", n, r.Args[n])
	}
	return b.String()
}
