package ballotbox

import (
	"bytes"
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"slices"
)

// filled is a slot with its ballot.
type filled struct {
	key  int64
	data []byte
}

// lay stores a pile: the codes it uses and the slots it fills, each in the order of
// their own keys, as one row. It is durable when lay returns nil. Writing each slip
// and slot at its place would take ten times the pages.
func (f *file) lay(key int64, slips []slipHash, slots []filled) error {
	slices.SortFunc(slips, func(x, y slipHash) int { return bytes.Compare(x[:], y[:]) })
	slices.SortFunc(slots, func(x, y filled) int { return cmp.Compare(x.key, y.key) })
	codes := make([]byte, 0, len(slips)*len(slipHash{}))
	for i := range slips {
		codes = append(codes, slips[i][:]...)
	}
	ballots := make([]byte, 0, len(slots)*(8+len(slots[0].data)))
	for _, s := range slots {
		ballots = binary.BigEndian.AppendUint64(ballots, uint64(s.key))
		ballots = append(ballots, s.data...)
	}
	f.args = [3]driver.NamedValue{{Ordinal: 1, Value: key}, {Ordinal: 2, Value: codes}, {Ordinal: 3, Value: ballots}}
	if _, err := f.addPile.ExecContext(context.Background(), f.args[:]); err != nil { // one statement is a transaction
		return err
	}
	f.late += len(slips)
	return nil
}

// fold brings all piles to their places, in one transaction: what has come since
// the last time becomes one pile, and then none.
func (f *file) fold(slotSize int) error {
	slips, slots, err := f.piles(slotSize)
	if err != nil || len(slips) == 0 {
		return err
	}
	err = f.within(func() error {
		err := f.many("UPDATE slip SET state = 1 WHERE hash = ? AND state = 0", func(exec func(...driver.Value) error) error {
			for i := range slips {
				if err := exec(slips[i][:]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		err = f.many("UPDATE slot SET ballot = ?2 WHERE key = ?1", func(exec func(...driver.Value) error) error {
			for _, s := range slots {
				if err := exec(s.key, s.data); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return f.exec("DELETE FROM pile")
	})
	if err == nil {
		f.late = 0
	}
	return err
}

// piles reads what was laid, all piles together, in the order of the keys.
func (f *file) piles(slotSize int) (slips []slipHash, slots []filled, err error) {
	const hash = len(slipHash{})
	err = f.query("SELECT slips, slots FROM pile", 2, func(row []driver.Value) error {
		codes, ok1 := row[0].([]byte)
		ballots, ok2 := row[1].([]byte)
		n := len(codes) / hash
		if !ok1 || !ok2 || len(codes) != n*hash || len(ballots) != n*(8+slotSize) {
			return fmt.Errorf("table pile: %w", ErrDamaged)
		}
		for c := range slices.Chunk(codes, hash) {
			slips = append(slips, slipHash(c))
		}
		for b := range slices.Chunk(ballots, 8+slotSize) {
			slots = append(slots, filled{int64(binary.BigEndian.Uint64(b)), b[8:]})
		}
		return nil
	})
	slices.SortFunc(slips, func(x, y slipHash) int { return bytes.Compare(x[:], y[:]) })
	slices.SortFunc(slots, func(x, y filled) int { return cmp.Compare(x.key, y.key) })
	return slips, slots, err
}
