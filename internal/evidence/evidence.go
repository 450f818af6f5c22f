// Package evidence takes in the files that a verification on site brings back (核实材料):
// photos, records, notes of interviews. Bytes in, bytes out: it says what a file is,
// refuses what is none of those admitted or too large, and takes out of a photo what
// does not belong into a file that many read. It stores nothing and knows no report.
//
// # Photos
//
// A phone writes into a photo where it was taken, with which device, and often a small
// second picture that an edit has not changed. The year's file is read by many and kept
// for long, and where and when a visit was is in the record that the photo stands
// beside. So everything but the picture is taken out (Strip): the position, device,
// times, comments, previews, and what cameras add behind the picture's end, such as a
// short film. The picture itself is copied bit by bit and not packed anew, so that
// nobody can say that it was worked on; which way is up is kept, and colour profiles.
// Who keeps the original can prove by its hash, which goes on record, that it is the same.
//
// # Failures
//
// A file that a person can mend or send in another form is a *decider.Refusal whose code
// starts with "evidence.".
package evidence

import (
	"bytes"
	"image"
	_ "image/jpeg" // the photos that are admitted
	_ "image/png"
	"unicode/utf8"

	"shuping/internal/decider"
	"shuping/internal/docx"
)

const (
	// MaxBytes is the largest file.
	MaxBytes = 20 << 20
	// maxPixels is the largest photo: as many as phones take, and what can be opened in
	// 256 MB.
	maxPixels = 64_000_000
)

// Media is the kind of a file.
type Media string

// The kinds; stored.
const (
	JPEG Media = "jpeg"
	PNG  Media = "png"
	PDF  Media = "pdf"
	DOCX Media = "docx"
	Text Media = "text"
)

// Type is the MIME type.
func (m Media) Type() string {
	switch m {
	case JPEG:
		return "image/jpeg"
	case PNG:
		return "image/png"
	case PDF:
		return "application/pdf"
	case DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case Text:
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// Photo says whether it is a picture that a browser shows.
func (m Media) Photo() bool { return m == JPEG || m == PNG }

// Take looks at a file and gives it as it is to be kept. photo asks for a picture;
// otherwise papers are taken too.
func Take(data []byte, photo bool) (Media, []byte, error) {
	switch {
	case len(data) == 0:
		return "", nil, decider.Refuse("N4.1", "evidence.empty")
	case len(data) > MaxBytes:
		return "", nil, decider.Refuse("N4.1", "evidence.size", "got", len(data), "max", MaxBytes)
	}
	m := kindOf(data)
	switch {
	case m == "" && isHEIC(data):
		return "", nil, decider.Refuse("N4.1", "evidence.heic")
	case photo && !m.Photo():
		return "", nil, decider.Refuse("N4.1", "evidence.photo")
	case m == "":
		return "", nil, decider.Refuse("N4.1", "evidence.kind")
	}
	switch {
	case m.Photo():
		kept, err := takePhoto(m, data)
		return m, kept, err
	case m == DOCX:
		if _, err := docx.Any(data, docx.DefaultLimits()); err != nil {
			return "", nil, err
		}
	}
	return m, data, nil
}

func takePhoto(m Media, data []byte) ([]byte, error) {
	head, format, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return nil, decider.Refuse("N4.1", "evidence.damaged", "detail", err.Error())
	case format != string(m):
		return nil, decider.Refuse("N4.1", "evidence.damaged", "detail", format)
	case head.Width <= 0 || head.Height <= 0 || head.Width > maxPixels/head.Height:
		return nil, decider.Refuse("N4.1", "evidence.pixels", "width", head.Width, "height", head.Height, "max", maxPixels)
	}
	kept, err := Strip(m, data)
	if err == nil {
		_, _, err = image.Decode(bytes.NewReader(kept))
	}
	if err != nil {
		return nil, decider.Refuse("N4.1", "evidence.damaged", "detail", err.Error())
	}
	return kept, nil
}

func kindOf(data []byte) Media {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return JPEG
	case bytes.HasPrefix(data, []byte(pngHead)):
		return PNG
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return PDF
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return DOCX
	}
	if _, err := docx.Plain(data, docx.DefaultLimits()); err == nil && (utf8.Valid(data) || len(data) > 1) {
		return Text
	}
	return ""
}

// isHEIC: the photos of some phones, boxed as ISO films are.
func isHEIC(data []byte) bool {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return false
	}
	switch string(data[8:12]) {
	case "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1", "avif":
		return true
	}
	return false
}
