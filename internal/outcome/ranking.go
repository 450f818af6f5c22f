package outcome

import (
	"fmt"
	"math/big"
	"slices"
	"sort"

	"shuping/internal/policy"
)

// ranking orders the subjects of a scale, or of a scale and kind, by score and gives grades from
// the top down.
func (r *reckoning) ranking() {
	rank := &r.g.Ranking
	if !rank.Holds() {
		return
	}
	groups := map[[2]string][]*subject{}
	var order [][2]string
	for _, s := range r.subjects {
		at := [2]string{s.scale, ""}
		if rank.Within == "kind" {
			at[1] = s.Kind
		}
		if groups[at] == nil {
			order = append(order, at)
		}
		groups[at] = append(groups[at], s)
	}
	for _, at := range order {
		r.rank(groups[at])
	}
}

// candidate is a subject in the order; spent: a tie has given it both grades already.
type candidate struct {
	*subject
	score *big.Rat
	at    int // in the order, from 1; equal scores share it
	spent bool
}

func (r *reckoning) rank(group []*subject) {
	rank := &r.g.Ranking
	var list []*candidate
	for _, s := range group {
		score := r.scoreNamed(s, rank.By)
		if score == nil {
			if s.open() {
				s.unknown = true
				s.say("N8.1", "grading.ranking", rank.Basis, "no-score")
			}
			continue
		}
		list = append(list, &candidate{subject: s, score: score})
	}
	low := r.lowFirst(rank.By)
	sort.SliceStable(list, func(i, j int) bool {
		c := list[i].score.Cmp(list[j].score)
		return c > 0 && !low || c < 0 && low
	})
	for i, c := range list {
		c.at = i + 1
		if i > 0 && list[i-1].score.Cmp(c.score) == 0 {
			c.at = list[i-1].at
		}
	}
	all := len(list)
	for i := range rank.Places {
		place := &rank.Places[i]
		if len(list) == 0 {
			return
		}
		if scale := place.Scale; scale != group[0].scale && !(scale == "" && group[0].scale == policy.ScalePerson) {
			continue
		}
		list = r.fill(list, all, place, fmt.Sprintf("grading.ranking.places[%d]", i))
	}
}

// fill gives one grade to as many as it is for, and returns who is left.
func (r *reckoning) fill(list []*candidate, all int, place *policy.RankPlace, key string) []*candidate {
	rank := &r.g.Ranking
	n := len(list)
	switch {
	case !place.Share.IsZero():
		n = shareToCount(place.Share, all, place.Rounding)
	case place.Count > 0:
		n = place.Count
	}
	var fit, left []*candidate
	for _, c := range list {
		v, found := r.all(c.subject, place.OnlyIf)
		switch {
		case c.spent || v == yes:
			fit = append(fit, c)
		case v == no:
			c.say("N8.1", key, rank.Basis, "passed-over", "grade", place.Grade, "found", found, "when", policy.ConditionPhrases(r.p, place.OnlyIf))
			left = append(left, c)
		default:
			c.unknown = true
			c.say("N8.1", key, rank.Basis, "passed-unknown", "grade", place.Grade, "found", found, "when", policy.ConditionPhrases(r.p, place.OnlyIf))
			left = append(left, c)
		}
	}
	if n < len(fit) {
		fit, n, left = r.edge(fit, left, n, place, key)
	}
	for _, c := range fit[:n] {
		if !c.spent {
			if !c.open() { // a line above has decided, or cannot be known
				continue
			}
			c.say("N8.1", key, rank.Basis, "ranked", "at", c.at, "of", all, "score", c.score, "grade", place.Grade)
			c.give(c.place(place.Grade))
		}
	}
	left = append(left, fit[n:]...)
	sort.SliceStable(left, func(i, j int) bool { return left[i].at < left[j].at })
	return left
}

// edge treats equal scores across the n-th place.
func (r *reckoning) edge(fit, left []*candidate, n int, place *policy.RankPlace, key string) ([]*candidate, int, []*candidate) {
	rank := &r.g.Ranking
	if n == 0 || fit[n-1].score.Cmp(fit[n].score) != 0 || fit[n].spent {
		return fit, n, left
	}
	from, until := n, n
	for from > 0 && fit[from-1].score.Cmp(fit[n].score) == 0 {
		from--
	}
	for until < len(fit) && fit[until].score.Cmp(fit[n].score) == 0 {
		until++
	}
	tied := fit[from:until]
	for _, c := range tied {
		if c.spent || !c.open() {
			continue
		}
		c.say("N8.1", key, rank.Basis, "tie", "score", c.score, "n", len(tied), "places", n-from, "grade", place.Grade, "tie", []policy.Phrase{{Code: "tie-" + rank.OnTie}})
		if rank.OnTie != "fewer" {
			at := c.place(place.Grade)
			c.give(at, min(at+1, len(c.grades)-1))
			c.spent = true
		}
	}
	if rank.OnTie == "fewer" {
		return fit, from, left
	}
	return fit, n, left
}

// shareToCount is a share of so many subjects as a number of them.
func shareToCount(share policy.Ratio, all int, rounding string) int {
	x := new(big.Rat).Mul(share.Rat(), big.NewRat(int64(all), 1))
	if rounding == "down-to-one" {
		return max(floor(x), min(1, all))
	}
	return floor(rounded(x, big.NewRat(1, 1), rounding))
}

// overflow: where the rules suggest a grade for too many, the first by total score keep it.
func (r *reckoning) overflow() {
	for i := range r.g.Quotas {
		q, key := &r.g.Quotas[i], fmt.Sprintf("grading.quotas[%d]", i)
		if q.Overflow != "next" {
			continue
		}
		if v, _ := r.all(nil, q.When); v != yes {
			continue
		}
		group := r.group(q)
		var have []*subject
		for _, s := range group {
			if len(s.given) == 1 && s.given[0] == s.place(q.Grade) && s.total != nil {
				have = append(have, s)
			}
		}
		most, limited := upper(q, len(group))
		if !limited || len(have) <= most {
			continue
		}
		sort.SliceStable(have, func(i, j int) bool { return have[i].total.Cmp(have[j].total) > 0 })
		r.cutOver(q, key, have, most)
	}
}

func (r *reckoning) cutOver(q *policy.Quota, key string, have []*subject, most int) {
	keep, tied := most, []*subject{}
	if most > 0 && have[most-1].total.Cmp(have[most].total) == 0 {
		edge := have[most].total
		keep = slices.IndexFunc(have, func(s *subject) bool { return s.total.Cmp(edge) == 0 })
		for _, s := range have[keep:] {
			if s.total.Cmp(edge) == 0 {
				tied = append(tied, s)
			}
		}
	}
	for i, s := range have {
		at := s.given[0]
		next := min(at+1, s.worst)
		switch {
		case i < keep:
			s.say("N8.2", key, q.Basis, "kept", "grade", q.Grade, "at", i+1, "most", most, "score", s.total)
		case slices.Contains(tied, s) && q.OnTie != "fewer":
			s.say("N8.2", key, q.Basis, "tie", "score", s.total, "n", len(tied), "places", most-keep, "grade", q.Grade, "tie", []policy.Phrase{{Code: "tie-" + q.OnTie}})
			s.given = []int{at, next}
		default:
			s.say("N8.2", key, q.Basis, "moved-down", "grade", q.Grade, "at", i+1, "most", most, "score", s.total, "next", s.grades[next])
			s.given = []int{next}
		}
	}
}
