package ballotbox

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"shuping/internal/ballot"
)

// pile is the ballots that share one commit.
type pile struct {
	slips []*slip
	plain []byte        // class and marks of each, one after the other
	done  chan struct{} // closed when err is final
	err   error
}

func newPile() *pile { return &pile{done: make(chan struct{})} }

func (p *pile) add(s *slip, marks []ballot.Mark) {
	p.slips = append(p.slips, s)
	p.plain = append(p.plain, byte(s.class))
	for _, m := range marks {
		p.plain = append(p.plain, byte(m))
	}
}

// idle is how long nobody may come before the log is cut.
const idle = 20 * time.Millisecond

// write is the goroutine that commits what waits, until it is told to quit. When
// nobody has come for a moment it cuts the log, so that a box at rest holds no
// history.
func (b *Box) write() {
	defer close(b.done)
	rest := time.NewTimer(idle)
	defer rest.Stop()
	for {
		select {
		case <-b.wake:
			b.linger()
			b.flush()
			rest.Reset(idle)
		case <-rest.C:
			b.tidy()
		case <-b.quit:
			b.flush()
			b.tidy()
			return
		}
	}
}

// linger lets a lone ballot wait for company: a commit of one code and one ballot
// is the one thing that tells them apart from all others.
func (b *Box) linger() {
	if b.store.linger < 0 || b.waiting() != 1 {
		return
	}
	t := time.NewTimer(b.store.linger)
	defer t.Stop()
	for b.waiting() == 1 {
		select {
		case <-b.wake: // somebody came, or the vote is being closed
		case <-b.quit:
			return
		case <-t.C:
			return
		}
	}
}

// waiting is how many ballots wait; none when the box is closed, so that nobody
// lingers then.
func (b *Box) waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0
	}
	return len(b.next.slips)
}

// flush commits what waits.
func (b *Box) flush() {
	b.disk.Lock()
	defer b.disk.Unlock()
	b.flushLocked()
}

// flushLocked is flush for who holds disk.
func (b *Box) flushLocked() {
	b.mu.Lock()
	if b.lost != nil {
		b.regain()
	}
	p := b.next
	if len(p.slips) == 0 || b.lost != nil {
		b.mu.Unlock()
		return
	}
	b.next = newPile()
	b.mu.Unlock()

	err := b.commit(p)
	b.mu.Lock()
	b.settle(p, err)
	b.mu.Unlock()
	if b.file != nil && b.file.frames > maxFrames {
		b.tidyLocked()
	}
}

// maxFrames is how long the log may become while ballots keep coming: 8,000 pages
// of 4 kB. Cutting it more often costs a fifth of the ballots a second.
const maxFrames = 8000

// tidy cuts the log if there is something in it.
func (b *Box) tidy() {
	b.disk.Lock()
	defer b.disk.Unlock()
	b.tidyLocked()
}

func (b *Box) tidyLocked() {
	if b.file == nil || b.file.frames == 0 {
		return
	}
	if err := b.cutLog(); err != nil {
		_ = b.lose(err) // the next to come is told if it lasts
	}
}

// cutLog cuts the log; disk is held.
func (b *Box) cutLog() error {
	if err := b.store.fail("cut"); err != nil {
		return err
	}
	return b.file.cut()
}

// settle tells everybody who waits for the pile what came of it. disk and mu are held.
func (b *Box) settle(p *pile, err error) {
	to := used
	if err != nil {
		to = unused // until reload says otherwise
	}
	for _, s := range p.slips {
		s.state, s.pile = to, nil
	}
	if err != nil {
		p.err = fmt.Errorf("box %s: %w: %w", b.id, ErrUnavailable, err)
		b.lost = err
		b.regain()
	}
	clear(p.plain)
	close(p.done)
}

// commit writes the ballots of a pile in one transaction. The slots are drawn
// here, and each table is changed in the order of its own keys, so that nothing in
// the transaction tells which slip belongs to which slot. disk is held.
func (b *Box) commit(p *pile) error {
	keys, err := b.drawSlots(len(p.slips))
	if err != nil {
		return err
	}
	order := slices.Clone(p.slips)
	slices.SortFunc(order, func(x, y *slip) int { return bytes.Compare(x.hash[:], y.hash[:]) })
	full, err := b.lockAll(p, keys)
	if err != nil {
		return err
	}
	if err := b.store.fail("cast: before commit"); err != nil {
		return err
	}
	err = b.file.within(func() error {
		for _, s := range order {
			if err := b.file.setUsed(s.hash[:]); err != nil {
				return err
			}
		}
		for _, f := range full {
			if err := b.file.setSlot(f.key, f.data); err != nil {
				return err
			}
		}
		return nil
	})
	b.file.frames += 2 * len(order)
	if err != nil {
		return err
	}
	return b.store.fail("cast: after commit")
}

// filled is a slot with its ballot.
type filled struct {
	key  int64
	data []byte
}

// lockAll encrypts the ballots of the pile, the i-th for slot keys[i], and gives
// them back in the order of the slots' keys.
func (b *Box) lockAll(p *pile, keys []int64) ([]filled, error) {
	one, size := len(p.plain)/len(p.slips), slotSize(len(b.form.Subjects))
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
	slices.SortFunc(full, func(x, y filled) int { return cmp.Compare(x.key, y.key) })
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

// lose notes that memory may differ from the disk, and tries to set it right. It
// gives back why it was called, and why it did not succeed. disk is held.
func (b *Box) lose(why error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost = why
	b.regain()
	return errors.Join(why, b.lost)
}

// regain reads the box anew after a failure. disk and mu are held. When that
// fails too, everybody who waits is sent away, to come again.
func (b *Box) regain() {
	err := b.reload()
	if err == nil {
		return
	}
	b.lost = errors.Join(b.lost, err)
	p := b.next
	b.next = newPile()
	p.err = fmt.Errorf("box %s: %w: %w", b.id, ErrUnavailable, b.lost)
	for _, s := range p.slips {
		s.state, s.pile = unused, nil
	}
	clear(p.plain)
	close(p.done)
}

// stop ends the writer, commits what waits and closes the file.
func (b *Box) stop() error {
	b.mu.Lock()
	already := b.stopped
	b.stopped = true
	b.mu.Unlock()
	if already {
		return nil
	}
	close(b.quit)
	<-b.done
	b.disk.Lock()
	defer b.disk.Unlock()
	if b.file == nil {
		return nil
	}
	err := b.file.close()
	b.file = nil
	return err
}
