package policy

// Exceeded says whether part is more than this share of whole (超过、过半, the share itself
// excluded), in integers.
func (r Ratio) Exceeded(part, whole int) bool {
	return r.Den != 0 && int64(part)*r.Den > r.Num*int64(whole)
}

// Over is the smallest part of whole that exceeds the share: more than 1/2 of 20 is 11.
func (r Ratio) Over(whole int) int {
	if r.Den == 0 {
		return 0
	}
	return int(r.Num*int64(whole)/r.Den) + 1
}

// OverBeside is the smallest n that is more than this share of n and others together; -1 where
// no number is, as nothing is more than the whole.
func (r Ratio) OverBeside(others int) int {
	switch {
	case r.Den == 0:
		return 0
	case r.Num == r.Den:
		return -1
	}
	return int(r.Num*int64(others)/(r.Den-r.Num)) + 1
}

// Need is how many of the classes must be present where so many are expected.
func (q *Quorum) Need(expected int) int {
	switch {
	case q.Count > 0:
		return q.Count
	case !q.MoreThan.IsZero():
		return q.MoreThan.Over(expected)
	}
	return max(1, q.AtLeast.Need(expected))
}

// Need is how many of the classes must be present beside so many others; -1 where no number is
// enough.
func (c *Composition) Need(others int) int {
	switch {
	case c.Count > 0:
		return c.Count
	case !c.MoreThan.IsZero():
		return c.MoreThan.OverBeside(others)
	}
	if n := c.AtLeast.NeedBeside(others); n != 0 {
		return n
	}
	return 1
}

// Need is how many ballots must come back of so many.
func (r *Returned) Need(whole int) int {
	if !r.MoreThan.IsZero() {
		return r.MoreThan.Over(whole)
	}
	return r.AtLeast.Need(whole)
}
