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
// its decimals rounded.
func Shown(x *big.Rat) string {
	s := policy.Written(x)
	if !strings.Contains(s, "/") && len(s) < 12 {
		return s
	}
	return x.RatString() + " ≈ " + near(x, 4)
}

// ShownShare is a share of a whole: 12/33 ≈ 36.36%.
func ShownShare(part, whole int, share *big.Rat) string {
	percent := new(big.Rat).Mul(share, big.NewRat(100, 1))
	sign, shown := " = ", near(percent, 2)
	if exact, ok := new(big.Rat).SetString(shown); !ok || exact.Cmp(percent) != 0 {
		sign = " ≈ "
	}
	if whole > 0 {
		return fmt.Sprintf("%d/%d%s%s%%", part, whole, sign, shown)
	}
	return share.RatString() + sign + shown + "%"
}

// near is x with that many decimals (四舍五入), and with more where it would else be read as a whole or
// a half that it is not: 89.999 is not 90.
func near(x *big.Rat, digits int) string {
	for ; ; digits++ {
		s := x.FloatString(digits)
		if digits > 0 {
			s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
		}
		shown, _ := new(big.Rat).SetString(s)
		if halves := new(big.Rat).Add(shown, shown); !halves.IsInt() || shown.Cmp(x) == 0 || digits >= 12 {
			return s
		}
	}
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
