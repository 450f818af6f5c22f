package ballotbox

import (
	"io"
	"strings"
)

// Code is a one-time code (选票码) as it is stored nowhere but on its slip: 17
// random characters, 85 bits, and a check character, out of an alphabet without
// I, L, O and U. It is not tied to a person.
type Code string

const (
	codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeRandom  = 17
	codeLength  = codeRandom + 1
	codeGroup   = 6
)

// String is the code as it is printed and typed: XXXXXX-XXXXXX-XXXXXX.
func (c Code) String() string {
	if len(c) != codeLength {
		return string(c)
	}
	return string(c[:codeGroup] + "-" + c[codeGroup:2*codeGroup] + "-" + c[2*codeGroup:])
}

// Path is the code as one element of a URL path, for the QR code on the slip.
func (c Code) Path() string { return string(c) }

// ParseCode reads a code as people type it: lower or upper case, with or without
// spaces and dashes, also full-width ones as Chinese keyboards give them, O for 0,
// I and L for 1. Each single wrong character and each exchange of two is noticed.
// The error is ErrMistyped.
func ParseCode(text string) (Code, error) {
	if len(text) > 200 {
		return "", ErrMistyped
	}
	var b strings.Builder
	for _, r := range text {
		if r >= '！' && r <= '～' { // full-width forms stand 0xFEE0 above ASCII
			r -= 0xFEE0
		}
		switch r {
		case ' ', '-', '\t', '\u3000', '‐', '–', '—', '_':
			continue
		case 'o', 'O':
			r = '0'
		case 'i', 'I', 'l', 'L':
			r = '1'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		if r > 127 || strings.IndexByte(codeLetters, byte(r)) < 0 {
			return "", ErrMistyped
		}
		b.WriteByte(byte(r))
	}
	c := b.String()
	if len(c) != codeLength || checkLetter(c[:codeRandom]) != c[codeRandom] {
		return "", ErrMistyped
	}
	return Code(c), nil
}

// newCode draws a code.
func newCode(random io.Reader) (Code, error) {
	var raw [codeLength]byte
	if _, err := io.ReadFull(random, raw[:codeRandom]); err != nil {
		return "", err
	}
	for i, r := range raw[:codeRandom] {
		raw[i] = codeLetters[r&31] // 32 letters: no letter is likelier than another
	}
	raw[codeRandom] = checkLetter(string(raw[:codeRandom]))
	return Code(raw[:]), nil
}

// checkLetter is the sum of the letters' values in the field of 32 elements
// (x^5 + x^2 + 1), each times another power of x. One wrong letter, or two
// exchanged, always change the sum.
func checkLetter(letters string) byte {
	sum := 0
	for i := range len(letters) {
		sum = times2(sum) ^ strings.IndexByte(codeLetters, letters[i])
	}
	return codeLetters[times2(sum)]
}

// times2 multiplies by x in the field of 32 elements.
func times2(v int) int {
	v <<= 1
	if v&32 != 0 {
		v ^= 0b100101
	}
	return v
}
