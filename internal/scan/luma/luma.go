// Package luma decodes the brightness of ordinary JPEG pictures (亮度), which is all that
// reading needs, faster than the standard library decodes the whole: Huffman pictures of 8
// bits, grey or YCbCr, in one scan as scanners and telephones make them or progressive
// (ITU-T T.81). Colour is gone past without being made into pixels. Everything else and
// whatever of the brightness is not quite regular is ErrOther, and the standard library's to
// judge: no data make it panic, and it takes the memory of the pixels and a few tables,
// three times as much for a progressive picture.
package luma

import "errors"

// ErrOther says that a picture is of another kind, or not regular.
var ErrOther = errors.New("not a regular JPEG in grey or YCbCr")

// Picture is the brightness of a picture, 0 black to 255 white.
type Picture struct {
	W, H int
	Pix  []uint8 // W*H, row by row
}

// component is a colour of a picture.
type component struct {
	id    byte
	h, v  int // blocks across and down in a unit
	quant byte
	dc    *table
	ac    *table
	last  int32 // brightness of the block before, not yet multiplied
}

// decoder is a picture on its way.
type decoder struct {
	data    []byte
	at      int // next byte of data
	w, h    int
	parts   []component
	quant   [4]*[64]int32 // in zigzag order
	dc, ac  [4]*table
	restart int // units between two restarts, 0 for none
	bits    bits
	values  [64]int32 // of a block, zero between two blocks
	memory  []uint8
	many    bool // it is progressive
	all     *progressive
}

// Markers of T.81, table B.1.
const (
	sof0 = 0xc0
	sof1 = 0xc1
	sof2 = 0xc2
	dht  = 0xc4
	rst0 = 0xd0
	soi  = 0xd8
	eoi  = 0xd9
	sos  = 0xda
	dqt  = 0xdb
	dri  = 0xdd
	app0 = 0xe0
	appE = 0xee
	appF = 0xef
	com  = 0xfe
)

// Decode decodes a picture of at most most pixels, and a progressive one of at most a third
// of that. They are put into memory if it is large
// enough, whatever it holds; nil is right too.
func Decode(data []byte, most int, memory []uint8) (*Picture, error) {
	d := &decoder{data: data, at: 2, memory: memory}
	if len(data) < 4 || data[0] != 0xff || data[1] != soi {
		return nil, ErrOther
	}
	for {
		marker, body, ok := d.segment()
		if !ok {
			return nil, ErrOther
		}
		switch {
		case marker == sos && d.many:
			if p, err := d.scans(body, most); p != nil || err != nil {
				return p, err
			}
		case marker == sos:
			p, ok := d.scan(body, most)
			if !ok {
				return nil, ErrOther
			}
			return p, nil
		case !d.heed(marker, body):
			return nil, ErrOther
		}
	}
}

// scans takes a scan of a progressive picture; after the last one it gives the picture.
func (d *decoder) scans(body []byte, most int) (*Picture, error) {
	if d.all == nil {
		if d.parts == nil || d.w*d.h > most/3 {
			return nil, ErrOther
		}
		d.all = newProgressive(d)
	}
	if !d.all.scan(body) || d.at+2 > len(d.data) || d.data[d.at] != 0xff {
		return nil, ErrOther
	}
	if d.data[d.at+1] != eoi {
		return nil, nil
	}
	p, ok := d.all.picture()
	if !ok {
		return nil, ErrOther
	}
	return p, nil
}

// segment is the next marker and what belongs to it.
func (d *decoder) segment() (marker byte, body []byte, ok bool) {
	if d.at+4 > len(d.data) || d.data[d.at] != 0xff {
		return 0, nil, false
	}
	n := int(d.data[d.at+2])<<8 + int(d.data[d.at+3])
	end := d.at + 2 + n
	if n < 2 || end > len(d.data) {
		return 0, nil, false
	}
	marker, body = d.data[d.at+1], d.data[d.at+4:end]
	d.at = end
	return marker, body, true
}

// heed takes what a segment before the scan says.
func (d *decoder) heed(marker byte, body []byte) bool {
	switch {
	case marker == sof0 || marker == sof1 || marker == sof2:
		d.many = marker == sof2
		return d.frame(body)
	case marker == dht:
		return d.tables(body)
	case marker == dqt:
		return d.quants(body)
	case marker == dri:
		if len(body) != 2 {
			return false
		}
		d.restart = int(body[0])<<8 + int(body[1])
		return true
	case marker == appE:
		// Adobe's segment may say that the colours are not YCbCr.
		return len(body) < 12 || string(body[:5]) != "Adobe" || body[11] == 1
	}
	return marker >= app0 && marker <= appF || marker == com
}

// frame reads the size and the components.
func (d *decoder) frame(b []byte) bool {
	if d.parts != nil || len(b) < 6 || b[0] != 8 {
		return false
	}
	d.h, d.w = int(b[1])<<8+int(b[2]), int(b[3])<<8+int(b[4])
	n := int(b[5])
	if d.w == 0 || d.h == 0 || n != 1 && n != 3 || len(b) != 6+3*n {
		return false
	}
	for i := range n {
		c := component{id: b[6+3*i], h: int(b[7+3*i] >> 4), v: int(b[7+3*i] & 15), quant: b[8+3*i]}
		if c.h < 1 || c.h > 4 || c.h == 3 || c.v < 1 || c.v > 4 || c.v == 3 || c.quant > 3 {
			return false
		}
		d.parts = append(d.parts, c)
	}
	if n == 1 {
		d.parts[0].h, d.parts[0].v = 1, 1 // a scan of one component has no units
		return true
	}
	p := d.parts
	if p[0].id == 'R' && p[1].id == 'G' && p[2].id == 'B' || p[0].id == p[1].id || p[1].id == p[2].id || p[0].id == p[2].id {
		return false
	}
	// The brightness is at full size, colours at the same or less.
	return p[0].v < 4 && p[0].h%p[1].h == 0 && p[0].v%p[1].v == 0 && p[1].h == p[2].h && p[1].v == p[2].v &&
		p[0].h*p[0].v+2*p[1].h*p[1].v <= 10
}

// quants reads tables by which values are multiplied.
func (d *decoder) quants(b []byte) bool {
	for len(b) > 0 {
		if len(b) < 65 || b[0] > 3 {
			return false
		}
		q := new([64]int32)
		for i := range q {
			q[i] = int32(b[1+i])
		}
		d.quant[b[0]] = q
		b = b[65:]
	}
	return true
}

// tables reads tables of codes.
func (d *decoder) tables(b []byte) bool {
	for len(b) > 0 {
		t, n := newTable(b)
		if t == nil {
			return false
		}
		if b[0]>>4 == 0 {
			d.dc[b[0]&3] = t
		} else {
			d.ac[b[0]&3] = t
		}
		b = b[n:]
	}
	return true
}

// header reads what the head of the scan says.
func (d *decoder) header(b []byte) bool {
	n := len(d.parts)
	if n == 0 || len(b) != 4+2*n || int(b[0]) != n {
		return false
	}
	for i := range d.parts {
		c, to := &d.parts[i], b[2+2*i]
		if b[1+2*i] != c.id || to>>4 > 3 || to&15 > 3 {
			return false
		}
		c.dc, c.ac = d.dc[to>>4], d.ac[to&15]
		if c.dc == nil || c.ac == nil || !c.dc.ofDC() || d.quant[c.quant] == nil {
			return false
		}
	}
	return b[1+2*n] == 0 && b[2+2*n] == 63 && b[3+2*n] == 0
}
