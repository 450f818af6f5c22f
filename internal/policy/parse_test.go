package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shuping/policies"
)

var update = flag.Bool("update", false, "write the faults found into the bad files; read the difference")

// notice is the notice of 2018 as the program ships it.
func notice(t testing.TB) ([]byte, *Policy) {
	t.Helper()
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(policies.Notice2018, src)
	if err != nil {
		t.Fatal(err)
	}
	return src, p
}

func small(t testing.TB) []byte {
	t.Helper()
	src, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// The values of the notice, read beside its text.
func TestNoticeSaysWhatTheNoticeSays(t *testing.T) {
	_, p := notice(t)
	members, _ := p.MeetingByID("members")
	committee, _ := p.MeetingByID("committee")
	questions, asked := committee.Has(ItemQuestions)
	_, askedByMembers := members.Has(ItemQuestions)
	probationary, _ := members.ClassByID("probationary")
	_, noClass := members.ClassByID("nobody")
	_, noMeeting := p.MeetingByID("nothing")
	for what, pair := range map[string][2]any{
		"quorum":         {members.Quorum.AtLeast, Ratio{80, 100}},
		"composition":    {members.Composition.AtLeast, Ratio{20, 100}},
		"problems":       {p.Report.Problems.AtLeast, Ratio{1, 3}},
		"characters":     {p.Report.Max, MaxChars{Basis{"三（一）", Advise}, 1500}},
		"drawn":          {p.Scope.Draws, []Draw{{Basis{"一", Must}, "两新组织党支部", 2}}},
		"quota":          {p.Grading.Quotas, []Quota{{Basis: Basis{"三（五）", Must}, Grade: "优秀", AtMost: 4}}},
		"filing":         {p.Results.Filing.Days, 7},
		"filing due":     {string(p.Window.Until.Due(p.Results.Filing.Days)), "2019-01-17"},
		"few":            {members.Ballot.FewerThan, 5},
		"two years":      {p.Consequences[5].Before, []string{"基本称职"}},
		"excellent":      {p.Awards[1].Strength, Advise},
		"speech":         {p.Report.Speech.Holds(), false},
		"review":         {p.Report.Review.Holds(), true},
		"questions":      {asked && questions.PerSubject == 1 && !askedByMembers, true},
		"probationary":   {probationary.Expected && probationary.Votes, true},
		"nothing":        {noClass || noMeeting, false},
		"general area":   {p.Content.Areas[0].For("党支部"), true},
		"community area": {p.Content.Areas[5].For("社区党总支") && !p.Content.Areas[5].For("党支部"), true},
		"acts by role":   {p.Acts[StreamCycle]["decide-grades"].By, []string{RoleHead}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: got %v, want %v", what, pair[0], pair[1])
		}
	}
}

// Each bad file is small.yaml with one mistake; its first lines say what is
// found. Together they meet every code of the catalogue.
func TestBadFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/bad_*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	codes := map[string][]any{"size": {"got", 1, "most", 1}, "too-long": {"got", 1, "most", 1}} // TestTooLarge
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse(filepath.Base(name), src)
		var faults Faults
		if !errors.As(err, &faults) || len(faults) == 0 {
			t.Errorf("%s: got %v, want faults", name, err)
			continue
		}
		var got strings.Builder
		for _, f := range faults {
			codes[f.Code] = f.KV()
			got.WriteString("# " + strings.TrimPrefix(f.String(), f.File+":") + "\n")
		}
		head := wanted(src)
		if *update {
			if again := headOf(faults); again != head {
				write(t, name, again, src[len(head):])
			}
			continue
		}
		if got.String() != head {
			t.Errorf("%s\n%s", name, cmp.Diff(head, got.String()))
		}
	}
	sentences(t, "policy.fault.", codes)
}

// wanted are the comments that a bad file begins with.
func wanted(src []byte) string {
	n := 0
	for bytes.HasPrefix(src[n:], []byte("# ")) {
		n += bytes.IndexByte(src[n:], '\n') + 1
	}
	return string(src[:n])
}

// headOf are the faults as comments. When their number changes, the lines they name
// move, and a second -update finds the rest.
func headOf(faults Faults) string {
	var b strings.Builder
	for _, f := range faults {
		b.WriteString("# " + strings.TrimPrefix(f.String(), f.File+":") + "\n")
	}
	return b.String()
}

func write(t *testing.T, name, head string, body []byte) {
	t.Helper()
	if err := os.WriteFile(name, append([]byte(head), body...), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: written; run again if its number of faults changed", name)
}

func TestTooLarge(t *testing.T) {
	for want, src := range map[string][]byte{
		"x.yaml:1:1: size got=1048577 most=1048576": bytes.Repeat([]byte("#"), MaxBytes+1),
		"x.yaml:1:1: too-long got=40003 most=40000": append([]byte("a: "), bytes.Repeat([]byte("]"), maxTokens+1)...),
	} {
		if _, err := Parse("x.yaml", src); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	_, err := Parse("x.yaml", append([]byte("kinds:\n"), bytes.Repeat([]byte("- a\n"), maxTokens/2-2)...))
	if faults, ok := err.(Faults); !ok || len(faults) != maxFaults {
		t.Error(len(faults))
	}
}

func TestWaysToWriteTheSame(t *testing.T) {
	src := small(t)
	want, err := Parse("small.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	for name, other := range map[string][]byte{
		"byte order mark": append([]byte("\ufeff"), src...),
		"CRLF":            bytes.ReplaceAll(src, []byte("\n"), []byte("\r\n")),
		"document header": append([]byte("# 说明\n---\n"), src...),
		"no last newline": bytes.TrimSuffix(src, []byte("\n")),
		"quotes":          bytes.Replace(src, []byte("title: 小通知"), []byte("'title': '小通知'"), 1),
		"folded text":     bytes.Replace(src, []byte("title: 小通知"), []byte("title: >\n  小通知"), 1),
	} {
		got, err := Parse(name, other)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The policy is stored in the journal as JSON.
func TestJSONKeepsThePolicy(t *testing.T) {
	_, p := notice(t)
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back Policy
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*p, back); diff != "" {
		t.Error(diff)
	}
}

func TestHash(t *testing.T) {
	if got := Hash([]byte("abc")); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Error(got)
	}
}

func TestNear(t *testing.T) {
	known := []string{"clause", "strength", "at_least", "of"}
	for wrong, want := range map[string]string{
		"strenght": "strength", "atleast": "at_least", "clause ": "clause", "off": "of",
		"colour": "", "": "", strings.Repeat("clause", 20): "",
	} {
		if got := near(wrong, known); got != want {
			t.Errorf("%q: got %q, want %q", wrong, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(small(f))
	src, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src)
	for _, seed := range []string{"", "a: [", "? a\n: b", "- - -", "{a: {b: [c, d]}}", "a: |\n  b\n", "a: \"\\u0000\"", "\ufeffa: b", "format: 1\nacts: {cycle: {x: {by: 3}}}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p, err := Parse("f.yaml", src)
		var faults Faults
		if (p == nil) != errors.As(err, &faults) || p == nil && len(faults) == 0 {
			t.Fatalf("policy %v, error %v", p, err)
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Col < 1 || fault.Code == "" || fault.File != "f.yaml" {
				t.Fatalf("fault without a place: %+v", fault)
			}
		}
		if p != nil {
			Gaps(p)
			if changes := Diff(p, p); len(changes) > 0 {
				t.Fatalf("differs from itself: %+v", changes)
			}
		}
	})
}
