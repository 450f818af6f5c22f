package luma

// pass goes past a block of a colour.
func (d *decoder) pass(c *component) bool {
	if _, ok := d.bits.value(c.dc); !ok {
		return false
	}
	s, t := &d.bits, c.ac
	for k := 1; k < 64; k++ {
		if s.have < 32 && !s.fill() {
			return false
		}
		e := t.look[s.acc>>(64-lookBits)]
		if e == 0 {
			if e = t.long(s.acc); e == 0 {
				return false
			}
		}
		s.skip(e & takes)
		run, size := e>>runAt&15, e>>sizeAt&15
		if e&ready == 0 {
			if size == 0 && run < 15 {
				return run == 0
			}
			s.skip(size)
		}
		if k += int(run); k > 63 && !(size == 0 && e&ready == 0) {
			return false
		}
	}
	return true
}
