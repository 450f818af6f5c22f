package blob_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuping/internal/blob"
	"shuping/internal/blob/blobtest"
)

func TestDir(t *testing.T) {
	blobtest.Suite(t, func(t *testing.T) blob.Store { return open(t, t.TempDir()) })
}

func open(t *testing.T, dir string) *blob.Dir {
	t.Helper()
	d, err := blob.OpenDir(dir, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDirNoticesDamageAndLeavesNoRest(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	h, err := d.Put(context.Background(), strings.NewReader("原件"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, string(h[:2]), string(h)), []byte("改过"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Get(context.Background(), h); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("damage was not noticed: %v", err)
	}
	rest, err := filepath.Glob(filepath.Join(dir, ".new-*"))
	if err != nil || len(rest) != 0 {
		t.Errorf("left over: %v, %v", rest, err)
	}
}
