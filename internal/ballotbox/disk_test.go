package ballotbox

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFileName(t *testing.T) {
	for id, want := range map[string]string{
		"members-2018": "members-2018",
		"cycle/2018/m": "cycle_2f2018_2fm",
		"Members":      "_4dembers",
		"con":          "_63_6f_6e",
		"党员大会":         "_e5_85_9a_e5_91_98_e5_a4_a7_e4_bc_9a",
		"../..":        "_2e_2e_2f_2e_2e",
	} {
		if got := fileName(id); got != want {
			t.Errorf("%q: got %q, want %q", id, got, want)
		}
	}
	for _, name := range []string{"_", "_2", "_zz", "a_", "_6dembers", "con"} {
		if id, ok := boxID(name); ok {
			t.Errorf("%q is taken for box %q", name, id)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.String().Draw(t, "id")
		name := fileName(id)
		if got, ok := boxID(name); !ok || got != id {
			t.Fatalf("%q becomes %q, which is %q", id, name, got)
		}
		if strings.ContainsFunc(name, func(r rune) bool {
			return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-_", r)
		}) {
			t.Fatalf("%q is no name for a file", name)
		}
	})
}

// TestWipe looks at the blocks of a removed file through a descriptor that was
// opened before.
func TestWipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(path, bytes.Repeat([]byte("secret"), 5000), 0o600))
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	must(t, wipe(path))
	if exists(path) {
		t.Error("still there")
	}
	left, err := io.ReadAll(f)
	must(t, err)
	if len(left) != 30000 || bytes.ContainsFunc(left, func(r rune) bool { return r != 0 }) {
		t.Errorf("%d bytes are left, or not all are zero", len(left))
	}
	must(t, wipe(path)) // again
	dir := t.TempDir()
	if err := wipe(dir); err == nil {
		t.Error("a folder is wiped")
	}
}

func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	for _, text := range []string{"one", "another"} {
		must(t, writeFile(path, []byte(text)))
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Error(string(got), err)
		}
	}
	if exists(path + ".half") {
		t.Error("the half file is left")
	}
	if err := writeFile(filepath.Join(path, "below"), nil); err == nil {
		t.Error("a file is written below a file")
	}
	if err := writeFile(t.TempDir(), nil); err == nil {
		t.Error("a folder is overwritten")
	}
	if err := syncDir(path + "-none"); err == nil {
		t.Error("no folder is synced")
	}
}
