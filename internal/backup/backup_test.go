package backup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"shuping/internal/backup"
	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/journal"
	"shuping/internal/journal/sqlite"
)

var day = time.Date(2019, 1, 10, 9, 0, 0, 0, time.UTC)

// folder is a data folder with two streams, a file on record, an open box with a ballot,
// a sealed one, a draft, and what never goes into a backup.
type folder struct {
	dir   string
	db    *sqlite.DB
	boxes *ballotbox.Boxes
	code  ballotbox.Code // of the sealed box
}

func newFolder(t *testing.T) *folder {
	t.Helper()
	f := &folder{dir: filepath.Join(t.TempDir(), "data")}
	must(t, os.MkdirAll(f.dir, 0o700))
	var err error
	f.db, err = sqlite.Open(filepath.Join(f.dir, "shuping.db"))
	must(t, err)
	t.Cleanup(func() { must(t, f.db.Close()) })
	f.append(t, "cycle/2018", "opened", "scope-set")
	f.append(t, "meeting/m1", "called")
	f.boxes, err = ballotbox.Open(filepath.Join(f.dir, "boxes"), ballotbox.Options{Keys: filepath.Join(f.dir, "keys"), Linger: -1})
	must(t, err)
	t.Cleanup(func() { must(t, f.boxes.Close()) })
	form := ballot.Form{Subjects: []string{"A"}, Options: []string{"y", "n"}, Classes: []string{"all"}}
	for _, id := range []string{"m1-open", "m1-sealed"} {
		codes, err := f.boxes.Create(t.Context(), id, form, []int{6})
		must(t, err)
		b, err := f.boxes.Box(id)
		must(t, err)
		for _, c := range codes[0][:5] {
			must(t, b.Cast(t.Context(), c, []ballot.Mark{1}))
		}
		if id == "m1-sealed" {
			must(t, b.Close(t.Context()))
			_, err = b.Seal(t.Context())
			must(t, err)
		}
		f.code = codes[0][5]
	}
	f.put(t, "blobs/2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "hello")
	f.put(t, "blobs/.new-1", "half")
	f.put(t, "drafts/P1.json", "a draft")
	f.put(t, "house.key", "AGE-SECRET-KEY")
	f.put(t, "tls/ca.key", "PEM")
	f.put(t, "notes/mine.txt", "not the program's own")
	return f
}

func (f *folder) put(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(f.dir, filepath.FromSlash(name))
	must(t, os.MkdirAll(filepath.Dir(file), 0o700))
	must(t, os.WriteFile(file, []byte(text), 0o600))
}

func (f *folder) append(t *testing.T, stream string, kinds ...string) {
	t.Helper()
	store := f.db.Journal()
	for _, kind := range kinds {
		head, err := store.Head(t.Context(), stream)
		must(t, err)
		r := []journal.Record{{At: day, Who: "P1", Cause: "test", Kind: kind, Body: []byte(`{}`)}}
		journal.Seal(stream, head, r)
		must(t, store.Append(t.Context(), stream, head, r))
	}
}

func (f *folder) write(t *testing.T, w io.Writer) (backup.Manifest, error) {
	return backup.Write(t.Context(), backup.Source{Dir: f.dir, Snapshot: f.db.Backup, Open: opener, Now: day, Version: "v1"}, w, nil)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// contents are the files of a folder by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		files[name] = string(b)
		return err
	}))
	return files
}

func restore(t *testing.T, zip []byte, dir string) (backup.Manifest, error) {
	return backup.Restore(t.Context(), bytes.NewReader(zip), int64(len(zip)), dir, opener, nil)
}

func opener(file string) (journal.Store, io.Closer, error) {
	db, err := sqlite.OpenReadOnly(file)
	if err != nil {
		return nil, nil, err
	}
	return db.Journal(), db, nil
}

func TestBackupAndRestore(t *testing.T) {
	f := newFolder(t)
	var out bytes.Buffer
	m, err := f.write(t, &out)
	must(t, err)
	if m.Open() != 1 || len(m.Streams) != 2 || m.Streams[0].Name != "cycle/2018" || m.Streams[0].Seq != 2 || !slices.Equal(m.Strange, []string{"notes"}) {
		t.Fatalf("manifest %+v", m)
	}
	f.append(t, "cycle/2018", "later")

	dir := filepath.Join(t.TempDir(), "a", "copy")
	got, err := restore(t, out.Bytes(), dir)
	must(t, err)
	if got.Made != day || got.Version != "v1" {
		t.Errorf("restored %+v", got)
	}
	have, want := contents(t, dir), contents(t, f.dir)
	for name, text := range have {
		switch {
		case name == "shuping.db":
		case name == "boxes/m1-open.box":
			if text != "" {
				t.Errorf("%d bytes of an open box are in the backup", len(text))
			}
		case text != want[name]:
			t.Errorf("%s: %q, want %q", name, text, want[name])
		}
		delete(want, name)
	}
	for name := range want {
		if top, _, _ := strings.Cut(name, "/"); top != "keys" && !strings.HasPrefix(name, "shuping.db") && name != "blobs/.new-1" && top != "notes" && !strings.HasPrefix(name, "boxes/m1-open.box-") && name != "boxes/m1-open.piles" {
			t.Errorf("%s is not in the backup", name)
		}
	}
	db, err := sqlite.Open(filepath.Join(dir, "shuping.db"))
	must(t, err)
	defer db.Close()
	head, err := db.Journal().Head(t.Context(), "cycle/2018")
	must(t, err)
	if head.Seq != 2 {
		t.Errorf("the restored stream has %d records", head.Seq)
	}
	boxes, err := ballotbox.Open(filepath.Join(dir, "boxes"), ballotbox.Options{Keys: filepath.Join(dir, "keys")})
	must(t, err)
	defer boxes.Close()
	if s, err := boxes.Sealed("m1-sealed"); err != nil || s.Tallies[0].Ballots != 5 {
		t.Errorf("sealed box: %+v, %v", s, err)
	}
	if _, err := boxes.Box("m1-open"); !errors.Is(err, ballotbox.ErrNoKey) {
		t.Errorf("the open box after a restore: %v", err)
	}
	if _, err := boxes.Find(t.Context(), f.code); !errors.Is(err, ballotbox.ErrUnknownCode) {
		t.Errorf("a slip after a restore: %v", err)
	}
}

// TestNothingOfOpenBoxes: no run of bytes of an open box or of a key is in the file.
func TestNothingOfOpenBoxes(t *testing.T) {
	f := newFolder(t)
	var out bytes.Buffer
	_, err := f.write(t, &out)
	must(t, err)
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	must(t, err)
	var all bytes.Buffer
	for _, e := range z.File {
		in, err := e.Open()
		must(t, err)
		_, err = io.Copy(&all, in)
		must(t, err)
		if strings.Contains(e.Name, "keys") {
			t.Errorf("%s is in the backup", e.Name)
		}
	}
	keys := 0
	for name, text := range contents(t, filepath.Join(f.dir, "keys")) {
		keys++
		if strings.Contains(all.String(), text) {
			t.Errorf("the key %s is in the backup", name)
		}
	}
	if keys != 1 {
		t.Fatalf("%d keys, want that of the open box", keys)
	}
}

// TestEveryFlippedByte: a backup with one byte changed is refused, or what was changed is
// nothing that is restored.
func TestEveryFlippedByte(t *testing.T) {
	f := newFolder(t)
	var out bytes.Buffer
	_, err := f.write(t, &out)
	must(t, err)
	root := t.TempDir()
	whole := filepath.Join(root, "whole")
	_, err = restore(t, out.Bytes(), whole)
	must(t, err)
	want := contents(t, whole)
	refused, harmless := 0, 0
	for i := 0; i < out.Len(); i += 1 + out.Len()/150 {
		bad := bytes.Clone(out.Bytes())
		bad[i] ^= 0x10
		dir := filepath.Join(root, "bad")
		if _, err := restore(t, bad, dir); err != nil {
			refused++
			if entries, err := os.ReadDir(root); err != nil || len(entries) != 1 {
				t.Fatalf("byte %d: the refused restore left %v, %v", i, entries, err)
			}
			continue
		}
		harmless++
		if !maps.Equal(contents(t, dir), want) {
			t.Fatalf("byte %d: restored another folder", i)
		}
		must(t, os.RemoveAll(dir))
	}
	if refused < 2*harmless {
		t.Errorf("%d changed backups were refused, %d not", refused, harmless)
	}
}

// TestCutAnywhere: a backup that broke off is no backup.
func TestCutAnywhere(t *testing.T) {
	f := newFolder(t)
	var out bytes.Buffer
	_, err := f.write(t, &out)
	must(t, err)
	for n := 0; n < out.Len(); n += 1 + out.Len()/50 {
		var fault *backup.Fault
		if _, err := restore(t, out.Bytes()[:n], filepath.Join(t.TempDir(), "x")); !errors.As(err, &fault) || fault.Wrong != backup.NotABackup {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if _, err := f.write(t, &short{left: n}); err == nil {
			t.Fatalf("a disk full after %d bytes was not noticed", n)
		}
	}
	entries, err := os.ReadDir(f.dir)
	must(t, err)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".backup-") {
			t.Errorf("a backup that failed left %s", e.Name())
		}
	}
}

// short is a disk with room for left bytes.
type short struct{ left int }

func (s *short) Write(p []byte) (int, error) {
	if s.left -= len(p); s.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

// TestForgedBackups: made by somebody who can write a zip.
func TestForgedBackups(t *testing.T) {
	f := newFolder(t)
	var out bytes.Buffer
	_, err := f.write(t, &out)
	must(t, err)
	for name, c := range map[string]struct {
		edit  func(files map[string][]byte, m *backup.Manifest)
		wrong backup.Wrong
	}{
		"as it is": {func(map[string][]byte, *backup.Manifest) {}, ""},
		"a path out of the folder": {func(files map[string][]byte, m *backup.Manifest) {
			files["blobs/../../evil"] = []byte("hello")
			m.Files = append(m.Files, backup.File{Name: "blobs/../../evil", Size: 5, SHA256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"})
		}, backup.Changed},
		"a key": {func(files map[string][]byte, m *backup.Manifest) {
			files["keys/m1-open.key"] = []byte("hello")
			m.Files = append(m.Files, backup.File{Name: "keys/m1-open.key", Size: 5, SHA256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"})
		}, backup.Changed},
		"a file nobody listed": {func(files map[string][]byte, _ *backup.Manifest) { files["drafts/x"] = []byte("x") }, backup.Changed},
		"a file that is gone":  {func(files map[string][]byte, _ *backup.Manifest) { delete(files, "house.key") }, backup.Changed},
		"another file on record": {func(files map[string][]byte, m *backup.Manifest) {
			for i := range m.Files {
				if strings.HasPrefix(m.Files[i].Name, "blobs/2c") {
					files[m.Files[i].Name] = []byte("hella")
					m.Files[i].SHA256 = "70de66401b1399d79b843521ee726dcec1e9a8cb5708ec1520f1f3bb4b1dd984"
				}
			}
		}, ""},
		"a stream cut short": {func(_ map[string][]byte, m *backup.Manifest) { m.Streams[0].Seq++ }, backup.Broken},
		"a stream left out":  {func(_ map[string][]byte, m *backup.Manifest) { m.Streams = m.Streams[1:] }, backup.Broken},
		"a newer layout":     {func(_ map[string][]byte, m *backup.Manifest) { m.Format++ }, backup.Newer},
	} {
		t.Run(name, func(t *testing.T) {
			forged := forge(t, out.Bytes(), c.edit)
			_, err := restore(t, forged, filepath.Join(t.TempDir(), "x"))
			var fault *backup.Fault
			switch {
			case name == "another file on record": // its hash does not match, whichever of the two checks sees it
				if !errors.As(err, &fault) {
					t.Errorf("got %v", err)
				}
			case c.wrong == "":
				must(t, err)
			case !errors.As(err, &fault) || fault.Wrong != c.wrong:
				t.Errorf("got %v, want %s", err, c.wrong)
			}
		})
	}
}

// forge writes the zip anew with its files and manifest edited.
func forge(t *testing.T, whole []byte, edit func(map[string][]byte, *backup.Manifest)) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	must(t, err)
	files := map[string][]byte{}
	for _, e := range z.File {
		in, err := e.Open()
		must(t, err)
		files[e.Name], err = io.ReadAll(in)
		must(t, err)
	}
	var m backup.Manifest
	must(t, json.Unmarshal(files["MANIFEST.json"], &m))
	edit(files, &m)
	files["MANIFEST.json"], err = json.Marshal(m)
	must(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		to, err := w.Create(name)
		must(t, err)
		_, err = to.Write(files[name])
		must(t, err)
	}
	must(t, w.Close())
	return out.Bytes()
}

func TestRestoreGoesIntoNothing(t *testing.T) {
	f := newFolder(t)
	var out bytes.Buffer
	_, err := f.write(t, &out)
	must(t, err)
	dir := t.TempDir() // there, and empty
	if _, err := restore(t, out.Bytes(), dir); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir)
	var fault *backup.Fault
	if _, err := restore(t, out.Bytes(), dir); !errors.As(err, &fault) || fault.Wrong != backup.NotEmpty || !maps.Equal(contents(t, dir), before) {
		t.Errorf("a second restore: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	root := t.TempDir()
	if _, err := backup.Restore(ctx, bytes.NewReader(out.Bytes()), int64(out.Len()), filepath.Join(root, "x"), opener, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a restore that was broken off: %v", err)
	}
	if entries, err := os.ReadDir(root); err != nil || len(entries) > 0 {
		t.Errorf("it left %v, %v", entries, err)
	}
}

func FuzzRestore(f *testing.F) {
	f.Add([]byte("PK\x05\x06"))
	f.Add([]byte(strings.Repeat("\x00", 30)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := restore(t, b, filepath.Join(t.TempDir(), "x")); err == nil {
			t.Error("restored")
		}
	})
}
