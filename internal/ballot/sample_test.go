package ballot

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// The size is the smallest with which the binomials say so.
func TestSampleSizeAgainstBinomials(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheets := rapid.IntRange(1, 120).Draw(t, "sheets")
		wrong := rapid.IntRange(1, sheets).Draw(t, "wrong")
		percent := rapid.IntRange(1, 50).Draw(t, "percent")
		chance := func(n int) *big.Rat {
			some := new(big.Int).Binomial(int64(sheets-wrong), int64(n))
			if n > sheets-wrong {
				some = new(big.Int)
			}
			return new(big.Rat).SetFrac(some, new(big.Int).Binomial(int64(sheets), int64(n)))
		}
		n, limit := SampleSize(sheets, wrong, percent), big.NewRat(int64(percent), 100)
		if chance(n).Cmp(limit) > 0 {
			t.Fatalf("%d of %d, %d wrong: missed too often", n, sheets, wrong)
		}
		if n > 0 && chance(n-1).Cmp(limit) <= 0 {
			t.Fatalf("%d of %d, %d wrong: one fewer would do", n, sheets, wrong)
		}
	})
}

func TestSampleSizeAtTheEdges(t *testing.T) {
	for _, c := range []struct{ sheets, wrong, percent, want int }{
		{100, 0, 5, 100}, {100, 1, 5, 95}, {100, 10, 5, 25}, {100, 100, 5, 1}, {100, 101, 5, 0}, {0, 1, 5, 0}, {1, 1, 5, 1},
	} {
		if got := SampleSize(c.sheets, c.wrong, c.percent); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// Fewer wrong entries than that leave the first first, whatever they were read as; so many
// can turn it.
func TestWrongToTurnAgainstTrying(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		options := rapid.SliceOfN(rapid.IntRange(0, 30), 2, 6).Draw(t, "options")
		need := WrongToTurn(options)
		first := 0
		for i, n := range options {
			if n > options[first] {
				first = i
			}
		}
		turned := func(moved int) bool {
			for i := range options {
				if i != first && options[first]-moved <= options[i]+moved {
					return true
				}
			}
			return false
		}
		if !turned(need) {
			t.Fatalf("%v: %d do not turn it", options, need)
		}
		if need > 1 && turned(need-1) {
			t.Fatalf("%v: %d turn it", options, need-1)
		}
	})
}
