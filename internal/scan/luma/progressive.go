package luma

// progressive is a picture that comes in several scans, each of which makes it finer
// (T.81, G): the values of all blocks of the brightness are kept until the last.
type progressive struct {
	d            *decoder
	values       []int16 // 64 of each block, not multiplied
	across, down int     // units
	wide         int     // blocks in a row of units

	from, to  int // values of this scan, in zigzag order
	high, low uint
	blank     int // blocks that this scan leaves as they are
}

// newProgressive makes room for the values.
func newProgressive(d *decoder) *progressive {
	y := &d.parts[0]
	p := &progressive{d: d}
	p.across, p.down = (d.w+8*y.h-1)/(8*y.h), (d.h+8*y.v-1)/(8*y.v)
	p.wide = p.across * y.h
	p.values = make([]int16, 64*p.wide*p.down*y.v)
	return p
}

// scan takes one scan. Those of colours alone are gone past.
func (p *progressive) scan(b []byte) bool {
	d := p.d
	n := len(b)/2 - 2
	if n < 1 || n > len(d.parts) || len(b) != 4+2*n || int(b[0]) != n {
		return false
	}
	p.from, p.to, p.high, p.low = int(b[1+2*n]), int(b[2+2*n]), uint(b[3+2*n]>>4), uint(b[3+2*n]&15)
	if p.to > 63 || p.from > p.to || p.low > 13 || p.high > 0 && p.high != p.low+1 || (p.from == 0) != (p.to == 0) || p.from > 0 && n > 1 {
		return false
	}
	var in []*component
	for i := range n {
		for k := range d.parts {
			if c := &d.parts[k]; c.id == b[1+2*i] {
				to := b[2+2*i]
				c.dc, c.ac, c.last = d.dc[to>>4&3], d.ac[to&3], 0
				in = append(in, c)
			}
		}
	}
	if len(in) != n {
		return false
	}
	if in[0] != &d.parts[0] && n == 1 {
		return p.past()
	}
	for _, c := range in {
		if p.from == 0 && p.high == 0 && (c.dc == nil || !c.dc.ofDC()) || p.from > 0 && c.ac == nil {
			return false
		}
	}
	return p.blocks(in)
}

// past goes past a scan's data to the marker behind it.
func (p *progressive) past() bool {
	for d := p.d; d.at+1 < len(d.data); d.at++ {
		if m := d.data[d.at+1]; d.data[d.at] == 0xff && m != 0 && (m < rst0 || m > rst0+7) {
			return true
		}
	}
	return false
}

// blocks takes the values of a scan, in units if it has several components.
func (p *progressive) blocks(in []*component) bool {
	d := p.d
	across, down := p.across, p.down
	if len(in) == 1 {
		across, down = (d.w+7)/8, (d.h+7)/8
	}
	d.bits.begin(d.data[d.at:])
	p.blank = 0
	want := byte(rst0)
	for unit := range across * down {
		if d.restart > 0 && unit > 0 && unit%d.restart == 0 {
			if m, ok := d.bits.ended(); !ok || m != want {
				return false
			}
			d.bits.begin(d.bits.rest[2:])
			want = rst0 + (want+1)&7
			p.blank = 0
			for _, c := range in {
				c.last = 0
			}
		}
		x, y := unit%across, unit/across
		if len(in) == 1 {
			if !p.block(in[0], p.at(x, y)) {
				return false
			}
			continue
		}
		for _, c := range in {
			for k := range c.h * c.v {
				var b *[64]int16
				if c == &d.parts[0] {
					b = p.at(x*c.h+k%c.h, y*c.v+k/c.h)
				}
				if !p.block(c, b) {
					return false
				}
			}
		}
	}
	_, ok := d.bits.ended()
	d.at = len(d.data) - len(d.bits.rest)
	return ok
}

func (p *progressive) at(x, y int) *[64]int16 {
	return (*[64]int16)(p.values[64*(y*p.wide+x):])
}

// block takes what a scan says of one block; nil is one of a colour.
func (p *progressive) block(c *component, b *[64]int16) bool {
	s := &p.d.bits
	switch {
	case p.from == 0 && p.high == 0:
		diff, ok := s.value(c.dc)
		c.last += diff
		if b != nil {
			b[0] = int16(c.last << p.low)
		}
		return ok
	case p.from == 0:
		bit, ok := s.raw(1)
		if b != nil {
			b[0] |= int16(bit << p.low)
		}
		return ok
	case p.high == 0:
		return p.first(c, b)
	}
	return p.finer(c, b)
}

// first takes values of a block for the first time.
func (p *progressive) first(c *component, b *[64]int16) bool {
	if p.blank > 0 {
		p.blank--
		return true
	}
	for k := p.from; k <= p.to; k++ {
		run, value, is, ok := p.d.bits.next(c.ac)
		if !ok {
			return false
		}
		if !is {
			if run < 15 {
				return p.leave(run)
			}
			k += 15
			continue
		}
		if k += run; k > p.to {
			return false
		}
		b[zigzag[k&63]] = int16(value << p.low)
	}
	return true
}

// leave says how many blocks, from this one on, have no more values.
func (p *progressive) leave(run int) bool {
	more, ok := p.d.bits.raw(uint(run))
	p.blank = 1<<run + int(more) - 1
	return ok
}

// finer takes another bit of the values that a block has, and values that it had not.
func (p *progressive) finer(c *component, b *[64]int16) bool {
	k := p.from
	if p.blank == 0 {
		for ; k <= p.to; k++ {
			run, value, is, ok := p.d.bits.next(c.ac)
			switch {
			case !ok, is && value != 1 && value != -1:
				return false
			case !is && run < 15:
				if !p.leave(run) {
					return false
				}
				p.blank++ // and this one
			}
			if p.blank > 0 {
				break
			}
			if k, ok = p.refine(b, k, run); !ok || is && k > p.to {
				return false
			}
			if is {
				b[zigzag[k&63]] = int16(value << p.low)
			}
		}
	}
	if p.blank == 0 {
		return true
	}
	p.blank--
	_, ok := p.refine(b, k, 64)
	return ok
}

// refine adds a bit to each value from k on until so many zeros were gone past, and gives
// where the next zero is.
func (p *progressive) refine(b *[64]int16, k, zeros int) (int, bool) {
	for ; k <= p.to; k++ {
		v := &b[zigzag[k&63]]
		if *v == 0 {
			if zeros == 0 {
				return k, true
			}
			zeros--
			continue
		}
		bit, ok := p.d.bits.raw(1)
		if !ok {
			return k, false
		}
		if bit != 0 && *v>>p.low&1 == 0 {
			if *v > 0 {
				*v += 1 << p.low
			} else {
				*v -= 1 << p.low
			}
		}
	}
	return k, true
}

// picture makes pixels of all blocks.
func (p *progressive) picture() (*Picture, bool) {
	d := p.d
	q := d.quant[d.parts[0].quant]
	if q == nil {
		return nil, false
	}
	var table [64]int32
	for i, v := range q {
		table[zigzag[i]] = v
	}
	out := d.picture()
	for y := 0; 8*y < d.h; y++ {
		for x := 0; 8*x < d.w; x++ {
			b := p.at(x, y)
			var few, more int16
			for i, v := range b {
				d.values[i] = int32(v) * table[i]
				if i >= 32 || i&7 >= 4 {
					more |= v
				} else if i > 0 {
					few |= v
				}
			}
			last := 63
			if more == 0 {
				if last = fewValues - 1; few == 0 {
					last = 0
				}
			}
			out.put(&d.values, last, 8*x, 8*y)
		}
	}
	return out, true
}
