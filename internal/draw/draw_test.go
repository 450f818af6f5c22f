package draw

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
)

func names(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("支部%02d", i)
	}
	return out
}

// The hashes were made with: printf '%s\n%s' SEED NAME | sha256sum
func TestTakeCanBeRepeatedByHand(t *testing.T) {
	lots, err := Take([]string{"乙", "甲", "丙"}, 2, "2018-12-14")
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, l := range lots {
		got += fmt.Sprintf("%d %s %s %v\n", l.Place, l.Name, l.Hash[:8], l.Taken)
	}
	if got != wantByHand {
		t.Errorf("got\n%swant\n%s", got, wantByHand)
	}
}

func TestOrderOfTheListDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	want, _ := Take(names(9), 3, "s")
	for range 100 {
		list := names(9)
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if got, _ := Take(list, 3, " s "); !slices.Equal(got, want) {
			t.Fatalf("%v\n%v", got, want)
		}
	}
}

// Each of five is taken about 2 times in 5 over many seeds.
func TestNobodyIsFavoured(t *testing.T) {
	taken := map[string]int{}
	const seeds = 5000
	for i := range seeds {
		lots, err := Take(names(5), 2, fmt.Sprint("seed ", i))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lots[:2] {
			taken[l.Name]++
		}
	}
	for name, n := range taken {
		if n < seeds*2/5-200 || n > seeds*2/5+200 {
			t.Errorf("%s was taken %d times in %d draws", name, n, seeds)
		}
	}
}

func TestTakeRefuses(t *testing.T) {
	for _, c := range []struct {
		list []string
		n    int
		seed string
	}{
		{names(2), 3, "s"}, {names(2), -1, "s"}, {names(2), 1, " "}, {[]string{"甲", "甲 "}, 1, "s"}, {[]string{"甲", " "}, 1, "s"},
	} {
		if lots, err := Take(c.list, c.n, c.seed); err == nil {
			t.Errorf("%v gave %v", c, lots)
		}
	}
}

const wantByHand = "1 甲 8cefdec0 true\n2 乙 c97e69b9 true\n3 丙 f28c0cb6 false\n"
