package tellers

import (
	"os"
	"path/filepath"
	"testing"

	"shuping/internal/blob"
)

// Of a practice meeting nothing stays in papers/; what is of other meetings does, also of
// one whose id begins alike.
func TestForget(t *testing.T) {
	root := t.TempDir()
	table := &Table{Root: root}
	const gone, stays = "rh.m-O1.1", "rh.m-O1.11"
	for _, id := range []string{gone, stays, "m-O1"} {
		for _, name := range []string{filepath.Join(table.forms(id), "a.json"), filepath.Join(root, "piles", id+"-1", "1.jsonl")} {
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte("{}"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 2 { // doing it again is harmless
		if err := table.Forget(gone); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]bool{
		table.forms(gone): false, filepath.Join(root, "piles", gone+"-1"): false,
		table.forms(stays): true, filepath.Join(root, "piles", stays+"-1"): true,
		table.forms("m-O1"): true, filepath.Join(root, "piles", "m-O1-1"): true,
	} {
		if _, err := os.Stat(name); (err == nil) != want {
			t.Errorf("%s: %v, want there: %v", name, err, want)
		}
	}
	if err := (&Table{Root: filepath.Join(root, "none")}).Forget(string(blob.HashOf(nil))); err != nil {
		t.Error("where there are no papers:", err)
	}
}
