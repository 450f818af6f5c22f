package ballot

import (
	"math/big"
	"slices"
)

// Exact is an exact number in lowest terms: 3/5, 92. It is text, so that it is stored and
// compared as it is; "" is none.
type Exact string

// Rat is its value, nil for none.
func (e Exact) Rat() *big.Rat {
	if r, ok := new(big.Rat).SetString(string(e)); ok {
		return r
	}
	return nil
}

func exact(r *big.Rat) Exact {
	if r == nil {
		return ""
	}
	return Exact(r.RatString())
}

// Finding is what one line of the form came to (测评结果), by the rules of the form: exact,
// nothing rounded.
type Finding struct {
	// Given is how many entries gave an answer.
	Given int `json:"given"`
	// Whole is how many entries the shares are of, where all ballots are worth the same; 0 where
	// parts have weights.
	Whole int `json:"whole,omitempty"`
	// Shares are the shares of the options of a choice, by the weights of the parts; none where no
	// entry, or no entry of some part, was given.
	Shares []Exact `json:"shares,omitempty"`
	// Mean is the mean of the numbers or places, by the weights of the parts.
	Mean Exact `json:"mean,omitempty"`
	// Without are the ids of parts that gave no entry.
	Without []string `json:"without,omitempty"`
}

// Whole is how many entries of a count a share of the question is of: those that gave an
// answer, without the unsure, and with the blank where they are abstentions.
func (f Form) Whole(q *Question, c Count) int {
	n := 0
	for i, k := range c.Options {
		if q.Kind != Choice || !slices.Contains(f.Unsure, q.Options[i]) {
			n += k
		}
	}
	if f.Abstain {
		n += c.Blank
	}
	return n
}

// Findings are what the tallies come to, line by line. Tallies of one class, such as those
// of phone and paper, are added. The error is the *Fault of tallies that are not of the form.
func (f Form) Findings(tallies []Tally) ([]Finding, error) {
	byClass, err := merge(tallies)
	if err != nil {
		return nil, err
	}
	asked, lines := f.Asked(), f.Lines()
	for _, t := range byClass {
		if len(t.Subjects) != len(lines) {
			return nil, fault(FaultLines, len(t.Subjects), len(lines))
		}
		for i, c := range t.Subjects {
			if want := asked[lines[i].Question].Columns(); len(c.Options) != want {
				return nil, &Fault{Code: FaultColumns, Subject: i, Option: -1, Got: len(c.Options), Want: want}
			}
		}
	}
	out := make([]Finding, len(lines))
	for i, l := range lines {
		out[i] = f.finding(&asked[l.Question], l.Subject, f.partsOf(l, byClass, i))
	}
	return out, nil
}

// weighed is what one part gave on one line.
type weighed struct {
	id     string
	weight *big.Rat
	count  Count
}

// partsOf are the parts that a line's subject meets; one of all without weights.
func (f Form) partsOf(l Line, byClass []Tally, line int) (out []weighed) {
	columns := f.Asked()[l.Question].Columns()
	sum := func(in func(class int) bool) Count {
		c := Count{Options: make([]int, columns)}
		for _, t := range byClass {
			if in(t.Class) {
				c.add(t.Subjects[line])
			}
		}
		return c
	}
	if len(f.Parts) == 0 {
		return []weighed{{"", big.NewRat(1, 1), sum(func(int) bool { return true })}}
	}
	for _, p := range f.Parts {
		if p.about(l.Subject) {
			out = append(out, weighed{p.ID, big.NewRat(p.Num, p.Den), sum(func(class int) bool { return slices.Contains(p.Classes, class) })})
		}
	}
	return out
}

func (f Form) finding(q *Question, subject int, parts []weighed) Finding {
	var out Finding
	for _, p := range parts {
		out.Given += p.count.Valid()
	}
	if len(f.Parts) == 0 {
		out.Whole = f.Whole(q, parts[0].count)
	}
	if q.Kind != Choice {
		mean, without := f.join(parts, func(c Count) *big.Rat { return q.mean(c) })
		out.Mean, out.Without = exact(mean), without
		return out
	}
	for o := range q.Options {
		share, without := f.join(parts, func(c Count) *big.Rat {
			all := f.Whole(q, c)
			if all == 0 {
				return nil
			}
			return big.NewRat(int64(c.Options[o]), int64(all))
		})
		out.Without = without
		if share == nil {
			return out
		}
		out.Shares = append(out.Shares, exact(share))
	}
	for o, text := range q.Options { // who does not know is in no whole
		if slices.Contains(f.Unsure, text) {
			out.Shares[o] = ""
		}
	}
	return out
}

// join joins a value of each part by the weights. A part without one makes that there is
// no result, unless its weight is spread over the others.
func (f Form) join(parts []weighed, value func(Count) *big.Rat) (sum *big.Rat, without []string) {
	sum = new(big.Rat)
	weights := new(big.Rat)
	for _, p := range parts {
		v := value(p.count)
		if v == nil {
			if p.id != "" {
				without = append(without, p.id)
			}
			continue
		}
		sum.Add(sum, v.Mul(v, p.weight))
		weights.Add(weights, p.weight)
	}
	if weights.Sign() == 0 || len(without) > 0 && !f.Spread {
		return nil, without
	}
	return sum.Quo(sum, weights), without
}

// mean is the mean of the numbers or places of a count, so many of the highest and of the
// lowest left out; nil where none is left.
func (q *Question) mean(c Count) *big.Rat {
	left := slices.Clone(c.Options)
	for drop, i := q.Range.Drop, 0; i < len(left) && drop > 0; i++ {
		k := min(drop, left[i])
		left[i], drop = left[i]-k, drop-k
	}
	for drop, i := q.Range.Drop, len(left)-1; i >= 0 && drop > 0; i-- {
		k := min(drop, left[i])
		left[i], drop = left[i]-k, drop-k
	}
	sum, n := new(big.Rat), 0
	for i, k := range left {
		if k > 0 {
			sum.Add(sum, new(big.Rat).Mul(q.value(i), big.NewRat(int64(k), 1)))
			n += k
		}
	}
	if n == 0 {
		return nil
	}
	return sum.Quo(sum, big.NewRat(int64(n), 1))
}
