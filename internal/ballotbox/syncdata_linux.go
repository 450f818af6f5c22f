package ballotbox

import (
	"errors"
	"os"
	"syscall"
)

// syncData makes what was written to a file durable, and of what the system knows of the
// file only what is needed to read it.
func syncData(f *os.File) error {
	for {
		err := syscall.Fdatasync(int(f.Fd()))
		if !errors.Is(err, syscall.EINTR) {
			return os.NewSyscallError("fdatasync", err)
		}
	}
}
