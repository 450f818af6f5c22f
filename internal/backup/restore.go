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
	"runtime"
	"slices"
	"strings"
)

// maxManifest is how long a manifest may be, in bytes: a million files.
const maxManifest = 256 << 20

// Restore makes the folder dir of a backup. dir must be missing or empty. The files
// are written beside it, every one is held against the manifest, every stream is read
// to its end, and then the folder gets its name: where anything is wrong, a *Fault or
// another error says so and dir is as it was.
func Restore(ctx context.Context, r io.ReaderAt, size int64, dir string, with Opener, progress func(done, total int)) (m Manifest, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return m, err
	}
	if err := empty(dir); err != nil {
		return m, err
	}
	z, m, err := open(r, size)
	if err != nil {
		return m, err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return m, err
	}
	part, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".restoring-*")
	if err != nil {
		return m, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(part))
		}
	}()
	for i, f := range m.Files {
		if err := ctx.Err(); err != nil {
			return m, err
		}
		if err := unpack(z[f.Name], f, filepath.Join(part, filepath.FromSlash(f.Name))); err != nil {
			return m, err
		}
		if progress != nil {
			progress(i+1, len(m.Files))
		}
	}
	if err := check(ctx, m, with, part); err != nil {
		return m, err
	}
	if err := syncAll(part); err != nil {
		return m, err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return m, err
	}
	if err := os.Rename(part, dir); err != nil {
		return m, err
	}
	return m, syncDir(filepath.Dir(dir))
}

// empty refuses a folder with something in it.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return &Fault{Wrong: NotEmpty, Name: dir}
	}
	return nil
}

// open reads the manifest and holds the names of the zip against it.
func open(r io.ReaderAt, size int64) (map[string]*zip.File, Manifest, error) {
	var m Manifest
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, m, &Fault{NotABackup, "zip", err}
	}
	files := map[string]*zip.File{}
	for _, f := range z.File {
		if files[f.Name] != nil {
			return nil, m, &Fault{Wrong: Changed, Name: f.Name}
		}
		files[f.Name] = f
	}
	if files[manifest] == nil {
		return nil, m, &Fault{Wrong: NotABackup, Name: manifest}
	}
	in, err := files[manifest].Open()
	if err != nil {
		return nil, m, &Fault{NotABackup, manifest, err}
	}
	defer in.Close()
	if err := json.NewDecoder(io.LimitReader(in, maxManifest)).Decode(&m); err != nil {
		return nil, m, &Fault{NotABackup, manifest, err}
	}
	if m.Format != Format {
		return nil, m, &Fault{Wrong: Newer, Name: m.Version}
	}
	delete(files, manifest)
	listed := map[string]bool{}
	for _, f := range m.Files {
		if files[f.Name] == nil || listed[f.Name] || !known(f.Name) || !filepath.IsLocal(filepath.FromSlash(f.Name)) || path.Clean(f.Name) != f.Name {
			return nil, m, &Fault{Wrong: Changed, Name: f.Name}
		}
		listed[f.Name] = true
	}
	for name := range files {
		if !listed[name] {
			return nil, m, &Fault{Wrong: Changed, Name: name}
		}
	}
	if !listed[database] {
		return nil, m, &Fault{Wrong: Changed, Name: database}
	}
	return files, m, nil
}

// unpack writes one file and compares it with what the manifest says.
func unpack(z *zip.File, f File, to string) (err error) {
	in, err := z.Open()
	if err != nil {
		return &Fault{Changed, f.Name, err}
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	sum := sha256.New()
	// One byte more than listed is enough to know, however much it unpacks to.
	n, err := io.Copy(&disk{out}, io.TeeReader(io.LimitReader(in, f.Size+1), sum))
	var full *diskError
	switch {
	case errors.As(err, &full):
		return full.err
	case err != nil:
		return &Fault{Changed, f.Name, err}
	case n != f.Size || hex.EncodeToString(sum.Sum(nil)) != f.SHA256:
		return &Fault{Wrong: Changed, Name: f.Name}
	}
	return out.Sync()
}

// disk tells a disk that cannot be written from a backup that cannot be read.
type disk struct{ w io.Writer }

type diskError struct{ err error }

func (e *diskError) Error() string { return e.err.Error() }

func (d *disk) Write(p []byte) (int, error) {
	n, err := d.w.Write(p)
	if err != nil {
		err = &diskError{err}
	}
	return n, err
}

// check reads all streams of the unpacked database, and holds the files on record
// against their names.
func check(ctx context.Context, m Manifest, with Opener, part string) error {
	got, err := streams(ctx, with, filepath.Join(part, database))
	if err != nil {
		return &Fault{Broken, database, err}
	}
	if !slices.Equal(got, m.Streams) {
		return &Fault{Broken, database, errors.New("the streams do not end where the manifest says")}
	}
	for _, f := range m.Files {
		if rest, ok := strings.CutPrefix(f.Name, "blobs/"); ok && path.Base(rest) != f.SHA256 {
			return &Fault{Broken, f.Name, fmt.Errorf("its content has the hash %s", f.SHA256)}
		}
	}
	return nil
}

// syncAll makes the names of everything in a folder durable.
func syncAll(root string) error {
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncDir(name)
	})
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
