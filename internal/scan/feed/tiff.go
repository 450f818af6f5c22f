package feed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/image/tiff"

	"shuping/internal/scan"
)

// Tags of TIFF 6.0 that are looked at here; everything else is the library's.
const (
	tagWidth        = 256
	tagHeight       = 257
	tagBits         = 258
	tagCompression  = 259
	tagPhotometric  = 262
	tagFillOrder    = 266
	tagStrips       = 273
	tagSamples      = 277
	tagRowsPerStrip = 278
	tagStripSizes   = 279
	tagT4Options    = 292
	tagTileWidth    = 322
	tagJPEGTables   = 347
)

// Compressions of TIFF.
const (
	tiffHuffman = 2
	tiffGroup3  = 3
	tiffGroup4  = 4
	tiffOldJPEG = 6
	tiffJPEG    = 7
)

// maxStrips is how many strips a page may have; the longest page has a strip for each row.
const maxStrips = 100_000

// ifd are the tags of one page.
type ifd struct {
	data   []byte
	order  binary.ByteOrder
	offset uint32
	tags   map[uint16]tag
}

// tag is the type of a tag, how many values it has and where the first is.
type tag struct {
	kind  uint16
	count uint32
	at    int
}

// openTIFF walks the chain of pages, which the library does not.
func openTIFF(data []byte) (*File, error) {
	if len(data) < 8 {
		return nil, broken(errors.New("TIFF without a page"))
	}
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	f := &File{}
	seen := map[uint32]bool{}
	for next := order.Uint32(data[4:]); next != 0; {
		if seen[next] {
			return nil, broken(errors.New("TIFF whose pages go round in a ring"))
		}
		seen[next] = true
		if len(f.pages) == MaxPages {
			return nil, &Error{scan.ManyPages, nil}
		}
		d := &ifd{data: data, order: order, offset: next, tags: map[uint16]tag{}}
		var err error
		if next, err = d.read(); err != nil {
			return nil, broken(err)
		}
		f.pages = append(f.pages, d.decode)
	}
	if len(f.pages) == 0 {
		return nil, broken(errors.New("TIFF without a page"))
	}
	return f, nil
}

// read reads the tags and gives the place of the next page.
func (d *ifd) read() (uint32, error) {
	at := int(d.offset)
	if at < 8 || at+2 > len(d.data) {
		return 0, errors.New("TIFF with a page beyond its end")
	}
	n := int(d.order.Uint16(d.data[at:]))
	end := at + 2 + 12*n
	if end+4 > len(d.data) {
		return 0, errors.New("TIFF with a page beyond its end")
	}
	for p := at + 2; p < end; p += 12 {
		t := tag{kind: d.order.Uint16(d.data[p+2:]), count: d.order.Uint32(d.data[p+4:]), at: p + 8}
		if size := d.sizeOf(t.kind) * int(t.count); size > 4 {
			if t.at = int(d.order.Uint32(d.data[p+8:])); t.at+size > len(d.data) {
				continue
			}
		}
		d.tags[d.order.Uint16(d.data[p:])] = t
	}
	return d.order.Uint32(d.data[end:]), nil
}

func (d *ifd) sizeOf(kind uint16) int {
	switch kind {
	case 3:
		return 2
	case 4, 13:
		return 4
	case 5, 10, 12:
		return 8
	}
	return 1
}

// numbers are the whole numbers of a tag, none if it is not there.
func (d *ifd) numbers(name uint16) []int {
	t, ok := d.tags[name]
	if !ok || t.count > maxStrips {
		return nil
	}
	out := make([]int, t.count)
	for i := range out {
		switch p := t.at + i*d.sizeOf(t.kind); t.kind {
		case 1:
			out[i] = int(d.data[p])
		case 3:
			out[i] = int(d.order.Uint16(d.data[p:]))
		case 4:
			out[i] = int(d.order.Uint32(d.data[p:]))
		}
	}
	return out
}

func (d *ifd) number(name uint16, missing int) int {
	if n := d.numbers(name); len(n) > 0 {
		return n[0]
	}
	return missing
}

// decode is the page's picture.
func (d *ifd) decode(m *Memory) (*scan.Gray, error) {
	w, h := d.number(tagWidth, 0), d.number(tagHeight, 0)
	if err := fits(w, h, 1); err != nil {
		return nil, err
	}
	_, tiled := d.tags[tagTileWidth]
	switch c := d.number(tagCompression, 1); {
	case c == tiffOldJPEG:
		return nil, foreign("TIFF with JPEG of the old kind")
	case (c == tiffHuffman || c == tiffGroup3 || c == tiffGroup4 || c == tiffJPEG) && !tiled:
		return d.strips(w, h, c, m)
	}
	// The library reads the first page: it is given a header that points to ours.
	head := bytes.Clone(d.data[:8])
	d.order.PutUint32(head[4:], d.offset)
	r := &patched{head, d.data}
	c, err := tiff.DecodeConfig(r.reader())
	if err != nil {
		return nil, tiffError(err)
	}
	if err := fits(c.Width, c.Height, bytesOf(c)); err != nil {
		return nil, err
	}
	img, err := tiff.Decode(r.reader())
	if err != nil {
		return nil, tiffError(err)
	}
	return scan.FromImage(img), nil
}

func tiffError(err error) error {
	var u tiff.UnsupportedError
	if errors.As(err, &u) {
		return foreign("TIFF: " + string(u))
	}
	return broken(err)
}

// strips decodes what the library does not, or slowly: fax and JPEG.
func (d *ifd) strips(w, h, compression int, m *Memory) (*scan.Gray, error) {
	at, sizes := d.numbers(tagStrips), d.numbers(tagStripSizes)
	rows := min(d.number(tagRowsPerStrip, h), h)
	if rows <= 0 || len(at) != (h+rows-1)/rows || len(sizes) != len(at) {
		return nil, errors.New("TIFF with strips that do not make a page")
	}
	var out *scan.Gray
	into := m
	if len(at) > 1 {
		out, into = m.gray(w, h), &Memory{}
	}
	for i, start := range at {
		if start < 0 || sizes[i] < 0 || start+sizes[i] > len(d.data) {
			return nil, errors.New("TIFF with a strip beyond its end")
		}
		part, err := d.strip(d.data[start:start+sizes[i]], w, min(rows, h-i*rows), compression, into)
		switch {
		case err != nil:
			return nil, err
		case part.W != w || part.H < min(rows, h-i*rows):
			return nil, fmt.Errorf("TIFF with a strip of %d x %d pixels", part.W, part.H)
		case len(at) == 1:
			return &scan.Gray{W: w, H: h, Pix: part.Pix[:w*h]}, nil
		}
		copy(out.Pix[i*rows*w:min(h, (i+1)*rows)*w], part.Pix)
	}
	return out, nil
}

func (d *ifd) strip(data []byte, w, h, compression int, m *Memory) (*scan.Gray, error) {
	if compression == tiffJPEG {
		if t, ok := d.tags[tagJPEGTables]; ok && t.count > 4 && bytes.HasPrefix(data, []byte{0xff, 0xd8}) {
			tables := d.data[t.at : t.at+int(t.count)-2]
			data = append(bytes.Clone(tables), data[2:]...)
		}
		return decodeJPEG(data, m)
	}
	if d.number(tagBits, 1) != 1 || d.number(tagSamples, 1) != 1 {
		return nil, foreign("fax data in several shades")
	}
	f := fax{w: w, h: h, data: data, white: 255, reversed: d.number(tagFillOrder, 1) == 2}
	if d.number(tagPhotometric, 0) == 1 {
		f.white, f.black = 0, 255
	}
	switch compression {
	case tiffGroup4:
		f.k = -1
	case tiffGroup3:
		f.k = d.number(tagT4Options, 0) & 1
	case tiffHuffman:
		f.aligned = true
	}
	return f.decode(m)
}

// patched are data with another beginning.
type patched struct {
	head []byte
	data []byte
}

func (p *patched) reader() *patchedReader { return &patchedReader{p: p} }

// patchedReader reads them from the start, and at any place.
type patchedReader struct {
	p  *patched
	at int64
}

func (r *patchedReader) ReadAt(b []byte, at int64) (int, error) {
	n, err := bytes.NewReader(r.p.data).ReadAt(b, at)
	if at < int64(len(r.p.head)) {
		copy(b[:n], r.p.head[at:])
	}
	return n, err
}

func (r *patchedReader) Read(b []byte) (int, error) {
	n, err := r.ReadAt(b, r.at)
	r.at += int64(n)
	return n, err
}
