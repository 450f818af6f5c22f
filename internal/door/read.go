package door

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // as cameras send them
	_ "image/png"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"
)

// Limits of a picture. A frame of a camera is far below them; a photo is brought down to
// working pixels before it is looked at.
const (
	mostPixels = 50_000_000
	working    = 1280 // longer side
)

// ErrNoCode says that a picture shows no QR code that can be read.
var ErrNoCode = errors.New("no code can be read in the picture")

// Read finds the text of the QR code in a picture (JPEG or PNG). The picture is kept nowhere.
func Read(picture []byte) (text string, err error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrNoCode, err)
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width*size.Height > mostPixels {
		return "", fmt.Errorf("%w: %d by %d pixels, at most %d are looked at", ErrNoCode, size.Width, size.Height, mostPixels)
	}
	img, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrNoCode, err)
	}
	for _, side := range []int{working, working / 2} { // a large code in a sharp photo is found better in fewer pixels
		if text, err = readGrey(grey(img, side)); err == nil {
			return text, nil
		}
		if max(size.Width, size.Height) <= working/2 {
			break
		}
	}
	return "", err
}

// grey is the picture in shades of grey, its longer side at most so many pixels.
func grey(img image.Image, side int) *image.Gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > side {
		w, h = max(1, w*side/long), max(1, h*side/long)
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}

// readGrey asks the reader. It is an old library that nobody mends any more: what it
// cannot stand is a picture without a code, not the end of the program.
func readGrey(img *image.Gray) (text string, err error) {
	defer func() {
		if why := recover(); why != nil {
			text, err = "", fmt.Errorf("%w: the reader gave up: %v", ErrNoCode, why)
		}
	}()
	for _, binarizer := range []func(gozxing.LuminanceSource) gozxing.Binarizer{gozxing.NewHybridBinarizer, gozxing.NewGlobalHistgramBinarizer} {
		bits, err := gozxing.NewBinaryBitmap(binarizer(gozxing.NewLuminanceSourceFromImage(img)))
		if err != nil {
			return "", fmt.Errorf("%w: %v", ErrNoCode, err)
		}
		found, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
		if err == nil {
			return found.GetText(), nil
		}
	}
	return "", ErrNoCode
}
