package ballotbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"shuping/internal/ballot"
)

// DefaultLinger is how long a lone ballot waits for company.
const DefaultLinger = 200 * time.Millisecond

// Options of a store of boxes. The zero value is what an office wants.
type Options struct {
	// Keys is the folder of the keys of open boxes, by default "keys" in the
	// boxes' folder. Backups must leave it out.
	Keys string
	// Linger is how long a lone ballot waits for company, by default
	// DefaultLinger; negative: not at all.
	Linger time.Duration
	// Random is where codes, keys, nonces and slots come from, by default
	// crypto/rand. It is used by several goroutines, one at a time.
	Random io.Reader

	// fail is asked at named steps whether to fail there; nil outside tests.
	fail func(step string) error
}

// Boxes is a folder of ballot boxes. Its methods may be called concurrently. One
// process at a time may have a box open.
type Boxes struct {
	dir, keys string
	linger    time.Duration
	random    *source
	fail      func(step string) error

	mu      sync.Mutex
	open    map[string]*Box
	found   bool // all boxes of the folder are in open
	stopped bool
}

// Open opens the folder of boxes, making it if there is none. The boxes in it are
// opened when they are asked for.
func Open(dir string, o Options) (*Boxes, error) {
	s := &Boxes{
		dir: dir, keys: o.Keys, linger: o.Linger, fail: o.fail,
		random: &source{from: o.Random}, open: map[string]*Box{},
	}
	if s.keys == "" {
		s.keys = filepath.Join(dir, "keys")
	}
	if s.linger == 0 {
		s.linger = DefaultLinger
	}
	if s.random.from == nil {
		s.random.from = rand.Reader
	}
	if s.fail == nil {
		s.fail = func(string) error { return nil }
	}
	for _, d := range []string{s.dir, s.keys} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Close commits what waits and closes all files. Open boxes stay open in the
// sense of the vote: the next Open finds them so.
func (s *Boxes) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	var errs []error
	for _, b := range s.open {
		errs = append(errs, b.stop())
	}
	clear(s.open)
	return errors.Join(errs...)
}

// Box is the box with the id. ErrNoBox, ErrSealed, ErrNoKey and ErrDamaged say why
// there is none.
func (s *Boxes) Box(id string) (*Box, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.box(id)
}

func (s *Boxes) box(id string) (*Box, error) {
	if s.stopped {
		return nil, fmt.Errorf("box %s: %w", id, ErrStopped)
	}
	if b := s.open[id]; b != nil {
		if b.isSealed() {
			return nil, fmt.Errorf("box %s: %w", id, ErrSealed)
		}
		return b, nil
	}
	p, err := s.places(id)
	if err != nil {
		return nil, err
	}
	if exists(p.list) {
		if err := p.forget(s.fail); err != nil { // a seal that was interrupted after its point of no return
			return nil, fmt.Errorf("box %s: %w", id, err)
		}
		return nil, fmt.Errorf("box %s: %w", id, ErrSealed)
	}
	if !exists(p.box) {
		return nil, fmt.Errorf("box %s: %w", id, ErrNoBox)
	}
	b, err := openBox(s, id, p)
	if err != nil {
		return nil, fmt.Errorf("box %s: %w", id, err)
	}
	s.open[id] = b
	return b, nil
}

// Find is the box that has the code, among all that are not sealed. The error is
// ErrUnknownCode and says nothing more, or that of a box that cannot be opened.
func (s *Boxes) Find(ctx context.Context, c Code) (*Box, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil, ErrStopped
	}
	if err := s.openAll(ctx); err != nil {
		return nil, err
	}
	for _, b := range s.open {
		if b.has(c) {
			return b, nil
		}
	}
	return nil, ErrUnknownCode
}

// openAll opens every box of the folder once. A box without its key does not keep
// the others from being found.
func (s *Boxes) openAll(ctx context.Context) error {
	if s.found {
		return nil
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name, isBox := strings.CutSuffix(e.Name(), ".box")
		id, ok := boxID(name)
		if !isBox || !ok {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := s.box(id); err != nil && !errors.Is(err, ErrNoKey) && !errors.Is(err, ErrSealed) {
			return err
		}
	}
	s.found = true
	return nil
}

// source lets several goroutines read from one random source.
type source struct {
	mu   sync.Mutex
	from io.Reader
}

func (s *source) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return io.ReadFull(s.from, p)
}

// checkSlips says whether so many slips by class can be made for the form.
func checkSlips(f ballot.Form, slips []int) error {
	if len(slips) != len(f.Classes) {
		return fmt.Errorf("slips for %d classes, the form has %d", len(slips), len(f.Classes))
	}
	for i, n := range slips {
		if n < 0 || n > MaxSlips {
			return fmt.Errorf("class %s: %d slips, 0 to %d are possible", f.Classes[i], n, MaxSlips)
		}
	}
	return nil
}

// MaxSlips is how many slips a class can have at once.
const MaxSlips = 1_000_000
