package policy

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand"
	"testing"
)

func TestRatioOfTheNotice(t *testing.T) {
	quorum, composition, problems := Ratio{80, 100}, Ratio{20, 100}, Ratio{1, 3}
	for what, pair := range map[string][2]any{
		"80% of 13":              {quorum.Need(13), 11},
		"10 of 13":               {quorum.Met(10, 13), false},
		"11 of 13":               {quorum.Met(11, 13), true},
		"4 of 5":                 {quorum.Met(4, 5), true},
		"20% beside 45":          {composition.NeedBeside(45), 12},
		"11 beside 45":           {composition.Met(11, 56), false},
		"12 beside 45":           {composition.Met(12, 57), true},
		"beside nobody":          {composition.NeedBeside(0), 0},
		"a third of 1499":        {problems.Need(1499), 500},
		"499 of 1499":            {problems.Met(499, 1499), false},
		"all of 7":               {Ratio{1, 1}.Need(7), 7},
		"the whole beside some":  {Ratio{1, 1}.NeedBeside(3), -1},
		"no ratio is met by all": {Ratio{}.Met(1, 1), false},
		"no ratio needs":         {Ratio{}.Need(10), 0},
		"no ratio is zero":       {Ratio{}.IsZero() && !quorum.IsZero(), true},
		"nobody of nobody":       {quorum.Met(0, 0), true},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %v, want %v", what, pair[0], pair[1])
		}
	}
}

// The oracle counts in big rationals and by trying one more each time.
func TestRatioIsExact(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 3000 {
		den := 1 + r.Int63n(40)
		if r.Intn(4) == 0 {
			den = 1 + r.Int63n(maxTerm)
		}
		ratio := Ratio{1 + r.Int63n(den), den}
		whole, part := r.Intn(500), r.Intn(500)
		want := atLeast(ratio, part, whole)
		if got := ratio.Met(part, whole); got != want {
			t.Fatalf("%v: %d of %d is met: %v", ratio, part, whole, got)
		}
		need := 0
		for !atLeast(ratio, need, whole) {
			need++
		}
		if got := ratio.Need(whole); got != need {
			t.Fatalf("%v of %d: got %d, want %d", ratio, whole, got, need)
		}
		besideIsExact(t, ratio, whole)
	}
	huge := Ratio{maxTerm - 1, maxTerm}
	if got := huge.NeedBeside(1 << 31); got != (maxTerm-1)<<31 {
		t.Error(got)
	}
}

func besideIsExact(t *testing.T, ratio Ratio, others int) {
	t.Helper()
	got := ratio.NeedBeside(others)
	switch {
	case others == 0 && got == 0, ratio.Num == ratio.Den && got == -1:
	case !atLeast(ratio, got, got+others) || got > 0 && atLeast(ratio, got-1, got-1+others):
		t.Fatalf("%v beside %d: %d is not the least", ratio, others, got)
	}
}

func atLeast(r Ratio, part, whole int) bool {
	if whole == 0 {
		return true
	}
	share := big.NewRat(int64(part), int64(whole))
	return share.Cmp(big.NewRat(r.Num, r.Den)) >= 0
}

func TestRatioIsWrittenAsItWasRead(t *testing.T) {
	var all []string
	for n := 1; n <= 100; n++ {
		all = append(all, fmt.Sprintf("%d%%", n), fmt.Sprintf("%d/%d", n, n+200))
	}
	for n := 1; n < 1000; n++ {
		all = append(all, fmt.Sprintf("%d.%d%%", n/10, n%10), fmt.Sprintf("%d.%03d%%", n/10, n))
	}
	all = append(all, "1/3", "1/1", "1/10", "100.0%", "99.9999%", "0.0001%", "1/999999")
	for _, s := range all {
		r, err := ParseRatio(s)
		if err != nil || r.String() != s {
			t.Fatalf("%s is written as %s, %v", s, r, err)
		}
		body, err := json.Marshal(r)
		var back Ratio
		if err != nil || json.Unmarshal(body, &back) != nil || back != r {
			t.Fatalf("%s is stored as %s and read as %v", s, body, back)
		}
	}
}

// A hundredth written as a fraction is shown as a percentage, which is the same share.
func TestRatioOfHundredths(t *testing.T) {
	r, err := ParseRatio("80/100")
	if err != nil || r.String() != "80%" {
		t.Error(r, err)
	}
	var none Ratio
	if body, err := json.Marshal(none); err != nil || string(body) != `""` || json.Unmarshal(body, &none) != nil {
		t.Error(string(body), err)
	}
}

func TestNotARatio(t *testing.T) {
	for _, s := range []string{"", " ", "80", "0%", "101%", "0/3", "4/3", "1/0", "1/", "/3", "%", "-1%", "+1%", "1.%", ".5%", "1.5/3",
		"1 / 3", "1/3 ", "80％", "八成", "0.8", "1e1%", "1/1000001", "1.00001%", "99999999999%", "1/99999999999", "1/3/3", "5%%"} {
		if r, err := ParseRatio(s); err == nil {
			t.Errorf("%q is read as %v", s, r)
		}
		var r Ratio
		if s != "" && r.UnmarshalText([]byte(s)) == nil {
			t.Errorf("%q is read as %v", s, r)
		}
	}
}

func FuzzParseRatio(f *testing.F) {
	for _, s := range []string{"1/3", "80%", "12.5%", "00%", "1/1", "01/02"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseRatio(s)
		if err != nil {
			return
		}
		if again, err := ParseRatio(r.String()); err != nil || again != r {
			t.Fatalf("%q is %v, written %s, read %v %v", s, [2]int64{r.Num, r.Den}, r, again, err)
		}
	})
}
