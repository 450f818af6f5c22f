package feed

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"shuping/internal/scan"
)

// raster is a picture of a PDF as it is stored, with all that is needed to decode it.
type raster struct {
	w, h, bits, samples int
	inverted            bool
	palette             []uint8 // shades, for a picture with a palette
	stream              types.StreamDict
	fax                 *fax
	last                string // the filter that makes the picture
	predictor           int    // of the only filter, which is Flate; 0 where it is not so
}

// raster reads what is said about a picture.
func (d *pdf) raster(s *types.StreamDict) (*raster, error) {
	r := &raster{w: d.number(s.Dict, "Width", 0), h: d.number(s.Dict, "Height", 0), bits: d.number(s.Dict, "BitsPerComponent", 8), samples: 1, stream: *s}
	if n := len(s.FilterPipeline); n > 0 {
		f := s.FilterPipeline[n-1]
		switch r.last = f.Name; f.Name {
		case filter.JBIG2, filter.JPX:
			return nil, foreign(map[string]string{filter.JBIG2: "JBIG2", filter.JPX: "JPEG 2000"}[f.Name])
		case filter.DCT, filter.CCITTFax:
			r.stream.FilterPipeline = s.FilterPipeline[:n-1]
		}
		if r.last == filter.CCITTFax {
			r.fax = d.fax(f.DecodeParms, r)
		}
	}
	stencil := d.truth(s.Dict, "ImageMask")
	if stencil {
		r.bits = 1
	} else if r.last != filter.DCT && r.last != filter.CCITTFax {
		if err := d.colours(s.Dict, r); err != nil {
			return nil, err
		}
	}
	if len(s.FilterPipeline) == 1 && r.last == filter.Flate {
		r.predictor = d.predictor(s.FilterPipeline[0].DecodeParms, r)
	}
	if a := d.array(s.Dict, "Decode"); len(a) >= 2 {
		if low, err := d.table.DereferenceNumber(a[0]); err == nil {
			r.inverted = low > 0
		}
	}
	return r, nil
}

func (d *pdf) fax(parms types.Dict, r *raster) *fax {
	f := &fax{w: d.number(parms, "Columns", 1728), h: r.h, k: d.number(parms, "K", 0), aligned: d.truth(parms, "EncodedByteAlign"), white: 255}
	if d.truth(parms, "BlackIs1") {
		f.white, f.black = 0, 255
	}
	return f
}

// predictor is how rows were filtered before they were packed, as rows has it; 0 where
// this does not fit the picture.
func (d *pdf) predictor(parms types.Dict, r *raster) int {
	p := d.number(parms, "Predictor", 1)
	fit := d.number(parms, "Colors", 1) == r.samples && d.number(parms, "BitsPerComponent", 8) == r.bits && d.number(parms, "Columns", 1) == r.w
	if p == 1 || fit && (p == 2 && r.bits == 8 || p >= 10 && p <= 15) {
		return p
	}
	return 0
}

// colours finds out how many samples a pixel has, or its palette.
func (d *pdf) colours(in types.Dict, r *raster) error {
	o, _ := in.Find("ColorSpace")
	return d.space(o, r, 0)
}

func (d *pdf) space(o types.Object, r *raster, depth int) error {
	o, err := d.table.Dereference(o)
	if err != nil {
		return broken(err)
	}
	name, rest := "", types.Array(nil)
	switch o := o.(type) {
	case types.Name:
		name = o.Value()
	case types.Array:
		if len(o) > 0 {
			if n, ok := o[0].(types.Name); ok {
				name, rest = n.Value(), o[1:]
			}
		}
	}
	switch name {
	case "DeviceGray", "CalGray", "G":
		r.samples = 1
	case "DeviceRGB", "CalRGB", "RGB":
		r.samples = 3
	case "DeviceCMYK", "CMYK":
		r.samples = 4
	case "ICCBased":
		if len(rest) == 0 {
			return foreign("a colour space without a profile")
		}
		s, _, err := d.table.DereferenceStreamDict(rest[0])
		if err != nil || s == nil {
			return foreign("a colour space without a profile")
		}
		r.samples = d.number(s.Dict, "N", 0)
	case "Indexed", "I":
		if len(rest) < 3 || depth > 0 {
			return foreign("a palette that is not complete")
		}
		return d.palette(rest, r)
	default:
		return foreign(fmt.Sprintf("the colour space %.40q", name))
	}
	if r.samples != 1 && r.samples != 3 && r.samples != 4 {
		return foreign(fmt.Sprintf("%d colours", r.samples))
	}
	return nil
}

// palette reads the shades of a palette.
func (d *pdf) palette(rest types.Array, r *raster) error {
	if err := d.space(rest[0], r, 1); err != nil {
		return err
	}
	o, err := d.table.Dereference(rest[2])
	if err != nil {
		return broken(err)
	}
	var table []byte
	switch o := o.(type) {
	case types.StreamDict:
		table, err = unpacked(&o, maxContent)
	case types.HexLiteral:
		table, err = o.Bytes()
	case types.StringLiteral:
		table, err = types.Unescape(o.Value())
	}
	if err != nil {
		return broken(err)
	}
	for i := 0; i+r.samples <= len(table) && len(r.palette) < 256; i += r.samples {
		r.palette = append(r.palette, shade(table[i:i+r.samples]))
	}
	if len(r.palette) == 0 {
		return foreign("a palette that is not complete")
	}
	r.samples = 1
	return nil
}

// shade is the grey of a colour of 1, 3 or 4 samples.
func shade(s []byte) uint8 {
	switch len(s) {
	case 3:
		return uint8((19595*uint32(s[0]) + 38470*uint32(s[1]) + 7471*uint32(s[2])) >> 16)
	case 4:
		k := 255 - uint32(s[3])
		c, m, y := (255-uint32(s[0]))*k/255, (255-uint32(s[1]))*k/255, (255-uint32(s[2]))*k/255
		return uint8((19595*c + 38470*m + 7471*y) >> 16)
	}
	return s[0]
}

// decode makes the picture grey.
func (r *raster) decode(m *Memory) (*scan.Gray, error) {
	if err := fits(r.w, r.h, 1); err != nil {
		return nil, err
	}
	if r.predictor > 0 {
		z, err := zlib.NewReader(bytes.NewReader(r.stream.Raw))
		if err != nil {
			return nil, err
		}
		g, err := r.samplesOf(z, m)
		if err != nil {
			return nil, err
		}
		// A little more may be there, not much: nobody unpacks it.
		if n, _ := io.CopyN(io.Discard, z, int64(r.spare())+1); n > int64(r.spare()) {
			return nil, &Error{scan.TooLarge, nil}
		}
		return r.upright(g), nil
	}
	data, err := unpacked(&r.stream, r.most())
	if err != nil {
		return nil, err
	}
	var g *scan.Gray
	switch r.last {
	case filter.DCT:
		g, err = decodeJPEG(data, m)
	case filter.CCITTFax:
		f := *r.fax
		f.data = data
		if err := fits(f.w, f.h, 1); err != nil {
			return nil, err
		}
		g, err = f.decode(m)
	default:
		g, err = r.samplesOf(bytes.NewReader(data), m)
	}
	return r.upright(g), err
}

// upright is a picture with black as 0, if it is one.
func (r *raster) upright(g *scan.Gray) *scan.Gray {
	if g == nil || !r.inverted {
		return g
	}
	for i, v := range g.Pix {
		g.Pix[i] = 255 - v
	}
	return g
}

// most is how many bytes the picture's stream may unpack to: what its pixels take and a
// quarter more, or as much as a JPEG or fax of the largest picture may be.
func (r *raster) most() int {
	if r.last == filter.DCT || r.last == filter.CCITTFax {
		return scan.MaxPixels
	}
	return min(maxBytes, (r.w*r.samples*r.bits+7)/8*r.h+r.spare())
}

// spare is how many bytes more than its pixels a picture may have.
func (r *raster) spare() int { return (r.w*r.samples*r.bits+7)/8*r.h/4 + 1<<16 }

// samplesOf makes rows of samples, each beginning at a byte, grey.
func (r *raster) samplesOf(in io.Reader, m *Memory) (*scan.Gray, error) {
	if r.bits != 1 && r.bits != 2 && r.bits != 4 && r.bits != 8 && r.bits != 16 {
		return nil, foreign(fmt.Sprintf("%d bits", r.bits))
	}
	s := samples{w: r.w, bits: r.bits, n: r.samples, palette: r.palette}
	from, g := newRows(in, s.stride(), s.n*s.bits/8, r.predictor), m.gray(r.w, r.h)
	for y := range r.h {
		row, err := from.next()
		if err != nil {
			return nil, err
		}
		s.grey(row, g.Pix[y*r.w:(y+1)*r.w])
	}
	return g, nil
}
