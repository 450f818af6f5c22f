// Package blob keeps files by the hash of their content (原件按哈希存放): reports as
// they were handed in, documents as they were signed. What is stored cannot be
// changed, only be there or be missing, and the same file is kept once.
//
// Stored by Dir: one file per blob, named by the lower-case hex of its SHA-256,
// in a folder named by the first two digits: ab/abcdef.... A file that is being written has
// another name (".new-*") and is renamed after its bytes are on disk, so a
// crash leaves no half of a blob.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Hash names a blob: 64 lower-case hex digits of SHA-256.
type Hash string

// HashOf is the name of these bytes.
func HashOf(b []byte) Hash {
	sum := sha256.Sum256(b)
	return Hash(hex.EncodeToString(sum[:]))
}

// ParseHash refuses what is not a name of a blob, so that no path is made from it.
func ParseHash(s string) (Hash, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != sha256.Size || strings.ToLower(s) != s {
		return "", fmt.Errorf("%.80q is not the hash of a file (64 hex digits)", s)
	}
	return Hash(s), nil
}

// ErrMissing says that there is no such blob.
var ErrMissing = errors.New("no such file on record")

// ErrTooLarge says that a file is larger than the store takes.
var ErrTooLarge = errors.New("the file is too large")

// ErrDamaged says that a stored file is not what its name says.
var ErrDamaged = errors.New("the stored file is damaged")

// Store keeps blobs. All methods may be called concurrently.
type Store interface {
	// Put stores what it reads and returns its hash. The file is durable when Put
	// returns. Storing the same content again is not an error.
	Put(ctx context.Context, r io.Reader) (Hash, error)
	// Get returns the whole file, checked against its name; ErrMissing or ErrDamaged.
	Get(ctx context.Context, h Hash) ([]byte, error)
	// Has says whether the blob is there, without reading it.
	Has(ctx context.Context, h Hash) (bool, error)
}

// Dir is a Store in a folder.
type Dir struct {
	root string
	max  int64
}

// OpenDir uses the folder, making it where it is missing. max is the largest file in bytes.
func OpenDir(root string, max int64) (*Dir, error) {
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, fmt.Errorf("files on record: %w", err)
	}
	return &Dir{root: root, max: max}, nil
}

func (d *Dir) path(h Hash) string { return filepath.Join(d.root, string(h[:2]), string(h)) }

// Put implements Store.
func (d *Dir) Put(ctx context.Context, r io.Reader) (Hash, error) {
	tmp, err := os.CreateTemp(d.root, ".new-*")
	if err != nil {
		return "", fmt.Errorf("files on record: %w", err)
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	sum := sha256.New()
	if err := fill(ctx, tmp, sum, r, d.max); err != nil {
		return "", err
	}
	h := Hash(hex.EncodeToString(sum.Sum(nil)))
	if ok, err := d.Has(ctx, h); err != nil || ok {
		return h, err
	}
	folder := filepath.Dir(d.path(h))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("files on record: %w", err)
	}
	if err := os.Rename(tmp.Name(), d.path(h)); err != nil {
		return "", fmt.Errorf("files on record: %w", err)
	}
	if err := errors.Join(syncDir(folder), syncDir(d.root)); err != nil {
		return "", fmt.Errorf("files on record: %w", err)
	}
	return h, nil
}

func fill(ctx context.Context, tmp *os.File, sum hash.Hash, r io.Reader, max int64) error {
	n, err := io.Copy(io.MultiWriter(tmp, sum), io.LimitReader(r, max+1))
	if err != nil {
		return fmt.Errorf("files on record: %w", err)
	}
	if n > max {
		return fmt.Errorf("%w: at most %d MB are taken; hand in a smaller file", ErrTooLarge, max>>20)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return fmt.Errorf("files on record: %w", err)
	}
	return tmp.Close()
}

// Get implements Store.
func (d *Dir) Get(ctx context.Context, h Hash) ([]byte, error) {
	if _, err := ParseHash(string(h)); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(d.path(h))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", h, ErrMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("files on record: %w", err)
	}
	if HashOf(b) != h {
		return nil, fmt.Errorf("%s: %w: restore it from a backup", h, ErrDamaged)
	}
	return b, nil
}

// Has implements Store.
func (d *Dir) Has(_ context.Context, h Hash) (bool, error) {
	if _, err := ParseHash(string(h)); err != nil {
		return false, err
	}
	_, err := os.Stat(d.path(h))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
