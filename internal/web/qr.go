package web

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// qrCode is a QR code (二维码) as the path of its dark modules, for one SVG element:
// sharp at any size, on paper and on a wall.
type qrCode struct {
	Box  string // the view box, with the quiet zone of four modules
	Path string
}

// quietZone is the empty edge that readers need, in modules.
const quietZone = 4

// newQR draws a text at the middle level of correction (M: 15 % may be covered).
func newQR(text string) (qrCode, error) {
	b, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return qrCode{}, fmt.Errorf("QR code of %d characters: %w", len(text), err)
	}
	size := b.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			if r, _, _, _ := b.At(x, y).RGBA(); r != 0 {
				continue
			}
			from := x
			for x < size {
				if r, _, _, _ := b.At(x, y).RGBA(); r != 0 {
					break
				}
				x++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quietZone, y+quietZone, x-from, x-from)
		}
	}
	return qrCode{Box: fmt.Sprintf("0 0 %d %d", size+2*quietZone, size+2*quietZone), Path: path.String()}, nil
}
