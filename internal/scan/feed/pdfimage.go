package feed

import (
	"errors"
	"fmt"

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
		g, err = r.samplesOf(data, m)
	}
	if err != nil {
		return nil, err
	}
	if r.inverted {
		for i, v := range g.Pix {
			g.Pix[i] = 255 - v
		}
	}
	return g, nil
}

// most is how many bytes the picture's stream may unpack to: what its pixels take and a
// quarter more, or as much as a JPEG or fax of the largest picture may be.
func (r *raster) most() int {
	if r.last == filter.DCT || r.last == filter.CCITTFax {
		return scan.MaxPixels
	}
	n := (r.w*r.samples*r.bits + 7) / 8 * r.h
	return min(maxBytes, n+n/4+1<<16)
}

// samplesOf makes rows of samples, each beginning at a byte, grey.
func (r *raster) samplesOf(data []byte, m *Memory) (*scan.Gray, error) {
	if r.bits != 1 && r.bits != 2 && r.bits != 4 && r.bits != 8 && r.bits != 16 {
		return nil, foreign(fmt.Sprintf("%d bits", r.bits))
	}
	stride := (r.w*r.samples*r.bits + 7) / 8
	if len(data) < stride*r.h {
		return nil, errors.New("a picture with rows that are not there")
	}
	g := m.gray(r.w, r.h)
	pixel := make([]byte, r.samples)
	for y := range r.h {
		row, out := data[y*stride:(y+1)*stride], g.Pix[y*r.w:(y+1)*r.w]
		if r.bits == 8 && r.samples == 1 && r.palette == nil {
			copy(out, row)
			continue
		}
		if r.bits == 1 && r.samples == 1 && r.palette == nil {
			for x := range out {
				out[x] = -(row[x>>3] >> (7 - x&7) & 1)
			}
			continue
		}
		for x := range out {
			for s := range pixel {
				pixel[s] = r.sample(row, x*r.samples+s)
			}
			if r.palette != nil {
				out[x] = r.palette[min(int(pixel[0]), len(r.palette)-1)]
				continue
			}
			out[x] = shade(pixel)
		}
	}
	return g, nil
}

// sample is one sample of a row: from 0 to 255, or the number in the palette.
func (r *raster) sample(row []byte, i int) uint8 {
	switch r.bits {
	case 8:
		return row[i]
	case 16:
		return row[2*i]
	}
	per := 8 / r.bits
	v := row[i/per] >> (8 - r.bits*(i%per+1)) & (1<<r.bits - 1)
	if r.palette != nil {
		return v
	}
	return uint8(int(v) * 255 / (1<<r.bits - 1))
}
