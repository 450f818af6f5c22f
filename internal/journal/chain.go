package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"time"
	"unicode/utf8"
)

const domain = "shuping journal record 1\n"

// AppendCanonical appends the canonical bytes of r, as the package comment lays
// them out, to b.
func AppendCanonical(b []byte, r *Record) []byte {
	b = append(b, domain...)
	b = append(b, r.Prev[:]...)
	b = binary.BigEndian.AppendUint64(b, r.Seq)
	b = binary.BigEndian.AppendUint64(b, uint64(r.At.UnixMicro()))
	for _, s := range [...]string{r.Stream, r.Who, r.Cause, r.Kind} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(r.Body)))
	return append(b, r.Body...)
}

// Seal makes records continue the stream whose head is given: it sets Stream,
// Seq, Prev and Hash of each, and cuts At to whole microseconds of UTC. It
// returns the head that the stream has once they are appended.
func Seal(stream string, head Head, records []Record) Head {
	var scratch []byte
	for i := range records {
		r := &records[i]
		r.Stream, r.Seq, r.Prev = stream, head.Seq+1, head.Hash
		r.At = r.At.UTC().Truncate(time.Microsecond)
		scratch = AppendCanonical(scratch[:0], r)
		r.Hash = sha256.Sum256(scratch)
		head = Head{r.Seq, r.Hash}
	}
	return head
}

// Fault is the first thing wrong with a chain: in which stream, at which
// number, and what.
type Fault struct {
	Stream string
	Seq    uint64 // the number that was due
	What   Wrong
	Why    string // got and want
}

// Wrong is what is wrong with a record.
type Wrong string

// What a verification can find, in the order in which it looks.
const (
	WrongStream Wrong = "another stream"
	Gap         Wrong = "gap"
	Malformed   Wrong = "malformed"
	WrongPrev   Wrong = "wrong prev"
	WrongHash   Wrong = "wrong hash"
)

func (f *Fault) Error() string {
	return fmt.Sprintf("stream %s, record %d: %s: %s", f.Stream, f.Seq, f.What, f.Why)
}

// Chain verifies the records of one stream one after another. Begin with the
// zero Head, or with a head that is trusted.
type Chain struct {
	Stream string
	Head   Head

	scratch []byte
}

// Next checks that r continues the chain and moves the head to it, or returns a
// *Fault and leaves the head.
func (c *Chain) Next(r *Record) error {
	due := c.Head.Seq + 1
	switch {
	case r.Stream != c.Stream:
		return c.fault(due, WrongStream, "got %q", r.Stream)
	case r.Seq != due:
		return c.fault(due, Gap, "got %d", r.Seq)
	case malformed(r) != "":
		return c.fault(due, Malformed, "%s", malformed(r))
	case r.Prev != c.Head.Hash:
		return c.fault(due, WrongPrev, "got %s, want %s", r.Prev, c.Head.Hash)
	}
	c.scratch = AppendCanonical(c.scratch[:0], r)
	if sum := Hash(sha256.Sum256(c.scratch)); r.Hash != sum {
		return c.fault(due, WrongHash, "got %s, want %s", r.Hash, sum)
	}
	c.Head = Head{r.Seq, r.Hash}
	return nil
}

func (c *Chain) fault(seq uint64, what Wrong, why string, args ...any) error {
	return &Fault{c.Stream, seq, what, fmt.Sprintf(why, args...)}
}

// Verify reads a whole stream and returns its head, or the first *Fault, or the
// error that the sequence yielded.
func Verify(stream string, records iter.Seq2[Record, error]) (Head, error) {
	c := Chain{Stream: stream}
	for r, err := range records {
		if err == nil {
			err = c.Next(&r)
		}
		if err != nil {
			return c.Head, err
		}
	}
	return c.Head, nil
}

// CheckAppend is what every Store asks before it appends: that there are records
// and that they continue expect. It returns nil or a *Fault.
func CheckAppend(stream string, expect Head, records []Record) error {
	c := Chain{Stream: stream, Head: expect}
	if len(records) == 0 {
		return c.fault(expect.Seq+1, Malformed, "no records to append")
	}
	for i := range records {
		if err := c.Next(&records[i]); err != nil {
			return err
		}
	}
	return nil
}

// malformed says what of r cannot be stored, or "".
func malformed(r *Record) string {
	switch {
	case badName(r.Stream) || r.Stream == "":
		return fmt.Sprintf("stream is %q", r.Stream)
	case badName(r.Who):
		return fmt.Sprintf("who is %q", r.Who)
	case badName(r.Cause):
		return fmt.Sprintf("cause is %q", r.Cause)
	case badName(r.Kind) || r.Kind == "":
		return fmt.Sprintf("kind is %q", r.Kind)
	case r.At.Location() != time.UTC || r.At.Nanosecond()%1000 != 0:
		return "time is not in UTC and whole microseconds: " + r.At.String()
	case r.At.Year() < 1 || r.At.Year() > 9999:
		return "year is not within 1 and 9999: " + r.At.String()
	}
	return ""
}

func badName(s string) bool {
	if len(s) > MaxName {
		return true
	}
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] == 0x7f {
			return true
		}
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	return !ascii && !utf8.ValidString(s)
}
