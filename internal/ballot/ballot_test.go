package ballot

import (
	"errors"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// form makes a form of so many subjects, options and classes.
func form(subjects, options, classes int) Form {
	list := func(word string, n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprint(word, i+1)
		}
		return out
	}
	return Form{Subjects: list("s", subjects), Options: list("o", options), Classes: list("c", classes)}
}

// pile draws ballots of the form, some of them with blank and multiple marks.
func pile(r *rand.Rand, f Form, n int) []Ballot {
	out := make([]Ballot, n)
	for i := range out {
		marks := make([]Mark, len(f.Subjects))
		for s := range marks {
			marks[s] = Tick(r.Intn(len(f.Options)))
			if r.Intn(8) == 0 {
				marks[s] = Mark(r.Intn(1 << len(f.Options)))
			}
		}
		out[i] = Ballot{Class: r.Intn(len(f.Classes)), Marks: marks}
	}
	return out
}

func drawForm(t *rapid.T) Form {
	return form(rapid.IntRange(1, 9).Draw(t, "subjects"), rapid.IntRange(2, 8).Draw(t, "options"), rapid.IntRange(1, 8).Draw(t, "classes"))
}

func drawPile(t *rapid.T, f Form) []Ballot {
	return pile(rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))), f, rapid.IntRange(0, 60).Draw(t, "ballots"))
}

func code(err error) string {
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	if err != nil {
		return "no fault: " + err.Error()
	}
	return ""
}

func TestFormValidate(t *testing.T) {
	with := func(change func(*Form)) Form { f := form(3, 4, 2); change(&f); return f }
	for name, c := range map[string]struct {
		form Form
		want string
	}{
		"ordinary":          {form(3, 4, 2), ""},
		"largest":           {form(MaxSubjects, MaxOptions, MaxClasses), ""},
		"smallest":          {form(1, 2, 1), ""},
		"no subject":        {form(0, 4, 2), FaultSubjects},
		"too many subjects": {form(MaxSubjects+1, 4, 2), FaultSubjects},
		"one option":        {form(3, 1, 2), FaultOptions},
		"nine options":      {form(3, 9, 2), FaultOptions},
		"no class":          {form(3, 4, 0), FaultClasses},
		"nine classes":      {form(3, 4, 9), FaultClasses},
		"subject twice":     {with(func(f *Form) { f.Subjects[2] = f.Subjects[0] }), FaultSubjectTwice},
		"option twice":      {with(func(f *Form) { f.Options[3] = f.Options[0] }), FaultOptionTwice},
		"class twice":       {with(func(f *Form) { f.Classes[1] = f.Classes[0] }), FaultClassTwice},
		"nameless":          {with(func(f *Form) { f.Subjects[1] = " " }), FaultNameless},
		"line feed":         {with(func(f *Form) { f.Options[1] = "a\nb" }), FaultUnprintableName},
		"not UTF-8":         {with(func(f *Form) { f.Classes[1] = "\xff" }), FaultUnprintableName},
	} {
		if got := code(c.form.Validate()); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestFormCheck(t *testing.T) {
	f := form(2, 4, 2)
	for name, c := range map[string]struct {
		b    Ballot
		want string
	}{
		"valid":           {Ballot{1, []Mark{1, 8}}, ""},
		"blank, multiple": {Ballot{0, []Mark{0, 15}}, ""},
		"class below":     {Ballot{-1, []Mark{1, 1}}, FaultClass},
		"class above":     {Ballot{2, []Mark{1, 1}}, FaultClass},
		"short":           {Ballot{0, []Mark{1}}, FaultLength},
		"long":            {Ballot{0, []Mark{1, 1, 1}}, FaultLength},
		"no such option":  {Ballot{0, []Mark{1, 16}}, FaultMark},
	} {
		if got := code(f.Check(c.b)); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		if got := code(NewCounter(f).Add(c.b)); got != c.want {
			t.Errorf("%s: counter got %q, want %q", name, got, c.want)
		}
		if _, err := EncodeList(f, []Ballot{c.b}); code(err) != c.want {
			t.Errorf("%s: list got %v, want %q", name, err, c.want)
		}
	}
	if got := f.Check(Ballot{0, []Mark{1, 16}}).Error(); got != "ballot.mark subject=1: got 16, want 4" {
		t.Error(got)
	}
}

func TestHashTellsFormsApart(t *testing.T) {
	seen := map[string]string{}
	for name, f := range map[string]Form{
		"plain":      form(2, 2, 1),
		"moved":      {Subjects: []string{"s2", "s1"}, Options: []string{"o1", "o2"}, Classes: []string{"c1"}},
		"joined":     {Subjects: []string{"s1s2"}, Options: []string{"o1", "o2"}, Classes: []string{"c1"}},
		"other part": {Subjects: []string{"s1", "s2"}, Options: []string{"o1"}, Classes: []string{"o2", "c1"}},
	} {
		h := f.Hash()
		if len(h) != 64 || seen[h] != "" {
			t.Errorf("%s has the hash of %s: %s", name, seen[h], h)
		}
		seen[h] = name
	}
}

// naive counts as a person would: one ballot, one subject, one option at a time.
func naive(f Form, ballots []Ballot) []Tally {
	var out []Tally
	for class := range f.Classes {
		t := Tally{Class: class}
		for s := range f.Subjects {
			c := Count{Options: make([]int, len(f.Options))}
			for _, b := range ballots {
				if b.Class != class {
					continue
				}
				var ticked []int
				for o := range f.Options {
					if b.Marks[s]>>o&1 == 1 {
						ticked = append(ticked, o)
					}
				}
				switch len(ticked) {
				case 0:
					c.Blank++
				case 1:
					c.Options[ticked[0]]++
				default:
					c.Multiple++
				}
			}
			t.Subjects = append(t.Subjects, c)
		}
		for _, b := range ballots {
			if b.Class == class {
				t.Ballots++
			}
		}
		out = append(out, t)
	}
	return out
}

func TestTalliesAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawForm(t)
		ballots := drawPile(t, f)
		got, err := Tallies(f, ballots)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(naive(f, ballots), got); d != "" {
			t.Fatal(d)
		}
		for _, tally := range got {
			if faults := CheckSheet(f, tally, tally.Ballots); faults != nil {
				t.Fatal(faults)
			}
		}
		cut := len(ballots) / 3
		a, _ := Tallies(f, ballots[:cut])
		b, _ := Tallies(f, ballots[cut:])
		for class := range got {
			sum, err := Add(a[class], b[class])
			if err != nil || Differences(sum, got[class]) != nil || sum.Class != class {
				t.Fatal(class, err, Differences(sum, got[class]))
			}
		}
	})
}

func TestTalliesNamesTheFault(t *testing.T) {
	_, err := Tallies(form(1, 2, 1), []Ballot{{0, []Mark{1}}, {0, []Mark{4}}})
	if code(err) != FaultMark {
		t.Fatal(err)
	}
}

func TestAddRefusesOtherForms(t *testing.T) {
	a, _ := Tallies(form(2, 2, 1), nil)
	b, _ := Tallies(form(3, 2, 1), nil)
	c, _ := Tallies(form(2, 3, 1), nil)
	if _, err := Add(a[0], b[0]); code(err) != FaultLines {
		t.Error(err)
	}
	if _, err := Add(a[0], c[0]); code(err) != FaultColumns {
		t.Error(err)
	}
	if sum, err := Add(); err != nil || sum.Ballots != 0 {
		t.Error(sum, err)
	}
}

func TestMark(t *testing.T) {
	for m := range 256 {
		ones := strings.Count(fmt.Sprintf("%b", m), "1")
		want := map[bool]Verdict{true: Multiple}[ones > 1]
		if ones < 2 {
			want = []Verdict{Blank, Valid}[ones]
		}
		if got := Mark(m).Verdict(); got != want {
			t.Errorf("%08b: got %s, want %s", m, got, want)
		}
		if o := Mark(m).Option(); (o >= 0) != (ones == 1) || o >= 0 && Tick(o) != Mark(m) {
			t.Errorf("%08b: option %d", m, o)
		}
	}
}

func TestShare(t *testing.T) {
	tally := Tally{Ballots: 12, Subjects: []Count{{Options: []int{5, 4}, Blank: 1, Multiple: 2}}}
	if got := tally.Share(0, 0, OfValid); got != (Share{5, 9, OfValid}) {
		t.Error(got)
	}
	if got := tally.Share(0, 1, OfBallots); got != (Share{4, 12, OfBallots}) {
		t.Error(got)
	}
}

// BenchmarkTally counts a pile of 3,000 ballots on 60 subjects.
func BenchmarkTally(b *testing.B) {
	f := form(60, 4, 5)
	ballots := pile(rand.New(rand.NewSource(1)), f, 3000)
	for b.Loop() {
		if _, err := Tallies(f, ballots); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*float64(len(ballots)*len(f.Subjects))/b.Elapsed().Seconds(), "entries/s")
}
