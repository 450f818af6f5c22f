package luma

// zigzag is where the values of a block stand, in the order in which they come.
var zigzag = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// scan decodes the scan and makes sure that the picture ends behind it.
func (d *decoder) scan(head []byte, most int) (*Picture, bool) {
	if !d.header(head) || d.w*d.h > most {
		return nil, false
	}
	y := &d.parts[0]
	across, down := (d.w+8*y.h-1)/(8*y.h), (d.h+8*y.v-1)/(8*y.v)
	p := d.picture()
	d.bits.begin(d.data[d.at:])
	want := byte(rst0)
	for unit := range across * down {
		if d.restart > 0 && unit > 0 && unit%d.restart == 0 {
			if m, ok := d.bits.ended(); !ok || m != want {
				return nil, false
			}
			d.bits.begin(d.bits.rest[2:])
			want = rst0 + (want+1)&7
			for i := range d.parts {
				d.parts[i].last = 0
			}
		}
		if !d.unit(p, unit%across, unit/across) {
			return nil, false
		}
	}
	m, ok := d.bits.ended()
	return p, ok && m == eoi
}

// picture is the picture with any pixels.
func (d *decoder) picture() *Picture {
	if cap(d.memory) < d.w*d.h {
		d.memory = make([]uint8, d.w*d.h)
	}
	return &Picture{W: d.w, H: d.h, Pix: d.memory[:d.w*d.h]}
}

// unit decodes the blocks of all components at one place.
func (d *decoder) unit(p *Picture, ux, uy int) bool {
	y := &d.parts[0]
	q := d.quant[y.quant]
	for v := range y.v {
		for h := range y.h {
			last := d.block(y, q, &d.values)
			if last < 0 {
				return false
			}
			p.put(&d.values, last, 8*(ux*y.h+h), 8*(uy*y.v+v))
			if d.values[0] = 0; last > 0 {
				clear(d.values[:])
			}
		}
	}
	for i := 1; i < len(d.parts); i++ {
		c := &d.parts[i]
		for range c.h * c.v {
			if !d.pass(c) {
				return false
			}
		}
	}
	return true
}

// block reads a block, multiplied, into b, which must be zero. It gives the place of the
// last value that is not, in zigzag order, and -1 where the codes are not regular.
func (d *decoder) block(c *component, q, b *[64]int32) int {
	diff, ok := d.bits.value(c.dc)
	if !ok {
		return -1
	}
	c.last += diff
	b[0] = c.last * q[0]
	s, t := &d.bits, c.ac
	acc, have := s.acc, s.have // the values come from here, which must be fast
	last := 0
	for k := 1; k < 64; k++ {
		if have < 32 {
			if s.acc, s.have = acc, have; !s.fill() {
				return -1
			}
			acc, have = s.acc, s.have
		}
		e := t.look[acc>>(64-lookBits)]
		if e == 0 {
			if e = t.long(acc); e == 0 {
				return -1
			}
		}
		n := e & takes
		acc <<= n
		have -= int(n)
		k += int(e >> runAt & 15)
		v := int32(e) >> valueAt
		if e&ready == 0 {
			n = e >> sizeAt & 15
			if n == 0 {
				switch e >> runAt & 15 {
				case 15: // sixteen zeros
					continue
				case 0: // nothing but zeros
					s.acc, s.have = acc, have
					return last
				}
				return -1
			}
			v = extend(int32(acc>>(64-n)), int(n))
			acc <<= n
			have -= int(n)
		}
		if k > 63 {
			return -1
		}
		b[zigzag[k]&63] = v * q[k]
		last = k
	}
	s.acc, s.have = acc, have
	return last
}

// put makes pixels of a block, as far as they are in the picture.
func (p *Picture) put(b *[64]int32, last, x, y int) {
	if x >= p.W || y >= p.H {
		return
	}
	if x+8 <= p.W && y+8 <= p.H {
		transform(b, last, p.Pix[y*p.W+x:], p.W)
		return
	}
	var whole [64]uint8
	transform(b, last, whole[:], 8)
	n := min(8, p.W-x)
	for k := range min(8, p.H-y) {
		copy(p.Pix[(y+k)*p.W+x:][:n], whole[8*k:])
	}
}
