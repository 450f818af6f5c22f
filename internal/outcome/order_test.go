package outcome

import (
	"fmt"
	"math/big"
	"math/rand"
	"slices"
	"testing"
)

// world is one way in which an order may turn out: all scores known, every condition judged.
type world struct {
	in     []bool
	scores []int
	fits   [][]bool // by round
	turn   []int    // among equal scores, who is first
}

// places are the rounds in which each gets a spot, -1 for none.
func (w *world) places(spots []int, lone bool) []int {
	var list []int
	got := make([]int, len(w.scores))
	for i := range w.scores {
		got[i] = -1
		if w.in[i] {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		if c := w.scores[b] - w.scores[a]; c != 0 {
			return c
		}
		return w.turn[a] - w.turn[b]
	})
	for n, most := range spots {
		var fit []int
		for _, i := range list {
			if got[i] < 0 && w.fits[n][i] {
				fit = append(fit, i)
			}
		}
		k := min(most, len(fit))
		if lone {
			for k > 0 && k < len(fit) && w.scores[fit[k-1]] == w.scores[fit[k]] {
				k--
			}
		}
		for _, i := range fit[:k] {
			got[i] = n
		}
	}
	return got
}

// worlds are all ways in which an order may turn out, for small ones.
func worlds(o *order, fits [][]verdict, lone bool, do func(*world)) {
	n := len(o.list)
	w := &world{in: make([]bool, n), scores: make([]int, n), turn: make([]int, n)}
	for range fits {
		w.fits = append(w.fits, make([]bool, n))
	}
	var choose func(step int)
	var turns func(i int, used int)
	turns = func(i, used int) {
		if i == n || lone {
			do(w)
			return
		}
		for t := range n {
			if used&(1<<t) == 0 {
				w.turn[i] = t
				turns(i+1, used|1<<t)
			}
		}
	}
	choose = func(step int) {
		i, what := step%max(n, 1), step/max(n, 1)
		switch {
		case step == n*(2+len(fits)):
			turns(0, 0)
		case what == 0:
			for _, in := range []bool{true, false} {
				if w.in[i] = in; in || o.list[i].maybe {
					choose(step + 1)
				}
			}
		case what == 1 && o.list[i].score == nil:
			for v := range 4 {
				w.scores[i] = v
				choose(step + 1)
			}
		case what == 1:
			w.scores[i] = int(o.list[i].score.Num().Int64())
			choose(step + 1)
		default:
			for _, fit := range []bool{true, false} {
				if v := fits[what-2][i]; v == unknown || (v == yes) == fit {
					w.fits[what-2][i] = fit
					choose(step + 1)
				}
			}
		}
	}
	choose(0)
}

// Against every way in which a small order may turn out: whoever gets a spot in one of them could
// get it, and who is sure gets it in all of them. Where only scores are equal, nobody is said to be
// able to get what he gets in none.
func TestOrderAgainstEveryEnd(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	exact := 0
	for n := range 3000 {
		o := &order{lone: r.Intn(3) == 0}
		plain := r.Intn(2) == 0 // nothing but equal scores
		size := 1 + r.Intn(4)
		for range size {
			e := &entrant{score: big.NewRat(int64(1+r.Intn(3)), 1), maybe: !plain && r.Intn(6) == 0}
			if !plain && r.Intn(5) == 0 {
				e.score = nil
			}
			o.list = append(o.list, e)
		}
		spots := []int{r.Intn(3), 1 + r.Intn(2), []int{1, size}[r.Intn(2)]}
		var fits [][]verdict
		var rounds []*round
		for _, k := range spots {
			f := make([]verdict, size)
			for i := range f {
				f[i] = yes
				if !plain {
					f[i] = []verdict{yes, yes, yes, no, unknown}[r.Intn(5)]
				}
			}
			fits = append(fits, f)
			rounds = append(rounds, o.next(k, f))
		}
		ever := make([][]bool, size)
		for i := range ever {
			ever[i] = make([]bool, len(spots))
		}
		which := fmt.Sprintf("case %d: spots %v, fits %v, lone %v", n, spots, fits, o.lone)
		for _, e := range o.list {
			which += fmt.Sprintf(" %v/%v", e.score, e.maybe)
		}
		worlds(o, fits, o.lone, func(w *world) {
			for i, got := range w.places(spots, o.lone) {
				if got >= 0 {
					ever[i][got] = true
					if !rounds[got].could[i] {
						t.Fatalf("%s: %d gets a spot of round %d in %+v, and is said not to", which, i, got, w)
					}
				}
				for k, round := range rounds {
					if w.in[i] && round.sure[i] && (got < 0 || got > k) {
						t.Fatalf("%s: %d is sure of round %d and gets %d in %+v", which, i, k, got, w)
					}
				}
			}
		})
		for i := range ever {
			for k, was := range ever[i] {
				if plain && rounds[k].could[i] != was {
					t.Fatalf("%s: %d is said to be able to get a spot of round %d, and never does", which, i, k)
				}
			}
		}
		if plain {
			exact++
		}
	}
	if exact < 1000 {
		t.Fatalf("only %d cases of equal scores alone", exact)
	}
}
