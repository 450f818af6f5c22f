package ballotbox

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shuping/internal/ballot"
)

func TestVote(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	b, codes := newBox(t, s, testForm(2, 4, 2), 3, 2)
	if len(codes) != 2 || len(codes[0]) != 3 || len(codes[1]) != 2 {
		t.Fatal(codes)
	}
	must(t, b.Cast(ctx, codes[0][0], []ballot.Mark{1, 2}))
	must(t, b.Cast(ctx, codes[0][1], []ballot.Mark{1, 0}))
	must(t, b.Cast(ctx, codes[1][1], []ballot.Mark{8, 3}))
	must(t, b.Cast(ctx, codes[0][0], []ballot.Mark{4, 4})) // again, otherwise: the first counts
	if got := b.Progress(); got != (Progress{Ballots: 3, Slips: 5}) {
		t.Error(got)
	}
	other, err := b.Replace(ctx, codes[1][0])
	must(t, err)
	if _, err := b.Seal(ctx); !errors.Is(err, ErrOpen) {
		t.Error("sealed while open:", err)
	}
	must(t, b.Close(ctx))
	must(t, b.Close(ctx))
	must(t, b.Cast(ctx, codes[1][1], nil)) // a retry after the close is still counted
	if err := b.Cast(ctx, other, []ballot.Mark{1, 1}); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	sealed, err := b.Seal(ctx)
	must(t, err)
	want := []Slips{{Class: 0, Issued: 3, Used: 2, Unused: 1}, {Class: 1, Issued: 3, Used: 1, Unused: 1, Spoilt: 1}}
	if d := cmp.Diff(want, sealed.Slips); d != "" {
		t.Error(d)
	}
	tallies, err := ballot.Tallies(b.Form(), []ballot.Ballot{
		{Class: 0, Marks: []ballot.Mark{1, 2}}, {Class: 0, Marks: []ballot.Mark{1, 0}}, {Class: 1, Marks: []ballot.Mark{8, 3}}})
	must(t, err)
	if d := cmp.Diff(tallies, sealed.Tallies); d != "" {
		t.Error(d)
	}
	if sealed.Hash != ballot.SealHash(sealed.List) {
		t.Error(sealed.Hash)
	}
	again, err := b.Seal(ctx)
	must(t, err)
	if d := cmp.Diff(sealed, again); d != "" {
		t.Error(d)
	}
	for _, c := range []Code{codes[0][0], other} {
		if err := b.Cast(ctx, c, []ballot.Mark{1, 1}); !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	}
	if _, err := s.Box("members"); !errors.Is(err, ErrSealed) {
		t.Error(err)
	}
	if _, err := s.Create(ctx, "members", testForm(1, 2, 1), []int{1}); !errors.Is(err, ErrExists) {
		t.Error(err)
	}
	if _, err := s.Find(ctx, codes[0][0]); !errors.Is(err, ErrUnknownCode) {
		t.Error(err)
	}
}

func TestAnswers(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	b, codes := newBox(t, s, testForm(2, 3, 2), 4, 0)
	good := []ballot.Mark{1, 2}
	stranger, err := newCode(seeded(5))
	must(t, err)
	_, err = b.Replace(ctx, codes[0][3])
	must(t, err)
	must(t, b.Cast(ctx, codes[0][2], good))
	gone, cancel := context.WithCancel(ctx)
	cancel()
	var fault *ballot.Fault
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"unknown":              {b.Cast(ctx, stranger, good), ErrUnknownCode},
		"unknown, malformed":   {b.Cast(ctx, stranger, nil), ErrUnknownCode},
		"no code":              {b.Cast(ctx, "x", good), ErrUnknownCode},
		"spoilt":               {b.Cast(ctx, codes[0][3], good), ErrSpoilt},
		"used, malformed":      {b.Cast(ctx, codes[0][2], nil), nil},
		"ctx over":             {b.Cast(gone, codes[0][0], good), context.Canceled},
		"replace unknown":      {second(b.Replace(ctx, stranger)), ErrUnknownCode},
		"replace used":         {second(b.Replace(ctx, codes[0][2])), ErrUsed},
		"replace spoilt":       {second(b.Replace(ctx, codes[0][3])), ErrSpoilt},
		"replace, ctx over":    {second(b.Replace(gone, codes[0][0])), context.Canceled},
		"close, ctx over":      {b.Close(gone), context.Canceled},
		"seal, ctx over":       {second(b.Seal(gone)), context.Canceled},
		"class of unknown":     {second(b.Class(stranger)), ErrUnknownCode},
		"class of spoilt":      {second(b.Class(codes[0][3])), ErrSpoilt},
		"class of used":        {second(b.Class(codes[0][2])), nil},
		"class of unused":      {second(b.Class(codes[0][1])), nil},
		"create, ctx over":     {second(s.Create(gone, "x", testForm(1, 2, 1), []int{1})), context.Canceled},
		"create, exists":       {second(s.Create(ctx, "members", testForm(1, 2, 1), []int{1})), ErrExists},
		"no such box":          {second(s.Box("other")), ErrNoBox},
		"sealed, open":         {second(s.Sealed("members")), ErrOpen},
		"sealed, no such box":  {second(s.Sealed("other")), ErrNoBox},
		"find unknown":         {second(s.Find(ctx, stranger)), ErrUnknownCode},
		"find spoilt":          {second(s.Find(ctx, codes[0][3])), nil},
		"find no code at all":  {second(s.Find(ctx, "")), ErrUnknownCode},
		"no more than exactly": {second(b.AddSlips(gone, 0, 1)), context.Canceled},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: got %v, want %v", name, c.err, c.want)
		}
	}
	for _, bad := range [][]ballot.Mark{nil, {1}, {1, 8}, {1, 1, 1}} {
		if err := b.Cast(ctx, codes[0][0], bad); !errors.As(err, &fault) {
			t.Errorf("%v: got %v", bad, err)
		}
	}
	must(t, b.Cast(ctx, codes[0][0], good)) // a malformed ballot did not use the code
	for _, n := range []int{-1, MaxSlips + 1} {
		if _, err := b.AddSlips(ctx, 0, n); err == nil {
			t.Error(n, "slips")
		}
	}
	if _, err := b.AddSlips(ctx, 2, 1); err == nil {
		t.Error("a class beyond the form")
	}
	must(t, b.Close(ctx))
	for name, err := range map[string]error{
		"cast":    b.Cast(ctx, codes[0][1], good),
		"class":   second(b.Class(codes[0][1])),
		"replace": second(b.Replace(ctx, codes[0][1])),
		"add":     second(b.AddSlips(ctx, 0, 1)),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s after the close: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestCreateRefuses(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	defer s.Close()
	for name, err := range map[string]error{
		"form":     second(s.Create(ctx, "x", ballot.Form{}, nil)),
		"classes":  second(s.Create(ctx, "x", testForm(1, 2, 2), []int{1})),
		"negative": second(s.Create(ctx, "x", testForm(1, 2, 1), []int{-1})),
		"too many": second(s.Create(ctx, "x", testForm(1, 2, 1), []int{MaxSlips + 1})),
		"no id":    second(s.Create(ctx, "", testForm(1, 2, 1), []int{1})),
		"long id":  second(s.Create(ctx, strings.Repeat("x", maxID+1), testForm(1, 2, 1), []int{1})),
		"box":      second(s.Box("")),
		"sealed":   second(s.Sealed("")),
	} {
		if err == nil {
			t.Error(name, "is taken")
		}
	}
}

func TestRestart(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	codes, err := s.Create(ctx, "cycle/2018/m-1", testForm(5, 4, 1), []int{10})
	must(t, err)
	b, err := s.Find(ctx, codes[0][0])
	must(t, err)
	for i := range 4 {
		must(t, b.Cast(ctx, codes[0][i], marksOf(i, 5)))
	}
	must(t, s.Close())
	must(t, s.Close())
	for name, err := range map[string]error{
		"cast":   b.Cast(ctx, codes[0][5], marksOf(5, 5)),
		"add":    second(b.AddSlips(ctx, 0, 1)),
		"close":  b.Close(ctx),
		"box":    second(s.Box("cycle/2018/m-1")),
		"find":   second(s.Find(ctx, codes[0][0])),
		"create": second(s.Create(ctx, "y", testForm(1, 2, 1), []int{1})),
	} {
		if !errors.Is(err, ErrStopped) {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
	s = open(t, dir, Options{})
	defer s.Close()
	b, err = s.Find(ctx, codes[0][9])
	must(t, err)
	if b.ID() != "cycle/2018/m-1" || b.Progress() != (Progress{Ballots: 4, Slips: 10}) {
		t.Error(b.ID(), b.Progress())
	}
	must(t, b.Cast(ctx, codes[0][0], marksOf(77, 5)))
	must(t, b.Close(ctx))
	must(t, s.Close())
	s = open(t, dir, Options{})
	defer s.Close()
	b, err = s.Box("cycle/2018/m-1")
	must(t, err)
	if !b.Progress().Closed {
		t.Error("open again after a restart")
	}
	sealed, err := b.Seal(ctx)
	must(t, err)
	if sealed.Tallies[0].Ballots != 4 {
		t.Error(sealed.Tallies)
	}
}

// TestNoKey: a box restored from a backup, which holds no keys.
func TestNoKey(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	codes, err := s.Create(ctx, "lost", testForm(1, 2, 1), []int{1})
	must(t, err)
	other, err := s.Create(ctx, "other", testForm(1, 2, 1), []int{1})
	must(t, err)
	p, err := s.places("lost")
	must(t, err)
	must(t, s.Close())
	key, err := os.ReadFile(p.key)
	must(t, err)
	must(t, os.Remove(p.key))
	s = open(t, dir, Options{})
	if _, err := s.Box("lost"); !errors.Is(err, ErrNoKey) {
		t.Error(err)
	}
	if _, err := s.Find(ctx, codes[0][0]); !errors.Is(err, ErrUnknownCode) {
		t.Error(err)
	}
	if b, err := s.Find(ctx, other[0][0]); err != nil || b.ID() != "other" {
		t.Error("a box without key hides the others:", err)
	}
	key[3] ^= 1
	for name, data := range map[string][]byte{"changed": key, "short": key[:20], "another": mustKey(t).encode()} {
		must(t, os.WriteFile(p.key, data, 0o600))
		if _, err := s.Box("lost"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s key: %v", name, err)
		}
	}
	must(t, s.Close())
}

func mustKey(t fatal) *boxKey {
	k, err := newKey(seeded(99))
	must(t, err)
	return k
}

// TestSharedCommit: what waits together goes in together, a retry joins its own
// first ballot, and closing does not wait for company.
func TestSharedCommit(t *testing.T) {
	commits := 0
	s := open(t, t.TempDir(), Options{Linger: time.Hour, fail: func(step string) error {
		if step == "cast: before commit" {
			commits++
		}
		return nil
	}})
	b, codes := newBox(t, s, testForm(5, 4, 1), 10)
	var wg sync.WaitGroup
	cast := func(i int) {
		wg.Go(func() {
			if err := b.Cast(ctx, codes[0][i], marksOf(i, 5)); err != nil {
				t.Error(err)
			}
		})
	}
	cast(0)
	b.wait(t, 1)
	cast(0)
	cast(0)
	time.Sleep(5 * time.Millisecond)
	if b.waiting() != 1 {
		t.Fatal("a retry is company")
	}
	cast(1)
	wg.Wait()
	if commits != 1 || b.Progress().Ballots != 2 {
		t.Errorf("%d commits, %+v", commits, b.Progress())
	}
	cast(2)
	b.wait(t, 1)
	short, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
	defer cancel()
	if err := b.Cast(short, codes[0][2], nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	must(t, b.Close(ctx))
	wg.Wait()
	sealed, err := b.Seal(ctx)
	must(t, err)
	if sealed.Tallies[0].Ballots != 3 {
		t.Error(sealed.Tallies)
	}
}

// TestStopCommitsWhatWaits: ending the program does not wait for company either.
func TestStopCommitsWhatWaits(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{Linger: time.Hour})
	b, codes := newBox(t, s, testForm(5, 4, 1), 2)
	done := make(chan error)
	go func() { done <- b.Cast(ctx, codes[0][0], marksOf(1, 5)) }()
	b.wait(t, 1)
	must(t, s.Close())
	must(t, <-done)
	s = open(t, dir, Options{})
	defer s.Close()
	b, err := s.Box("members")
	must(t, err)
	if b.Progress().Ballots != 1 {
		t.Error(b.Progress())
	}
}

// TestSlipsAdded: late slips vote like the first ones, and what was cast stays.
func TestSlipsAdded(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	b, codes := newBox(t, s, testForm(5, 4, 2), 6, 0)
	for i := range 5 {
		must(t, b.Cast(ctx, codes[0][i], marksOf(i, 5)))
	}
	more, err := b.AddSlips(ctx, 1, 3)
	must(t, err)
	for i, c := range more {
		must(t, b.Cast(ctx, c, marksOf(10+i, 5)))
		if class, err := b.Class(c); class != 1 || err != nil {
			t.Error(class, err)
		}
	}
	must(t, b.Cast(ctx, codes[0][5], marksOf(5, 5)))
	must(t, b.Close(ctx))
	sealed, err := b.Seal(ctx)
	must(t, err)
	var want []ballot.Ballot
	for i := range 6 {
		want = append(want, ballot.Ballot{Class: 0, Marks: marksOf(i, 5)})
	}
	for i := range 3 {
		want = append(want, ballot.Ballot{Class: 1, Marks: marksOf(10+i, 5)})
	}
	list, err := ballot.EncodeList(b.Form(), want)
	must(t, err)
	if d := cmp.Diff(string(list), string(sealed.List)); d != "" {
		t.Error(d)
	}
}

func TestOneProcessAtATime(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	newBox(t, s, testForm(1, 2, 1), 1)
	other := open(t, dir, Options{})
	defer other.Close()
	if _, err := other.Box("members"); err == nil {
		t.Error("two writers have one box")
	}
	if _, err := other.Find(ctx, "x"); err == nil {
		t.Error("a box that cannot be opened is passed over")
	}
}

func TestOpenRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(path, nil, 0o600))
	if _, err := Open(path, Options{}); err == nil {
		t.Error("a file is taken for a folder")
	}
}
