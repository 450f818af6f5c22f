package ballotbox

import (
	"errors"
	"fmt"
	"runtime"
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

func (p *pile) add(f ballot.Form, s *slip, marks []ballot.Mark) {
	p.slips = append(p.slips, s)
	p.plain = f.AppendBallot(p.plain, ballot.Ballot{Class: s.class, Marks: marks})
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
			b.gather()
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

// gather lets everybody who is about to cast do so, as long as somebody does: the
// pile grows, and with it what a commit is worth, and nobody sleeps.
func (b *Box) gather() {
	for n := 0; ; {
		runtime.Gosched()
		m := b.waiting()
		if m <= n {
			return
		}
		n = m
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
	if b.file != nil && b.file.piles.full() {
		b.tidyLocked()
	}
}

// tidy brings ballots to their places and cuts the log, if there is something in it.
func (b *Box) tidy() {
	b.disk.Lock()
	defer b.disk.Unlock()
	b.tidyLocked()
}

func (b *Box) tidyLocked() {
	if b.file == nil || b.file.late == 0 {
		return
	}
	if err := b.rest(); err != nil {
		_ = b.lose(err) // the next to come is told if it lasts
	}
}

// rest brings ballots to their places and wipes how they came there; disk is held.
func (b *Box) rest() error {
	if err := b.file.fold(slotSize(b.form)); err != nil {
		return err
	}
	return b.file.wipe(b.store.fail)
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
