package ballotbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"shuping/internal/ballot"
)

// Slips is what became of the slips of one class.
type Slips struct {
	Class  int `json:"class"` // index into the form's classes
	Issued int `json:"issued"`
	Used   int `json:"used"`
	Unused int `json:"unused"`
	Spoilt int `json:"spoilt"`
}

// Sealed is a sealed box: all there is to know of a vote.
type Sealed struct {
	Form    ballot.Form    `json:"form"`
	Hash    string         `json:"hash"`  // ballot.SealHash of List
	Slips   []Slips        `json:"slips"` // by class of the form
	List    []byte         `json:"-"`     // the sealed list
	Tallies []ballot.Tally `json:"-"`     // by class of the form, counted from List
}

// numbers is the JSON beside the list.
type numbers struct {
	Form  ballot.Form `json:"form"`
	Hash  string      `json:"hash"`
	Slips []Slips     `json:"slips"`
}

// Close ends the vote (截止投票): ballots that wait still go in, later ones get
// ErrClosed. It is durable when Close returns, and no error when it was done before.
func (b *Box) Close(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.disk.Lock()
	defer b.disk.Unlock()
	switch err := b.changeable(); {
	case errors.Is(err, ErrClosed):
		return nil
	case err != nil:
		return err
	}
	b.setClosed()
	b.call() // a ballot that lingers need not
	b.flushLocked()
	if err := b.writeClosed(); err != nil {
		return fmt.Errorf("box %s: %w: %w", b.id, ErrUnavailable, b.lose(err))
	}
	b.setClosed()
	b.flushLocked() // whoever was let in by a failure between
	return nil
}

func (b *Box) writeClosed() error {
	if b.file == nil {
		return errors.New("the file is not open")
	}
	if err := b.store.fail("close: before commit"); err != nil {
		return err
	}
	if err := b.file.exec("UPDATE meta SET closed = 1"); err != nil {
		return err
	}
	if err := b.store.fail("close: after commit"); err != nil {
		return err
	}
	return b.rest()
}

func (b *Box) setClosed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
}

// Seal turns a closed box into its sealed list (封票), destroys the key and the box,
// and gives the count. It is done when it returns; done again, it gives the same.
// After a failure it can be done again, also by another process, where Boxes.Sealed
// finishes what was begun. The errors are ErrOpen, ErrStopped, ErrDamaged and
// ErrUnavailable.
func (b *Box) Seal(ctx context.Context) (Sealed, error) {
	if err := ctx.Err(); err != nil {
		return Sealed{}, err
	}
	if err := b.seal(); err != nil {
		return Sealed{}, fmt.Errorf("box %s: %w", b.id, err)
	}
	if err := b.stop(); err != nil {
		return Sealed{}, fmt.Errorf("box %s: %w", b.id, err)
	}
	return b.store.Sealed(b.id)
}

func (b *Box) seal() error {
	b.disk.Lock()
	defer b.disk.Unlock()
	if b.isSealed() {
		return nil
	}
	switch err := b.changeable(); {
	case err == nil:
		return ErrOpen
	case !errors.Is(err, ErrClosed):
		return err
	}
	if err := b.rest(); err != nil { // nothing waits after a close, but a failure may have been between
		return err
	}
	c, err := b.file.load(b.key)
	if err != nil {
		return err
	}
	list, err := ballot.EncodeList(c.form, c.ballots)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(numbers{c.form, ballot.SealHash(list), c.counts()}, "", "  ")
	if err != nil {
		panic(err) // unreachable unless numbers cannot be JSON
	}
	if err := writeFile(b.at.numbers, append(text, '\n')); err != nil {
		return err
	}
	if err := b.store.fail("seal: list"); err != nil {
		return err
	}
	if err := writeFile(b.at.list, list); err != nil { // the point of no return
		return err
	}
	b.mu.Lock()
	b.sealed, b.slips = true, nil
	b.mu.Unlock()
	err = b.file.close()
	b.file = nil
	return err
}

// counts is what became of the slips, by class.
func (c *content) counts() []Slips {
	out := make([]Slips, len(c.form.Classes))
	for class := range out {
		out[class].Class = class
	}
	for _, s := range c.slips {
		n := &out[s.class]
		n.Issued++
		switch s.state {
		case used:
			n.Used++
		case spoilt:
			n.Spoilt++
		default:
			n.Unused++
		}
	}
	return out
}

// Sealed is the sealed box with the id: ErrNoBox when there is no box, ErrOpen when
// it is not sealed, ErrDamaged when list and numbers do not agree.
func (s *Boxes) Sealed(id string) (Sealed, error) {
	p, err := s.places(id)
	if err != nil {
		return Sealed{}, err
	}
	if !exists(p.list) {
		if exists(p.box) {
			return Sealed{}, fmt.Errorf("box %s: %w", id, ErrOpen)
		}
		return Sealed{}, fmt.Errorf("box %s: %w", id, ErrNoBox)
	}
	if err := p.forget(s.fail); err != nil {
		return Sealed{}, fmt.Errorf("box %s: %w", id, err)
	}
	sealed, err := p.readSealed()
	if err != nil {
		return Sealed{}, fmt.Errorf("box %s: %w", id, err)
	}
	return sealed, nil
}

// forget removes everything that a sealed box was before: the key first, because
// without it the rest is noise, wherever a copy of it may be.
func (p places) forget(fail func(string) error) error {
	for _, path := range []string{p.key, p.box + "-wal", p.box + "-journal", p.piles, p.box} {
		if !exists(path) {
			continue
		}
		if err := fail("seal: wipe " + filepath.Ext(path)); err != nil {
			return err
		}
		if err := wipe(path); err != nil {
			return err
		}
	}
	return nil
}

// readSealed reads list and numbers, counts the list and checks one by the other.
func (p places) readSealed() (s Sealed, err error) {
	text, err := os.ReadFile(p.numbers)
	if err != nil {
		return s, err
	}
	var n numbers
	if err := json.Unmarshal(text, &n); err != nil {
		return s, fmt.Errorf("numbers: %w: %w", err, ErrDamaged)
	}
	list, err := os.ReadFile(p.list)
	if err != nil {
		return s, err
	}
	if got := ballot.SealHash(list); got != n.Hash {
		return s, fmt.Errorf("the list's hash is %s, want %s: %w", got, n.Hash, ErrDamaged)
	}
	tallies, err := ballot.Recount(n.Form, list)
	if err != nil {
		return s, fmt.Errorf("%w: %w", err, ErrDamaged)
	}
	if len(n.Slips) != len(tallies) {
		return s, fmt.Errorf("slips of %d classes, want %d: %w", len(n.Slips), len(tallies), ErrDamaged)
	}
	for i, k := range n.Slips {
		if k.Class != i || k.Issued != k.Used+k.Unused+k.Spoilt || k.Used != tallies[i].Ballots {
			return s, fmt.Errorf("class %s: %d ballots for %+v: %w", n.Form.Classes[i], tallies[i].Ballots, k, ErrDamaged)
		}
	}
	return Sealed{Form: n.Form, Hash: n.Hash, Slips: n.Slips, List: list, Tallies: tallies}, nil
}
