package ballotbox

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
)

// commit writes the ballots of a pile with one sync. The slots are drawn
// here, and nothing in the pile tells which slip belongs to which slot. disk
// is held.
func (b *Box) commit(p *pile) error {
	keys, err := b.drawSlots(len(p.slips))
	if err != nil {
		return err
	}
	full, err := b.lockAll(p, keys)
	if err != nil {
		return err
	}
	if err := b.store.fail("cast: before commit"); err != nil {
		return err
	}
	slips := make([]slipHash, len(p.slips))
	for i, slip := range p.slips {
		slips[i] = slip.hash
	}
	if err := b.file.piles.lay(slips, full); err != nil {
		return err
	}
	b.file.late += len(slips)
	return b.store.fail("cast: after commit")
}

// lockAll encrypts the ballots of the pile, the i-th for slot keys[i].
func (b *Box) lockAll(p *pile, keys []int64) ([]filled, error) {
	one, size := len(p.plain)/len(p.slips), slotSize(b.form)
	b.scratch = slices.Grow(b.scratch[:0], size*len(keys))[:size*len(keys)]
	nonces := make([]byte, nonceSize*len(keys))
	if _, err := io.ReadFull(b.store.random, nonces); err != nil {
		return nil, err
	}
	full := make([]filled, len(keys))
	for i, k := range keys {
		data := b.scratch[size*i : size*(i+1) : size*(i+1)]
		copy(data, nonces[nonceSize*i:nonceSize*(i+1)])
		full[i] = filled{k, b.key.lock(data, k, p.plain[one*i:one*(i+1)])}
	}
	return full, nil
}

// drawSlots takes n empty slots at random.
func (b *Box) drawSlots(n int) ([]int64, error) {
	if n > len(b.free) {
		return nil, fmt.Errorf("%d ballots for %d empty slots: %w", n, len(b.free), ErrDamaged)
	}
	raw := make([]byte, 8*n)
	if _, err := io.ReadFull(b.store.random, raw); err != nil {
		return nil, err
	}
	for i := range n {
		last := len(b.free) - 1 - i
		// 64 random bits over at most a million slots: the bias is below 2^-44.
		j := int(binary.LittleEndian.Uint64(raw[8*i:]) % uint64(last+1))
		b.free[j], b.free[last] = b.free[last], b.free[j]
	}
	keys := b.free[len(b.free)-n:]
	b.free = b.free[:len(b.free)-n]
	return keys, nil
}
