package ballot

import "math/big"

// SampleSize is how many sheets must be looked at so that, if wrong or more of the sheets
// were read wrongly, all of those looked at would be right with a chance of at most
// percent in 100 (抽查张数). It is the smallest n with
//
//	C(sheets-wrong, n) / C(sheets, n) <= percent/100,
//
// computed exactly: sheets are drawn without putting any back. See Aslam, Popa and
// Rivest, On Estimating the Size and Confidence of a Statistical Audit (EVT 2007); that a
// wrong one leads to looking at all of them, so that the chance to confirm a wrong
// outcome stays bounded, is what Lindeman and Stark, A Gentle Introduction to
// Risk-limiting Audits (2012), call limiting the risk. With wrong < 1 all are looked
// at; with more wrong than there are sheets, none has to be.
func SampleSize(sheets, wrong, percent int) int {
	if wrong > sheets {
		return 0
	}
	if wrong < 1 {
		return max(sheets, 0)
	}
	missed, limit := big.NewRat(1, 1), big.NewRat(int64(percent), 100)
	n := 0
	for missed.Cmp(limit) > 0 && n < sheets {
		missed.Mul(missed, big.NewRat(int64(sheets-wrong-n), int64(sheets-n)))
		n++
	}
	return n
}

// WrongToTurn is how many entries of one subject must have been read wrongly before
// another option than the one with the most could have the most, or as many: half of
// what lies between the first two, because a wrong entry takes one from the first and
// gives one to the second. An outcome without a first is turned by one.
func WrongToTurn(options []int) int {
	first, second := 0, 0
	for _, n := range options {
		switch {
		case n > first:
			first, second = n, first
		case n > second:
			second = n
		}
	}
	return max(1, (first-second+1)/2)
}
