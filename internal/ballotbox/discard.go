package ballotbox

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Discard destroys the boxes whose ids begin with prefix (销毁), open or sealed, with
// slips, ballots, keys and lists: those of practice votes, which nobody may keep.
func (s *Boxes) Discard(ctx context.Context, prefix string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name, kind, _ := strings.Cut(e.Name(), ".")
		id, ok := boxID(name)
		if !ok || !strings.HasPrefix(id, prefix) || kind != "box" && kind != "sealed" && kind != "numbers" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.discard(id); err != nil {
			return fmt.Errorf("box %s: %w", id, err)
		}
	}
	return nil
}

// Destroy destroys one box, if there is one: that of a vote for which slips were printed and
// which was never opened.
func (s *Boxes) Destroy(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.places(id)
	if err != nil {
		return err
	}
	if !exists(p.box) {
		return nil
	}
	return s.discard(id)
}

func (s *Boxes) discard(id string) error {
	if b := s.open[id]; b != nil {
		delete(s.open, id)
		if err := b.stop(); err != nil {
			return err
		}
	}
	p, err := s.places(id)
	if err != nil {
		return err
	}
	if err := p.forget(s.fail); err != nil {
		return err
	}
	for _, path := range []string{p.list, p.numbers} {
		if err := wipe(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
