package ballot

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func tallyOf(class int, options ...int) Tally {
	c := Count{Options: options}
	return Tally{Class: class, Ballots: c.Valid(), Subjects: []Count{c}}
}

func TestPublic(t *testing.T) {
	for name, c := range map[string]struct {
		tallies []Tally
		hidden  []bool // by class
		total   bool   // the subject's total is hidden
	}{
		"all large":                {[]Tally{tallyOf(0, 9, 1), tallyOf(1, 5, 0)}, []bool{false, false}, false},
		"one small hides the next": {[]Tally{tallyOf(0, 30, 10), tallyOf(1, 2, 1), tallyOf(2, 8, 4)}, []bool{false, true, true}, false},
		"two small ones suffice":   {[]Tally{tallyOf(0, 30, 10), tallyOf(1, 2, 1), tallyOf(2, 2, 2)}, []bool{false, true, true}, false},
		"small and nobody else":    {[]Tally{tallyOf(0, 30, 10), tallyOf(1, 2, 1)}, []bool{true, true}, false},
		"empty class hides none":   {[]Tally{tallyOf(0, 30, 10), tallyOf(1, 0, 0)}, []bool{false, false}, false},
		"few in all":               {[]Tally{tallyOf(0, 1, 1), tallyOf(1, 2, 0)}, []bool{true, true}, true},
		"phone and paper add up":   {[]Tally{tallyOf(0, 3, 0), tallyOf(0, 2, 1), tallyOf(1, 4, 2)}, []bool{false, false}, false},
	} {
		p, err := public(c.tallies, 5)
		if err != nil {
			t.Fatal(name, err)
		}
		var hidden []bool
		for _, k := range p.Classes {
			hidden = append(hidden, k.Hidden)
			if k.Hidden != k.Subjects[0].Hidden {
				t.Errorf("%s: class %d hidden %v, its subject %v", name, k.Class, k.Hidden, k.Subjects[0].Hidden)
			}
		}
		if d := cmp.Diff(c.hidden, hidden); d != "" || p.Total[0].Hidden != c.total {
			t.Errorf("%s: total hidden %v, classes %s", name, p.Total[0].Hidden, d)
		}
	}
	if _, err := public([]Tally{tallyOf(0, 1, 2), tallyOf(0, 1)}, 5); code(err) != FaultColumns {
		t.Error(err)
	}
	if _, err := public([]Tally{tallyOf(0, 1, 2), tallyOf(1, 1)}, 5); code(err) != FaultColumns {
		t.Error(err)
	}
	if p, err := public(nil, 5); err != nil || p.Ballots != 0 || p.Classes != nil {
		t.Error(p, err)
	}
}

// TestPublicAgainstComputing takes what is shown and computes what can be
// computed of it: a shown count, and the total less all shown counts. None may be
// a count of fewer than the threshold, unless it is of nobody.
func TestPublicAgainstComputing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawForm(t)
		few := rapid.IntRange(0, 12).Draw(t, "few")
		tallies, err := Tallies(f, drawPile(t, f))
		if err != nil {
			t.Fatal(err)
		}
		p, err := f.Public(tallies, few)
		if err != nil {
			t.Fatal(err)
		}
		for s := range f.Subjects {
			rest := p.Total[s].Count.Valid()
			anyHidden := false
			for class, k := range p.Classes {
				got := k.Subjects[s]
				if k.Hidden && !got.Hidden {
					t.Fatalf("class %d is hidden and subject %d shown", class, s)
				}
				if got.Hidden {
					anyHidden = true
					if got.Count.Options != nil || got.Count.Blank != 0 || got.Count.Multiple != 0 {
						t.Fatalf("hidden and still there: %v", got)
					}
					continue
				}
				if n := got.Count.Valid(); n > 0 && n < few {
					t.Fatalf("class %d subject %d shows %d entries", class, s, n)
				}
				rest -= got.Count.Valid()
			}
			if !p.Total[s].Hidden && anyHidden && rest > 0 && rest < few {
				t.Fatalf("subject %d: %d entries can be computed", s, rest)
			}
			if n := p.Total[s].Count.Valid(); !p.Total[s].Hidden && n < few {
				t.Fatalf("subject %d: total of %d is shown", s, n)
			}
		}
	})
}
