package door

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"sync"

	"github.com/boombuler/barcode/qr"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"shuping/internal/sheet"
)

// Card is what a person is sent as a picture (入场卡): whom it is for, the meeting, where and
// when, and the code, large enough to be shown on a phone.
type Card struct {
	Name  string
	Title string
	Place string
	Hint  string
	Code  string // the text of the QR code
}

// The size of a card, in pixels: as wide as a phone shows without making it smaller.
const (
	cardWidth = 720
	cardEdge  = 48
	codeSide  = 480
)

var bold = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(sheet.Bold()) })

// Write draws the card as PNG.
func (c Card) Write(w io.Writer) error {
	f, err := bold()
	if err != nil {
		return fmt.Errorf("font: %w", err)
	}
	code, err := qr.Encode(c.Code, qr.M, qr.Auto)
	if err != nil {
		return fmt.Errorf("code of %d characters: %w", len(c.Code), err)
	}
	var lines []cardLine
	for _, l := range []struct {
		text string
		size float64
		ink  color.Gray
	}{{c.Name, 52, color.Gray{0x10}}, {c.Title, 34, color.Gray{0x10}}, {c.Place, 28, color.Gray{0x40}}} {
		more, err := wrapped(f, l.text, l.size, l.ink)
		if err != nil {
			return err
		}
		lines = append(lines, more...)
	}
	hint, err := wrapped(f, c.Hint, 26, color.Gray{0x40})
	if err != nil {
		return err
	}
	height := 2*cardEdge + codeSide
	for _, l := range append(lines, hint...) {
		height += l.height()
	}
	img := image.NewGray(image.Rect(0, 0, cardWidth, height))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	y := cardEdge
	for _, l := range lines {
		y = l.draw(img, y)
	}
	side := code.Bounds().Dx()
	px := codeSide / (side + 8) // whole pixels to a module, and a quiet zone
	from := image.Pt((cardWidth-px*side)/2, y+(codeSide-px*side)/2)
	for i := range side * side {
		at := image.Pt(i%side, i/side)
		if r, _, _, _ := code.At(at.X, at.Y).RGBA(); r == 0 {
			corner := from.Add(at.Mul(px))
			draw.Draw(img, image.Rectangle{corner, corner.Add(image.Pt(px, px))}, image.Black, image.Point{}, draw.Src)
		}
	}
	y += codeSide
	for _, l := range hint {
		y = l.draw(img, y)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return err
	}
	_, err = w.Write(out.Bytes())
	return err
}

// cardLine is one line of text on the card.
type cardLine struct {
	text string
	face font.Face
	ink  color.Gray
}

func (l cardLine) height() int { return l.face.Metrics().Height.Ceil() + 8 }

func (l cardLine) draw(img draw.Image, y int) int {
	d := font.Drawer{Dst: img, Src: image.NewUniform(l.ink), Face: l.face}
	d.Dot = fixed.Point26_6{X: (fixed.I(cardWidth) - d.MeasureString(l.text)) / 2, Y: fixed.I(y) + l.face.Metrics().Ascent}
	d.DrawString(l.text)
	return y + l.height()
}

// wrapped sets a text in lines that fit on the card.
func wrapped(f *opentype.Font, text string, size float64, ink color.Gray) (lines []cardLine, err error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		return nil, fmt.Errorf("font: %w", err)
	}
	most, whole := fixed.I(cardWidth-2*cardEdge), font.MeasureString(face, text)
	if n := (whole + most - 1) / most; n > 1 { // lines of about the same length
		most = min(most, whole/n+fixed.I(int(size)))
	}
	line := ""
	add := func() {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, cardLine{line, face, ink})
		}
		line = ""
	}
	for _, r := range text {
		if font.MeasureString(face, line+string(r)) > most && !strings.ContainsRune("）。，：；、", r) {
			add()
		}
		line += string(r)
	}
	add()
	return lines, nil
}
