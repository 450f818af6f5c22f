package ballotbox

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// oldPiles is the table that earlier boxes had instead of the file.
const oldPiles = "CREATE TABLE pile(key INTEGER PRIMARY KEY, slips BLOB NOT NULL, slots BLOB NOT NULL) WITHOUT ROWID, STRICT; "

// votedApart votes three times, each ballot in a pile of its own, and gives the piles as
// they lay on the disk before they were brought to their places. The store is closed.
func votedApart(t *testing.T, dir string) (at places, codes []Code, laid []byte) {
	t.Helper()
	s := open(t, dir, Options{})
	all, err := s.Create(ctx, "members", testForm(5, 4, 1), []int{8})
	must(t, err)
	b, err := s.Box("members")
	must(t, err)
	atRest(t, b)
	box, err := os.ReadFile(b.at.box)
	must(t, err)
	b.disk.Lock() // so that nothing is brought to its place in between
	for i, c := range all[0][:3] {
		if _, err := b.put(c, marksOf(i, 5)); err != nil {
			t.Fatal(err)
		}
		b.flushLocked()
	}
	laid, err = os.ReadFile(b.at.piles)
	must(t, err)
	b.disk.Unlock()
	must(t, s.Close())
	if slips, _ := parsePiles(laid, slotSize(b.form)); len(slips) != 3 {
		t.Fatalf("%d ballots lie in piles, want 3", len(slips))
	}
	must(t, os.WriteFile(b.at.box, box, 0o600)) // as if the process had been killed before
	return b.at, all[0], laid
}

// TestPilesAfterCrash: what was laid is in the box after a crash; half a pile is not, and
// nothing of it stays.
func TestPilesAfterCrash(t *testing.T) {
	t.Parallel()
	const one = pileHead + 16 + 8 + 12 + 6 + 16
	for length, want := range map[int]int{3 * one: 3, 3*one - 1: 2, 2*one + pileHead: 2, one: 1, one - 20: 0, 0: 0} {
		dir := t.TempDir()
		at, codes, laid := votedApart(t, dir)
		cut := append(bytes.Clone(laid[:length]), make([]byte, len(laid)-length)...)
		must(t, os.WriteFile(at.piles, cut, 0o600))
		s := open(t, dir, Options{})
		b, err := s.Box("members")
		must(t, err)
		if n := b.Progress().Ballots; n != want {
			t.Errorf("%d bytes of piles: %d ballots, want %d", length, n, want)
		}
		if left := steal(b).piles; len(bytes.Trim(left, "\x00")) != 0 || len(left) != len(laid) {
			t.Errorf("%d bytes of piles: something is left", length)
		}
		for _, c := range codes {
			must(t, b.Cast(ctx, c, marksOf(5, 5)))
		}
		if n := b.Progress().Ballots; n != len(codes) {
			t.Errorf("%d bytes of piles: %d ballots in the end", length, n)
		}
		must(t, s.Close())
	}
}

// TestPilesTwice: a crash between bringing piles to their places and wiping them.
func TestPilesTwice(t *testing.T) {
	dir := t.TempDir()
	at, _, laid := votedApart(t, dir)
	for range 3 {
		must(t, os.WriteFile(at.piles, laid, 0o600))
		s := open(t, dir, Options{})
		b, err := s.Box("members")
		must(t, err)
		if n := b.Progress().Ballots; n != 3 {
			t.Error(n, "ballots")
		}
		must(t, s.Close())
	}
}

// TestPilesOfOthers: piles that do not belong to the box are damage.
func TestPilesOfOthers(t *testing.T) {
	dir, others := t.TempDir(), t.TempDir()
	at, _, _ := votedApart(t, dir)
	_, _, laid := votedApart(t, others)
	must(t, os.WriteFile(at.piles, laid, 0o600))
	s := open(t, dir, Options{})
	if _, err := s.Box("members"); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	must(t, s.Close())
}

// TestOldPiles: a box that was left open by an earlier shuping, with ballots in its table.
func TestOldPiles(t *testing.T) {
	dir := t.TempDir()
	at, _, laid := votedApart(t, dir)
	must(t, os.Remove(at.piles))
	slips, slots := parsePiles(laid, 12+6+16)
	f, err := openFile(at.box, at.piles)
	must(t, err)
	must(t, f.exec(oldPiles))
	for i := range slips {
		one := appendPile(nil, slips[i:i+1], slots[i:i+1])[pileHead:]
		must(t, f.exec("INSERT INTO pile VALUES (?, ?, ?)", int64(i), one[:16], one[16:]))
	}
	must(t, f.close())
	s := open(t, dir, Options{})
	b, err := s.Box("members")
	must(t, err)
	if n := b.Progress().Ballots; n != 3 {
		t.Error(n, "ballots")
	}
	must(t, s.Close())
}

// TestPilesOverflow: ballots that come without a pause are brought to their places when the
// file is nearly full, and a pile that does not fit any more makes it longer only for a while.
func TestPilesOverflow(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	b, codes := newBox(t, s, testForm(30, 4, 1), 300)
	b.disk.Lock()
	p := b.file.piles
	room := p.room
	must(t, p.f.Truncate(leastRoom))
	p.room = leastRoom
	for i, c := range codes[0][:100] {
		if _, err := b.put(c, marksOf(i, 30)); err != nil {
			t.Fatal(err)
		}
		b.flushLocked()
		if p.used > leastRoom {
			t.Fatal(p.used, "bytes of piles")
		}
	}
	for i, c := range codes[0][100:] {
		if _, err := b.put(c, marksOf(i, 30)); err != nil {
			t.Fatal(err)
		}
	}
	b.flushLocked()
	b.disk.Unlock()
	if n := b.Progress().Ballots; n != 300 {
		t.Error(n)
	}
	if n := len(steal(b).piles); n != leastRoom || room <= leastRoom {
		t.Errorf("the file has %d bytes", n)
	}
}

func FuzzParsePiles(f *testing.F) {
	const size = 12 + 6 + 16
	slot := filled{7, bytes.Repeat([]byte{3}, size)}
	one := appendPile(nil, []slipHash{{1}}, []filled{slot})
	f.Add(one)
	f.Add(append(appendPile(bytes.Clone(one), []slipHash{{2}, {3}}, []filled{slot, slot}), 0, 0, 0))
	f.Add(one[:len(one)-1])
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5})
	f.Fuzz(func(t *testing.T, data []byte) {
		slips, slots := parsePiles(data, size)
		if len(slips) != len(slots) || len(slips)*(16+8+size) > len(data) {
			t.Fatal(len(slips), len(slots))
		}
		again, places := parsePiles(appendPile(nil, slips, slots), size)
		if fmt.Sprint(again, places) != fmt.Sprint(slips, slots) {
			t.Fatal("read otherwise than written")
		}
	})
}

// TestPilesThatEndWithZeros: one ballot in 256 ends with a zero byte, some with more; they
// are found again in a file that is full of zeros.
func TestPilesThatEndWithZeros(t *testing.T) {
	t.Parallel()
	for zeros := range 5 {
		path := filepath.Join(t.TempDir(), "x.piles")
		p, err := openPiles(path, leastRoom)
		must(t, err)
		data := append(bytes.Repeat([]byte{7}, 5-zeros), make([]byte, zeros)...)
		for i := range 3 {
			must(t, p.lay([]slipHash{{byte(i)}}, []filled{{int64(i), data}}))
		}
		must(t, p.close())
		p, err = openPiles(path, leastRoom)
		must(t, err)
		slips, slots, err := p.all(len(data))
		must(t, err)
		if len(slips) != 3 || len(slots) != 3 || !bytes.Equal(slots[2].data, data) {
			t.Errorf("%d zeros at the end: %d codes, %d ballots of 3", zeros, len(slips), len(slots))
		}
		must(t, p.clear())
		must(t, p.close())
		left, err := os.ReadFile(path)
		must(t, err)
		if len(bytes.TrimRight(left, "\x00")) > 0 {
			t.Errorf("%d zeros at the end: something is left", zeros)
		}
	}
}
