package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"
	"unicode/utf8"
)

const lineTime = "2006-01-02T15:04:05.000000Z"

// MaxLine is the greatest length of a line in bytes that ReadLines accepts.
const MaxLine = 64 << 20

// line is how a record looks in a text file (*.journal): one line of JSON with
// these members in this order, the body written as it is stored.
type line struct {
	Stream string          `json:"stream"`
	Seq    uint64          `json:"seq"`
	At     string          `json:"at"`
	Who    string          `json:"who"`
	Cause  string          `json:"cause"`
	Kind   string          `json:"kind"`
	Prev   Hash            `json:"prev"`
	Hash   Hash            `json:"hash"`
	Body   json.RawMessage `json:"body"`
}

// AppendLine appends r as one line of text with its line feed: a JSON object
// with the members stream, seq, at (UTC with six decimals), who, cause, kind,
// prev, hash, body. A record has exactly one such line. The body must be compact
// JSON, else an error says so.
func AppendLine(b []byte, r Record) ([]byte, error) {
	start := len(b)
	out := bytes.NewBuffer(b)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(line{r.Stream, r.Seq, r.At.UTC().Format(lineTime), r.Who, r.Cause, r.Kind, r.Prev, r.Hash, r.Body})
	if err != nil {
		return b, fmt.Errorf("record %d of %s: %w", r.Seq, r.Stream, err)
	}
	tail := append(append([]byte(`"body":`), r.Body...), "}\n"...)
	if !bytes.HasSuffix(out.Bytes()[start:], tail) || !utf8.Valid(r.Body) {
		return b, fmt.Errorf("record %d of %s: body is not compact JSON", r.Seq, r.Stream)
	}
	return out.Bytes(), nil
}

// WriteLines writes every record as AppendLine does.
func WriteLines(w io.Writer, records iter.Seq2[Record, error]) error {
	buf := bufio.NewWriter(w)
	var b []byte
	for r, err := range records {
		if err != nil {
			return err
		}
		if b, err = AppendLine(b[:0], r); err != nil {
			return err
		}
		if _, err = buf.Write(b); err != nil {
			return err
		}
	}
	return buf.Flush()
}

// ReadLines yields the records of such a text. It is strict: each line must be
// byte for byte what AppendLine makes of it, the last one with its line feed.
// The chain is not verified. The error names the line.
func ReadLines(r io.Reader) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		for n := 1; ; n++ {
			text, err := readLine(in)
			if err == io.EOF {
				return
			}
			var rec Record
			if err == nil {
				rec, err = ParseLine(text)
			}
			if err != nil {
				yield(Record{}, fmt.Errorf("line %d: %w", n, err))
				return
			}
			if !yield(rec, nil) {
				return
			}
		}
	}
}

func readLine(in *bufio.Reader) ([]byte, error) {
	var text []byte
	for {
		part, err := in.ReadSlice('\n')
		text = append(text, part...)
		switch {
		case err == nil:
			return text, nil
		case err == io.EOF && len(text) > 0:
			return nil, fmt.Errorf("the line feed is missing: the text was cut off")
		case err != bufio.ErrBufferFull:
			return nil, err
		case len(text) > MaxLine:
			return nil, fmt.Errorf("longer than %d bytes", MaxLine)
		}
	}
}

// ParseLine reads one line as AppendLine wrote it, with its line feed.
func ParseLine(text []byte) (Record, error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return Record{}, err
	}
	at, err := time.Parse(lineTime, l.At)
	if err != nil {
		return Record{}, err
	}
	r := Record{l.Stream, l.Seq, at.UTC(), l.Who, l.Cause, l.Kind, l.Body, l.Prev, l.Hash}
	again, err := AppendLine(make([]byte, 0, len(text)), r)
	if err != nil {
		return Record{}, err
	}
	if !bytes.Equal(again, text) {
		return Record{}, fmt.Errorf("not written as a journal is written (members, their order, spaces)")
	}
	return r, nil
}
