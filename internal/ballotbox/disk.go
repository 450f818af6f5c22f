package ballotbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// places are the paths of one box.
type places struct {
	box, piles, key, list, numbers string
}

// fileName makes a file's name of a box's id that is safe on every system: small
// letters, digits and dashes stay, other bytes become _ and two hex digits. Ids
// of fewer than five bytes are written so altogether, because Windows keeps some
// of those names (con, nul, com1) for itself.
func fileName(id string) string {
	var b strings.Builder
	for i := range len(id) {
		c := id[i]
		plain := c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-'
		if plain && len(id) >= 5 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "_%02x", c)
		}
	}
	return b.String()
}

// boxID is the id that has the file name; ok is false when none has.
func boxID(name string) (id string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if name[i] != '_' {
			b.WriteByte(name[i])
			continue
		}
		var c byte
		if i+2 >= len(name) {
			return "", false
		}
		if _, err := fmt.Sscanf(name[i+1:i+3], "%02x", &c); err != nil {
			return "", false
		}
		b.WriteByte(c)
		i += 2
	}
	return b.String(), fileName(b.String()) == name
}

const maxID = 60 // bytes; each may take three in the file's name

func (s *Boxes) places(id string) (places, error) {
	if id == "" || len(id) > maxID {
		return places{}, fmt.Errorf("box %q: an id has 1 to %d bytes", id, maxID)
	}
	name := fileName(id)
	return places{
		box:     filepath.Join(s.dir, name+".box"),
		piles:   filepath.Join(s.dir, name+".piles"),
		key:     filepath.Join(s.keys, name+".key"),
		list:    filepath.Join(s.dir, name+".sealed"),
		numbers: filepath.Join(s.dir, name+".numbers"),
	}, nil
}

// writeFile puts data into path so that after a power cut there is all of it or
// nothing.
func writeFile(path string, data []byte) error {
	half := path + ".half"
	f, err := os.OpenFile(half, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(half, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// wipe overwrites a file with zeros, cuts it to nothing and removes it. It is no
// error when it is not there.
func wipe(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := errors.Join(overwrite(f), f.Close()); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func overwrite(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if _, err := io.CopyN(f, zeros{}, info.Size()); err != nil {
		return err
	}
	return f.Sync()
}

// zeros reads as zeros without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// syncDir makes names in a folder durable. Windows has no such call and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
