package outcome

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"shuping/internal/policy"
)

// entry is what one ballot says about one subject at one question, judged.
type entry struct {
	subject string
	q       policy.Question
	option  string
	score   *big.Rat
	place   int
	blank   bool
	invalid bool
}

// cast judges one ballot by the rules of the form and puts its entries on the piles.
func (r *reckoning) cast(s *session, key string, b *Ballot) {
	if b.Times == 0 {
		b.Times = 1
	}
	if !r.classFits(s, key, b.Class) {
		return
	}
	class, _ := s.kind.ClassByID(b.Class)
	if class.NotSelf && b.By == "" {
		r.faults.add(key+".by", "missing", "key", "by")
		return
	}
	for _, id := range slices.Sorted(maps.Keys(b.Marks)) {
		r.known(join(key+".marks", id), "unknown-subject", id, r.ids())
	}
	var entries []*entry
	for i := range r.n.Subjects {
		n := &r.n.Subjects[i]
		if !r.onBallot(s, n, class, b) {
			if b.Marks[n.ID] != nil {
				r.faults.add(join(key+".marks", n.ID), "not-on-ballot", "subject", n.ID, "class", b.Class)
			}
			continue
		}
		entries = append(entries, r.marks(s, join(key+".marks", n.ID), n, b.Marks[n.ID])...)
	}
	ranked(entries)
	capped(&s.kind.Ballot, entries)
	for _, e := range entries {
		p := s.pile(e.subject, e.q.ID, b.Class)
		switch {
		case e.invalid:
			p.invalid += b.Times
		case e.blank:
			p.blank += b.Times
		case e.score != nil:
			p.scores = append(p.scores, scored{e.score, b.Times})
		case e.place > 0:
			p.places[e.place] += b.Times
		default:
			p.options[e.option] += b.Times
		}
	}
}

// onBallot says whether a voter of that class votes on the subject at this meeting.
func (r *reckoning) onBallot(s *session, n *Subject, class policy.Class, b *Ballot) bool {
	if s.Subject != "" && s.Subject != n.ID {
		return false
	}
	return policy.Concerns(class.RatesKinds, nil, n.Kind, "") && !(class.NotSelf && b.By == n.ID)
}

// marks judges what stands beside one subject, question by question.
func (r *reckoning) marks(s *session, key string, n *Subject, mark any) []*entry {
	asked := r.asked(s.kind, n)
	byQuestion, ok := mark.(map[string]any)
	if ok {
		var ids []string
		for _, q := range asked {
			ids = append(ids, q.ID)
		}
		for _, id := range slices.Sorted(maps.Keys(byQuestion)) {
			r.known(join(key, id), "unknown-question", id, ids)
		}
	} else if len(asked) > 1 && mark != nil {
		r.faults.add(key, "mark-question")
		return nil
	}
	var all []*entry
	for _, q := range asked {
		v := mark
		if ok {
			v = byQuestion[q.ID]
		}
		e := &entry{subject: n.ID, q: q}
		r.mark(key, e, v)
		all = append(all, e)
	}
	return all
}

// mark judges one mark: nothing, an option, several, a number.
func (r *reckoning) mark(key string, e *entry, v any) {
	list, many := v.([]any)
	if many && len(list) == 1 {
		v, many = list[0], false
	}
	if v == nil || v == "" || many && len(list) == 0 {
		e.blank = true
		return
	}
	switch e.q.Kind {
	case policy.KindScore, policy.KindRank:
		number, ok := v.(json.Number)
		x, fine := ratOf(string(number))
		switch {
		case many:
			e.invalid = true
		case !ok:
			r.faults.add(key, "not-number", "got", shown(v))
		case e.q.Kind == policy.KindRank:
			e.place, _ = strconv.Atoi(string(number))
			e.invalid = e.place < 1 || e.place > e.q.Rank.Places
		case fine && inRange(&e.q.Score, x):
			e.score = x
		default:
			e.invalid = true
		}
		return
	}
	if !many {
		list = []any{v}
	}
	for i, o := range list {
		option, ok := o.(string)
		if !ok {
			r.faults.add(key, "not-text", "got", shown(o))
			return
		}
		if !r.known(fmt.Sprint(key), "unknown-option", option, e.q.Options) {
			return
		}
		e.option = option
		e.invalid = i > 0
	}
}

// ranked: places without ties or gaps, or none of them counts.
func ranked(entries []*entry) {
	byQuestion := map[string][]*entry{}
	for _, e := range entries {
		if e.q.Kind == policy.KindRank {
			byQuestion[e.q.ID] = append(byQuestion[e.q.ID], e)
		}
	}
	for _, list := range byQuestion {
		given, bad := map[int]bool{}, false
		for _, e := range list {
			bad = bad || e.invalid || e.place > 0 && given[e.place]
			if e.place > 0 {
				given[e.place] = true
			}
		}
		want := min(list[0].q.Rank.Places, len(list))
		for place := 1; place <= want; place++ {
			bad = bad || !given[place]
		}
		if !bad || len(given) == 0 && !slices.ContainsFunc(list, func(e *entry) bool { return e.invalid }) {
			continue // all in order, or the question left blank
		}
		for _, e := range list {
			e.invalid, e.blank = true, false
		}
	}
}

// capped makes invalid what a ballot gives more often than it may.
func capped(b *policy.Ballot, entries []*entry) {
	for _, c := range b.Caps {
		byQuestion := map[string][]*entry{}
		subjects := map[string]int{}
		for _, e := range entries {
			if c.Question != "" && c.Question != e.q.ID {
				continue
			}
			subjects[e.q.ID]++
			if !e.invalid && !e.blank && e.option == c.Option {
				byQuestion[e.q.ID] = append(byQuestion[e.q.ID], e)
			}
		}
		for id, with := range byQuestion {
			most := c.AtMost
			if !c.Share.IsZero() {
				most = floor(new(big.Rat).Mul(c.Share.Rat(), big.NewRat(int64(subjects[id]), 1)))
			}
			if len(with) <= most {
				continue
			}
			switch c.Breach {
			case "ballot":
				with = entries
			case "later":
				with = with[most:]
			}
			for _, e := range with {
				e.invalid, e.blank = true, false
			}
		}
	}
}

func floor(x *big.Rat) int {
	return int(new(big.Int).Div(x.Num(), x.Denom()).Int64())
}
