package feed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"shuping/internal/scan"
)

// Files of 10,000 pages are refused when they are opened, in little memory.
func TestFilesOfTooManyPages(t *testing.T) {
	const pages = 10_000
	tiff := []byte("II*\x00\x08\x00\x00\x00")
	for i := range pages {
		next := uint32(len(tiff) + 6)
		if i == pages-1 {
			next = 0
		}
		tiff = binary.LittleEndian.AppendUint32(append(tiff, 0, 0), next)
	}
	pdf := bytes.Replace(drawing(""), []byte("[3 0 R]"), []byte("["+strings.Repeat("<< /Type /Page >> ", pages)+"]"), 1)
	for name, data := range map[string][]byte{"TIFF": tiff, "PDF": pdf} {
		var err error
		n := allocated(func() { _, err = Open(data) })
		var e *Error
		if !errors.As(err, &e) || e.Problem != scan.ManyPages {
			t.Errorf("%s: %v", name, err)
		}
		if n > 64<<20 {
			t.Errorf("%s: %d MB to refuse it", name, n>>20)
		}
	}
}
