package feed

import (
	"encoding/binary"
	"errors"
	"math/bits"

	"shuping/internal/scan"
)

// fax says how a fax image is coded (ITU-T T.4 and T.6).
type fax struct {
	w, h int
	// k is below 0 for Group 4, 0 for Group 3 of one dimension, above it for Group 3 in
	// which each row says its own (as /K in PDF).
	k        int
	aligned  bool // rows begin at whole bytes
	reversed bool // the first pixel is in the lowest bit
	black    uint8
	white    uint8
	data     []byte
	at       int // next byte
	acc      uint64
	have     uint // bits in acc
	over     int  // bits that were read beyond the data
	ref, row []int32
}

var errFax = errors.New("fax data with a code that does not exist")

var errFaxShort = errors.New("fax data that ends too early")

// decode draws the rows. The decoder goes from change to change of colour and never
// looks at pixels, which is most of its speed.
func (f *fax) decode(m *Memory) (*scan.Gray, error) {
	g := m.gray(f.w, f.h)
	blank := make([]uint8, f.w)
	fill(blank, f.white)
	f.ref = ending(f.ref[:0], f.w)
	for y := range f.h {
		flat, err := f.begin()
		if err != nil {
			return nil, err
		}
		if flat {
			err = f.flatRow()
		} else {
			err = f.row2()
		}
		if err != nil {
			return nil, err
		}
		if f.over > 64 {
			return nil, errFaxShort
		}
		line := g.Pix[y*f.w : (y+1)*f.w]
		copy(line, blank)
		for i := 0; i+1 < len(f.row); i += 2 {
			fill(line[f.row[i]:f.row[i+1]], f.black)
		}
		if len(f.row)%2 == 1 {
			fill(line[f.row[len(f.row)-1]:], f.black)
		}
		f.ref, f.row = ending(f.row, f.w), f.ref
	}
	return g, nil
}

func fill(p []uint8, v uint8) {
	if v == 0 {
		clear(p)
		return
	}
	for i := range p {
		p[i] = v
	}
}

// ending puts changes at the row's end behind the last, so that a search ends there.
func ending(changes []int32, w int) []int32 {
	e := int32(w)
	return append(changes, e, e, e, e)
}

// begin reads what stands before a row and says whether it is of one dimension.
func (f *fax) begin() (bool, error) {
	if f.aligned {
		f.skip(f.have % 8)
	}
	if f.k < 0 {
		return false, nil
	}
	// An end of line is eleven zeros or more and a one; it may be missing.
	if f.peek(11) == 0 {
		for f.peek(1) == 0 {
			if f.skip(1); f.over > 0 {
				return false, errFaxShort
			}
		}
		f.skip(1)
		if f.k > 0 {
			one := f.peek(1) == 1
			f.skip(1)
			return one, nil
		}
	}
	return true, nil
}

// flatRow reads runs, white first.
func (f *fax) flatRow() error {
	f.row = f.row[:0]
	at, colour := 0, 0
	for at < f.w {
		n, err := f.run(colour)
		if err != nil {
			return err
		}
		if at += n; at > f.w {
			return errFax
		}
		if at < f.w {
			f.row = append(f.row, int32(at))
		}
		colour ^= 1
	}
	f.tidy()
	return nil
}

// row2 reads a row that is coded against the one above.
func (f *fax) row2() error {
	f.row = f.row[:0]
	w := int32(f.w)
	a0, colour, b := int32(-1), 0, 0
	for a0 < w {
		for f.ref[b] <= a0 && f.ref[b] < w {
			b += 2
		}
		c := modeCodes[f.peek(modeBits)]
		f.skip(uint(c.size))
		switch c.mode {
		case noMode:
			return errFax
		case pass:
			a0 = f.ref[b+1]
			continue
		case horizontal:
			one, err := f.run(colour)
			if err != nil {
				return err
			}
			two, err := f.run(colour ^ 1)
			if err != nil {
				return err
			}
			a1 := max(a0, 0) + int32(one)
			a0 = a1 + int32(two)
			if a0 > w {
				return errFax
			}
			f.row = append(f.row, a1, a0)
			continue
		}
		a1 := f.ref[b] + int32(c.mode) - int32(vertical) - 3
		if a1 < max(a0, 0) || a1 > w {
			return errFax
		}
		f.row = append(f.row, a1)
		a0, colour = a1, colour^1
		if b > 0 {
			b--
		} else {
			b++
		}
	}
	f.tidy()
	return nil
}

// tidy takes out runs of no length and changes at the row's end.
func (f *fax) tidy() {
	out := f.row[:0]
	for _, c := range f.row {
		if n := len(out); n > 0 && out[n-1] == c {
			out = out[:n-1]
			continue
		}
		out = append(out, c)
	}
	for len(out) > 0 && out[len(out)-1] >= int32(f.w) {
		out = out[:len(out)-1]
	}
	f.row = out
}

// run reads the length of a run: any number of long codes and a short one.
func (f *fax) run(colour int) (int, error) {
	total := 0
	for {
		c := runCodes[colour][f.peek(runBits)]
		if c.size == 0 || total > f.w {
			return 0, errFax
		}
		f.skip(uint(c.size))
		total += int(c.length)
		if c.length < 64 {
			return total, nil
		}
	}
}

// peek are the next n bits, 0 beyond the data.
func (f *fax) peek(n uint) int {
	if f.have < n {
		f.more(n)
	}
	return int(f.acc >> (f.have - n) & (1<<n - 1))
}

// more brings at least n bits, as many bytes as fit.
func (f *fax) more(n uint) {
	if f.at+4 <= len(f.data) && f.have <= 32 && !f.reversed {
		f.acc = f.acc<<32 | uint64(binary.BigEndian.Uint32(f.data[f.at:]))
		f.at, f.have = f.at+4, f.have+32
		return
	}
	for f.have < n {
		var b byte
		if f.at < len(f.data) {
			if b = f.data[f.at]; f.reversed {
				b = bits.Reverse8(b)
			}
			f.at++
		} else {
			f.over += 8
		}
		f.acc, f.have = f.acc<<8|uint64(b), f.have+8
	}
}

// skip goes past n bits that were peeked at.
func (f *fax) skip(n uint) {
	if f.have < n {
		f.peek(n)
	}
	f.have -= n
}
