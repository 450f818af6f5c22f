// Package journaltest is the one suite that every [journal.Store] passes, and a
// store that fails on demand. It stores nothing itself.
package journaltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shuping/internal/journal"
)

// Suite runs every test of the contract. Each call of open opens the store of
// that t once more: what an earlier one wrote is there. A store that lives in
// memory returns the same one; whatever has to be closed is closed by t.Cleanup.
func Suite(t *testing.T, open func(t *testing.T) journal.Store) {
	for name, test := range map[string]func(*testing.T, func(t *testing.T) journal.Store){
		"empty":        testEmpty,
		"append":       testAppend,
		"conflict":     testConflict,
		"refused":      testRefused,
		"bodies":       testBodies,
		"names":        testNames,
		"ownCopy":      testOwnCopy,
		"reopen":       testReopen,
		"oneWins":      testOneWins,
		"manyStreams":  testManyStreams,
		"snapshot":     testSnapshot,
		"cancellation": testCancellation,
		"breakOff":     testBreakOff,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

// Records makes n records that continue head, sealed, with bodies that differ.
func Records(stream string, head journal.Head, n int) []journal.Record {
	out := make([]journal.Record, n)
	for i := range out {
		seq := head.Seq + uint64(i) + 1
		out[i] = journal.Record{
			At:  time.Date(2018, 12, 17, 9, 30, 0, int(seq)*1000, time.UTC),
			Who: "p-1", Cause: "count", Kind: "counted", Body: fmt.Appendf(nil, `{"n":%d,"note":"到会"}`, seq),
		}
	}
	journal.Seal(stream, head, out)
	return out
}

// HeadOf returns the head of a stream that ends with these records.
func HeadOf(records []journal.Record) journal.Head {
	if len(records) == 0 {
		return journal.Head{}
	}
	last := records[len(records)-1]
	return journal.Head{Seq: last.Seq, Hash: last.Hash}
}

// ReadAll reads a stream from a number on.
func ReadAll(ctx context.Context, s journal.Store, stream string, from uint64) ([]journal.Record, error) {
	var out []journal.Record
	for r, err := range s.Read(ctx, stream, from) {
		if err != nil {
			return out, err
		}
		out = append(out, r)
	}
	return out, nil
}

// want fails the test unless the stream holds exactly these records.
func want(t *testing.T, s journal.Store, stream string, records []journal.Record) {
	t.Helper()
	got, err := ReadAll(t.Context(), s, stream, 1)
	if err != nil {
		t.Fatalf("read %s: %v", stream, err)
	}
	if !reflect.DeepEqual(records, got) {
		t.Fatalf("%s: got %d records, want %d, or they differ", stream, len(got), len(records))
	}
	if head, err := s.Head(t.Context(), stream); err != nil || head != HeadOf(records) {
		t.Fatalf("head of %s: got %v, %v, want %v", stream, head, err, HeadOf(records))
	}
	if _, err := journal.Verify(stream, s.Read(t.Context(), stream, 0)); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func testEmpty(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	want(t, s, "cycle/2018", nil)
	names, err := s.Streams(t.Context(), "")
	if err != nil || len(names) != 0 {
		t.Errorf("streams: %q, %v", names, err)
	}
}

func testAppend(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	var all []journal.Record
	for _, n := range []int{1, 3, 1, 40} {
		next := Records("cycle/2018", HeadOf(all), n)
		must(t, s.Append(t.Context(), "cycle/2018", HeadOf(all), next))
		all = append(all, next...)
		want(t, s, "cycle/2018", all)
	}
	for from := range uint64(len(all) + 3) {
		got, err := ReadAll(t.Context(), s, "cycle/2018", from)
		must(t, err)
		if d := cmp.Diff(all[min(max(from, 1)-1, uint64(len(all))):], got, cmpEmpty); d != "" {
			t.Fatalf("from %d:\n%s", from, d)
		}
	}
}

// cmpEmpty takes no records for no records, nil or not.
var cmpEmpty = cmp.Transformer("empty", func(r []journal.Record) []journal.Record {
	if len(r) == 0 {
		return nil
	}
	return r[:len(r):len(r)]
})

func testConflict(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	first := Records("a", journal.Head{}, 2)
	must(t, s.Append(t.Context(), "a", journal.Head{}, first))
	forged := HeadOf(first)
	forged.Hash[0] ^= 1
	for name, expect := range map[string]journal.Head{
		"no records": {},
		"behind":     {Seq: first[0].Seq, Hash: first[0].Hash},
		"other hash": forged,
		"ahead":      {Seq: 3, Hash: forged.Hash},
	} {
		err := s.Append(t.Context(), "a", expect, Records("a", expect, 2))
		if !errors.Is(err, journal.ErrConflict) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	want(t, s, "a", first)
	if err := s.Append(t.Context(), "b", HeadOf(first), Records("b", HeadOf(first), 1)); !errors.Is(err, journal.ErrConflict) {
		t.Errorf("a stream that does not exist: got %v", err)
	}
	want(t, s, "b", nil)
}

func testRefused(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	for name, spoil := range map[string]func(r []journal.Record) []journal.Record{
		"none":         func(r []journal.Record) []journal.Record { return nil },
		"other stream": func(r []journal.Record) []journal.Record { r[1].Stream = "b"; return r },
		"gap":          func(r []journal.Record) []journal.Record { r[1].Seq++; return r },
		"prev":         func(r []journal.Record) []journal.Record { r[1].Prev[0]++; return r },
		"hash":         func(r []journal.Record) []journal.Record { r[2].Hash[0]++; return r },
		"control":      func(r []journal.Record) []journal.Record { r[0].Who = "a\x1fb"; return r },
		"time":         func(r []journal.Record) []journal.Record { r[0].At = r[0].At.Add(1); return r },
	} {
		var fault *journal.Fault
		err := s.Append(t.Context(), "a", journal.Head{}, spoil(Records("a", journal.Head{}, 3)))
		if !errors.As(err, &fault) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	want(t, s, "a", nil)
}

func testBodies(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	var all []journal.Record
	for i, body := range [][]byte{{}, []byte("{}"), {0}, every, bytes.Repeat([]byte("述评"), 1<<20), bytes.Repeat(every, 40), {0x1f, 0x1f}} {
		r := Records("a", HeadOf(all), 1)
		r[0].Body = body
		journal.Seal("a", HeadOf(all), r)
		if err := s.Append(t.Context(), "a", HeadOf(all), r); err != nil {
			t.Fatalf("body %d: %v", i, err)
		}
		all = append(all, r[0])
	}
	want(t, s, "a", all)
}

func testNames(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	names := []string{"a", "a/", "a/1", "a/10", "a/2", "a0", "b%", "b_", "meeting/金坡", "meeting/金鑫 1", strings.Repeat("z", journal.MaxName)}
	for i := range names {
		name := names[len(names)-1-i]
		r := Records(name, journal.Head{}, 2)
		r[0].Who, r[0].Cause, r[1].Who = "", "", strings.Repeat("书", 85)
		r[0].At, r[1].At = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC)
		journal.Seal(name, journal.Head{}, r)
		must(t, s.Append(t.Context(), name, journal.Head{}, r))
		want(t, s, name, r)
	}
	for prefix, n := range map[string][2]int{"": {0, 11}, "a/": {1, 5}, "a/1": {2, 4}, "b_": {7, 8}, "b": {6, 8}, "meeting/": {8, 10}, "c": {0, 0}, "\xff": {0, 0}} {
		got, err := s.Streams(t.Context(), prefix)
		must(t, err)
		if fmt.Sprint(got) != fmt.Sprint(names[n[0]:n[1]]) {
			t.Errorf("prefix %q: got %q, want %q", prefix, got, names[n[0]:n[1]])
		}
	}
}

func testOwnCopy(t *testing.T, open func(t *testing.T) journal.Store) {
	s := open(t)
	r := Records("a", journal.Head{}, 1)
	must(t, s.Append(t.Context(), "a", journal.Head{}, r))
	clear(r[0].Body)
	want(t, s, "a", Records("a", journal.Head{}, 1))
}

func testReopen(t *testing.T, open func(t *testing.T) journal.Store) {
	var all []journal.Record
	for range 3 {
		s := open(t)
		want(t, s, "a", all)
		next := Records("a", HeadOf(all), 2)
		must(t, s.Append(t.Context(), "a", HeadOf(all), next))
		all = append(all, next...)
		if c, ok := s.(interface{ Close() error }); ok {
			must(t, c.Close())
		}
	}
	want(t, open(t), "a", all)
}
