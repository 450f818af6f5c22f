package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"shuping/internal/policy"
)

// Whatever a notice names or numbers is data: the year and the meeting hold no grade, class,
// kind, word of a ballot or authority of any notice that the program knows, and no number of one.
func TestYearAndMeetingHoldNothingOfAnyNotice(t *testing.T) {
	names, numbers := ofNotices(t)
	for _, want := range []string{"优秀", "两新组织党支部", "领导班子成员", "不了解", "街道党工委"} {
		if !slices.Contains(names, want) {
			t.Fatalf("the notices do not name %s", want)
		}
	}
	for _, path := range []string{"internal/cycle", "internal/meeting"} {
		p, ok := load(t)[path]
		if !ok {
			t.Fatalf("there is no %s", path)
		}
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok {
					return true
				}
				switch at := p.fset.Position(lit.Pos()); lit.Kind {
				case token.STRING:
					s, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					for _, name := range names {
						if strings.Contains(s, name) {
							t.Errorf("%s: %s is named in a notice, and belongs there", at, name)
						}
					}
				case token.INT:
					if slices.Contains(numbers, lit.Value) {
						t.Errorf("%s: %s is a number of a notice, and belongs there", at, lit.Value)
					}
				case token.FLOAT:
					t.Errorf("%s: %s: shares are exact", at, lit.Value)
				}
				return true
			})
		}
	}
}

// ofNotices are the names in all policy files, and their numbers but the smallest, which
// every program counts with.
func ofNotices(t *testing.T) (names, numbers []string) {
	t.Helper()
	var files []string
	for _, pattern := range []string{"../../policies/*.yaml", "../../policies/*/*.yaml"} {
		more, err := filepath.Glob(pattern)
		if err != nil || len(more) == 0 {
			t.Fatal(pattern, err)
		}
		files = append(files, more...)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := policy.Parse(name, src)
		if strings.HasSuffix(name, "-as-published.yaml") {
			continue // it is refused
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, p.Authority)
		for _, k := range p.Kinds {
			names = append(names, k.Name)
		}
		for _, scale := range p.Grading.ScaleIDs() {
			names = append(names, p.Grading.GradesOf(scale)...)
		}
		for _, m := range p.Meetings {
			names = append(names, m.Name)
			for _, c := range m.Classes {
				names = append(names, c.Name)
			}
			for _, q := range m.Ballot.Asked() {
				names = append(names, q.Options...)
			}
			for _, r := range []policy.Ratio{m.Quorum.AtLeast, m.Composition.AtLeast} {
				numbers = append(numbers, strconv.FormatInt(r.Num, 10))
			}
		}
		numbers = append(numbers, strconv.Itoa(p.Report.Max.Chars), strconv.Itoa(p.Report.Spoken.Chars), strconv.Itoa(p.Report.Problems.SureAt))
	}
	// One sign is a word of many sentences, not a name; numbers up to ten count anything.
	names = slices.DeleteFunc(names, func(s string) bool { return utf8.RuneCountInString(s) < 2 })
	return names, slices.DeleteFunc(numbers, func(s string) bool { return len(s) < 2 || s == "10" })
}
