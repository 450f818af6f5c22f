package tellers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Forget removes what papers/ has of a meeting: its forms and the working files of its piles.
// It is for practice meetings, of which nothing is kept.
func (t *Table) Forget(meetingID string) error {
	t.turn.Lock() // nobody is reading
	defer t.turn.Unlock()
	if err := os.RemoveAll(t.forms(meetingID)); err != nil {
		return fmt.Errorf("forms of %s: %w", meetingID, err)
	}
	piles := filepath.Join(t.Root, "piles")
	entries, err := os.ReadDir(piles)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("piles of %s: %w", meetingID, err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), meetingID+"-") {
			continue
		}
		if err := os.RemoveAll(filepath.Join(piles, e.Name())); err != nil {
			return fmt.Errorf("pile of %s: %w", meetingID, err)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for p := range t.progress {
		if strings.HasPrefix(p.box, meetingID+"-") {
			delete(t.progress, p)
		}
	}
	return nil
}
