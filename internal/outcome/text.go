package outcome

import (
	"fmt"
	"math/big"
	"strings"

	"shuping/internal/policy"
)

// text writes a value into a reason.
func text(v any) string {
	switch v := v.(type) {
	case *big.Rat:
		if v == nil {
			return "—"
		}
		return Shown(v)
	case []string:
		return strings.Join(v, "、")
	}
	return fmt.Sprint(v)
}

// Shown is an exact number for people: a short decimal where it is one, else a fraction with
// its decimals, cut off and never rounded up (89.999 must not be read as 90).
func Shown(x *big.Rat) string {
	s := policy.Written(x)
	if !strings.Contains(s, "/") && len(s) < 12 {
		return s
	}
	return x.RatString() + " ≈ " + cut(x, 4)
}

// ShownShare is a share of a whole: 12/33 ≈ 36.36%.
func ShownShare(part, whole int, share *big.Rat) string {
	percent := new(big.Rat).Mul(share, big.NewRat(100, 1))
	sign := " = "
	cutOff := cut(percent, 2)
	if exact, ok := new(big.Rat).SetString(cutOff); !ok || exact.Cmp(percent) != 0 {
		sign = " ≈ "
	}
	if whole > 0 {
		return fmt.Sprintf("%d/%d%s%s%%", part, whole, sign, cutOff)
	}
	return share.RatString() + sign + cutOff + "%"
}

// cut is x with that many decimals, the rest cut off.
func cut(x *big.Rat, digits int) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	n := new(big.Int).Mul(x.Num(), scale)
	n.Quo(n, x.Denom())
	s := new(big.Rat).SetFrac(n, scale).FloatString(digits)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func phrase(code string, kv ...string) policy.Phrase {
	p := policy.Phrase{Code: code}
	for i := 0; i+1 < len(kv); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[kv[i]] = kv[i+1]
	}
	return p
}
