package ballotbox

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"

	"shuping/internal/ballot"
)

// state is what became of a slip. The numbers are stored.
type state int8

const (
	unused  state = 0
	used    state = 1
	spoilt  state = 2
	pending state = 3 // its ballot waits for a commit; never stored
)

// slip is one code in memory.
type slip struct {
	hash  slipHash
	class int
	state state
	pile  *pile // where its ballot waits while pending
}

// content is everything in a box's file.
type content struct {
	meta
	slips   map[slipHash]*slip
	free    []int64         // keys of empty slots
	slots   []int64         // keys of all slots
	ballots []ballot.Ballot // in no order that means anything
}

// meta is the row of the table meta.
type meta struct {
	form   ballot.Form
	closed bool
}

// readMeta reads the form and whether the box is closed, and checks that the key
// belongs to the box.
func (f *file) readMeta(key *boxKey) (m meta, err error) {
	rows := 0
	err = f.query("SELECT form, closed, proof FROM meta", 3, func(row []driver.Value) error {
		rows++
		text, ok1 := row[0].(string)
		closed, ok2 := row[1].(int64)
		proof, ok3 := row[2].([]byte)
		if !ok1 || !ok2 || !ok3 || json.Unmarshal([]byte(text), &m.form) != nil || m.form.Validate() != nil {
			return fmt.Errorf("table meta: %w", ErrDamaged)
		}
		if string(proof) != string(key.proof()) {
			return fmt.Errorf("the key belongs to another box: %w", ErrDamaged)
		}
		m.closed = closed != 0
		return nil
	})
	if err == nil && rows != 1 {
		err = fmt.Errorf("table meta has %d rows, want 1: %w", rows, ErrDamaged)
	}
	return m, err
}

// load brings what was laid to its place, reads the whole box and checks that it does not contradict itself: a slot
// for each slip that is not spoilt, a ballot for each used slip of each class.
func (f *file) load(key *boxKey) (c content, err error) {
	if c.meta, err = f.readMeta(key); err != nil {
		return c, err
	}
	if err = errors.Join(f.adopt(slotSize(c.form)), f.fold(slotSize(c.form))); err != nil {
		return c, err
	}
	if c.slips, err = f.readSlips(len(c.form.Classes)); err != nil {
		return c, err
	}
	if err = f.readSlots(key, &c); err != nil {
		return c, err
	}
	places := 0
	given := make([]int, len(c.form.Classes))
	for _, s := range c.slips {
		if s.state != spoilt {
			places++
		}
		if s.state == used {
			given[s.class]++
		}
	}
	for _, b := range c.ballots {
		given[b.Class]--
	}
	for class, n := range given {
		if n != 0 {
			return c, fmt.Errorf("class %s: %d more codes used than ballots in the box: %w", c.form.Classes[class], n, ErrDamaged)
		}
	}
	if places != len(c.slots) {
		return c, fmt.Errorf("%d slots for %d slips: %w", len(c.slots), places, ErrDamaged)
	}
	return c, nil
}

func (f *file) readSlips(classes int) (map[slipHash]*slip, error) {
	slips := map[slipHash]*slip{}
	err := f.query("SELECT hash, class, state FROM slip", 3, func(row []driver.Value) error {
		hash, ok1 := row[0].([]byte)
		class, ok2 := row[1].(int64)
		st, ok3 := row[2].(int64)
		if !ok1 || !ok2 || !ok3 || len(hash) != len(slipHash{}) || class < 0 || class >= int64(classes) ||
			st < int64(unused) || st > int64(spoilt) {
			return fmt.Errorf("table slip: %w", ErrDamaged)
		}
		s := &slip{hash: slipHash(hash), class: int(class), state: state(st)}
		slips[s.hash] = s
		return nil
	})
	return slips, err
}

// readSlots reads the slots, each of which holds a ballot of the form under the
// key or is empty.
func (f *file) readSlots(key *boxKey, c *content) error {
	return f.query("SELECT key, ballot FROM slot", 2, func(row []driver.Value) error {
		k, ok1 := row[0].(int64)
		data, ok2 := row[1].([]byte)
		if !ok1 || !ok2 || len(data) != slotSize(c.form) {
			return fmt.Errorf("table slot: %w", ErrDamaged)
		}
		c.slots = append(c.slots, k)
		b, full := key.unlock(c.form, k, data)
		if !full {
			c.free = append(c.free, k)
			return nil
		}
		if err := c.form.Check(b); err != nil {
			return fmt.Errorf("table slot: %w: %w", err, ErrDamaged)
		}
		c.ballots = append(c.ballots, b)
		return nil
	})
}
