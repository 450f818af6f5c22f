package policy

import (
	"fmt"
	"strconv"
	"strings"
)

// Ratio is an exact share (比例), written "1/3" or "80%". The zero value is no
// ratio and is met by nothing; see IsZero.
type Ratio struct{ Num, Den int64 }

// maxTerm keeps part*Den and Num*whole far inside 64 bits.
const maxTerm = 1_000_000

// ParseRatio reads "1/3", "80%" or "12.5%"; 0 < Num <= Den <= 1,000,000. What was written is kept:
// 80% is 80/100 and is shown as 80% again.
func ParseRatio(s string) (Ratio, error) {
	bad := fmt.Errorf("%q is not a share such as 1/3 or 80%%", s)
	var r Ratio
	if pct, ok := strings.CutSuffix(s, "%"); ok {
		r.Den = 100
		whole, frac, _ := strings.Cut(pct, ".")
		for range len(frac) {
			r.Den *= 10
		}
		n, err := strconv.ParseUint(whole+frac, 10, 31)
		if err != nil || whole == "" || r.Den > maxTerm || strings.HasSuffix(pct, ".") {
			return Ratio{}, bad
		}
		r.Num = int64(n)
	} else {
		num, den, ok := strings.Cut(s, "/")
		n, err1 := strconv.ParseUint(num, 10, 31)
		d, err2 := strconv.ParseUint(den, 10, 31)
		if !ok || err1 != nil || err2 != nil {
			return Ratio{}, bad
		}
		r.Num, r.Den = int64(n), int64(d)
	}
	if r.Num < 1 || r.Num > r.Den || r.Den > maxTerm {
		return Ratio{}, fmt.Errorf("%q is not a share above 0 and up to the whole", s)
	}
	return r, nil
}

// IsZero says that there is no ratio.
func (r Ratio) IsZero() bool { return r.Den == 0 }

// Met says whether part is at least this share of whole (以上, the share itself
// included): part*Den >= Num*whole, in integers.
func (r Ratio) Met(part, whole int) bool {
	return r.Den != 0 && int64(part)*r.Den >= r.Num*int64(whole)
}

// Need is the smallest part of whole that meets the share: 80% of 13 is 11.
func (r Ratio) Need(whole int) int {
	if r.Den == 0 {
		return 0
	}
	return int((r.Num*int64(whole) + r.Den - 1) / r.Den)
}

// NeedBeside is the smallest n that is this share of n and others together: to
// be 20% beside 45 members, 12 representatives are needed. A share of the whole
// cannot be reached beside others; then it is -1 (0 beside nobody).
func (r Ratio) NeedBeside(others int) int {
	switch {
	case r.Den == 0 || others == 0:
		return 0
	case r.Num == r.Den:
		return -1
	}
	rest := r.Den - r.Num
	return int((r.Num*int64(others) + rest - 1) / rest)
}

// String writes the ratio as it was written in the policy.
func (r Ratio) String() string {
	switch {
	case r.Den == 0:
		return ""
	case r.Den >= 100 && isPowerOfTen(r.Den):
		digits := len(strconv.FormatInt(r.Den, 10)) - 3
		s := fmt.Sprintf("%0*d", digits+1, r.Num)
		if digits == 0 {
			return s + "%"
		}
		return s[:len(s)-digits] + "." + s[len(s)-digits:] + "%"
	}
	return fmt.Sprintf("%d/%d", r.Num, r.Den)
}

func isPowerOfTen(n int64) bool {
	for n%10 == 0 {
		n /= 10
	}
	return n == 1
}

// MarshalText and UnmarshalText store a ratio as it is written.
func (r Ratio) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what ParseRatio reads; empty text is no ratio.
func (r *Ratio) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*r = Ratio{}
		return nil
	}
	v, err := ParseRatio(string(b))
	if err != nil {
		return err
	}
	*r = v
	return nil
}
