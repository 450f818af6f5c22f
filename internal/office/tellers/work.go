package tellers

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"shuping/internal/scan"
	"shuping/internal/scan/readings"
)

// kept is a line of a working file: a page that was read, with its ink.
type kept struct {
	readings.Page
	Ink *scan.Ink `json:"ink_squares,omitempty"`
}

// workFile is the working file of a pile, open for adding.
type workFile struct {
	f     *os.File
	pages []kept
}

func (t *Table) workPath(p pile) string {
	return filepath.Join(t.Root, "piles", p.box, strconv.Itoa(p.batch)+".jsonl")
}

// openWork opens a pile's working file; a last line that was not written to its end is
// cut off, and its page will be read again.
func (t *Table) openWork(p pile) (*workFile, error) {
	name := t.workPath(p)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("working file: %w", err)
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("working file: %w", err)
	}
	pages, end, err := lines(f)
	if err == nil {
		err = f.Truncate(end)
	}
	if err == nil {
		_, err = f.Seek(end, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("working file: %w", err), f.Close())
	}
	return &workFile{f, pages}, nil
}

// lines reads the whole lines of a working file and where they end.
func lines(r io.Reader) (pages []kept, end int64, err error) {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return pages, end, nil
		}
		if err != nil {
			return nil, 0, err
		}
		var k kept
		if json.Unmarshal(line, &k) != nil {
			return pages, end, nil // cut short by a crash; what follows is read again
		}
		pages, end = append(pages, k), end+int64(len(line))
	}
}

// add writes a page.
func (w *workFile) add(k kept) error {
	line, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if _, err := w.f.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("working file: %w", err)
	}
	w.pages = append(w.pages, k)
	return nil
}

// Close closes the file.
func (w *workFile) Close() error { return w.f.Close() }

// worked are the pages of a pile that was read before; none where its working file is gone.
func (t *Table) worked(p pile) ([]kept, error) {
	f, err := os.Open(t.workPath(p))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("working file: %w", err)
	}
	defer f.Close()
	pages, _, err := lines(f)
	return pages, err
}
