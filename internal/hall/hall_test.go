package hall

import (
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

func TestTheAddressIsThereAfterARestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "halls")
	h := Open(dir)
	if a, err := h.Address("m-1"); a != "" || err != nil {
		t.Errorf("%q, %v", a, err)
	}
	must(t, h.SetAddress("m-1", "http://10.0.0.7:8080"))
	must(t, h.SetAddress("会议/..", "http://10.0.0.8:8080"))
	again := Open(dir)
	for id, want := range map[string]string{"m-1": "http://10.0.0.7:8080", "会议/..": "http://10.0.0.8:8080", "m-2": ""} {
		if a, err := again.Address(id); a != want || err != nil {
			t.Errorf("%s: %q, %v", id, a, err)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
}

// What cannot be read is said by file, and what to do; what cannot be written is not kept.
func TestFaults(t *testing.T) {
	dir := t.TempDir()
	h := Open(dir)
	must(t, os.WriteFile(h.file("m-1"), []byte("{"), 0o600))
	if _, err := h.Address("m-1"); err == nil || !strings.Contains(err.Error(), "remove the file") {
		t.Error(err)
	}
	if err := h.SetAddress("m-1", "x"); err == nil {
		t.Error("a broken file was written over")
	}
	must(t, os.Mkdir(h.file("m-2")+".half", 0o700))
	if err := h.SetAddress("m-2", "x"); err == nil {
		t.Error("written into a folder")
	}
	if a, err := h.Address("m-2"); a != "" || err != nil {
		t.Errorf("kept although it was not written: %q, %v", a, err)
	}
}
