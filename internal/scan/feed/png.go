package feed

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"image/png"
	"io"

	"shuping/internal/scan"
)

// decodePNG decodes a PNG row by row. Interlaced ones and those that name a colour that is
// transparent are for the library, which keeps all of their pixels.
func decodePNG(data []byte, m *Memory) (*scan.Gray, error) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, broken(err)
	}
	if err := fits(c.Width, c.Height, 1); err != nil {
		return nil, err
	}
	s, in, ok := pngParts(data)
	if !ok {
		if err := fits(c.Width, c.Height, bytesOf(c)); err != nil {
			return nil, err
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, broken(err)
		}
		return scan.FromImage(img), nil
	}
	z, err := zlib.NewReader(in)
	if err != nil {
		return nil, broken(err)
	}
	r, g := newRows(z, s.stride(), s.n*s.bits/8, 10), m.gray(c.Width, c.Height)
	for y := range g.H {
		row, err := r.next()
		if err != nil {
			return nil, broken(err)
		}
		s.grey(row, g.Pix[y*g.W:(y+1)*g.W])
	}
	// What is behind the rows ends with a sum over all of them.
	if n, err := io.Copy(io.Discard, io.LimitReader(z, 1)); n != 0 || err != nil {
		return nil, broken(errors.Join(errors.New("a picture with more than its rows"), err))
	}
	return g, nil
}

// pngParts finds what the pixels are and where they are packed. It is not ok where the
// library has to decode them.
func pngParts(data []byte) (*samples, io.Reader, bool) {
	s := &samples{}
	var parts []io.Reader
	kind := byte(0)
	for at := 8; at+12 <= len(data); {
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n > len(data)-at-12 {
			return nil, nil, false
		}
		body := data[at+8 : at+8+n]
		switch string(data[at+4 : at+8]) {
		case "IHDR":
			if n != 13 || body[12] != 0 {
				return nil, nil, false
			}
			s.w, s.bits, kind = int(binary.BigEndian.Uint32(body)), int(body[8]), body[9]
			s.n = map[byte]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
			s.alpha = kind == 4 || kind == 6
		case "PLTE":
			for i := 0; kind == 3 && i+3 <= n; i += 3 {
				s.palette = append(s.palette, shade(body[i:i+3]))
			}
		case "tRNS":
			return nil, nil, false
		case "IDAT":
			parts = append(parts, bytes.NewReader(body))
		}
		at += 12 + n
	}
	return s, io.MultiReader(parts...), s.n > 0 && len(parts) > 0 && (kind == 3) == (s.palette != nil)
}
