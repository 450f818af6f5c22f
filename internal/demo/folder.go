package demo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// marker is the file by which a folder is known as a demo's.
const marker = ".shuping-demo"

// markerText says to whoever looks what the folder is.
const markerText = "shuping demo: this folder is made anew by every demo; everything in it is invented\n"

// ErrTaken says that a folder holds something that is not a demo's.
var ErrTaken = errors.New("the folder holds something else than a demo; name a new or empty one")

// freshFolder makes the folder, or empties that of an earlier demo.
func freshFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, marker), []byte(markerText), 0o600)
	}
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		text, err := os.ReadFile(filepath.Join(dir, marker))
		if err != nil || string(text) != markerText {
			return fmt.Errorf("%s: %w", dir, ErrTaken)
		}
	}
	for _, e := range entries {
		if e.Name() == marker {
			continue // last, so that an interrupted emptying is taken up again
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, marker), []byte(markerText), 0o600)
}

// layOut writes the demo's files under dir, where a person can look at them; the
// play reads what lies there.
func layOut(dir string) error {
	return fs.WalkDir(Data, "data", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel("data", filepath.FromSlash(name))
		if err != nil {
			return err
		}
		to := filepath.Join(dir, rel)
		if e.IsDir() {
			return os.MkdirAll(to, 0o700)
		}
		data, err := Data.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o600)
	})
}
