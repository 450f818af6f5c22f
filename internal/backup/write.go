package backup

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"shuping/internal/journal"
)

// Source is a data folder.
type Source struct {
	Dir string
	// Snapshot writes the database as it is at one moment to a new file, also beside a
	// running server.
	Snapshot func(ctx context.Context, file string) error
	Open     Opener
	Now      time.Time
	Version  string
}

// Opener opens a database file for reading.
type Opener func(file string) (journal.Store, io.Closer, error)

// Write writes a backup of the folder to w. progress is told of the files, or nil.
// Where it fails, what was written is no backup: it has no manifest.
func Write(ctx context.Context, s Source, w io.Writer, progress func(done, total int)) (Manifest, error) {
	m := Manifest{Format: Format, Made: s.Now.UTC().Truncate(time.Second), Version: s.Version}
	// Beside the database, so that the copy lies where it may lie.
	tmp, err := os.MkdirTemp(s.Dir, ".backup-*")
	if err != nil {
		return m, err
	}
	defer os.RemoveAll(tmp)
	snapshot := filepath.Join(tmp, database)
	if err := s.Snapshot(ctx, snapshot); err != nil {
		return m, err
	}
	if m.Streams, err = streams(ctx, s.Open, snapshot); err != nil {
		return m, err
	}
	names, err := list(s.Dir)
	if err != nil {
		return m, err
	}
	if m.Strange, err = strange(s.Dir); err != nil {
		return m, err
	}
	out := &writer{zip: zip.NewWriter(w)}
	for i, name := range append([]string{database}, names...) {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		from := filepath.Join(s.Dir, filepath.FromSlash(name))
		if name == database {
			from = snapshot
		}
		if err := out.add(name, from); err != nil {
			return m, fmt.Errorf("backup of %s: %w", name, err)
		}
		if progress != nil {
			progress(i+1, len(names)+1)
		}
	}
	m.Files = out.files
	return m, out.finish(m)
}

// streams reads every stream of a database to its end and checks its chain.
func streams(ctx context.Context, open Opener, file string) (_ []Stream, err error) {
	store, db, err := open(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	names, err := store.Streams(ctx, "")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []Stream
	for _, name := range names {
		head, err := journal.Verify(name, store.Read(ctx, name, 1))
		if err != nil {
			return nil, fmt.Errorf("stream %s: %w", name, err)
		}
		all = append(all, Stream{name, head.Seq, head.Hash})
	}
	return all, nil
}

// list names the files of a folder that go into a backup, but for the database.
func list(dir string) ([]string, error) {
	names := slices.Clone(single)
	for _, top := range append([]string{boxes}, folders...) {
		err := fs.WalkDir(os.DirFS(dir), top, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // the folder is made when it is needed
			case err != nil:
				return err
			case d.IsDir() && name == path.Join(boxes, "keys"): // where the boxes' own default puts them
				return fs.SkipDir
			case d.Type().IsRegular() && !passing(d.Name()):
				names = append(names, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(names, func(name string) bool {
		box, isBox := strings.CutPrefix(name, boxes+"/")
		return isBox && !belongs(box)
	}), nil
}

// strange names what lies in the folder and is none of the program's own.
func strange(dir string) (names []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		own := slices.Contains(slices.Concat(folders, single, left, []string{boxes}), e.Name())
		if !own && !passing(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// belongs says whether a file of the folder of boxes goes into a backup, empty or not.
func belongs(name string) bool {
	return slices.Contains([]string{".box", ".sealed", ".numbers"}, path.Ext(name))
}

// writer is the zip being written.
type writer struct {
	zip   *zip.Writer
	files []File
}

// add puts one file into the zip. A file that is gone since it was listed is left out:
// a draft that was handed in, a pile that was stopped, a box that was sealed.
func (w *writer) add(name, from string) error {
	in, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer in.Close()
	var content io.Reader = in
	if openBox(name) {
		content = strings.NewReader("") // see the package comment
	}
	method := zip.Deflate
	if strings.HasPrefix(name, "blobs/") {
		method = zip.Store // pictures and Word files are packed already
	}
	to, err := w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, sum), content)
	if err != nil {
		return err
	}
	w.files = append(w.files, File{name, n, hex.EncodeToString(sum.Sum(nil))})
	return nil
}

func (w *writer) finish(m Manifest) error {
	to, err := w.zip.Create(manifest)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(to)
	enc.SetIndent("", " ")
	return errors.Join(enc.Encode(m), w.zip.Close())
}
