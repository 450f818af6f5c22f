package main

// chance is splitmix64: the same numbers on every machine and with every Go version, which no library promises.
type chance uint64

func (c *chance) next() uint64 {
	*c += 0x9e3779b97f4a7c15
	z := uint64(*c)
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// n is a number in [0, max). The bias of the remainder does not matter here.
func (c *chance) n(max int) int { return int(c.next() % uint64(max)) }

// pick takes k of the given persons, in their order.
func (c *chance) pick(from []*person, k int) []*person {
	taken := make([]bool, len(from))
	for left := min(k, len(from)); left > 0; {
		if i := c.n(len(from)); !taken[i] {
			taken[i] = true
			left--
		}
	}
	var out []*person
	for i, t := range taken {
		if t {
			out = append(out, from[i])
		}
	}
	return out
}
