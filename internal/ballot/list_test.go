package ballot

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestListRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawForm(t)
		ballots := drawPile(t, f)
		list, err := EncodeList(f, ballots)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "order")))
		r.Shuffle(len(ballots), func(i, j int) { ballots[i], ballots[j] = ballots[j], ballots[i] })
		again, err := EncodeList(f, ballots)
		if err != nil || !bytes.Equal(list, again) || SealHash(list) != SealHash(again) {
			t.Fatal("the order of voting is in the list", err)
		}
		got, err := Recount(f, list)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(naive(f, ballots), got); d != "" {
			t.Fatal(d)
		}
		if len(list) > 0 {
			bad := bytes.Clone(list)
			bad[r.Intn(len(bad))] ^= 1 << r.Intn(8)
			if parsed, err := ParseList(f, bad); err == nil {
				if d, _ := EncodeList(f, parsed); bytes.Equal(d, list) {
					t.Fatal("a changed list reads as the old one")
				}
			}
		}
	})
}

func TestListText(t *testing.T) {
	f := form(2, 4, 2)
	list, err := EncodeList(f, []Ballot{{1, []Mark{8, 0}}, {0, []Mark{1, 3}}})
	if err != nil {
		t.Fatal(err)
	}
	want := "shuping sealed ballots 1\nform " + f.Hash() + "\nballots 2\n0 0103\n1 0800\n"
	if d := cmp.Diff(want, string(list)); d != "" {
		t.Error(d)
	}
}

func TestParseListRefuses(t *testing.T) {
	f := form(2, 4, 2)
	head := "shuping sealed ballots 1\nform " + f.Hash() + "\n"
	for name, c := range map[string]struct{ list, want string }{
		"empty":          {"", "not a sealed list"},
		"other version":  {strings.Replace(head, "1", "2", 1) + "ballots 0\n", "not a sealed list"},
		"other form":     {"shuping sealed ballots 1\nform 00\nballots 0\n", "line 2"},
		"count missing":  {head + "ballots 1\n", "line 3"},
		"count padded":   {head + "ballots 01\n0 0101\n", "line 3"},
		"no end":         {head + "ballots 0\n0 0101", "line 4: the last line"},
		"short line":     {head + "ballots 1\n0 01\n", "line 4: got 4 characters"},
		"no space":       {head + "ballots 1\n0-0101\n", "line 4: got 6 characters"},
		"upper-case hex": {head + "ballots 1\n0 0A01\n", "line 4: subject 1"},
		"no such option": {head + "ballots 1\n0 1001\n", "line 4: ballot.mark"},
		"no such class":  {head + "ballots 1\n2 0101\n", "line 4: ballot.class"},
		"out of order":   {head + "ballots 2\n1 0101\n0 0101\n", "line 5: out of order"},
		"carriage":       {head + "ballots 1\r\n0 0101\r\n", "line 3"},
	} {
		if _, err := ParseList(f, []byte(c.list)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
		if _, err := Recount(f, []byte(c.list)); err == nil {
			t.Errorf("%s: counted", name)
		}
	}
	if _, err := ParseList(Form{}, nil); code(err) != FaultSubjects {
		t.Error(err)
	}
	if _, err := EncodeList(Form{}, nil); code(err) != FaultSubjects {
		t.Error(err)
	}
}

// FuzzParseList: what is taken is what would be written, byte for byte.
func FuzzParseList(f *testing.F) {
	fm := form(3, 4, 2)
	for n := range 4 {
		list, err := EncodeList(fm, pile(rand.New(rand.NewSource(int64(n))), fm, n))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(list)
		f.Add(append(list, '\n'))
	}
	f.Fuzz(func(t *testing.T, list []byte) {
		ballots, err := ParseList(fm, list)
		if err != nil {
			return
		}
		again, err := EncodeList(fm, ballots)
		if err != nil || !bytes.Equal(list, again) {
			t.Fatalf("taken and not written so: %q, %v", list, err)
		}
	})
}
