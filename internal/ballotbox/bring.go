package ballotbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// Bring puts a box here that was sealed on another machine (带回的票箱), after list and
// numbers were found to agree. A box of the same vote that was made here and never
// voted in is wiped: its slips were for this machine. Done again with the same box it is
// no error. ErrExists: another sealed box is here, or one with ballots in it. ErrDamaged:
// list and numbers do not agree.
func (s *Boxes) Bring(ctx context.Context, id string, sealed Sealed) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.bring(id, sealed); err != nil {
		return fmt.Errorf("box %s: %w", id, err)
	}
	return nil
}

func (s *Boxes) bring(id string, sealed Sealed) error {
	p, err := s.places(id)
	if err != nil {
		return err
	}
	if exists(p.list) {
		have, err := p.readSealed()
		if err == nil && have.Hash != sealed.Hash {
			err = ErrExists
		}
		return err
	}
	// It is checked where nobody looks for it, and only then gets its name.
	text, err := json.MarshalIndent(numbers{sealed.Form, sealed.Hash, sealed.Slips}, "", "  ")
	if err != nil {
		panic(err) // unreachable unless numbers cannot be JSON
	}
	brought := places{list: p.list + ".brought", numbers: p.numbers + ".brought"}
	if err := errors.Join(writeFile(brought.numbers, append(text, '\n')), writeFile(brought.list, sealed.List)); err != nil {
		return err
	}
	_, err = brought.readSealed()
	if err == nil {
		err = s.withdraw(id, p)
	}
	if err != nil {
		return errors.Join(err, os.Remove(brought.numbers), os.Remove(brought.list))
	}
	if err := os.Rename(brought.numbers, p.numbers); err != nil {
		return err
	}
	if err := os.Rename(brought.list, p.list); err != nil { // the point of no return, as of a seal
		return err
	}
	if err := syncDir(s.dir); err != nil {
		return err
	}
	return p.forget(s.fail)
}

// withdraw closes a box that was never voted in. One whose key is gone cannot be read by
// anybody.
func (s *Boxes) withdraw(id string, p places) error {
	if !exists(p.box) {
		return nil
	}
	b, err := s.box(id)
	if errors.Is(err, ErrNoKey) {
		return nil
	}
	if err != nil {
		return err
	}
	if b.Progress().Ballots > 0 {
		return ErrExists
	}
	delete(s.open, id)
	return b.stop()
}
