package web

import (
	"math"
	"syscall"
)

// openFiles is how many files this process may have open at once, 0 if that is not known.
// The runtime has raised it to what the process may ask for.
func openFiles() int64 {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0
	}
	return int64(min(l.Cur, math.MaxInt32))
}
