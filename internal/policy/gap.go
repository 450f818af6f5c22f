package policy

import (
	"fmt"
	"reflect"
	"slices"
)

// Gap is something that a policy says and that a year and its meetings do not carry
// yet, or something that they need and it does not say. Such a policy can be checked,
// explained, compared and tried, but a year must not be opened with it: it would be
// run by other rules than the notice's. Its words are in the language catalogue under
// policy.gap.<Code>.
type Gap struct {
	Key  string `json:"key"`  // such as meetings[0].ballot.weights
	Code string `json:"code"` // try-only, or live-needs
}

// Gaps are all gaps between the policy and what a year carries out; none: nil. Whoever
// opens a year asks for them first and refuses if there are any.
func Gaps(p *Policy) []Gap {
	var gaps []Gap
	if p.Window.From == "" {
		gaps = append(gaps, Gap{"window", "live-needs"})
	}
	if len(p.Acts) == 0 {
		gaps = append(gaps, Gap{"acts", "live-needs"})
	}
	return tryOnly(gaps, "", reflect.ValueOf(*p))
}

// tryOnly adds the outermost keys with a value that are marked try.
func tryOnly(gaps []Gap, path string, v reflect.Value) []Gap {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			gaps = tryOnly(gaps, fmt.Sprintf("%s[%d]", path, i), v.Index(i))
		}
	case reflect.Struct:
		if _, below := structIn(v.Type()); below == nil {
			return gaps
		}
		for _, k := range keysOf(v.Type()) {
			f := v.FieldByName(k.Field.Name)
			switch at := join(path, k.Name); {
			case k.Basis || f.IsZero():
			case k.Try && !slices.Contains(k.Live, fmt.Sprint(f.Interface())):
				gaps = append(gaps, Gap{at, "try-only"})
			default:
				gaps = tryOnly(gaps, at, f)
			}
		}
	}
	return gaps
}
