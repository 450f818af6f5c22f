package luma

import "encoding/binary"

// The constants of the transform of Loeffler, Ligtenberg and Moschytz (1989) in 1/8192:
// square roots of two times cosines of sixteenths of pi, and sums of them.
const (
	one   = 1 << 13
	c0298 = 2446
	c0390 = 3196
	c0541 = 4433
	c0765 = 6270
	c0899 = 7373
	c1175 = 9633
	c1501 = 12299
	c1847 = 15137
	c1961 = 16069
	c2053 = 16819
	c2562 = 20995
	c3072 = 25172
)

// fewValues is how many values from the first on lie in the upper left quarter of a block,
// in zigzag order.
const fewValues = 10

// transform makes pixels of the values of a block (the inverse cosine transform), of
// which the last one that is not zero is known. Columns come first and keep two bits more.
func transform(b *[64]int32, last int, out []uint8, stride int) {
	out = out[:7*stride+8]
	switch {
	case last == 0:
		v := uint64(pixel(b[0]+4, 3))
		row := v * 0x0101010101010101
		for y := range 8 {
			binary.LittleEndian.PutUint64(out[y*stride:], row)
		}
	case last < fewValues:
		fewColumns(b)
		for y := range 8 {
			binary.LittleEndian.PutUint64(out[y*stride:], fewRow((*[4]int32)(b[8*y:])))
		}
	default:
		columns(b)
		for y := range 8 {
			binary.LittleEndian.PutUint64(out[y*stride:], fullRow((*[8]int32)(b[8*y:])))
		}
	}
}

// pixel brings a value down by some bits, rounded before, and from around 0 around 128.
func pixel(v int32, down uint) uint32 {
	v = v>>down + 128
	if uint32(v) > 255 {
		v = ^v >> 31 & 255
	}
	return uint32(v)
}

// columns transforms the columns of a block.
func columns(b *[64]int32) {
	const half, down = 1 << 10, 11
	for x := range 8 {
		x0, x1, x2, x3, x4, x5, x6, x7 := b[x], b[8+x], b[16+x], b[24+x], b[32+x], b[40+x], b[48+x], b[56+x]
		if x1|x2|x3|x4|x5|x6|x7 == 0 {
			v := x0 << 2
			b[x], b[8+x], b[16+x], b[24+x], b[32+x], b[40+x], b[48+x], b[56+x] = v, v, v, v, v, v, v, v
			continue
		}
		z := (x2 + x6) * c0541
		p, r := z-x6*c1847, z+x2*c0765
		s, t := (x0+x4)<<13+half, (x0-x4)<<13+half
		e0, e3, e1, e2 := s+r, s-r, t+p, t-p
		z5 := (x7 + x3 + x5 + x1) * c1175
		z1, z2, z3, z4 := (x7+x1)*c0899, (x5+x3)*c2562, z5-(x7+x3)*c1961, z5-(x5+x1)*c0390
		o0, o1, o2, o3 := x7*c0298-z1+z3, x5*c2053-z2+z4, x3*c3072-z2+z3, x1*c1501-z1+z4
		b[x], b[56+x] = (e0+o3)>>down, (e0-o3)>>down
		b[8+x], b[48+x] = (e1+o2)>>down, (e1-o2)>>down
		b[16+x], b[40+x] = (e2+o1)>>down, (e2-o1)>>down
		b[24+x], b[32+x] = (e3+o0)>>down, (e3-o0)>>down
	}
}

// fullRow transforms a row and packs its pixels.
func fullRow(b *[8]int32) uint64 {
	const half, down = 1 << 17, 18
	x0, x1, x2, x3, x4, x5, x6, x7 := b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]
	z := (x2 + x6) * c0541
	p, r := z-x6*c1847, z+x2*c0765
	s, t := (x0+x4)<<13+half, (x0-x4)<<13+half
	e0, e3, e1, e2 := s+r, s-r, t+p, t-p
	z5 := (x7 + x3 + x5 + x1) * c1175
	z1, z2, z3, z4 := (x7+x1)*c0899, (x5+x3)*c2562, z5-(x7+x3)*c1961, z5-(x5+x1)*c0390
	o0, o1, o2, o3 := x7*c0298-z1+z3, x5*c2053-z2+z4, x3*c3072-z2+z3, x1*c1501-z1+z4
	return pack(e0, e1, e2, e3, o3, o2, o1, o0, down)
}

// fewColumns transforms the first four columns, of which the lower half is zero.
func fewColumns(b *[64]int32) {
	const half, down = 1 << 10, 11
	for x := range 4 {
		x0, x1, x2, x3 := b[x], b[8+x], b[16+x], b[24+x]
		s := x0<<13 + half
		p, r := x2*c0541, x2*(c0541+c0765)
		e0, e3, e1, e2 := s+r, s-r, s+p, s-p
		z5 := (x1 + x3) * c1175
		z3, z4 := z5-x3*c1961, z5-x1*c0390
		o0, o1, o2, o3 := z3-x1*c0899, z4-x3*c2562, x3*(c3072-c2562)+z3, x1*(c1501-c0899)+z4
		b[x], b[56+x] = (e0+o3)>>down, (e0-o3)>>down
		b[8+x], b[48+x] = (e1+o2)>>down, (e1-o2)>>down
		b[16+x], b[40+x] = (e2+o1)>>down, (e2-o1)>>down
		b[24+x], b[32+x] = (e3+o0)>>down, (e3-o0)>>down
	}
}

// fewRow transforms a row of which the right half is zero.
func fewRow(b *[4]int32) uint64 {
	const half, down = 1 << 17, 18
	x0, x1, x2, x3 := b[0], b[1], b[2], b[3]
	s := x0<<13 + half
	p, r := x2*c0541, x2*(c0541+c0765)
	z5 := (x1 + x3) * c1175
	z3, z4 := z5-x3*c1961, z5-x1*c0390
	o0, o1, o2, o3 := z3-x1*c0899, z4-x3*c2562, x3*(c3072-c2562)+z3, x1*(c1501-c0899)+z4
	return pack(s+r, s+p, s-p, s-r, o3, o2, o1, o0, down)
}

// pack makes eight pixels of the sums and differences of their even and odd parts.
func pack(e0, e1, e2, e3, o0, o1, o2, o3 int32, down uint) uint64 {
	low := pixel(e0+o0, down) | pixel(e1+o1, down)<<8 | pixel(e2+o2, down)<<16 | pixel(e3+o3, down)<<24
	high := pixel(e3-o3, down) | pixel(e2-o2, down)<<8 | pixel(e1-o1, down)<<16 | pixel(e0-o0, down)<<24
	return uint64(low) | uint64(high)<<32
}
