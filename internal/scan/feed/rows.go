package feed

import (
	"errors"
	"io"
)

// rows gives the rows of a packed picture one after the other, so that a large picture
// never lies in memory as it is packed in and in grey at the same time. The filters of PNG
// (12.6 of ISO 15948, also in PDF) and the differences of TIFF are undone.
type rows struct {
	in        io.Reader
	predictor int    // as PDF says it: 1 none, 2 TIFF's, from 10 on PNG's
	pixel     int    // bytes of a pixel, at least 1
	last, row []byte // with the filter's byte in front where there is one
}

// newRows reads rows of size bytes.
func newRows(in io.Reader, size, pixel, predictor int) *rows {
	n := size
	if predictor >= 10 {
		n++
	}
	return &rows{in, predictor, max(1, pixel), make([]byte, n), make([]byte, n)}
}

// next is the next row; it is there until the row after it is asked for.
func (r *rows) next() ([]byte, error) {
	r.last, r.row = r.row, r.last
	if _, err := io.ReadFull(r.in, r.row); err != nil {
		return nil, errors.Join(errShortRows, err)
	}
	if r.predictor < 10 {
		if r.predictor == 2 {
			for i := r.pixel; i < len(r.row); i++ {
				r.row[i] += r.row[i-r.pixel]
			}
		}
		return r.row, nil
	}
	row, last := r.row[1:], r.last[1:]
	return row, unfilter(r.row[0], row, last, r.pixel)
}

var errShortRows = errors.New("a picture with rows that are not there")

// unfilter undoes a filter of PNG; last is the row above.
func unfilter(kind byte, row, last []byte, pixel int) error {
	last = last[:len(row)]
	switch kind {
	case 0:
	case 1:
		for i := pixel; i < len(row); i++ {
			row[i] += row[i-pixel]
		}
	case 2:
		for i := range row {
			row[i] += last[i]
		}
	case 3:
		for i := range row {
			left := 0
			if i >= pixel {
				left = int(row[i-pixel])
			}
			row[i] += uint8((left + int(last[i])) / 2)
		}
	case 4:
		for i := range row {
			var left, corner int
			if i >= pixel {
				left, corner = int(row[i-pixel]), int(last[i-pixel])
			}
			row[i] += paeth(left, int(last[i]), corner)
		}
	default:
		return errors.New("a row with a filter that does not exist")
	}
	return nil
}

// paeth is the neighbour that is nearest to left + above - corner.
func paeth(left, above, corner int) uint8 {
	a, b := above-corner, left-corner // how far left and above are away
	c := max(a+b, -a-b)
	a, b = max(a, -a), max(b, -b)
	switch {
	case a <= b && a <= c:
		return uint8(left)
	case b <= c:
		return uint8(above)
	}
	return uint8(corner)
}

// samples say what the bytes of a row mean.
type samples struct {
	w       int
	bits    int     // of a sample: 1, 2, 4, 8 or 16
	n       int     // samples of a pixel
	alpha   bool    // the last of them says how much of the paper is covered
	palette []uint8 // shades, for a picture with a palette
}

// stride is how many bytes a row has.
func (s *samples) stride() int { return (s.w*s.n*s.bits + 7) / 8 }

// grey makes a row grey.
func (s *samples) grey(row, out []uint8) {
	switch {
	case s.bits == 8 && s.n == 1 && s.palette == nil:
		copy(out, row)
		return
	case s.bits == 1 && s.n == 1 && s.palette == nil:
		for x := range out {
			out[x] = -(row[x>>3] >> (7 - x&7) & 1)
		}
		return
	}
	var pixel [4]uint8
	colours := s.n
	if s.alpha {
		colours--
	}
	for x := range out {
		for k := range s.n {
			pixel[k] = s.sample(row, x*s.n+k)
		}
		if s.palette != nil {
			out[x] = s.palette[min(int(pixel[0]), len(s.palette)-1)]
			continue
		}
		v := shade(pixel[:colours])
		if s.alpha {
			cover := uint32(pixel[s.n-1])
			v = uint8((uint32(v)*cover + 255*(255-cover) + 127) / 255)
		}
		out[x] = v
	}
}

// sample is one sample of a row: from 0 to 255, or the number in the palette.
func (s *samples) sample(row []byte, i int) uint8 {
	switch s.bits {
	case 8:
		return row[i]
	case 16:
		return row[2*i]
	}
	per := 8 / s.bits
	v := row[i/per] >> (8 - s.bits*(i%per+1)) & (1<<s.bits - 1)
	if s.palette != nil {
		return v
	}
	return uint8(int(v) * 255 / (1<<s.bits - 1))
}
