package docx

import (
	"errors"
	"io"
	"strconv"

	"shuping/internal/decider"
)

// Limits bound what Text is willing to read. The zero value of a field means
// the value of DefaultLimits.
type Limits struct {
	Compressed   int64 // bytes of the file
	Uncompressed int64 // bytes read out of the file, all parts together
	Ratio        int64 // uncompressed : compressed of one part, beyond its first MiB
	Depth        int   // nested XML elements
	Entries      int   // entries of the zip
	Text         int   // bytes of text taken out of the file, as UTF-8
}

// DefaultLimits fit any report with a few pictures and stop a zip bomb (压缩包炸弹).
func DefaultLimits() Limits {
	return Limits{Compressed: 50 << 20, Uncompressed: 64 << 20, Ratio: 200, Depth: 256, Entries: 4096, Text: 256 << 10}
}

func (l Limits) filled() Limits {
	d := DefaultLimits()
	if l.Compressed <= 0 {
		l.Compressed = d.Compressed
	}
	if l.Uncompressed <= 0 {
		l.Uncompressed = d.Uncompressed
	}
	if l.Ratio <= 0 {
		l.Ratio = d.Ratio
	}
	if l.Depth <= 0 {
		l.Depth = d.Depth
	}
	if l.Entries <= 0 {
		l.Entries = d.Entries
	}
	if l.Text <= 0 {
		l.Text = d.Text
	}
	return l
}

// tooMuch is the refusal of a file beyond a limit: what was measured, in which
// unit, and the limit.
func tooMuch(code string, got, max int64) *decider.Refusal {
	r := decider.Refuse("", code)
	r.Args = map[string]string{"got": strconv.FormatInt(got, 10), "max": strconv.FormatInt(max, 10)}
	return r
}

// broken is the refusal of a file that says it is a Word file and is not well
// made. detail names the part and the place.
func broken(part string, err error) error {
	var r *decider.Refusal
	if errors.As(err, &r) {
		return r
	}
	return decider.Refuse("", "file.broken", "part", part, "detail", err.Error())
}

// ratioFrom is the size below which the ratio of a part is not looked at.
const ratioFrom = 1 << 20

// metered counts what is read from one part against the limits. left is shared
// by all parts of a file.
type metered struct {
	from       io.Reader
	left       *int64
	limits     Limits
	read       int64
	compressed int64
	refused    error // kept: a decoder between here and the reader may hide it
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	m.read += int64(n)
	*m.left -= int64(n)
	if *m.left < 0 {
		m.refused = tooMuch("file.unpacked", m.limits.Uncompressed-*m.left, m.limits.Uncompressed)
		return 0, m.refused
	}
	if c := max(m.compressed, 1); m.read > ratioFrom && m.read/c >= m.limits.Ratio {
		m.refused = tooMuch("file.ratio", m.read/c, m.limits.Ratio)
		return 0, m.refused
	}
	return n, err
}
