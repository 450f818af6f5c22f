package ballotbox

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"shuping/internal/ballot"
)

// Box is one open ballot box. Its methods may be called concurrently.
type Box struct {
	id    string
	form  ballot.Form
	at    places
	key   *boxKey
	store *Boxes

	// disk is held by whoever writes the file; it is taken before mu.
	disk    sync.Mutex
	file    *file
	free    []int64 // keys of empty slots
	scratch []byte  // slots of the commit under way

	mu     sync.Mutex
	slips  map[slipHash]*slip
	next   *pile // ballots that wait
	closed bool
	sealed bool
	// lost says why memory may differ from the disk; nil in good times.
	lost    error
	stopped bool

	wake chan struct{} // a ballot waits; room for one
	quit chan struct{} // closed when the writer is to end
	done chan struct{} // closed when it has ended
}

// openBox opens the file and starts its writer.
func openBox(s *Boxes, id string, p places) (*Box, error) {
	data, err := os.ReadFile(p.key)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, err
	}
	key, err := parseKey(data)
	if err != nil {
		return nil, err
	}
	b := &Box{
		id: id, at: p, key: key, store: s, slips: map[slipHash]*slip{}, next: newPile(),
		wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{}),
	}
	if err := b.reload(); err != nil {
		return nil, err
	}
	go b.write()
	return b, nil
}

// reload reads the file anew and sets memory right. disk and mu are held, or the
// box is not yet shared. Ballots that wait keep waiting.
func (b *Box) reload() error {
	if b.file != nil {
		_ = b.file.close() // what it says does not matter: everything is read again
		b.file = nil
	}
	f, err := openFile(b.at.box, b.at.piles)
	if err != nil {
		return err
	}
	c, err := f.load(b.key)
	if err == nil {
		err = f.wipe(func(string) error { return nil })
	}
	if err != nil {
		return errors.Join(err, f.close())
	}
	for hash, s := range c.slips {
		switch old := b.slips[hash]; {
		case old == nil:
			b.slips[hash] = s
		case old.state != pending:
			old.state = s.state
		}
	}
	if len(b.form.Subjects) == 0 {
		b.form = c.form // once: it is read without a lock
	}
	b.file, b.closed, b.free, b.lost = f, c.closed, c.free, nil
	return nil
}

// ID is the id the box was made with.
func (b *Box) ID() string { return b.id }

// Form is what the ballots ask.
func (b *Box) Form() ballot.Form { return b.form }

// Progress is how many ballots are in the box and how many slips could be used,
// spoilt ones left out. It is all that can be known before the seal.
type Progress struct {
	Ballots int  `json:"ballots"`
	Slips   int  `json:"slips"`
	Closed  bool `json:"closed"`
}

// Progress says how far the vote has come.
func (b *Box) Progress() Progress {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := Progress{Closed: b.closed}
	for _, s := range b.slips {
		if s.state != spoilt {
			p.Slips++
		}
		if s.state == used {
			p.Ballots++
		}
	}
	return p
}

// Cast puts a ballot with these marks, one for each line of the form, into the
// box. The class is that of the code. When Cast returns nil, the ballot of this
// code is durably in the box: this one, or the one that was cast with the code
// before; which one, it does not tell.
//
// The error is ErrUnknownCode, ErrSpoilt, ErrClosed, a *ballot.Fault for marks that
// the form does not take (ballot.Form.Accept; the code stays unused), or ErrUnavailable. When ctx ends
// while the ballot waits, the error is that of ctx, and the ballot may still go in;
// casting again with the same code is right then.
func (b *Box) Cast(ctx context.Context, c Code, marks []ballot.Mark) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p, err := b.put(c, marks)
	if p == nil || err != nil {
		return err
	}
	select {
	case <-p.done:
		return p.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// put lays the ballot on the pile that waits. No pile and no error: the code's
// ballot is in the box already.
func (b *Box) put(c Code, marks []ballot.Mark) (*pile, error) {
	if len(c) != codeLength {
		return nil, ErrUnknownCode
	}
	hash := b.key.hash(c)
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.slips[hash]
	switch {
	case b.sealed:
		return nil, ErrClosed
	case b.stopped:
		return nil, ErrStopped
	case b.lost != nil:
		b.call()
		return nil, fmt.Errorf("box %s: %w", b.id, ErrUnavailable)
	case s == nil:
		return nil, ErrUnknownCode
	case s.state == used:
		return nil, nil
	case s.state == pending:
		return s.pile, nil
	case s.state == spoilt:
		return nil, ErrSpoilt
	case b.closed:
		return nil, ErrClosed
	}
	if err := b.form.Accept(ballot.Ballot{Class: s.class, Marks: marks}); err != nil {
		return nil, err
	}
	s.state, s.pile = pending, b.next
	b.next.add(b.form, s, marks)
	b.call()
	return b.next, nil
}

// Class is the class that a code votes in, with the same errors as Cast. A used
// code is no error: its bearer is to see that the ballot was counted.
func (b *Box) Class(c Code) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sealed {
		return 0, ErrClosed
	}
	s := b.slips[b.key.hash(c)]
	switch {
	case s == nil || len(c) != codeLength:
		return 0, ErrUnknownCode
	case s.state == spoilt:
		return 0, ErrSpoilt
	case b.closed && s.state == unused:
		return 0, ErrClosed
	}
	return s.class, nil
}

// has says whether the box has the code, spoilt or not.
func (b *Box) has(c Code) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(c) == codeLength && b.slips[b.key.hash(c)] != nil
}

func (b *Box) isSealed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.sealed
}

// call wakes the writer.
func (b *Box) call() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}
