package luma

import (
	"bytes"
	"encoding/binary"
)

// window is how many bytes of the scan are looked at at a time.
const window = 1 << 15

// bits gives the bits of a scan, from restart to restart.
type bits struct {
	acc  uint64 // next bits, the first one highest
	have int    // of acc that count; below them there may be bits of what comes next
	buf  []byte // stuffing taken out; behind what counts there are zeros
	at   int    // next byte of buf
	end  int    // of buf that counts
	rest []byte // of the scan, still stuffed
	over bool   // a marker ends the scan's part here
}

// begin starts a part of the scan.
func (b *bits) begin(rest []byte) {
	if b.buf == nil {
		b.buf = make([]byte, window+16)
	}
	*b = bits{buf: b.buf, rest: rest}
}

// fill brings at least 56 bits into acc. Behind the end of the part they are zeros; it is
// false where those were already used up.
func (b *bits) fill() bool {
	if b.at+8 > b.end {
		if !b.over {
			b.more()
		} else if b.at > b.end+8 {
			return false
		}
	}
	b.acc |= binary.BigEndian.Uint64(b.buf[b.at:]) >> (b.have & 63)
	b.at += (63 - b.have) >> 3
	b.have |= 56
	return true
}

// more takes stuffing out of the next bytes, until the window is full or a marker comes.
func (b *bits) more() {
	n := copy(b.buf, b.buf[b.at:b.end])
	for n < window && !b.over {
		to := b.rest[:min(len(b.rest), window-n)]
		at := bytes.IndexByte(to, 0xff)
		if at < 0 {
			n += copy(b.buf[n:], to)
			b.rest = b.rest[len(to):]
			b.over = len(b.rest) == 0
			continue
		}
		n += copy(b.buf[n:], to[:at])
		if b.rest = b.rest[at:]; len(b.rest) < 2 || b.rest[1] != 0 {
			b.over = true
			break
		}
		b.buf[n] = 0xff
		n++
		b.rest = b.rest[2:]
	}
	clear(b.buf[n:])
	b.at, b.end = 0, n
}

// ended says whether the part ends here: nothing of it is left but less than a byte, and
// a marker follows, which is given.
func (b *bits) ended() (marker byte, ok bool) {
	if !b.over && b.at >= b.end {
		b.more()
	}
	left := 8*(b.end-b.at) + b.have
	if !b.over || left < 0 || left > 7 || len(b.rest) < 2 {
		return 0, false
	}
	return b.rest[1], true
}

// value reads a code and the value whose size it says.
func (b *bits) value(t *table) (int32, bool) {
	if b.have < 32 && !b.fill() {
		return 0, false
	}
	e := t.look[b.acc>>(64-lookBits)]
	if e == 0 {
		if e = t.long(b.acc); e == 0 {
			return 0, false
		}
	}
	b.skip(e & takes)
	if e&ready != 0 {
		return int32(e) >> valueAt, true
	}
	n := e >> sizeAt & 15
	if n == 0 {
		return 0, true
	}
	v := extend(int32(b.acc>>(64-n)), int(n))
	b.skip(n)
	return v, true
}

// next reads a code of values other than the first: how many zeros come before, and the
// value if it is one.
func (b *bits) next(t *table) (run int, value int32, is, ok bool) {
	if b.have < 32 && !b.fill() {
		return 0, 0, false, false
	}
	e := t.look[b.acc>>(64-lookBits)]
	if e == 0 {
		if e = t.long(b.acc); e == 0 {
			return 0, 0, false, false
		}
	}
	b.skip(e & takes)
	run = int(e >> runAt & 15)
	if e&ready != 0 {
		return run, int32(e) >> valueAt, true, true
	}
	n := e >> sizeAt & 15
	if n == 0 {
		return run, 0, false, true
	}
	value = extend(int32(b.acc>>(64-n)), int(n))
	b.skip(n)
	return run, value, true, true
}

// raw reads at most 15 bits.
func (b *bits) raw(n uint) (int32, bool) {
	if b.have < 32 && !b.fill() {
		return 0, false
	}
	v := int32(b.acc >> 1 >> (63 - n))
	b.skip(uint32(n))
	return v, true
}

func (b *bits) skip(n uint32) {
	b.acc <<= n & 63
	b.have -= int(n)
}

// lookBits is how many bits are looked up at once.
const lookBits = 10

// Of an entry of a table: how many bits it takes, and what follows them.
const (
	takes   = 63     // the bits that are taken: of the code, and of the value if it is here
	ready   = 1 << 6 // the value is in the upper half
	runAt   = 8      // how many zeros come before the value
	sizeAt  = 12     // how many bits the value has
	valueAt = 16
)

// table are the codes of values: what the next bits mean.
type table struct {
	look  [1 << lookBits]uint32 // 0: the code is longer
	most  [18]int32             // by length: the first number that is no code of it, -1 for none
	first [18]int32             // and how far its codes are from their symbols
	sym   [256]uint8
	n     int
}

// newTable reads a table as T.81 C writes it: how many codes of each length, then their
// symbols. It gives how many bytes it took, and nil for a table that is not regular.
func newTable(b []byte) (*table, int) {
	if len(b) < 17 || b[0]>>4 > 1 || b[0]&15 > 3 {
		return nil, 0
	}
	t := &table{}
	code, n := int32(0), 0
	for size := 1; size <= 16; size++ {
		k := int(b[size])
		if n+k > 256 || len(b) < 17+n+k || int(code)+k > 1<<size {
			return nil, 0
		}
		t.first[size] = int32(n) - code
		copy(t.sym[n:], b[17+n:17+n+k])
		for i := range k {
			t.set(code+int32(i), size, t.sym[n+i])
		}
		n, code = n+k, code+int32(k)
		t.most[size] = code
		code <<= 1
	}
	t.n = n
	return t, 17 + n
}

// set enters a code, together with the value behind it where both fit.
func (t *table) set(code int32, size int, symbol uint8) {
	if size > lookBits {
		return
	}
	free := lookBits - size
	n := int(symbol & 15)
	for i := range 1 << free {
		e := uint32(size) | uint32(symbol>>4)<<runAt | uint32(n)<<sizeAt
		if n <= free && n > 0 {
			v := extend(int32(i>>(free-n)), n)
			e = uint32(size+n) | ready | uint32(symbol>>4)<<runAt | uint32(v)<<valueAt
		}
		t.look[int(code)<<free|i] = e
	}
}

// extend is a value whose n bits are v (T.81, F.2.2.1).
func extend(v int32, n int) int32 {
	if v < 1<<(n-1) {
		return v - 1<<n + 1
	}
	return v
}

// long is the entry of a code that is longer than what is looked up, 0 if there is none.
func (t *table) long(acc uint64) uint32 {
	for size := lookBits + 1; size <= 16; size++ {
		if code := int32(acc >> (64 - size)); code < t.most[size] {
			s := t.sym[uint8(code+t.first[size])]
			return uint32(size) | uint32(s>>4)<<runAt | uint32(s&15)<<sizeAt
		}
	}
	return 0
}

// ofDC says whether all symbols are sizes of differences.
func (t *table) ofDC() bool {
	for _, s := range t.sym[:t.n] {
		if s > 11 {
			return false
		}
	}
	return true
}
