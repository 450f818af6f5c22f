package ballotbox

import (
	"errors"
	"os"
	"testing"
)

// sealedElsewhere is a box of another machine with two ballots of three slips.
func sealedElsewhere(t *testing.T) Sealed {
	t.Helper()
	s := open(t, t.TempDir(), Options{Linger: -1})
	codes, err := s.Create(ctx, "m-o3-1", testForm(5, 4, 1), []int{3})
	must(t, err)
	b, err := s.Box("m-o3-1")
	must(t, err)
	must(t, b.Cast(ctx, codes[0][0], marksOf(1, 5)))
	must(t, b.Cast(ctx, codes[0][1], marksOf(2, 5)))
	must(t, b.Close(ctx))
	sealed, err := b.Seal(ctx)
	must(t, err)
	return sealed
}

// A sealed box comes from another machine, takes the place of slips that were printed
// here, and is the same after it came twice.
func TestBring(t *testing.T) {
	sealed := sealedElsewhere(t)
	dir := t.TempDir()
	s := open(t, dir, Options{Linger: -1})
	t.Cleanup(func() { must(t, s.Close()) })
	codes, err := s.Create(ctx, "m-o3-1", testForm(5, 4, 1), []int{9})
	must(t, err)
	for range 2 {
		must(t, s.Bring(ctx, "m-o3-1", sealed))
	}
	if _, err := s.Find(ctx, codes[0][0]); !errors.Is(err, ErrUnknownCode) {
		t.Errorf("a slip that was printed here is still good: %v", err)
	}
	got, err := s.Sealed("m-o3-1")
	must(t, err)
	if got.Hash != sealed.Hash || got.Slips[0] != sealed.Slips[0] || got.Tallies[0].Ballots != 2 {
		t.Errorf("%+v", got)
	}
	p, err := s.places("m-o3-1")
	must(t, err)
	for _, gone := range []string{p.box, p.key} {
		if exists(gone) {
			t.Errorf("%s is still there", gone)
		}
	}
	other := sealedElsewhere(t)
	other.Slips[0].Unused, other.Slips[0].Issued = 0, 2
	other.List, other.Hash = []byte("x"), "y"
	if err := s.Bring(ctx, "m-o3-1", other); !errors.Is(err, ErrExists) {
		t.Errorf("another box in its place: %v", err)
	}
}

// What does not agree with itself is not taken, and a box with ballots is not given up.
func TestBringRefuses(t *testing.T) {
	for name, change := range map[string]func(*Sealed){
		"list":  func(s *Sealed) { s.List = append([]byte{}, s.List[:len(s.List)-1]...) },
		"hash":  func(s *Sealed) { s.Hash = "0" + s.Hash[1:] },
		"slips": func(s *Sealed) { s.Slips = []Slips{{Issued: 3, Used: 3}} },
		"none":  func(s *Sealed) { s.Slips = nil },
	} {
		sealed := sealedElsewhere(t)
		change(&sealed)
		s := open(t, t.TempDir(), Options{Linger: -1})
		if err := s.Bring(ctx, "m-o3-1", sealed); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if files, err := os.ReadDir(s.dir); err != nil || len(files) > 1 { // the folder of keys
			t.Errorf("%s: %v, %v", name, files, err)
		}
	}
	s := open(t, t.TempDir(), Options{Linger: -1})
	t.Cleanup(func() { must(t, s.Close()) })
	codes, err := s.Create(ctx, "m-o3-1", testForm(5, 4, 1), []int{1})
	must(t, err)
	b, err := s.Box("m-o3-1")
	must(t, err)
	must(t, b.Cast(ctx, codes[0][0], marksOf(1, 5)))
	if err := s.Bring(ctx, "m-o3-1", sealedElsewhere(t)); !errors.Is(err, ErrExists) {
		t.Errorf("a box with a ballot in it: %v", err)
	}
}
