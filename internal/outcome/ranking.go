package outcome

import (
	"fmt"
	"slices"

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
	var keys [][2]string
	for _, s := range r.subjects {
		at := [2]string{s.scale, ""}
		if rank.Within == "kind" {
			at[1] = s.Kind
		}
		if groups[at] == nil {
			keys = append(keys, at)
		}
		groups[at] = append(groups[at], s)
	}
	for _, at := range keys {
		r.rank(groups[at])
	}
}

// rank gives the places to one group. Who has a grade already is not in the order, but counts for
// the shares; who has no score, or may yet get a grade by a line, may be anywhere in it.
func (r *reckoning) rank(group []*subject) {
	rank := &r.g.Ranking
	o := &order{low: r.p.LowFirst(rank.By), lone: rank.OnTie == "fewer"}
	for _, s := range group {
		if len(s.given) > 0 {
			continue
		}
		e := &entrant{subject: s, score: r.scoreNamed(s, rank.By), maybe: s.unknown}
		if e.score == nil && s.open() {
			s.unknown = true
			s.say("N8.1", "grading.ranking", rank.Basis, "no-score")
		}
		o.list = append(o.list, e)
	}
	could := make([][]int, len(o.list)) // places in the grades
	for i := range rank.Places {
		place := &rank.Places[i]
		if scale := place.Scale; len(o.list) == 0 || scale != group[0].scale && !(scale == "" && group[0].scale == policy.ScalePerson) {
			continue
		}
		r.fill(o, len(group), place, fmt.Sprintf("grading.ranking.places[%d]", i), could)
	}
	for i, e := range o.list {
		if !e.open() {
			continue
		}
		sure := e.gone // else it may be left without any place
		if len(could[i]) > 1 && len(e.ties) == 0 || len(could[i]) > 0 && !sure {
			e.say("N8.1", "grading.ranking", rank.Basis, "ranked-open", "score", e.score, "grades", e.names(could[i]))
		}
		switch {
		case len(could[i]) > 0 && sure:
			e.give(could[i]...)
		case len(could[i]) > 0:
			e.unknown = true
		}
	}
}

// fill gives the grade of one place.
func (r *reckoning) fill(o *order, all int, place *policy.RankPlace, key string, could [][]int) {
	rank := &r.g.Ranking
	spots := all
	switch {
	case !place.Share.IsZero():
		spots = place.Share.Portion(all, place.Rounding)
	case place.Count > 0:
		spots = place.Count
	}
	fits := make([]verdict, len(o.list))
	for i, e := range o.list {
		v, found := r.all(e.subject, place.OnlyIf)
		fits[i] = v
		code := map[verdict]string{no: "passed-over", unknown: "passed-unknown"}[v]
		if code != "" && e.open() && !e.gone {
			e.say("N8.1", key, rank.Basis, code, "grade", place.Grade, "found", found, "when", policy.ConditionPhrases(r.p, place.OnlyIf))
		}
	}
	taken := o.next(spots, fits)
	for i, e := range o.list {
		if !e.open() || !taken.could[i] {
			continue
		}
		could[i] = append(could[i], e.place(place.Grade))
		switch level := o.level(taken, e); {
		case taken.sure[i] && len(could[i]) == 1:
			first, last := o.at(e)
			code := "ranked"
			if first != last {
				code = "ranked-among"
			}
			e.say("N8.1", key, rank.Basis, code, "at", first, "last", last, "of", len(o.list), "score", e.score, "grade", place.Grade)
		case !taken.sure[i] && level > 1:
			e.say("N8.1", key, rank.Basis, "tie", "score", e.score, "n", level, "places", spots-taken.ahead[i], "grade", place.Grade, "tie", r.tie(rank.OnTie))
			e.ties = append(e.ties, tie{"grading.ranking", rank.Basis, rank.OnTie})
		}
	}
}

// at are the first and the last place in the order that an entrant can have.
func (o *order) at(e *entrant) (first, last int) {
	first, last = 1, 1
	for _, other := range o.list {
		if other == e || other.score != nil && e.score != nil && other.score.Cmp(e.score) == 0 {
			continue // equal scores share a place
		}
		surely, possibly := o.before(other, e)
		if surely && !other.maybe {
			first++
		}
		if possibly {
			last++
		}
	}
	return first, last
}

// tie is an edge across which a subject has the same score or votes as others.
type tie struct {
	key string
	policy.Basis
	how string // run-off, committee, fewer; better, worse
}

func (r *reckoning) tie(how string) []policy.Phrase {
	return []policy.Phrase{phrase("tie-"+how, "authority", r.p.Authority)}
}

// names are the names of places in the subject's grades.
func (s *subject) names(places []int) []string {
	var all []string
	for _, at := range slices.Sorted(slices.Values(places)) {
		all = append(all, s.grades[at])
	}
	return all
}
