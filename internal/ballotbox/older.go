package ballotbox

import (
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"slices"
)

// adopt brings the ballots of a table to their places in which an earlier shuping laid
// piles, and removes the table.
func (f *file) adopt(slotSize int) error {
	there := false
	err := f.query("SELECT 1 FROM sqlite_schema WHERE name = 'pile'", 1, func([]driver.Value) error {
		there = true
		return nil
	})
	if err != nil || !there {
		return err
	}
	var slips []slipHash
	var slots []filled
	err = f.query("SELECT slips, slots FROM pile", 2, func(row []driver.Value) error {
		const hash = len(slipHash{})
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
	if err != nil {
		return err
	}
	return f.within(func() error {
		if err := f.markUsed(slips); err != nil {
			return err
		}
		if err := f.putSlots(slots, slotSize); err != nil {
			return err
		}
		return f.exec("DROP TABLE pile")
	})
}
