package ballotbox

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Replace marks a slip as spoilt (作废) and gives out another code of the same
// class: for a slip that cannot be read or was shown around. The errors are
// ErrUnknownCode, ErrUsed, ErrSpoilt, ErrClosed and ErrUnavailable.
//
// A slip that is lost altogether cannot be named and so cannot be spoilt; see AddSlips.
func (b *Box) Replace(ctx context.Context, c Code) (Code, error) {
	var to Code
	err := b.change(ctx, func() error {
		s, err := b.spoil(c)
		if err != nil {
			return err
		}
		return b.file.within(func() error {
			if err := b.file.exec("UPDATE slip SET state = 2 WHERE hash = ? AND state = 0", s.hash[:]); err != nil {
				return err
			}
			made, added, err := drawSlips(b.store.random, b.key, s.class, 1)
			if err != nil {
				return err
			}
			if err := b.file.addSlips(added); err != nil {
				return err
			}
			to = made[0]
			return b.store.fail("replace: before commit")
		})
	})
	if err != nil {
		return "", err
	}
	return to, nil
}

// spoil takes the slip away from those who could cast with it, at once.
func (b *Box) spoil(c Code) (*slip, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.slips[b.key.hash(c)]
	switch {
	case s == nil || len(c) != codeLength:
		return nil, ErrUnknownCode
	case s.state == spoilt:
		return nil, ErrSpoilt
	case s.state != unused:
		return nil, ErrUsed
	}
	s.state = spoilt
	return s, nil
}

// AddSlips gives out n more codes of a class: for people who come late, and for
// slips that were lost. A lost slip stays valid for whoever has it; it is counted
// as issued, and as used or unused in the end.
func (b *Box) AddSlips(ctx context.Context, class, n int) ([]Code, error) {
	slips := make([]int, len(b.form.Classes))
	if class < 0 || class >= len(slips) {
		return nil, fmt.Errorf("box %s: class %d, the form has %d", b.id, class, len(slips))
	}
	slips[class] = n
	if err := checkSlips(b.form, slips); err != nil {
		return nil, fmt.Errorf("box %s: %w", b.id, err)
	}
	var codes []Code
	err := b.change(ctx, func() error {
		return b.file.within(func() error {
			made, added, err := drawSlips(b.store.random, b.key, class, n)
			if err != nil {
				return err
			}
			codes = made
			if err := b.file.addSlips(added); err != nil {
				return err
			}
			if err := b.moveSlots(n); err != nil {
				return err
			}
			return b.store.fail("add slips: before commit")
		})
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// moveSlots makes all slots anew, n more than there were, and puts each ballot
// into one that is drawn at random: otherwise a ballot in an added slot would be
// known to have been cast late.
func (b *Box) moveSlots(n int) error {
	c := content{meta: meta{form: b.form}}
	if err := b.file.readSlots(b.key, &c); err != nil {
		return err
	}
	keys, err := slotKeys(b.store.random, len(c.slots)+n)
	if err != nil {
		return err
	}
	size := slotSize(b.form)
	full := make(map[int64][]byte, len(c.ballots))
	for i, ballot := range c.ballots { // the keys are random, so the first are as good as any
		data := make([]byte, size)
		if _, err := io.ReadFull(b.store.random, data[:nonceSize]); err != nil {
			return err
		}
		full[keys[i]] = b.key.lock(data, keys[i], b.form.AppendBallot(nil, ballot))
	}
	if err := b.file.exec("DELETE FROM slot"); err != nil {
		return err
	}
	return b.file.addSlots(b.store.random, size, keys, full)
}

// change does something to the box that is not a ballot, alone. When it fails,
// the box is read anew, because it may have happened.
func (b *Box) change(ctx context.Context, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.disk.Lock()
	defer b.disk.Unlock()
	if err := b.changeable(); err != nil {
		return err
	}
	err := b.rest() // so that slips and slots are all there is
	if err == nil {
		err = do()
	}
	for _, answer := range []error{ErrUnknownCode, ErrSpoilt, ErrUsed} {
		if errors.Is(err, answer) {
			return err
		}
	}
	if err := b.lose(err); err != nil { // also after success: what was written is read
		return fmt.Errorf("box %s: %w: %w", b.id, ErrUnavailable, err)
	}
	return nil
}

// changeable says whether slips can be given out now. disk is held.
func (b *Box) changeable() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lost != nil {
		b.regain()
	}
	switch {
	case b.sealed || b.closed:
		return ErrClosed
	case b.stopped:
		return ErrStopped
	case b.lost != nil:
		return fmt.Errorf("box %s: %w: %w", b.id, ErrUnavailable, b.lost)
	}
	return nil
}
