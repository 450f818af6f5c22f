package house

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The key is made once, only its folder opens what was closed for it, and a changed box is
// not opened.
func TestBoxes(t *testing.T) {
	dir := t.TempDir()
	mine, other := Of(dir), Of(t.TempDir())
	public, err := mine.Public()
	must(t, err)
	if again, err := Of(dir).Public(); again != public || err != nil {
		t.Errorf("%q, %v", again, err)
	}
	if info, err := os.Stat(filepath.Join(dir, "house.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	box, err := Close(" "+public+"\n", []byte("会议记录"))
	must(t, err)
	if bytes.Contains(box, []byte("会议")) {
		t.Error("the box can be read without a key")
	}
	if got, err := mine.Open(box); err != nil || string(got) != "会议记录" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := other.Open(box); !errors.Is(err, ErrNotForUs) {
		t.Error(err)
	}
	for i := range box {
		changed := bytes.Clone(box)
		changed[i] ^= 1
		if _, err := mine.Open(changed); err == nil {
			t.Fatalf("byte %d was changed, and the box was opened", i)
		}
	}
	if _, err := mine.Open(box[:len(box)-1]); err == nil {
		t.Error("a cut box was opened")
	}
	var not *NotARecipient
	if _, err := Close("age1nonsense", nil); !errors.As(err, &not) {
		t.Error(err)
	}
}

func TestSecrets(t *testing.T) {
	dir := t.TempDir()
	a, err := Of(dir).Secret("door")
	must(t, err)
	again, err := Of(dir).Secret("door")
	must(t, err)
	b, err := Of(dir).Secret("trip")
	must(t, err)
	c, err := Of(t.TempDir()).Secret("door")
	must(t, err)
	if !bytes.Equal(a, again) || bytes.Equal(a, b) || bytes.Equal(a, c) || len(a) != 32 {
		t.Error("secrets are not one for each folder and purpose")
	}
	must(t, os.WriteFile(filepath.Join(dir, "house.key"), []byte("x"), 0o600))
	if _, err := Of(dir).Secret("door"); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Error(err)
	}
	if _, err := Of(filepath.Join(dir, "none")).Public(); err == nil {
		t.Error("a key was made in a folder that is not there")
	}
}
