//go:build unix

package ballotbox

import (
	"bytes"
	"io"
	"os"
	"testing"
)

// TestSealOverwrites looks at the blocks of the removed files through descriptors
// that were opened while the box was open.
func TestSealOverwrites(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	b, codes := newBox(t, s, testForm(5, 4, 1), 30)
	for i, c := range codes[0][:20] {
		must(t, b.Cast(ctx, c, marksOf(i, 5)))
	}
	held := map[string]*os.File{}
	for _, path := range []string{b.at.key, b.at.box, b.at.box + "-wal", b.at.piles} {
		f, err := os.Open(path)
		must(t, err)
		defer f.Close()
		held[path] = f
	}
	must(t, b.Close(ctx))
	_, err := b.Seal(ctx)
	must(t, err)
	for path, f := range held {
		left, err := io.ReadAll(f)
		must(t, err)
		if bytes.ContainsFunc(left, func(r rune) bool { return r != 0 }) {
			t.Errorf("%s: something is left in its blocks", path)
		}
	}
}
