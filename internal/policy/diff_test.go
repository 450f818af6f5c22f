package policy

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func told(changes []Change) string {
	var all []string
	for _, c := range changes {
		switch {
		case c.Old == nil && c.New == nil:
			all = append(all, fmt.Sprintf("%s: %s -> %s", c.Key, c.From, c.To))
		case c.Old == nil:
			all = append(all, "+ "+c.Key)
		case c.New == nil:
			all = append(all, "- "+c.Key)
		default:
			all = append(all, fmt.Sprintf("%s: %s -> %s", c.Key, c.Old, c.New))
		}
	}
	return strings.Join(all, "\n")
}

func TestDiff(t *testing.T) {
	src, p := notice(t)
	if got := told(Diff(p, p)); got != "" {
		t.Errorf("a notice differs from itself: %s", got)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"a share":           {"at_least: 80%", "at_least: 2/3", "meetings[members].quorum: N5.3 三（三） must: quorum classes=正式党员、预备党员 meeting=党员大会 share=80% -> N5.3 三（三） must: quorum classes=正式党员、预备党员 meeting=党员大会 share=2/3"},
		"a quota gone":      {"  quotas: # N8.2 名额上限，可以不用满\n    - {grade: 优秀, at_most: 4, clause: 三（五）, strength: must}\n", "", "- grading.quotas[优秀]"},
		"a quota more":      {"at_most: 4, clause: 三（五）, strength: must}\n", "at_most: 4, clause: 三（五）, strength: must}\n    - {grade: 称职, at_most: 9, clause: 三（五）, strength: must}\n", "+ grading.quotas[称职]"},
		"who may":           {"draw: {rule: N1.3, clause: 一, by: [office, head]", "draw: {rule: N1.3, clause: 一, by: [office]", "acts.cycle.draw.by: office、head -> office"},
		"a value unsaid":    {"{id: notice, name: 工作通知, years: 30}", "{id: notice, name: 工作通知}", "archive.documents[notice].years: 30 -> "},
		"an alias":          {"aliases: [支部, 机关党支部, 村党支部]", "aliases: [支部]", "kinds[党支部].aliases: 支部、机关党支部、村党支部 -> 支部"},
		"first in the list": {"consequences:\n", "consequences:\n  - {id: first, rule: N10.1, name: 通报, grades: [优秀], clause: 四.3, strength: must}\n", "+ consequences[first]"},
		"another title":     {"authority: 街道党工委", "authority: 党工委", "combined_with: N1.5 三 must: combined authority=街道党工委 with=民主评议党员、年度考核 -> N1.5 三 must: combined authority=党工委 with=民主评议党员、年度考核\nreport.review: N3.1 三（一） must: review authority=街道党工委 -> N3.1 三（一） must: review authority=党工委\nverification: N4.1 三（二） must: verification authority=街道党工委 methods=实地调研、座谈走访、查阅资料 n=1 -> N4.1 三（二） must: verification authority=党工委 methods=实地调研、座谈走访、查阅资料 n=1\nmeetings[members].guide: N5.1 三（三） must: guide authority=街道党工委 meeting=党员大会 n=1 -> N5.1 三（三） must: guide authority=党工委 meeting=党员大会 n=1\ngrading: N8.1 三（五） must: grading authority=街道党工委 grades=优秀、称职、基本称职、不称职 -> N8.1 三（五） must: grading authority=党工委 grades=优秀、称职、基本称职、不称职\nauthority: 街道党工委 -> 党工委"},
	} {
		if !bytes.Contains(src, []byte(c.old)) {
			t.Errorf("%s: the notice has no %q", name, c.old)
			continue
		}
		q, err := Parse("b.yaml", bytes.Replace(src, []byte(c.old), []byte(c.new), 1))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := told(Diff(p, q)); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
		// Back again, what was new is gone.
		if n, m := len(Diff(p, q)), len(Diff(q, p)); n != m {
			t.Errorf("%s: %d changes there, %d back", name, n, m)
		}
	}
}

// Any single value that is changed is told, and nothing else is.
func TestDiffTellsEveryValue(t *testing.T) {
	a, b := full(t), full(t)
	n, before := 0, outlineOf(a)
	var visit func(path string, v reflect.Value)
	visit = func(path string, v reflect.Value) {
		if _, below := structIn(v.Type()); below == nil && v.Kind() != reflect.Slice {
			if v.CanSet() && !v.IsZero() {
				if n++; n%9 != 0 { // each takes milliseconds
					return
				}
				was := reflect.ValueOf(v.Interface())
				change(v)
				if len(diff(before, outlineOf(b))) == 0 {
					t.Errorf("%s is changed and not told", path)
				}
				v.Set(was)
			}
			return
		}
		switch v.Kind() {
		case reflect.Slice:
			for i := range v.Len() {
				visit(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				visit(join(path, v.Type().Field(i).Name), v.Field(i))
			}
		}
	}
	visit("", reflect.ValueOf(b).Elem())
	if got := Diff(a, b); n < 300 || len(got) != 0 {
		t.Errorf("%d values; %s", n, told(got))
	}
}

func change(v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *Ratio:
		x.Den *= 10
	case *Number:
		x.Num++
	default:
		switch v.Kind() {
		case reflect.String:
			v.SetString(v.String() + "0")
		case reflect.Int:
			v.SetInt(v.Int() + 1)
		case reflect.Bool:
			v.SetBool(!v.Bool())
		}
	}
}
