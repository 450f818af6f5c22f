package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Hash is a SHA-256 sum. As text it is 64 lower-case hexadecimal digits.
type Hash [sha256.Size]byte

// IsZero reports whether all bytes are zero, as in the Prev of a first record.
func (h Hash) IsZero() bool { return h == Hash{} }

// String returns the 64 digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText returns the 64 digits.
func (h Hash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

// UnmarshalText reads exactly 64 lower-case hexadecimal digits, the only way a
// hash is written.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) != 2*len(h) {
		return fmt.Errorf("hash has %d characters, want %d", len(text), 2*len(h))
	}
	for i, c := range text {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return fmt.Errorf("hash has %q at %d, want a lower-case hexadecimal digit", c, i)
		}
	}
	_, err := hex.Decode(h[:], text)
	return err
}
