package policy

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Number is an exact decimal number, such as points (分数): 90, 92.5, 0.01. The zero
// value is no number; 0 is written {0 1}.
type Number struct{ Num, Den int64 }

// maxNumber is the greatest number, maxDecimals the most digits behind the point.
const (
	maxNumber   = 1_000_000
	maxDecimals = 6
)

// ParseNumber reads 90 or 92.5: no sign, no exponent, at most six decimals, up to
// 1,000,000. What was written is kept: 92.50 is shown as 92.50 again.
func ParseNumber(s string) (Number, error) {
	bad := fmt.Errorf("%q is not a number such as 90 or 92.5", s)
	whole, frac, point := strings.Cut(s, ".")
	if whole == "" || point && frac == "" || len(frac) > maxDecimals || len(whole) > 7 {
		return Number{}, bad
	}
	if len(whole) > 1 && whole[0] == '0' {
		return Number{}, bad
	}
	n, err := strconv.ParseUint(whole+frac, 10, 63)
	if err != nil {
		return Number{}, bad
	}
	r := Number{int64(n), 1}
	for range len(frac) {
		r.Den *= 10
	}
	if r.Num > maxNumber*r.Den {
		return Number{}, fmt.Errorf("%q is more than %d", s, maxNumber)
	}
	return r, nil
}

// IsZero says that there is no number (0 is one).
func (n Number) IsZero() bool { return n.Den == 0 }

// Rat is the number's exact value; that of no number is 0.
func (n Number) Rat() *big.Rat {
	if n.Den == 0 {
		return new(big.Rat)
	}
	return big.NewRat(n.Num, n.Den)
}

// String writes the number as it was written in the policy.
func (n Number) String() string {
	if n.Den == 0 {
		return ""
	}
	digits := len(strconv.FormatInt(n.Den, 10)) - 1
	s := fmt.Sprintf("%0*d", digits+1, n.Num)
	if digits == 0 {
		return s
	}
	return s[:len(s)-digits] + "." + s[len(s)-digits:]
}

// MarshalText and UnmarshalText store a number as it is written.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads what ParseNumber reads; empty text is no number.
func (n *Number) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*n = Number{}
		return nil
	}
	v, err := ParseNumber(string(b))
	if err != nil {
		return err
	}
	*n = v
	return nil
}

// Rat is the share's exact value; that of no share is 0.
func (r Ratio) Rat() *big.Rat {
	if r.Den == 0 {
		return new(big.Rat)
	}
	return big.NewRat(r.Num, r.Den)
}
