package ballotbox

import (
	"bytes"
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"shuping/internal/ballot"
)

// The tests of this file are somebody who has copies of the files and wants to know
// which ballot was cast with which code. Codes and ballots are put into every order
// that the files have, and the i-th code is paired with the i-th ballot. Guessing
// pairs one ballot of a box on average, however many there are in it.

const (
	attackBoxes   = 16
	attackBallots = 8
)

// loot is a copy of a box's files.
type loot struct{ box, wal, piles []byte }

// steal copies them in the order against that in which ballots go through them, so that
// each is in one of the copies.
func steal(b *Box) loot {
	var copied [3][]byte
	for i, path := range []string{b.at.piles, b.at.box + "-wal", b.at.box} {
		data, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		copied[i] = data
	}
	return loot{piles: copied[0], wal: copied[1], box: copied[2]}
}

// open opens the copy, put down in dir.
func (l loot) open(dir string) (*file, error) {
	path, piles := filepath.Join(dir, "loot.box"), filepath.Join(dir, "loot.piles")
	if err := errors.Join(os.WriteFile(path, l.box, 0o600), os.WriteFile(path+"-wal", l.wal, 0o600), os.WriteFile(piles, l.piles, 0o600)); err != nil {
		return nil, err
	}
	return openFile(path, piles)
}

// read is what the loot holds for somebody who has the key: the hashes of used
// codes, and the slots with ballots.
func (l loot) read(t fatal, dir string, key *boxKey) (used []slipHash, slots map[int64][]byte) {
	t.Helper()
	f, err := l.open(dir)
	must(t, err)
	c, err := f.load(key)
	must(t, err)
	for _, s := range c.slips {
		if s.state == 1 {
			used = append(used, s.hash)
		}
	}
	slots = map[int64][]byte{}
	must(t, f.query("SELECT key, ballot FROM slot", 2, func(row []driver.Value) error {
		slots[row[0].(int64)] = row[1].([]byte)
		return nil
	}))
	for _, k := range c.free {
		delete(slots, k)
	}
	must(t, f.close())
	return used, slots
}

// truth says which of the cast ballots is whose.
type truth struct {
	byHash  map[slipHash]int
	byMarks map[string]int
}

// vote casts one ballot each with the first codes, in this order, by cast.
func vote(t fatal, b *Box, codes []Code, cast func(i int, c Code, marks []ballot.Mark)) truth {
	r := seeded(int64(codes[0][0])<<8 | int64(codes[0][1])) // ballots as people give them: not in the order of coming
	tr := truth{map[slipHash]int{}, map[string]int{}}
	for i, n := range r.Perm(1024)[:attackBallots] {
		marks := marksOf(n, 5)
		tr.byHash[b.key.hash(codes[i])] = i
		tr.byMarks[fmt.Sprint(marks)] = i
		cast(i, codes[i], marks)
	}
	return tr
}

// orders are the people in every order that things about codes have, and in every
// order that things about ballots have.
func (l loot) orders(t fatal, dir string, key *boxKey, tr truth) (codes, ballots map[string][]int) {
	used, slots := l.read(t, dir, key)
	codes, ballots = map[string][]int{}, map[string][]int{}
	codes["order of coming"] = ordered(used, func(h slipHash) int { return tr.byHash[h] }, tr.byHash)
	codes["hash"] = ordered(used, func(h slipHash) int { return int(h[0])<<16 | int(h[1])<<8 | int(h[2]) }, tr.byHash)
	codes["place in the box"] = ordered(used, func(h slipHash) int { return bytes.Index(l.box, h[:]) }, tr.byHash)
	codes["place in the log"] = ordered(used, func(h slipHash) int { return bytes.Index(l.wal, h[:]) }, tr.byHash)
	codes["place in the piles"] = ordered(used, func(h slipHash) int { return bytes.Index(l.piles, h[:]) }, tr.byHash)
	who := map[int64]int{}
	for k, data := range slots {
		b, ok := key.unlock(ballot.Form{}, k, data)
		if !ok {
			t.Fatal("a full slot cannot be read")
		}
		who[k] = tr.byMarks[fmt.Sprint(b.Marks)]
	}
	full := slices.Sorted(maps.Keys(slots))
	ballots["key"] = ordered(full, func(k int64) int { return int(k) }, who)
	ballots["place in the box"] = ordered(full, func(k int64) int { return bytes.Index(l.box, slots[k]) }, who)
	ballots["place in the log"] = ordered(full, func(k int64) int { return bytes.Index(l.wal, slots[k]) }, who)
	ballots["place in the piles"] = ordered(full, func(k int64) int { return bytes.Index(l.piles, slots[k]) }, who)
	ballots["nonce"] = ordered(full, func(k int64) int { return int(slots[k][0])<<16 | int(slots[k][1])<<8 | int(slots[k][2]) }, who)
	return codes, ballots
}

// ordered is whose things they are, in the order of by, and where by does not tell
// two apart, in that of their own bytes.
func ordered[T comparable](things []T, by func(T) int, who map[T]int) []int {
	sorted := slices.Clone(things)
	slices.SortFunc(sorted, func(x, y T) int {
		return cmp.Or(cmp.Compare(by(x), by(y)), cmp.Compare(fmt.Sprint(x), fmt.Sprint(y)))
	})
	out := make([]int, len(sorted))
	for i, x := range sorted {
		out[i] = who[x]
	}
	return out
}

// score adds up how many people each pair of orders finds.
type score map[string]int

func (s score) add(codes, ballots map[string][]int) {
	for c, x := range codes {
		for b, y := range ballots {
			for i := range x {
				if x[i] == y[i] {
					s["codes by "+c+", ballots by "+b]++
				}
				if x[i] == y[len(y)-1-i] {
					s["codes by "+c+", ballots by "+b+" backwards"]++
				}
			}
		}
	}
}

// chance fails the test when some pair of orders finds more people than guessing
// may: one a box, and four standard deviations.
func (s score) chance(t *testing.T) {
	t.Helper()
	most, limit := 0, attackBoxes+4*int(math.Sqrt(attackBoxes))
	for how, n := range s {
		most = max(most, n)
		if n > limit {
			t.Errorf("%s: %d of %d paired, guessing pairs about %d", how, n, attackBoxes*attackBallots, attackBoxes)
		}
	}
	t.Logf("%d ways, the best pairs %d of %d", len(s), most, attackBoxes*attackBallots)
}

// attack votes in many boxes by cast and pairs what is in the loot of each.
func attack(t *testing.T, o Options, cast func(b *Box, i int, c Code, marks []ballot.Mark), take func(b *Box) loot) {
	t.Helper()
	s := score{}
	o.Random = seeded(2018)
	store := open(t, t.TempDir(), o)
	defer store.Close()
	dir := t.TempDir()
	for n := range attackBoxes {
		id := fmt.Sprint("box-", n)
		codes, err := store.Create(ctx, id, testForm(5, 4, 1), []int{40})
		must(t, err)
		b, err := store.Box(id)
		must(t, err)
		tr := vote(t, b, codes[0], func(i int, c Code, marks []ballot.Mark) { cast(b, i, c, marks) })
		s.add(take(b).orders(t, dir, b.key, tr))
	}
	s.chance(t)
}

// TestPairingAtRest: ballots one after the other, each in a commit of its own, and
// one copy of the files afterwards, key included.
func TestPairingAtRest(t *testing.T) {
	t.Parallel()
	attack(t, Options{}, func(b *Box, _ int, c Code, marks []ballot.Mark) {
		must(t, b.Cast(ctx, c, marks))
	}, func(b *Box) loot {
		atRest(t, b)
		l := steal(b)
		if len(l.wal) != 0 {
			t.Errorf("%d bytes of log at rest", len(l.wal))
		}
		if left := bytes.TrimRight(l.piles, "\x00"); len(left) != 0 {
			t.Errorf("%d bytes of piles at rest", len(left))
		}
		return l
	})
}

// TestPairingInBatch: ballots that wait together, and a copy of the files while they
// still lie in their pile, key included.
func TestPairingInBatch(t *testing.T) {
	t.Parallel()
	var done sync.WaitGroup
	attack(t, Options{}, func(b *Box, i int, c Code, marks []ballot.Mark) {
		if i == 0 {
			atRest(t, b)
			b.disk.Lock() // the disk is busy: they wait
		}
		done.Go(func() {
			if err := b.Cast(ctx, c, marks); err != nil {
				t.Error(err)
			}
		})
		b.wait(t, i+1)
	}, func(b *Box) loot {
		b.flushLocked()
		l := steal(b)
		b.disk.Unlock()
		done.Wait()
		if _, slots := parsePiles(l.piles, slotSize(b.form)); len(slots) != attackBallots {
			t.Error(len(slots), "ballots are in piles to be copied")
		}
		return l
	})
}

// TestLoneBallotIsPairedByKeyAndTwoCopies states what is not covered: with the key,
// and a copy of the files before and after a commit of one ballot, the ballot is
// known. Without the key the same copies tell which code was used, and nothing of
// the ballot.
func TestLoneBallotIsPairedByKeyAndTwoCopies(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	b, codes := newBox(t, s, testForm(5, 4, 1), 20)
	dir := t.TempDir()
	for i := range 5 {
		before, slotsBefore := steal(b).read(t, dir, b.key)
		must(t, b.Cast(ctx, codes[0][i], marksOf(100+i, 5)))
		l := steal(b)
		after, slots := l.read(t, dir, b.key)
		maps.DeleteFunc(slots, func(k int64, _ []byte) bool { return slotsBefore[k] != nil })
		after = slices.DeleteFunc(after, func(h slipHash) bool { return slices.Contains(before, h) })
		if len(after) != 1 || after[0] != b.key.hash(codes[0][i]) || len(slots) != 1 {
			t.Fatal("the attack is broken:", len(after), len(slots))
		}
		for k, data := range slots {
			if got, ok := b.key.unlock(ballot.Form{}, k, data); !ok || fmt.Sprint(got.Marks) != fmt.Sprint(marksOf(100+i, 5)) {
				t.Fatal("the attack is broken:", got, ok)
			}
			if _, ok := mustKey(t).unlock(ballot.Form{}, k, data); ok {
				t.Error("another key reads the ballot")
			}
			if contains(l.box, marksOf(100+i, 5)) || contains(l.wal, marksOf(100+i, 5)) || contains(l.piles, marksOf(100+i, 5)) {
				t.Error("the ballot lies there in the clear")
			}
		}
	}
}

// TestPairingAfterSeal: copies of the files after each lone ballot, kept until the
// seal. The key is gone; what can be paired is the order of coming, and the order
// in which slots were filled, with the order of the list.
func TestPairingAfterSeal(t *testing.T) {
	t.Parallel()
	sc := score{}
	store := open(t, t.TempDir(), Options{Random: seeded(2019)})
	defer store.Close()
	for n := range attackBoxes {
		id := fmt.Sprint("box-", n)
		codes, err := store.Create(ctx, id, testForm(5, 4, 1), []int{40})
		must(t, err)
		b, err := store.Box(id)
		must(t, err)
		var copies []loot
		tr := vote(t, b, codes[0], func(_ int, c Code, marks []ballot.Mark) {
			must(t, b.Cast(ctx, c, marks))
			copies = append(copies, steal(b))
		})
		must(t, b.Close(ctx))
		sealed, err := b.Seal(ctx)
		must(t, err)
		for _, path := range []string{b.at.key, b.at.box, b.at.piles, b.at.box + "-wal", b.at.box + "-shm", b.at.box + "-journal"} {
			if exists(path) {
				t.Errorf("%s is left", filepath.Base(path))
			}
		}
		list, err := ballot.ParseList(b.form, sealed.List)
		must(t, err)
		var listed []int
		for _, x := range list {
			listed = append(listed, tr.byMarks[fmt.Sprint(x.Marks)])
		}
		hashes := slices.SortedFunc(maps.Keys(tr.byHash), func(x, y slipHash) int { return bytes.Compare(x[:], y[:]) })
		byPlace := ordered(hashes, func(h slipHash) int { return bytes.Index(copies[0].box, h[:]) }, tr.byHash)
		coming := ordered(hashes, func(h slipHash) int { return tr.byHash[h] }, tr.byHash)
		sc.add(map[string][]int{"order of coming": coming, "place in the box": byPlace}, map[string][]int{"list": listed})
		f, err := copies[len(copies)-1].open(t.TempDir())
		must(t, err)
		if _, err := f.load(mustKey(t)); err == nil {
			t.Error("a copy can be read without its key")
		}
		must(t, f.close())
	}
	sc.chance(t)
}

// TestRowsNeverMove: in a box at rest the tables slip and slot differ from those of
// the empty box only where a slip's state and a slot's bytes are, and of the piles
// in which ballots came nothing is left.
func TestRowsNeverMove(t *testing.T) {
	t.Parallel()
	const slips, page = 300, 4096
	s := open(t, t.TempDir(), Options{})
	b, codes := newBox(t, s, testForm(30, 4, 1), slips)
	atRest(t, b)
	before := steal(b).box
	r := seeded(4)
	for _, i := range r.Perm(slips) {
		must(t, b.Cast(ctx, codes[0][i], marksOf(r.Intn(1024), 30)))
	}
	atRest(t, b)
	after := steal(b)
	if len(bytes.Trim(after.piles, "\x00")) != 0 {
		t.Error("something is left in the piles")
	}
	used, slots := after.read(t, t.TempDir(), b.key)
	if len(used) != slips || len(slots) != slips {
		t.Fatal(len(used), "codes,", len(slots), "ballots")
	}
	changed := make([]bool, len(before))
	for i := range before {
		changed[i] = before[i] != after.box[i]
	}
	for _, data := range slots {
		at := bytes.Index(after.box, data)
		if at < 0 || at != bytes.LastIndex(after.box, data) || at >= len(before) {
			t.Fatal("a ballot is not in one place")
		}
		clear(changed[at : at+len(data)])
	}
	for _, h := range used {
		if at := bytes.Index(after.box, h[:]); at != bytes.Index(before, h[:]) || at != bytes.LastIndex(after.box, h[:]) {
			t.Fatal("a code is not where it was, or elsewhere too")
		}
	}
	clear(changed[:page]) // SQLite's own: counts of changes and of free pages
	left := 0
	for _, c := range changed {
		if c {
			left++
		}
	}
	if left != slips { // the state of a slip is one byte
		t.Errorf("%d bytes changed beside the slots, want the states of %d slips", left, slips)
	}
}
