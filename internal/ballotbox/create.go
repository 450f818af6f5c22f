package ballotbox

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"shuping/internal/ballot"
)

// Create makes an empty box for the form and gives out slips[i] codes for each
// class i of the form; codes[i] are those of class i. The codes are stored only
// as hashes and are never given out again: print them. ErrExists when the id was
// used before, also by a sealed box.
//
// A crash on the way leaves no box; the id can be used again.
func (s *Boxes) Create(ctx context.Context, id string, form ballot.Form, slips []int) (codes [][]Code, err error) {
	if err := errors.Join(ctx.Err(), form.Validate()); err != nil {
		return nil, fmt.Errorf("box %s: %w", id, err)
	}
	if err := checkSlips(form, slips); err != nil {
		return nil, fmt.Errorf("box %s: %w", id, err)
	}
	p, err := s.places(id)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil, fmt.Errorf("box %s: %w", id, ErrStopped)
	}
	if exists(p.box) || exists(p.list) {
		return nil, fmt.Errorf("box %s: %w", id, ErrExists)
	}
	if codes, err = s.create(p, form, slips); err != nil {
		return nil, fmt.Errorf("box %s: %w", id, err)
	}
	_, err = s.box(id)
	return codes, err
}

// create writes key and box; the box gets its name when it is complete.
func (s *Boxes) create(p places, form ballot.Form, slips []int) ([][]Code, error) {
	key, err := newKey(s.random)
	if err != nil {
		return nil, err
	}
	if err := s.fail("create: key"); err != nil {
		return nil, err
	}
	if err := writeFile(p.key, key.encode()); err != nil {
		return nil, err
	}
	half := p.box + ".half"
	for _, old := range []string{half, half + "-wal", half + "-journal", p.piles} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	f, err := newFile(half)
	if err != nil {
		return nil, err
	}
	codes, err := f.fill(s.random, key, form, slips)
	if err == nil {
		err = f.cut()
	}
	if err := errors.Join(err, f.close()); err != nil {
		return nil, err
	}
	piles, err := openPiles(p.piles, roomFor(len(slices.Concat(codes...)), slotSize(form)))
	if err != nil {
		return nil, err
	}
	if err := piles.close(); err != nil {
		return nil, err
	}
	if err := s.fail("create: name"); err != nil {
		return nil, err
	}
	if err := os.Rename(half, p.box); err != nil {
		return nil, err
	}
	return codes, syncDir(s.dir)
}

// fill puts form, slips and empty slots into the tables.
func (f *file) fill(random io.Reader, key *boxKey, form ballot.Form, slips []int) (codes [][]Code, err error) {
	text, err := json.Marshal(form)
	if err != nil {
		panic(err) // unreachable unless a form cannot be JSON
	}
	err = f.within(func() error {
		if err := f.exec("INSERT INTO meta VALUES (?, 0, ?)", string(text), key.proof()); err != nil {
			return err
		}
		var all []newSlip
		for class, n := range slips {
			made, added, err := drawSlips(random, key, class, n)
			if err != nil {
				return err
			}
			codes, all = append(codes, made), append(all, added...)
		}
		if err := f.addSlips(all); err != nil {
			return err
		}
		keys, err := slotKeys(random, len(all))
		if err != nil {
			return err
		}
		return f.addSlots(random, slotSize(form), keys, nil)
	})
	return codes, err
}

// newSlip is a slip to be stored.
type newSlip struct {
	hash  slipHash
	class int
}

// drawSlips draws n codes of a class.
func drawSlips(random io.Reader, key *boxKey, class, n int) ([]Code, []newSlip, error) {
	codes, slips := make([]Code, n), make([]newSlip, n)
	for i := range codes {
		c, err := newCode(random)
		if err != nil {
			return nil, nil, err
		}
		codes[i], slips[i] = c, newSlip{key.hash(c), class}
	}
	return codes, slips, nil
}

// addSlips stores slips, in the order of their hashes, which is not that of the
// printed slips.
func (f *file) addSlips(slips []newSlip) error {
	slices.SortFunc(slips, func(x, y newSlip) int { return bytes.Compare(x.hash[:], y.hash[:]) })
	return f.many("INSERT INTO slip VALUES (?, ?, 0)", func(exec func(...driver.Value) error) error {
		for _, s := range slips {
			if err := exec(s.hash[:], int64(s.class)); err != nil {
				return err
			}
		}
		return nil
	})
}

// slotKeys draws n different keys.
func slotKeys(random io.Reader, n int) ([]int64, error) {
	keys := make([]int64, 0, n)
	seen := make(map[int64]bool, n)
	var raw [8]byte
	for len(keys) < n {
		if _, err := io.ReadFull(random, raw[:]); err != nil {
			return nil, err
		}
		// 62 bits with the highest set: all keys take as many bytes on a page.
		k := int64(binary.BigEndian.Uint64(raw[:])>>2 | 1<<61)
		if !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// addSlots makes a slot for each key, in the keys' order; full holds the contents
// of those that are not empty.
func (f *file) addSlots(random io.Reader, size int, keys []int64, full map[int64][]byte) error {
	slices.Sort(keys)
	return f.many("INSERT INTO slot VALUES (?, ?)", func(exec func(...driver.Value) error) error {
		for _, k := range keys {
			data := full[k]
			if data == nil {
				data = make([]byte, size)
				if _, err := io.ReadFull(random, data); err != nil {
					return err
				}
			}
			if err := exec(k, data); err != nil {
				return err
			}
		}
		return nil
	})
}
