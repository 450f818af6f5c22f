// Package journal is the record of what happened (流水): streams of records,
// each bound to the one before it by a hash, only ever added to. It says what a
// record is, which bytes its hash covers, how a chain is verified, how records
// are written as lines of text, and what a [Store] promises. It knows no event
// of the procedure: a body is bytes.
//
// # What the hash covers
//
// The hash of a record is SHA-256 over its canonical bytes, which are, without
// anything between them:
//
//	25 bytes   the text "shuping journal record 1" and one line feed (0x0A)
//	32 bytes   Prev, the hash of the record before; 32 zero bytes in the first
//	 8 bytes   Seq, unsigned, big endian; the first record is 1
//	 8 bytes   At, microseconds since 1970-01-01T00:00:00Z, two's complement, big endian
//	 4 bytes   length of Stream in bytes, unsigned, big endian, then Stream in UTF-8
//	 4 bytes   length of Who, then Who
//	 4 bytes   length of Cause, then Cause
//	 4 bytes   length of Kind, then Kind
//	 4 bytes   length of Body, then Body
//
// Every part has a fixed or a written length, so no two records have the same
// bytes. The name of the stream is inside, so that the first record of one
// stream, although its Prev is zero, cannot be passed off as that of another.
// Worked example: the record
//
//	{Stream: "cycle/2018", Seq: 1, At: 2018-12-17T01:30:00Z, Who: "p-1",
//	 Cause: "open", Kind: "opened", Body: {"year":2018}}
//
// has these 129 canonical bytes, in hexadecimal,
//
//	73687570696e67206a6f75726e616c207265636f726420310a   the text
//	0000000000000000000000000000000000000000000000000000000000000000   Prev
//	0000000000000001                                     Seq
//	00057d2db8253600                                     At = 1545010200000000
//	0000000a 6379636c652f32303138                        Stream
//	00000003 702d31                                      Who
//	00000004 6f70656e                                    Cause
//	00000006 6f70656e6564                                Kind
//	0000000d 7b2279656172223a323031387d                  Body
//
// and the hash
//
//	cd13f863506c175753a0a4aea7e5b8f49ba4f0b48cd5b46173ccf0d8a47538b6
package journal

import (
	"context"
	"errors"
	"iter"
	"time"
)

// Record is one thing that happened in one stream.
//
// Stream, Who, Cause and Kind are names: UTF-8 without control characters
// (below U+0020, and U+007F), at most [MaxName] bytes; Stream and Kind are not
// empty. Body is opaque to the journal; in this product it is one line of JSON.
// At is in UTC and whole microseconds.
type Record struct {
	Stream string    // such as "cycle/2018"
	Seq    uint64    // number in the stream, from 1
	At     time.Time // when it was handed in
	Who    string    // the person, by opaque id
	Cause  string    // kind of the command that led to it
	Kind   string    // kind of the event
	Body   []byte    // the event
	Prev   Hash      // Hash of the record before, zero in the first
	Hash   Hash      // of the canonical bytes
}

// MaxName is the greatest length of a name in bytes.
const MaxName = 256

// Head is the end of a stream: number and hash of its last record. The zero
// Head is that of a stream with no records.
type Head struct {
	Seq  uint64 `json:"seq"`
	Hash Hash   `json:"hash"`
}

// ErrConflict says that a stream's head is not the expected one: somebody else
// appended. Nothing was written.
var ErrConflict = errors.New("the stream has moved on")

// Store keeps streams. It is safe for use by many goroutines at once.
type Store interface {
	// Append adds records to the end of a stream whose head is expect: all of
	// them or none, durable when it returns nil. The records must be sealed
	// ([Seal]) and continue expect, else a [*Fault] comes back and nothing was
	// written. ErrConflict: the head is another, nothing was written; of two
	// appends to the same head at most one succeeds. After any other error the
	// records may have been written or not: read to find out. The store keeps
	// its own copy of the bodies.
	Append(ctx context.Context, stream string, expect Head, records []Record) error

	// Read yields the records of a stream in order, beginning with number from
	// (0 and 1 both mean the first), as they are at one moment: an Append
	// during the reading is seen whole or not at all. An error is yielded once
	// and ends the sequence. A stream that does not exist has no records. The
	// chain is not verified ([Chain] does that). Bodies must not be changed.
	Read(ctx context.Context, stream string, from uint64) iter.Seq2[Record, error]

	// Head returns the head of a stream, the zero Head if it has no records.
	Head(ctx context.Context, stream string) (Head, error)

	// Streams lists the names that begin with prefix and have records, in the
	// order of their bytes.
	Streams(ctx context.Context, prefix string) ([]string, error)
}
