package journal_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"shuping/internal/journal"
)

var noon = time.Date(2018, 12, 17, 1, 30, 0, 0, time.UTC)

func worked() journal.Record {
	r := []journal.Record{{At: noon, Who: "p-1", Cause: "open", Kind: "opened", Body: []byte(`{"year":2018}`)}}
	journal.Seal("cycle/2018", journal.Head{}, r)
	return r[0]
}

// The bytes and the hash of the package comment's worked example.
func ExampleAppendCanonical() {
	r := worked()
	b := journal.AppendCanonical(nil, &r)
	fmt.Println(len(b))
	fmt.Println(hex.EncodeToString(b[:25]))
	fmt.Println(hex.EncodeToString(b[57:73]))
	fmt.Println(hex.EncodeToString(b[73:]))
	fmt.Println(r.Hash)
	// Output:
	// 129
	// 73687570696e67206a6f75726e616c207265636f726420310a
	// 000000000000000100057d2db8253600
	// 0000000a6379636c652f3230313800000003702d31000000046f70656e000000066f70656e65640000000d7b2279656172223a323031387d
	// cd13f863506c175753a0a4aea7e5b8f49ba4f0b48cd5b46173ccf0d8a47538b6
}

func TestPackageCommentHoldsTheHash(t *testing.T) {
	source, err := os.ReadFile("journal.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(source, []byte("//\t"+worked().Hash.String()+"\n")) {
		t.Errorf("the package comment does not hold %s", worked().Hash)
	}
}

// naiveHash writes the canonical bytes a second time, by the package comment.
func naiveHash(r journal.Record) journal.Hash {
	var b bytes.Buffer
	b.WriteString("shuping journal record 1\n")
	b.Write(r.Prev[:])
	_ = binary.Write(&b, binary.BigEndian, r.Seq)
	_ = binary.Write(&b, binary.BigEndian, r.At.UnixMicro())
	for _, s := range []string{r.Stream, r.Who, r.Cause, r.Kind, string(r.Body)} {
		_ = binary.Write(&b, binary.BigEndian, uint32(len(s)))
		b.WriteString(s)
	}
	return sha256.Sum256(b.Bytes())
}

func records(t *rapid.T, least int) []journal.Record {
	name := rapid.StringMatching(`[a-z书记 -]{1,12}`)
	n := rapid.IntRange(least, 8).Draw(t, "n")
	out := make([]journal.Record, n)
	for i := range out {
		out[i] = journal.Record{
			At:  noon.Add(time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "at"))),
			Who: name.Draw(t, "who"), Cause: name.Draw(t, "cause"), Kind: name.Draw(t, "kind"),
			Body: fmt.Appendf(nil, `{"n":%d,"s":"<%s>"}`, i, name.Draw(t, "s")),
		}
	}
	journal.Seal("s/1", journal.Head{}, out)
	return out
}

func verify(rs []journal.Record) (journal.Head, error) {
	return journal.Verify("s/1", func(yield func(journal.Record, error) bool) {
		for _, r := range rs {
			if !yield(r, nil) {
				return
			}
		}
	})
}

func TestHashAgreesWithTheNaiveOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := records(t, 0)
		for _, r := range rs {
			if naiveHash(r) != r.Hash {
				t.Fatalf("record %d: naive hash differs", r.Seq)
			}
		}
		head, err := verify(rs)
		if err != nil || head.Seq != uint64(len(rs)) {
			t.Fatalf("verify: %v %v", head, err)
		}
	})
}

// One changed thing anywhere is found at its own record, with its own name.
func TestVerifyNamesTheFirstBadRecord(t *testing.T) {
	change := map[string]struct {
		what journal.Wrong
		do   func(r *journal.Record)
	}{
		"stream":  {journal.WrongStream, func(r *journal.Record) { r.Stream = "s/2" }},
		"seq":     {journal.Gap, func(r *journal.Record) { r.Seq++ }},
		"at":      {journal.WrongHash, func(r *journal.Record) { r.At = r.At.Add(time.Microsecond) }},
		"zone":    {journal.Malformed, func(r *journal.Record) { r.At = r.At.In(time.FixedZone("CST", 8*3600)) }},
		"year":    {journal.Malformed, func(r *journal.Record) { r.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }},
		"nanos":   {journal.Malformed, func(r *journal.Record) { r.At = r.At.Add(1) }},
		"who":     {journal.WrongHash, func(r *journal.Record) { r.Who += "x" }},
		"control": {journal.Malformed, func(r *journal.Record) { r.Who = "a\x1fb" }},
		"utf8":    {journal.Malformed, func(r *journal.Record) { r.Cause = "a\xff" }},
		"long":    {journal.Malformed, func(r *journal.Record) { r.Cause = strings.Repeat("a", journal.MaxName+1) }},
		"kind":    {journal.Malformed, func(r *journal.Record) { r.Kind = "" }},
		"body":    {journal.WrongHash, func(r *journal.Record) { r.Body = append([]byte{' '}, r.Body...) }},
		"prev":    {journal.WrongPrev, func(r *journal.Record) { r.Prev[31] ^= 1 }},
		"hash":    {journal.WrongHash, func(r *journal.Record) { r.Hash[0] ^= 128 }},
	}
	for name, c := range change {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				rs := records(t, 1)
				i := rapid.IntRange(0, len(rs)-1).Draw(t, "i")
				c.do(&rs[i])
				head, err := verify(rs)
				var fault *journal.Fault
				if !errors.As(err, &fault) {
					t.Fatalf("not found: %v", err)
				}
				if fault.Stream != "s/1" || fault.Seq != uint64(i+1) || fault.What != c.what || head.Seq != uint64(i) {
					t.Fatalf("got %v, want record %d: %s", fault, i+1, c.what)
				}
			})
		})
	}
}

func TestVerifyFindsRemovedAndSwapped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := records(t, 3)
		i := rapid.IntRange(0, len(rs)-2).Draw(t, "i")
		swapped := append([]journal.Record(nil), rs...)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		removed := append(append([]journal.Record(nil), rs[:i]...), rs[i+1:]...)
		for _, bad := range [][]journal.Record{swapped, removed} {
			var fault *journal.Fault
			if _, err := verify(bad); !errors.As(err, &fault) || fault.Seq != uint64(i+1) || fault.What != journal.Gap {
				t.Fatalf("got %v", err)
			}
		}
	})
}

func TestVerifyPassesOnTheErrorOfReading(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := journal.Verify("s/1", func(yield func(journal.Record, error) bool) { yield(journal.Record{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestHashText(t *testing.T) {
	h := worked().Hash
	text, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	var back journal.Hash
	if err := json.Unmarshal(text, &back); err != nil || back != h {
		t.Errorf("%v %v", back, err)
	}
	for _, bad := range []string{"", "ab", strings.Repeat("g", 64), strings.ToUpper(h.String()), h.String() + "0"} {
		if err := back.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
	if h.IsZero() || !(journal.Hash{}).IsZero() {
		t.Error("IsZero")
	}
}

func TestMemoryGivesUpWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var m journal.Memory
	if _, err := m.Head(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := m.Streams(ctx, ""); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
