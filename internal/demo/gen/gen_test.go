package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// entries reads a zip into "name, time" -> content. Compressed bytes are not compared with the committed files: they may
// change with the Go version that compressed them, the content may not.
func entries(t *testing.T, data []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for _, f := range r.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		m[f.Name+", "+f.Modified.UTC().String()] = string(b)
	}
	return m
}

func TestCommittedFilesAreGenerated(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]bool{"README.md": true}
	for _, f := range files {
		made[f.Name] = true
		old, err := os.ReadFile(filepath.Join("..", "data", filepath.FromSlash(f.Name)))
		if err != nil {
			t.Errorf("%v: run go generate ./internal/demo", err)
			continue
		}
		if bytes.Equal(old, f.Data) {
			continue
		}
		if filepath.Ext(f.Name) == ".md" {
			t.Errorf("%s differs: run go generate ./internal/demo", f.Name)
			continue
		}
		was, is := entries(t, old), entries(t, f.Data)
		for name, text := range is {
			if was[name] != text {
				t.Errorf("%s: %s differs: run go generate ./internal/demo", f.Name, name)
			}
		}
		if len(was) != len(is) {
			t.Errorf("%s has %d entries, want %d", f.Name, len(was), len(is))
		}
	}
	err = filepath.WalkDir(filepath.Join("..", "data"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(filepath.Join("..", "data"), path)
		if !made[filepath.ToSlash(name)] {
			t.Errorf("%s is not made by the generator", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestGeneratorIsDeterministic(t *testing.T) {
	a, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	b, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for i := range a {
		if a[i].Name != b[i].Name || !bytes.Equal(a[i].Data, b[i].Data) {
			t.Errorf("%s differs between two runs", a[i].Name)
		}
	}
}
