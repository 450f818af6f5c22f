package scan

import "sync"

// scratch is the memory in which one page is read. It is used again for the next page, so
// that a worker needs as much as one page does and leaves little behind to be collected.
// Nothing of a Reading may lie in it.
type scratch struct {
	small, part, pix, dark []uint8
	mark, before           []bool
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// of gives n elements of memory that may hold anything.
func of[T any](m *[]T, n int) []T {
	if cap(*m) < n {
		*m = make([]T, n)
	}
	return (*m)[:n]
}
