package ballotbox

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"

	"shuping/internal/ballot"
)

const (
	keySize   = 64
	nonceSize = 12
	tagSize   = 16
)

// slipHash is a code as the box knows it.
type slipHash [16]byte

// boxKey is the secret of one box. Its first half hides codes, its second half
// ballots.
type boxKey struct {
	raw  [keySize]byte
	aead cipher.AEAD
}

// newKey draws a key.
func newKey(random io.Reader) (*boxKey, error) {
	var raw [keySize]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return nil, err
	}
	return keyOf(raw), nil
}

func keyOf(raw [keySize]byte) *boxKey {
	block, err := aes.NewCipher(raw[keySize/2:])
	if err != nil {
		panic(err) // unreachable unless 32 bytes are no key for AES-256
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // unreachable unless AES has another block size
	}
	return &boxKey{raw: raw, aead: aead}
}

// encode is the key as it lies in its file.
func (k *boxKey) encode() []byte {
	sum := sha256.Sum256(k.raw[:])
	return append(bytes.Clone(k.raw[:]), sum[:]...)
}

// parseKey reads a key's file.
func parseKey(data []byte) (*boxKey, error) {
	if len(data) != keySize+sha256.Size {
		return nil, fmt.Errorf("the key has %d bytes, want %d: %w", len(data), keySize+sha256.Size, ErrDamaged)
	}
	raw := [keySize]byte(data)
	if sha256.Sum256(raw[:]) != [sha256.Size]byte(data[keySize:]) {
		return nil, fmt.Errorf("the key does not have its checksum: %w", ErrDamaged)
	}
	return keyOf(raw), nil
}

// proof lets a box recognise its key without telling anything of it.
func (k *boxKey) proof() []byte {
	sum := sha256.Sum256(append([]byte("shuping box key 1\n"), k.raw[:]...))
	return sum[:]
}

// hash is the code as the box stores it. The whole input is of one length.
func (k *boxKey) hash(c Code) slipHash {
	var in [keySize/2 + codeLength]byte
	copy(in[:], k.raw[:keySize/2])
	copy(in[keySize/2:], c)
	sum := sha256.Sum256(in[:])
	return slipHash(sum[:])
}

// slotSize is how long a slot is for ballots of the form.
func slotSize(f ballot.Form) int { return nonceSize + f.Size() + tagSize }

// lock puts a ballot, as class and marks, under the key into dst, which begins
// with a fresh nonce and has room for the whole slot.
func (k *boxKey) lock(dst []byte, slot int64, plain []byte) []byte {
	var where [8]byte
	binary.BigEndian.PutUint64(where[:], uint64(slot))
	return k.aead.Seal(dst[:nonceSize], dst[:nonceSize], plain, where[:])
}

// unlock reads a slot. An empty one is not an error: ok is false.
func (k *boxKey) unlock(f ballot.Form, slot int64, data []byte) (b ballot.Ballot, ok bool) {
	if len(data) < nonceSize+1+tagSize {
		return b, false
	}
	var where [8]byte
	binary.BigEndian.PutUint64(where[:], uint64(slot))
	plain, err := k.aead.Open(nil, data[:nonceSize], data[nonceSize:], where[:])
	if err != nil {
		return b, false
	}
	return f.ReadBallot(plain), true
}
