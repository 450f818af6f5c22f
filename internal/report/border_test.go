package report

import "testing"

// border is where a part begins that is not the first: the number of its unit, and its kind.
type border struct {
	unit int
	kind string
}

func bordersOf(units []unit, parts []Part) []border {
	var list []border
	k := 0
	for _, p := range parts[min(1, len(parts)):] {
		for k+1 < len(units) && units[k].to <= p.From {
			k++
		}
		list = append(list, border{k, p.Part})
	}
	return list
}

// borderScore counts borders by the kind of part they open: found, labelled, and found at most
// one sentence from where the label has it.
type borderScore struct{ found, labelled, both map[string]int }

func newBorderScore() *borderScore {
	return &borderScore{map[string]int{}, map[string]int{}, map[string]int{}}
}

func (s *borderScore) add(got, want []border) {
	used := make([]bool, len(got))
	for _, w := range want {
		s.labelled[w.kind]++
		for d := range 2 { // the nearest first
			if k := nearest(got, used, w, d); k >= 0 {
				used[k] = true
				s.both[w.kind]++
				break
			}
		}
	}
	for _, g := range got {
		s.found[g.kind]++
	}
}

func nearest(got []border, used []bool, w border, far int) int {
	for k, g := range got {
		if !used[k] && g.kind == w.kind && max(g.unit-w.unit, w.unit-g.unit) == far {
			return k
		}
	}
	return -1
}

func (s *borderScore) precision(kind string) int { return 1000 * s.both[kind] / max(1, s.found[kind]) }
func (s *borderScore) recall(kind string) int    { return 1000 * s.both[kind] / max(1, s.labelled[kind]) }

func TestBorderScore(t *testing.T) {
	s := newBorderScore()
	s.add([]border{{3, Tasks}, {6, Problems}, {9, Problems}, {12, Next}}, []border{{3, Tasks}, {7, Problems}, {14, Next}})
	for kind, want := range map[string][2]int{Tasks: {1000, 1000}, Problems: {500, 1000}, Next: {0, 0}} {
		if p, r := s.precision(kind), s.recall(kind); p != want[0] || r != want[1] {
			t.Errorf("%s: precision %d, recall %d, want %v", kind, p, r, want)
		}
	}
}

// How many borders are found within one sentence. The figures are in docs/REPORT-CHECK.md; the
// floors keep those of problems and plans from falling.
func TestBorders(t *testing.T) {
	all := func(string) bool { return true }
	for _, set := range []struct {
		name, folder string
		in           func(string) bool
		floor        int
	}{
		{"parts", "parts", all, 950},
		{"full, tuned on", "full", func(n string) bool { return !heldBack(n) }, 900},
		{"full, held back", "full", heldBack, 900},
		{"forms", "forms", all, 650},
		{"fresh", "fresh", all, 950},
		{"last", "last", all, 750},
		{"odd", "odd", all, 0},
		{"unseen", "unseen", all, 0},
	} {
		sc := newBorderScore()
		for _, s := range labelled(t, set.folder, 12) {
			if set.in(s.name) {
				r := read(s.text)
				sc.add(bordersOf(r.units, r.parts()), bordersOf(r.units, s.parts))
			}
		}
		for _, kind := range names() {
			p, r := sc.precision(kind), sc.recall(kind)
			t.Logf("%s: %-8s %3d borders, precision %d recall %d", set.name, kind, sc.labelled[kind], p, r)
			if (kind == Problems || kind == Next) && min(p, r) < set.floor {
				t.Errorf("%s %s: precision %d, recall %d, want %d", set.name, kind, p, r, set.floor)
			}
		}
	}
}
