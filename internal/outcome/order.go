package outcome

import "math/big"

// entrant is a subject in an order of scores from which a limited number of spots is given.
type entrant struct {
	*subject
	score *big.Rat // nil: not known, so it may be anywhere
	maybe bool     // it may yet have a grade from elsewhere and not be in the order at all
	gone  bool     // it surely has a spot of this or an earlier round, if it is in the order
	hoped bool     // it could have had a spot of an earlier round
}

// order are entrants; low says that less is better, lone that equal scores across an edge all go
// below it (fewer), so that one of them never has a spot without the others.
type order struct {
	list      []*entrant
	low, lone bool
	past      []*round
}

// round is what becomes of one limited number of spots. Where scores are equal or unknown, or a
// condition cannot be judged, several ends are possible: could says who gets a spot in one of
// them, sure who gets one in all of them unless an earlier round gave it one.
type round struct {
	spots       int
	could, sure []bool
	firm        int    // how many surely have a spot of this very round
	there       []bool // who surely fits and had none before, as far as is known
	ahead       []int  // how many are surely before each, for a spot of this round
}

// before says whether a is surely and whether it is possibly before b.
func (o *order) before(a, b *entrant) (surely, possibly bool) {
	if a.score == nil || b.score == nil {
		return false, true
	}
	c := a.score.Cmp(b.score)
	if c == 0 {
		return o.lone, true
	}
	return c > 0 != o.low, c > 0 != o.low
}

// next gives spots to those who fit (yes, no or unknown for each of the list), the first in order.
//
// It counts for each entrant how many can stand before it. Of those surely better, no more can be
// gone than the earlier rounds had spots for; of those possibly better, all may still be there but
// those whom an earlier round must have taken. So what it calls sure is sure, and what it rules out
// cannot be.
func (o *order) next(spots int, fits []verdict) *round {
	n := len(o.list)
	r := &round{spots: spots, could: make([]bool, n), sure: make([]bool, n), there: make([]bool, n), ahead: make([]int, n)}
	for i, e := range o.list {
		r.there[i] = !e.gone && !e.maybe && fits[i] == yes
	}
	for i, e := range o.list {
		if e.gone || fits[i] == no {
			continue
		}
		least, most := o.rivals(e, fits, r.there)
		r.ahead[i] = least
		r.could[i] = least < spots
		r.sure[i] = fits[i] == yes && most < spots
	}
	for i, e := range o.list {
		if r.sure[i] && !e.hoped && !e.maybe {
			r.firm++
		}
		e.gone = e.gone || r.sure[i]
		e.hoped = e.hoped || r.could[i]
	}
	o.past = append(o.past, r)
	return r
}

// rivals are the least and the greatest number of others who stand before e for a spot.
func (o *order) rivals(e *entrant, fits []verdict, there []bool) (least, most int) {
	better, maybe := make([]bool, len(o.list)), make([]bool, len(o.list))
	for i, other := range o.list {
		if other == e || other.gone || fits[i] == no {
			continue
		}
		surely, possibly := o.before(other, e)
		better[i], maybe[i] = surely && there[i], possibly
		if better[i] {
			least++
		}
		if possibly {
			most++
		}
	}
	least -= o.taken(len(o.past), better)
	for i, p := range o.past {
		most -= o.mustTake(i, p, e, maybe)
	}
	return max(least, 0), max(most, 0)
}

// taken is how many of some the rounds before the n-th can have taken at most.
func (o *order) taken(n int, some []bool) int {
	sum := 0
	for _, p := range o.past[:n] {
		of := 0
		for i := range some {
			if some[i] && p.could[i] {
				of++
			}
		}
		sum += min(of, max(p.spots-p.firm, 0))
	}
	return sum
}

// mustTake is how many of some a round has taken at least, if e got no spot of it: it filled its
// spots as far as there were people, and only so many of the others could have had them.
func (o *order) mustTake(n int, p *round, e *entrant, some []bool) int {
	if o.lone {
		return 0 // a spot may stay empty
	}
	there, others := make([]bool, len(o.list)), 0
	all := 0
	for i, x := range o.list {
		if x == e {
			continue
		}
		if there[i] = p.there[i]; there[i] {
			all++
		}
		if p.could[i] && !some[i] {
			others++
		}
	}
	return max(min(p.spots, all-o.taken(n, there))-others, 0)
}

// level are how many of those with e's score, itself included, a round leaves to be decided.
func (o *order) level(r *round, e *entrant) int {
	n := 0
	for i, x := range o.list {
		if e.score != nil && x.score != nil && x.score.Cmp(e.score) == 0 && r.could[i] && !r.sure[i] {
			n++
		}
	}
	return n
}
