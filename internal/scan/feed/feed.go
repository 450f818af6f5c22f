// Package feed opens scanned files (扫描件) and gives their pages one after another as
// grey images, as a feeder takes sheets: PDF with one picture on each page, TIFF of many
// pages, JPEG and PNG. It never writes to a file, knows nothing of forms, and says of
// each page that it cannot give why (*Error).
package feed

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"shuping/internal/scan"
	"shuping/internal/scan/luma"
)

// Limits of files.
const (
	MaxFile  = 256 << 20 // bytes
	MaxPages = 2000
	// maxBytes is the most memory that the pixels of one picture may take while it is
	// decoded, in grey and, where a library decodes it, in its own colours.
	maxBytes = 60 << 20
	// maxScans is how many scans a progressive JPEG may have; encoders make about ten.
	maxScans = 100
)

// Error is why a file or a page of it is not read: a problem with words in the
// catalogue, and what the decoder said.
type Error struct {
	Problem scan.Problem
	Err     error // nil where the problem says all
}

func (e *Error) Error() string {
	if e.Err == nil {
		return string(e.Problem)
	}
	return fmt.Sprintf("%s: %v", e.Problem, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

func broken(err error) error { return &Error{scan.Unreadable, err} }

func foreign(what string) error { return &Error{scan.Foreign, errors.New(what)} }

// File is an opened file. Its pages may be taken in any order and at the same time.
type File struct {
	pages []func(*Memory) (*scan.Gray, error)
}

// Memory is where the pixels of a page are put; a worker that decodes one page after
// another keeps its own. The zero value is ready.
type Memory struct {
	pix []uint8
}

// gray is a picture in the memory, with anything on it.
func (m *Memory) gray(w, h int) *scan.Gray {
	if cap(m.pix) < w*h {
		m.pix = nil // the old may go before the new comes
		m.pix = make([]uint8, w*h)
	}
	return &scan.Gray{W: w, H: h, Pix: m.pix[:w*h]}
}

// Len is how many pages the file has.
func (f *File) Len() int { return len(f.pages) }

// Page decodes a page, counted from 0. An error is an *Error; no file makes it panic.
func (f *File) Page(i int) (*scan.Gray, error) { return f.PageIn(i, &Memory{}) }

// PageIn is Page with memory in which the image lies until the next page is decoded in it.
func (f *File) PageIn(i int, m *Memory) (g *scan.Gray, err error) {
	defer func() {
		if r := recover(); r != nil {
			g, err = nil, broken(fmt.Errorf("decoder: %v", r))
		}
	}()
	g, err = f.pages[i](m)
	var e *Error
	if err != nil && !errors.As(err, &e) {
		err = broken(err)
	}
	return g, err
}

// Open looks at what a file is and how many pages it has. An error is an *Error.
func Open(data []byte) (f *File, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, broken(fmt.Errorf("decoder: %v", r))
		}
	}()
	if len(data) > MaxFile {
		return nil, &Error{scan.BigFile, nil}
	}
	head := data[:min(len(data), 1024)]
	one := func(decode func([]byte, *Memory) (*scan.Gray, error)) (*File, error) {
		return &File{[]func(*Memory) (*scan.Gray, error){func(m *Memory) (*scan.Gray, error) { return decode(data, m) }}}, nil
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
		return one(decodeJPEG)
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return one(decodePNG)
	case bytes.HasPrefix(data, []byte("II*\x00")), bytes.HasPrefix(data, []byte("MM\x00*")):
		return openTIFF(data)
	case bytes.Contains(head, []byte("%PDF-")):
		return openPDF(data)
	}
	return nil, &Error{scan.Unknown, nil}
}

// fits refuses a picture that takes too much memory, before it is decoded.
func fits(w, h, bytesPerPixel int) error {
	switch {
	case w <= 0 || h <= 0:
		return broken(fmt.Errorf("picture of %d x %d pixels", w, h))
	case w > scan.MaxPixels || h > scan.MaxPixels || w*h > scan.MaxPixels || w*h*bytesPerPixel > maxBytes:
		return &Error{scan.TooLarge, nil}
	}
	return nil
}

func decodeJPEG(data []byte, m *Memory) (*scan.Gray, error) {
	data = oneStart(data)
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, jpegError(err)
	}
	if err := fits(c.Width, c.Height, 1); err != nil {
		return nil, err
	}
	slow := progressive(data)
	if slow && bytes.Count(data, []byte("\xff\xda")) > maxScans {
		return nil, foreign(fmt.Sprintf("JPEG of more than %d scans", maxScans))
	}
	// What is not an ordinary picture is for the library, which also says what is wrong.
	if p, err := luma.Decode(data, scan.MaxPixels, m.pix); err == nil {
		m.pix = p.Pix
		return &scan.Gray{W: p.W, H: p.H, Pix: p.Pix}, nil
	}
	each := bytesOf(c)
	if slow {
		each *= 1 + 4 // the library keeps all values as numbers of four bytes
	}
	if err := fits(c.Width, c.Height, each); err != nil {
		return nil, err
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, jpegError(err)
	}
	return scan.FromImage(img), nil
}

func jpegError(err error) error {
	var u jpeg.UnsupportedError
	if errors.As(err, &u) {
		return foreign("JPEG: " + string(u))
	}
	return broken(err)
}

// frame is the kind of the picture that a JPEG's segments lead to, 0 if there is none,
// and where another start of a picture stands among them, 0 if none does.
func frame(data []byte) (kind byte, start int) {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		switch m := data[at+1]; {
		case m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc:
			return m, start
		case m == 0xff:
			at++
		case m == 0xd8:
			start, at = at, at+2
		default:
			at += 2 + int(data[at+2])<<8 + int(data[at+3])
		}
	}
	return 0, start
}

// progressive says whether a JPEG comes in scans that make it finer.
func progressive(data []byte) bool {
	kind, _ := frame(data)
	return kind == 0xc2
}

// oneStart takes out the second start of a picture that converters from TIFF leave
// behind its tables.
func oneStart(data []byte) []byte {
	if _, at := frame(data); at > 0 {
		return append(bytes.Clone(data[:at]), data[at+2:]...)
	}
	return data
}

// bytesOf is what a pixel takes when a picture is decoded by a library and made grey.
func bytesOf(c image.Config) int {
	if _, ok := c.ColorModel.(color.Palette); ok {
		return 1 + 1
	}
	switch c.ColorModel {
	case color.GrayModel:
		return 1
	case color.YCbCrModel:
		return 3
	case color.Gray16Model:
		return 2 + 1
	case color.RGBA64Model, color.NRGBA64Model:
		return 8 + 1
	}
	return 4 + 1
}
