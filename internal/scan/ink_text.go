package scan

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
)

// MarshalText writes the ink so that pages can be compared after the program was started
// again: numbers as uvarints in base64, width and height first, then for each square with
// ink how many squares without lie before it, and its pixels.
func (i *Ink) MarshalText() ([]byte, error) {
	b := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(i.w)), uint64(i.h))
	empty := 0
	for _, c := range i.cover {
		if c == 0 {
			empty++
			continue
		}
		b = append(binary.AppendUvarint(b, uint64(empty)), c)
		empty = 0
	}
	return base64.StdEncoding.AppendEncode(nil, b), nil
}

// mostCells is more squares of a mm than a page of any paper has.
const mostCells = 1 << 19

// UnmarshalText reads what MarshalText wrote.
func (i *Ink) UnmarshalText(text []byte) error {
	broken := errors.New("ink: not as it is written")
	b, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil {
		return broken
	}
	next := func() (int, bool) {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > mostCells {
			return 0, false
		}
		b = b[n:]
		return int(v), true
	}
	w, okW := next()
	h, okH := next()
	if !okW || !okH || w*h > mostCells {
		return broken
	}
	out := Ink{w: w, h: h, rows: make([]int, h), cover: make([]uint8, w*h)}
	for at := 0; len(b) > 0; at++ {
		empty, ok := next()
		if at += empty; !ok || len(b) == 0 || at >= w*h || b[0] == 0 {
			return broken
		}
		out.cover[at] = b[0]
		out.rows[at/w] += int(b[0])
		out.total += int(b[0])
		b = b[1:]
	}
	*i = out
	return nil
}
