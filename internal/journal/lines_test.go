package journal_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"shuping/internal/journal"
)

func write(t interface{ Fatal(...any) }, rs []journal.Record) []byte {
	var b bytes.Buffer
	err := journal.WriteLines(&b, func(yield func(journal.Record, error) bool) {
		for _, r := range rs {
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(r io.Reader) (rs []journal.Record, err error) {
	for rec, err := range journal.ReadLines(r) {
		if err != nil {
			return rs, err
		}
		rs = append(rs, rec)
	}
	return rs, nil
}

func TestLinesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := records(t, 1)
		got, err := read(iotest.OneByteReader(bytes.NewReader(write(t, rs))))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(rs, got); d != "" {
			t.Fatal(d)
		}
		if _, err := verify(got); err != nil {
			t.Fatal(err)
		}
	})
}

// One flipped bit anywhere in the text is found, by the reader or by the chain.
func TestOneFlippedBitIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := write(t, records(t, 1))
		i := rapid.IntRange(0, len(text)*8-1).Draw(t, "bit")
		text[i/8] ^= 1 << (i % 8)
		got, err := read(bytes.NewReader(text))
		if err == nil {
			_, err = verify(got)
		}
		if err == nil {
			t.Fatalf("bit %d of %q was not found", i, text)
		}
	})
}

func TestLinesThatAreRefused(t *testing.T) {
	good := string(write(t, []journal.Record{worked()}))
	for name, text := range map[string]string{
		"cut off":        strings.TrimSuffix(good, "\n"),
		"not JSON":       "record\n",
		"empty line":     "\n",
		"space":          strings.Replace(good, `,"seq"`, `, "seq"`, 1),
		"unknown member": strings.Replace(good, `{"stream"`, `{"x":1,"stream"`, 1),
		"missing member": strings.Replace(good, `"who":"p-1",`, ``, 1),
		"time":           strings.Replace(good, `.000000Z`, `Z`, 1),
		"no body":        strings.Replace(good, `,"body":{"year":2018}`, ``, 1),
		"space in body":  strings.Replace(good, `"year":2018`, `"year": 2018`, 1),
		"other order":    strings.Replace(good, `"who":"p-1","cause":"open"`, `"cause":"open","who":"p-1"`, 1),
	} {
		if _, err := read(strings.NewReader(text)); err == nil || !strings.HasPrefix(err.Error(), "line 1: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestLinesCannotHoldABodyThatIsNotCompactJSON(t *testing.T) {
	for _, body := range []string{"", "{", `{"a": 1}`, " {}", "\xff", "\"\u2028\xff\""} {
		r := worked()
		r.Body = []byte(body)
		if line, err := journal.AppendLine(nil, r); err == nil {
			t.Errorf("%q was written as %q", body, line)
		}
	}
}

func TestLinesPassOnErrors(t *testing.T) {
	broken := errors.New("the disk is gone")
	if _, err := read(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("read: %v", err)
	}
	err := journal.WriteLines(io.Discard, func(yield func(journal.Record, error) bool) { yield(journal.Record{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("write: %v", err)
	}
	one := func(body string, n int) func(func(journal.Record, error) bool) {
		return func(yield func(journal.Record, error) bool) {
			r := worked()
			r.Body = []byte(body)
			for range n {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
	if err := journal.WriteLines(io.Discard, one("{", 1)); err == nil {
		t.Error("a body that is not JSON was written")
	}
	if err := journal.WriteLines(failing{}, one("{}", 1000)); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("write: %v", err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func FuzzParseLine(f *testing.F) {
	f.Add(write(f, []journal.Record{worked()}))
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"stream":"a","seq":1,"at":"0001-01-01T00:00:00.000000Z"}` + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := journal.ParseLine(text)
		if err != nil {
			return
		}
		again, err := journal.AppendLine(nil, r)
		if err != nil || !bytes.Equal(again, text) {
			t.Errorf("%q was read, but is written as %q (%v)", text, again, err)
		}
	})
}
