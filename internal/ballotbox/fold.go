package ballotbox

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
)

// fold brings all piles to their places, in one transaction: what has come since the
// last time becomes one pile. Folding the same piles again, because a crash came before
// they were wiped, changes nothing.
func (f *file) fold(slotSize int) error {
	slips, slots, err := f.piles.all(slotSize)
	if err != nil {
		return err
	}
	if len(slips) == 0 {
		return nil
	}
	return f.within(func() error {
		if err := f.markUsed(slips); err != nil {
			return err
		}
		return f.putSlots(slots, slotSize)
	})
}

// wipe removes what tells in which piles ballots came that are at their places: first
// SQLite's log is carried into the box, then the piles, until then the other copy, are
// overwritten.
func (f *file) wipe(fail func(step string) error) error {
	if err := fail("cut"); err != nil {
		return err
	}
	if err := f.cut(); err != nil {
		return err
	}
	if err := fail("wipe"); err != nil {
		return err
	}
	if err := f.piles.clear(); err != nil {
		return err
	}
	f.late = 0
	return nil
}

// markUsed takes slips as used, all in one statement: one for each would take three
// times as long.
func (f *file) markUsed(slips []slipHash) error {
	all := make([]byte, 0, len(slips)*len(slipHash{}))
	for i := range slips {
		all = append(all, slips[i][:]...)
	}
	return f.change(len(slips), `UPDATE slip SET state = 1 WHERE state < 2 AND hash IN (
	  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
	  SELECT substr(?1, 16 * i + 1, 16) FROM n)`, all, int64(len(slips)))
}

// putSlots puts ballots into their slots.
func (f *file) putSlots(slots []filled, slotSize int) error {
	keys, data := []byte{'['}, make([]byte, 0, len(slots)*slotSize)
	for i, s := range slots {
		if i > 0 {
			keys = append(keys, ',')
		}
		keys = strconv.AppendInt(keys, s.key, 10)
		data = append(data, s.data...)
	}
	return f.change(len(slots), `UPDATE slot SET ballot = substr(?2, ?3 * j.key + 1, ?3)
	  FROM json_each(?1) AS j WHERE slot.key = j.value`, string(append(keys, ']')), data, int64(slotSize))
}

// change runs a statement that must change so many rows.
func (f *file) change(want int, sql string, args ...driver.Value) error {
	if want == 0 {
		return nil
	}
	s, err := f.conn.Prepare(sql)
	if err != nil {
		return err
	}
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	res, err := s.(stmt).ExecContext(context.Background(), named)
	if err == nil {
		var n int64
		if n, err = res.RowsAffected(); err == nil && n != int64(want) {
			err = fmt.Errorf("%d of %d ballots find their places: %w", n, want, ErrDamaged)
		}
	}
	return errors.Join(err, s.Close())
}
