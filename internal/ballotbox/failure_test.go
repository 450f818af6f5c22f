package ballotbox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"shuping/internal/ballot"
)

var errDisk = errors.New("the disk fails")

// failing fails at a step once it is armed, so many times.
type failing struct {
	step  string
	times atomic.Int32
}

func (f *failing) at(step string) error {
	if step == f.step && f.times.Add(-1) >= 0 {
		return errDisk
	}
	return nil
}

// TestFailures lets every step fail, before and after it took effect, and then
// does what a person would do: the same again. In the end each code has one ballot.
func TestFailures(t *testing.T) {
	t.Parallel()
	for _, step := range []string{
		"cast: before commit", "cast: after commit", "cut", "wipe", "replace: before commit", "add slips: before commit",
		"close: before commit", "close: after commit", "seal: list", "seal: wipe .key", "seal: wipe .piles", "seal: wipe .box",
	} {
		t.Run(step, func(t *testing.T) { failAt(t, step) })
	}
}

func failAt(t *testing.T, step string) {
	f := &failing{step: step}
	dir := t.TempDir()
	s := open(t, dir, Options{fail: f.at})
	b, codes := newBox(t, s, testForm(5, 4, 1), 8)
	failed := 0
	again := func(what string, do func() error) {
		t.Helper()
		err := do()
		for i := 0; err != nil && i < 5; i++ {
			if !errors.Is(err, errDisk) {
				t.Fatalf("%s: %v", what, err)
			}
			failed++
			err = do()
		}
		must(t, err)
	}
	f.times.Store(1)
	for i := range 3 {
		again("cast", func() error { return b.Cast(ctx, codes[0][i], marksOf(i, 5)) })
	}
	if step == "cut" || step == "wipe" {
		atRest(t, b)
		failed++
	}
	again("replace", func() error { _, err := b.Replace(ctx, codes[0][3]); return ignore(err, ErrSpoilt) })
	again("add", func() error { _, err := b.AddSlips(ctx, 0, 2); return err })
	again("close", func() error { return b.Close(ctx) })
	again("seal", func() error { _, err := b.Seal(ctx); return err })
	sealed, err := s.Sealed("members")
	must(t, err)
	want := Slips{Issued: 11, Used: 3, Unused: 7, Spoilt: 1}
	if sealed.Slips[0] != want || failed != 1 {
		t.Errorf("got %+v, want %+v; %d failures", sealed.Slips[0], want, failed)
	}
	var cast []ballot.Ballot
	for i := range 3 {
		cast = append(cast, ballot.Ballot{Marks: marksOf(i, 5)})
	}
	list, err := ballot.EncodeList(b.Form(), cast)
	must(t, err)
	if string(list) != string(sealed.List) {
		t.Errorf("got %s, want %s", sealed.List, list)
	}
	onlySealed(t, dir)
}

func ignore(err, answer error) error {
	if errors.Is(err, answer) {
		return nil
	}
	return err
}

// onlySealed looks at what a sealed box leaves in its folder.
func onlySealed(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) != ".sealed" && filepath.Ext(path) != ".numbers" {
			t.Errorf("%s is left", path)
		}
		return err
	})
	must(t, err)
}

// TestInterruptedSeal: the process ends between the steps of a seal; another one
// finishes it.
func TestInterruptedSeal(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"seal: list", "seal: wipe .key", "seal: wipe .piles", "seal: wipe .box"} {
		f := &failing{step: step}
		dir := t.TempDir()
		s := open(t, dir, Options{fail: f.at})
		codes, err := s.Create(ctx, "members", testForm(5, 4, 1), []int{3})
		must(t, err)
		b, err := s.Box("members")
		must(t, err)
		must(t, b.Cast(ctx, codes[0][1], marksOf(3, 5)))
		must(t, b.Close(ctx))
		f.times.Store(1)
		if _, err := b.Seal(ctx); !errors.Is(err, errDisk) {
			t.Fatal(step, err)
		}
		must(t, s.Close())
		s = open(t, dir, Options{})
		b, err = s.Box("members")
		if step == "seal: list" {
			must(t, err)
			_, err = b.Seal(ctx)
			must(t, err)
		} else if !errors.Is(err, ErrSealed) {
			t.Fatal(step, err)
		}
		sealed, err := s.Sealed("members")
		must(t, err)
		if sealed.Tallies[0].Ballots != 1 {
			t.Error(step, sealed.Tallies)
		}
		must(t, s.Close())
		onlySealed(t, dir)
	}
}

// TestInterruptedCreate: a crash on the way to a new box leaves no box and does not
// use up the id.
func TestInterruptedCreate(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"create: key", "create: name"} {
		f := &failing{step: step}
		s := open(t, t.TempDir(), Options{fail: f.at})
		f.times.Store(1)
		if _, err := s.Create(ctx, "members", testForm(1, 2, 1), []int{2}); !errors.Is(err, errDisk) {
			t.Fatal(step, err)
		}
		if _, err := s.Box("members"); !errors.Is(err, ErrNoBox) {
			t.Error(step, err)
		}
		codes, err := s.Create(ctx, "members", testForm(1, 2, 1), []int{2})
		must(t, err)
		b, err := s.Box("members")
		must(t, err)
		must(t, b.Cast(ctx, codes[0][0], []ballot.Mark{1}))
		must(t, s.Close())
	}
}

// TestDiskLost: the file cannot be read any more for a while. Everybody is told to
// come again, nobody gets a wrong answer, and all goes on when it is back.
func TestDiskLost(t *testing.T) {
	f := &failing{step: "cast: after commit"}
	dir := t.TempDir()
	path, away := filepath.Join(dir, "members.box"), filepath.Join(dir, "away")
	s := open(t, dir, Options{fail: func(step string) error {
		if err := f.at(step); err != nil {
			return errors.Join(err, os.Rename(path, away))
		}
		return nil
	}})
	b, codes := newBox(t, s, testForm(5, 4, 1), 4)
	must(t, b.Cast(ctx, codes[0][0], marksOf(0, 5)))
	atRest(t, b)
	f.times.Store(1)
	if err := b.Cast(ctx, codes[0][1], marksOf(1, 5)); !errors.Is(err, ErrUnavailable) {
		t.Fatal(err)
	}
	for _, c := range codes[0] {
		if err := b.Cast(ctx, c, marksOf(2, 5)); !errors.Is(err, ErrUnavailable) {
			t.Fatal(err)
		}
	}
	for name, err := range map[string]error{
		"replace": second(b.Replace(ctx, codes[0][2])), "close": b.Close(ctx), "seal": second(b.Seal(ctx)),
	} {
		if !errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, os.Rename(away, path))
	must(t, b.Close(ctx)) // reads the box anew
	if b.Progress().Ballots != 2 {
		t.Errorf("%+v", b.Progress())
	}
	must(t, b.Cast(ctx, codes[0][1], nil)) // went in before the disk was lost
	sealed, err := b.Seal(ctx)
	must(t, err)
	if sealed.Tallies[0].Ballots != 2 {
		t.Error(sealed.Tallies)
	}
}

// TestDamage changes what is stored, each change another contradiction.
func TestDamage(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"slot emptied": "UPDATE slot SET ballot = randomblob(length(ballot))",
		"slot gone":    "DELETE FROM slot WHERE key = (SELECT min(key) FROM slot)",
		"slot short":   "UPDATE slot SET ballot = x'00'",
		"slots exchanged": `UPDATE slot SET ballot = n.ballot FROM (SELECT a.key AS k, b.ballot FROM slot a JOIN slot b
			ON b.key = coalesce((SELECT min(key) FROM slot WHERE key > a.key), (SELECT min(key) FROM slot))) n WHERE slot.key = n.k`,
		"code unused":    "UPDATE slip SET state = 0",
		"code used":      "UPDATE slip SET state = 1",
		"state":          "UPDATE slip SET state = 9",
		"class":          "UPDATE slip SET class = 7",
		"other class":    "UPDATE slip SET class = 1",
		"hash":           "UPDATE slip SET hash = x'0102' WHERE hash = (SELECT min(hash) FROM slip)",
		"form":           "UPDATE meta SET form = '{}'",
		"no meta":        "DELETE FROM meta",
		"two metas":      "INSERT INTO meta SELECT * FROM meta",
		"pile cut":       oldPiles + "INSERT INTO pile VALUES (1, x'0001', x'')",
		"pile of others": oldPiles + "INSERT INTO pile VALUES (1, zeroblob(16), zeroblob(8 + 12 + 6 + 16))",
		"pile twice":     oldPiles + "INSERT INTO pile SELECT 1, hash, zeroblob(8 + 12 + 6 + 16) FROM slip WHERE state = 1",
		"proof":          "UPDATE meta SET proof = x'00'",
	} {
		dir := t.TempDir()
		s := open(t, dir, Options{})
		codes, err := s.Create(ctx, "members", testForm(5, 4, 2), []int{3, 0})
		must(t, err)
		b, err := s.Box("members")
		must(t, err)
		must(t, b.Cast(ctx, codes[0][0], marksOf(1, 5)))
		must(t, s.Close())
		f, err := openFile(b.at.box, b.at.piles)
		must(t, err)
		must(t, f.exec(sql))
		must(t, f.close())
		s = open(t, dir, Options{})
		if _, err := s.Box("members"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		must(t, s.Close())
	}
}

// TestSealedDamage flips each byte of list and numbers, one at a time.
func TestSealedDamage(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), Options{})
	b, codes := newBox(t, s, testForm(2, 2, 1), 3)
	must(t, b.Cast(ctx, codes[0][0], []ballot.Mark{1, 2}))
	must(t, b.Close(ctx))
	sealed, err := b.Seal(ctx)
	must(t, err)
	for _, path := range []string{b.at.list, b.at.numbers} {
		good, err := os.ReadFile(path)
		must(t, err)
		for i := range good {
			bad := append([]byte(nil), good...)
			bad[i] ^= 1
			must(t, os.WriteFile(path, bad, 0o600))
			got, err := s.Sealed("members")
			if err == nil && fmt.Sprint(got) != fmt.Sprint(sealed) {
				t.Errorf("%s: byte %d is changed, and it reads %+v", filepath.Ext(path), i, got)
			}
		}
		must(t, os.Remove(path))
		if _, err := s.Sealed("members"); err == nil {
			t.Errorf("%s is gone and not missed", filepath.Ext(path))
		}
		must(t, os.WriteFile(path, good, 0o600))
	}
}
