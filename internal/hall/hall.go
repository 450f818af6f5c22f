// Package hall keeps what a hall needs beside the record (会场杂项): the address under
// which the phones of a meeting reach this server. It is changed in place and is no part of the procedure:
// the journal says what happened in a meeting, this says how people in the room get
// to its pages.
//
// # What is stored
//
// One file a meeting in one folder, <id in hex>.json:
//
//	{"address": "http://192.168.1.20:8080"}
//
// A file is written beside its place and renamed, so that after a power cut there is the
// old one or the new one. Backups may leave the folder out: what is lost is chosen again.
package hall

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Halls is the folder. It is safe for use by many goroutines at once; one process at a
// time may have the folder.
type Halls struct {
	dir string

	mu   sync.Mutex
	byID map[string]*kept
}

// kept is what stands in the file of one meeting.
type kept struct {
	Address string `json:"address,omitempty"`
}

// Open opens the folder. It is made when something is kept in it.
func Open(dir string) *Halls { return &Halls{dir: dir, byID: map[string]*kept{}} }

// Address is the address that was chosen for a meeting's phones, "" if none was.
func (h *Halls) Address(meeting string) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	k, err := h.of(meeting)
	if err != nil {
		return "", err
	}
	return k.Address, nil
}

// SetAddress keeps the address that was chosen. It is durable when it returns nil.
func (h *Halls) SetAddress(meeting, base string) error {
	return h.change(meeting, func(k *kept) error { k.Address = base; return nil })
}

// of reads the file of a meeting once; a meeting without one has nothing kept.
func (h *Halls) of(meeting string) (*kept, error) {
	if k := h.byID[meeting]; k != nil {
		return k, nil
	}
	k := &kept{}
	text, err := os.ReadFile(h.file(meeting))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return k, nil // not remembered: the name may be made up
	case err != nil:
		return nil, err
	}
	if err := json.Unmarshal(text, k); err != nil {
		return nil, fmt.Errorf("%s: %w; remove the file, and choose again what stood in it", h.file(meeting), err)
	}
	h.byID[meeting] = k
	return k, nil
}

// change changes what is kept, on disk first.
func (h *Halls) change(meeting string, change func(*kept) error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	old, err := h.of(meeting)
	if err != nil {
		return err
	}
	k := old.copy()
	if err := change(k); err != nil {
		return err
	}
	if err := h.write(meeting, k); err != nil {
		return err
	}
	h.byID[meeting] = k
	return nil
}

func (k *kept) copy() *kept {
	c := *k
	return &c
}

func (h *Halls) file(meeting string) string {
	return filepath.Join(h.dir, hex.EncodeToString([]byte(meeting))+".json")
}

func (h *Halls) write(meeting string, k *kept) error {
	text, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(h.dir, 0o700); err != nil {
		return err
	}
	half := h.file(meeting) + ".half"
	f, err := os.OpenFile(half, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(half, h.file(meeting))
}
