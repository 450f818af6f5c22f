package ballot

import "math/bits"

// Verdict is what one entry of a ballot is (N7.1).
type Verdict string

const (
	Valid    Verdict = "valid"    // exactly one answer
	Blank    Verdict = "blank"    // none (不选)
	Multiple Verdict = "multiple" // several (多选)
	Breach   Verdict = "breach"   // against a rule about the whole ballot (超限)
	Self     Verdict = "self"     // the voter's own line (本人)
)

// Verdict judges the entry of a choice; only this entry, whatever the others are.
func (m Mark) Verdict() Verdict {
	switch bits.OnesCount16(uint16(m)) {
	case 0:
		return Blank
	case 1:
		return Valid
	}
	return Multiple
}

// Option is the index of the ticked option of a valid entry, -1 for the others.
func (m Mark) Option() int {
	if m.Verdict() != Valid {
		return -1
	}
	return bits.TrailingZeros16(uint16(m))
}

// Tick is the mark with one option ticked. i is 0 to 7.
func Tick(i int) Mark { return 1 << i }
