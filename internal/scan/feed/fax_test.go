package feed_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/ccitt"

	"shuping/internal/scan"
	"shuping/internal/scan/feed"
	"shuping/internal/scan/scantest"
)

// What is coded comes back, whatever the rows are, and another decoder agrees.
func TestGroup4Returns(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 60 {
		g := scan.NewGray(1+r.IntN(900), 1+r.IntN(20))
		for y := range g.H {
			row := g.Pix[y*g.W : (y+1)*g.W]
			if y > 0 && r.IntN(3) > 0 {
				copy(row, g.Pix[(y-1)*g.W:])
			}
			for range r.IntN(12) {
				from := r.IntN(g.W)
				for x := from; x < min(g.W, from+1+r.IntN(1+g.W/(1+n%7))); x++ {
					row[x] = uint8(255 * r.IntN(2) * (n % 2))
				}
			}
		}
		f, err := feed.Open(scantest.Group4TIFF(g))
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Page(0)
		if err != nil || !bytes.Equal(got.Pix, g.Pix) {
			t.Fatalf("%d x %d: %v", g.W, g.H, err)
		}
		packed := make([]byte, (g.W+7)/8*g.H)
		rd := ccitt.NewReader(bytes.NewReader(scantest.Group4(g)), ccitt.MSB, ccitt.Group4, g.W, g.H, nil)
		if _, err := rd.Read(packed); err != nil && g.W*g.H > 8 {
			t.Fatalf("the other decoder: %v", err)
		}
	}
}
