package ballot

import (
	"math"
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sheet is a right sheet of 20 papers on two subjects.
func sheet() Tally {
	return Tally{Class: 0, Ballots: 20, Subjects: []Count{
		{Options: []int{10, 7, 2}, Blank: 1},
		{Options: []int{0, 18, 0}, Multiple: 2},
	}}
}

func TestCheckSheet(t *testing.T) {
	f := form(2, 3, 1)
	for name, c := range map[string]struct {
		change func(*Tally)
		want   []Fault
	}{
		"right":         {func(*Tally) {}, nil},
		"other class":   {func(t *Tally) { t.Class = 1 }, []Fault{{FaultClass, -1, -1, 1, 1}}},
		"papers":        {func(t *Tally) { t.Ballots = 19 }, []Fault{{FaultReturned, -1, -1, 19, 20}}},
		"line missing":  {func(t *Tally) { t.Subjects = t.Subjects[:1] }, []Fault{{FaultLines, -1, -1, 1, 2}}},
		"column more":   {func(t *Tally) { t.Subjects[1].Options = make([]int, 4) }, []Fault{{FaultColumns, 1, -1, 4, 3}}},
		"sum":           {func(t *Tally) { t.Subjects[0].Options[1] = 8 }, []Fault{{FaultSum, 0, -1, 21, 20}}},
		"running over":  {func(t *Tally) { t.Subjects[0].Options = []int{math.MaxInt, math.MaxInt, 21} }, []Fault{{FaultSum, 0, -1, math.MaxInt, 20}}},
		"blank left":    {func(t *Tally) { t.Subjects[0].Blank = 0 }, []Fault{{FaultSum, 0, -1, 19, 20}}},
		"negative":      {func(t *Tally) { t.Subjects[1].Options = []int{-1, 19, 0} }, []Fault{{FaultNegative, 1, 0, -1, 0}}},
		"negative rest": {func(t *Tally) { t.Subjects[1].Multiple, t.Subjects[1].Blank = 3, -1 }, []Fault{{FaultNegative, 1, -1, -1, 0}}},
	} {
		s := sheet()
		c.change(&s)
		if d := cmp.Diff(c.want, CheckSheet(f, s, 20)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	s := sheet()
	if got := CheckSheet(f, s, -1); len(got) != 4 || got[0].Code != FaultNegative {
		t.Error(got)
	}
}

func TestDifferences(t *testing.T) {
	a, b := sheet(), sheet()
	if got := Differences(a, b); got != nil {
		t.Fatal(got)
	}
	b.Ballots = 21
	b.Subjects[0].Options[2] = 3
	b.Subjects[1].Blank, b.Subjects[1].Multiple = 1, 1
	want := []Difference{{-1, ColumnBallots, 20, 21}, {0, 2, 2, 3}, {1, ColumnBlank, 0, 1}, {1, ColumnMultiple, 2, 1}}
	if d := cmp.Diff(want, Differences(a, b)); d != "" {
		t.Error(d)
	}
	b = sheet()
	b.Subjects = b.Subjects[:1]
	if d := cmp.Diff([]Difference{{1, 1, 18, 0}, {1, ColumnMultiple, 2, 0}}, Differences(a, b)); d != "" {
		t.Error(d)
	}
}

// TestDifferencesFindsEveryChange changes one number at a time.
func TestDifferencesFindsEveryChange(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	f := form(4, 4, 1)
	for range 200 {
		tallies, err := Tallies(f, pile(r, f, 30))
		if err != nil {
			t.Fatal(err)
		}
		a, err := Add(tallies[0])
		if err != nil {
			t.Fatal(err)
		}
		s, o := r.Intn(4), r.Intn(4)
		a.Subjects[s].Options[o]++
		n := tallies[0].Subjects[s].Options[o]
		if d := cmp.Diff([]Difference{{s, o, n, n + 1}}, Differences(tallies[0], a)); d != "" {
			t.Fatal(d)
		}
	}
}

func TestBalance(t *testing.T) {
	right := Balance{PhoneIssued: 10, PhoneUsed: 7, PhoneUnused: 2, PhoneSpoilt: 1, PaperIssued: 5, PaperReturned: 4, PaperNotReturned: 1}
	for name, c := range map[string]struct {
		change func(*Balance)
		want   []Imbalance
		void   bool
	}{
		"right":      {func(*Balance) {}, nil, false},
		"nothing":    {func(b *Balance) { *b = Balance{} }, nil, false},
		"slip lost":  {func(b *Balance) { b.PhoneUnused = 1 }, []Imbalance{{ImbalancePhone, 9, 10}}, false},
		"paper lost": {func(b *Balance) { b.PaperNotReturned = 0 }, []Imbalance{{ImbalancePaper, 4, 5}}, false},
		"paper more": {func(b *Balance) { b.PaperReturned, b.PaperNotReturned = 6, 0 },
			[]Imbalance{{ImbalancePaper, 6, 5}, {ImbalanceMore, 6, 5}}, true},
		"made to fit": {func(b *Balance) { b.PaperReturned, b.PaperNotReturned = 6, -1 },
			[]Imbalance{{ImbalanceNegative, -1, 0}, {ImbalanceMore, 6, 5}}, true},
		"phone more": {func(b *Balance) { b.PhoneUsed, b.PhoneUnused, b.PhoneSpoilt = 11, 0, 0 },
			[]Imbalance{{ImbalancePhone, 11, 10}, {ImbalanceMore, 11, 10}}, true},
	} {
		b := right
		c.change(&b)
		if d := cmp.Diff(c.want, b.Check()); d != "" || b.Void() != c.void {
			t.Errorf("%s: void %v, %s", name, b.Void(), d)
		}
	}
	if got := right.Counted(Tally{Ballots: 7}, Tally{Ballots: 4}); got != nil {
		t.Error(got)
	}
	want := []Imbalance{{ImbalanceCounted, 6, 7}, {ImbalanceCounted, 5, 4}}
	if d := cmp.Diff(want, right.Counted(Tally{Ballots: 6}, Tally{Ballots: 5})); d != "" {
		t.Error(d)
	}
}
