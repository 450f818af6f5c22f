package web

import (
	"sync"
	"time"

	"shuping/internal/ballotbox"
)

const (
	// pollEvery is how often a box is asked how many ballots it has: the one thing that moves
	// without a record in the meeting.
	pollEvery = 600 * time.Millisecond
	// pulseGroups are told one after the other, so that voters' requests do not wait until
	// thousands of pages were told how many have voted.
	pulseGroups = 16
	// pulseSpread is over how long they are told for each page that listens: 0.4 s for 5,000.
	pulseSpread = 80 * time.Microsecond
)

// pulses ask the boxes of meetings that pages listen to, each once for all its pages:
// thousands of pages that ask for themselves keep a core busy while nothing happens.
type pulses struct {
	mu   sync.Mutex
	byID map[string]*pulse
}

// pulse tells the pages of one meeting that ballots went in.
type pulse struct {
	id      string
	readers int // guarded by pulses.mu
	quit    chan struct{}

	mu   sync.Mutex
	felt [pulseGroups]chan struct{} // each is closed when the number of ballots has changed
}

// membership is one page's place in a pulse.
type membership struct {
	*pulse
	group int
}

// join is the pulse of a meeting for one more page. It begins with the first.
func (p *pulses) join(id string, ask func() (ballotbox.Progress, error)) membership {
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.byID[id]
	if one == nil {
		one = &pulse{id: id, quit: make(chan struct{})}
		for g := range one.felt {
			one.felt[g] = make(chan struct{})
		}
		if p.byID == nil {
			p.byID = map[string]*pulse{}
		}
		p.byID[id] = one
		go p.beat(one, ask)
	}
	one.readers++
	return membership{one, one.readers % pulseGroups}
}

// leave ends the pulse with its last page.
func (p *pulses) leave(one membership) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if one.readers--; one.readers == 0 {
		delete(p.byID, one.id)
		close(one.quit)
	}
}

// next is closed at the next change. Who takes it before looking misses none.
func (m membership) next() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.felt[m.group]
}

// beat asks until the last page has left.
func (p *pulses) beat(one *pulse, ask func() (ballotbox.Progress, error)) {
	polls := time.NewTicker(pollEvery)
	defer polls.Stop()
	last, _ := ask() // what cannot be read now is asked again
	for {
		select {
		case <-one.quit:
			return
		case <-polls.C:
		}
		in, err := ask()
		if err != nil || in == last {
			continue
		}
		last = in
		p.mu.Lock()
		pause := time.Duration(one.readers) * pulseSpread / pulseGroups
		p.mu.Unlock()
		for g := range one.felt {
			one.tell(g)
			time.Sleep(min(pause, pollEvery/pulseGroups))
		}
	}
}

// tell wakes one group.
func (one *pulse) tell(group int) {
	one.mu.Lock()
	defer one.mu.Unlock()
	close(one.felt[group])
	one.felt[group] = make(chan struct{})
}
