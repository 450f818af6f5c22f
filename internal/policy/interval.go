package policy

import "math/big"

// Interval is a span of numbers (区间), exact. A nil edge is open to that side.
type Interval struct {
	Low, High     *big.Rat
	LowIn, HighIn bool // the edge itself is in
}

// Interval of bounds; no bound on a side leaves it open.
func (b Bounds) Interval() Interval {
	return intervalOf(edge(b.AtLeast), edge(b.MoreThan), edge(b.AtMost), edge(b.LessThan))
}

// Interval of bounds; no bound on a side leaves it open.
func (b ShareBounds) Interval() Interval {
	share := func(r Ratio) *big.Rat {
		if r.IsZero() {
			return nil
		}
		return r.Rat()
	}
	return intervalOf(share(b.AtLeast), share(b.MoreThan), share(b.AtMost), share(b.LessThan))
}

// Interval of a band.
func (b Band) Interval() Interval {
	return Bounds{b.AtLeast, b.MoreThan, b.AtMost, b.LessThan}.Interval()
}

// IsZero says that no bound is given.
func (b Bounds) IsZero() bool { return b == Bounds{} }

// IsZero says that no bound is given.
func (b ShareBounds) IsZero() bool { return b == ShareBounds{} }

func edge(n Number) *big.Rat {
	if n.IsZero() {
		return nil
	}
	return n.Rat()
}

func intervalOf(atLeast, moreThan, atMost, lessThan *big.Rat) Interval {
	i := Interval{Low: atLeast, LowIn: true, High: atMost, HighIn: true}
	if moreThan != nil {
		i.Low, i.LowIn = moreThan, false
	}
	if lessThan != nil {
		i.High, i.HighIn = lessThan, false
	}
	return i
}

// Holds says whether x is in the span.
func (i Interval) Holds(x *big.Rat) bool {
	if i.Low != nil {
		if c := x.Cmp(i.Low); c < 0 || c == 0 && !i.LowIn {
			return false
		}
	}
	if i.High != nil {
		if c := x.Cmp(i.High); c > 0 || c == 0 && !i.HighIn {
			return false
		}
	}
	return true
}

// Empty says that no number is in the span.
func (i Interval) Empty() bool {
	if i.Low == nil || i.High == nil {
		return false
	}
	c := i.Low.Cmp(i.High)
	return c > 0 || c == 0 && !(i.LowIn && i.HighIn)
}

// onGrid closes the edges of a span of numbers that are all multiples of step: more than
// 89 by steps of 1 is at least 90. A step of zero is no grid.
func (i Interval) onGrid(step *big.Rat) Interval {
	if step.Sign() == 0 {
		return i
	}
	if i.Low != nil {
		n, exact := steps(i.Low, step, true)
		if exact && !i.LowIn {
			n.Add(n, big.NewInt(1))
		}
		i.Low, i.LowIn = new(big.Rat).Mul(new(big.Rat).SetInt(n), step), true
	}
	if i.High != nil {
		n, exact := steps(i.High, step, false)
		if exact && !i.HighIn {
			n.Sub(n, big.NewInt(1))
		}
		i.High, i.HighIn = new(big.Rat).Mul(new(big.Rat).SetInt(n), step), true
	}
	return i
}

// steps is x in steps, rounded up or down, and whether it is a whole number of them.
func steps(x, step *big.Rat, up bool) (n *big.Int, exact bool) {
	q := new(big.Rat).Quo(x, step)
	n = new(big.Int)
	rest := new(big.Int)
	n.DivMod(q.Num(), q.Denom(), rest)
	exact = rest.Sign() == 0
	if up && !exact {
		n.Add(n, big.NewInt(1))
	}
	return n, exact
}

// follows says how i stands to the span below it: 0 where it begins just where that ends,
// 1 with numbers between them, -1 with numbers in both.
func (i Interval) follows(below Interval, step *big.Rat) int {
	if i.Low == nil || below.High == nil {
		return -1
	}
	if step.Sign() != 0 {
		return i.Low.Cmp(new(big.Rat).Add(below.High, step))
	}
	switch c := i.Low.Cmp(below.High); {
	case c != 0:
		return c
	case i.LowIn && below.HighIn:
		return -1
	case i.LowIn || below.HighIn:
		return 0
	}
	return 1
}

// Written is an exact number for people: a decimal where it is one, else a fraction.
func Written(x *big.Rat) string {
	if x.IsInt() {
		return x.Num().String()
	}
	if digits, exact := x.FloatPrec(); exact && digits <= 6 {
		return x.FloatString(digits)
	}
	return x.RatString()
}
