package ballot

import (
	"slices"
	"testing"
)

func TestWhatAPaperCanAsk(t *testing.T) {
	five := Range{From: "1", To: "5", Step: "1"}
	f := Form{Subjects: []string{"a", "b", "c"}, Classes: []string{"x", "y"}, Rates: [][]int{{0, 1}, nil},
		Questions: []Question{{ID: "all", Options: []string{"好", "差"}}, {ID: "clean", Options: []string{"好", "差"}, Subjects: []int{0, 2}}, {ID: "points", Kind: Score, Range: five}},
		Caps:      []Cap{{Option: "好", AtMost: 1, Breach: BreachEntries}}}
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	// Lines: a all, a clean, a points, b all, b points, c all, c clean, c points.
	x, y := f.PaperTables(0), f.PaperTables(1)
	if len(x) != 2 || !slices.Equal(x[0].Lines, []int{0, 1, 3}) || !slices.Equal(x[1].Lines, []int{2, 4}) || !slices.Equal(x[1].Options, []string{"1", "2", "3", "4", "5"}) {
		t.Errorf("x has %+v", x)
	}
	if len(y) != 2 || !slices.Equal(y[0].Lines, []int{0, 1, 3, 5, 6}) {
		t.Errorf("y has %+v", y)
	}
	if got := f.Together(0); len(got) != 2 || !slices.Equal(got[0], []int{0, 3}) || !slices.Equal(got[1], []int{1}) {
		t.Errorf("together are %v", got)
	}
	f.Caps[0].Breach = BreachBallot
	if got := f.Together(0); !slices.Equal(got[0], []int{0, 1, 2, 3, 4}) {
		t.Errorf("together are %v", got)
	}
	if why := f.Unread(0); why != "" {
		t.Errorf("not read: %s", why)
	}
	for why, change := range map[string]func(*Form){
		UnreadNumbers: func(f *Form) { f.Questions[2].Range.To = "7" },
		UnreadOptions: func(f *Form) { f.Questions[0].Options = []string{"1", "2", "3", "4", "5", "6", "7"} },
		UnreadRank:    func(f *Form) { f.Questions[2] = Question{ID: "place", Kind: Rank, Places: 3} },
		UnreadOwnLine: func(f *Form) { f.NotSelf = []int{0} },
	} {
		other := f
		other.Questions = slices.Clone(f.Questions)
		change(&other)
		if got := other.Unread(0); got != why {
			t.Errorf("%s: got %q", why, got)
		}
		if got := other.Unread(1); why == UnreadOwnLine && got != "" {
			t.Errorf("the other class: %q", got)
		}
	}
}
