// Package drafts keeps the reports that people are still writing (报告草稿) in a folder,
// outside of the journal and of the files on record, so that they can be changed and
// forgotten.
//
// Stored: drafts/<person>/<about>.json, each name the hash of what it stands for, so
// that no path is made from what was typed; the content is an office.Manuscript. A
// file is written beside the old one and renamed, so that a crash leaves either. A
// backup without the folder loses what is being written, and nothing on record.
package drafts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"shuping/internal/blob"
	"shuping/internal/office"
)

// MaxSize is the most that a manuscript may have in all its parts, in bytes: twenty
// times what a notice asks for.
const MaxSize = 256 << 10

// ErrTooLong says that a manuscript has more than MaxSize.
var ErrTooLong = errors.New("the manuscript is too long")

// Dir is an office.Desk in a folder.
type Dir struct {
	root string
	now  func() time.Time
	mu   sync.Mutex // one saving at a time: there are few, and each is small
}

var _ office.Desk = (*Dir)(nil)

// Open uses the folder; it is made when something is saved.
func Open(root string, now func() time.Time) *Dir { return &Dir{root: root, now: now} }

func (d *Dir) folder(person string) string {
	return filepath.Join(d.root, string(blob.HashOf([]byte(person)))[:32])
}

func (d *Dir) path(person, about string) string {
	return filepath.Join(d.folder(person), string(blob.HashOf([]byte(about)))[:32]+".json")
}

// Manuscript implements office.Desk.
func (d *Dir) Manuscript(_ context.Context, person, about string) (m office.Manuscript, err error) {
	data, err := os.ReadFile(d.path(person, about))
	if errors.Is(err, fs.ErrNotExist) {
		return m, office.ErrNoManuscript
	}
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err != nil {
		return m, fmt.Errorf("manuscript: %w", err)
	}
	return m, nil
}

// SaveManuscript implements office.Desk.
func (d *Dir) SaveManuscript(ctx context.Context, person, about string, m office.Manuscript) (office.Manuscript, error) {
	size := 0
	for _, text := range m.Parts {
		size += len(text)
	}
	if size > MaxSize {
		return m, ErrTooLong
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	was, err := d.Manuscript(ctx, person, about)
	if err != nil && !errors.Is(err, office.ErrNoManuscript) {
		return m, err
	}
	if was.Rev != m.Rev {
		return was, office.ErrManuscriptChanged
	}
	m.Rev, m.Saved = m.Rev+1, d.now().UTC()
	if err := d.write(d.path(person, about), m); err != nil {
		return m, fmt.Errorf("manuscript: %w", err)
	}
	return m, nil
}

func (d *Dir) write(path string, m office.Manuscript) (err error) {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// DropManuscript implements office.Desk.
func (d *Dir) DropManuscript(_ context.Context, person, about string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := os.Remove(d.path(person, about)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("manuscript: %w", err)
	}
	return nil
}

// DropManuscripts implements office.Desk.
func (d *Dir) DropManuscripts(_ context.Context, person string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := os.RemoveAll(d.folder(person)); err != nil {
		return fmt.Errorf("manuscript: %w", err)
	}
	return nil
}
