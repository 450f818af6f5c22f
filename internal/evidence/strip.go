package evidence

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var (
	errCut  = errors.New("the file ends early")
	errForm = errors.New("a part of the file is not well made")
)

// Strip copies the picture and leaves everything else, as the package comment says. The
// picture's own bytes are not changed.
func Strip(m Media, data []byte) ([]byte, error) {
	if m == PNG {
		return stripPNG(data)
	}
	return stripJPEG(data)
}

const pngHead = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that make the picture: its size, colours, pixels, and how they
// are to be shown.
var pngKept = map[string]bool{"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true,
	"iCCP": true, "sBIT": true, "pHYs": true}

func stripPNG(data []byte) ([]byte, error) {
	out := make([]byte, 0, len(data))
	out = append(out, pngHead...)
	for at := len(pngHead); ; {
		if len(data)-at < 12 {
			return nil, errCut
		}
		n := int64(binary.BigEndian.Uint32(data[at:]))
		if n > int64(len(data)-at-12) {
			return nil, errCut
		}
		end := at + 12 + int(n)
		kind := string(data[at+4 : at+8])
		if pngKept[kind] {
			out = append(out, data[at:end]...)
		}
		if at = end; kind == "IEND" {
			return out, nil // what stands behind is no part of the picture
		}
	}
}

// The markers of a JPEG that matter here.
const (
	soi  = 0xd8
	eoi  = 0xd9
	sos  = 0xda
	app0 = 0xe0 // JFIF
	app1 = 0xe1 // EXIF, XMP
	app2 = 0xe2 // colour profile, or further pictures
	appE = 0xee // Adobe: how colours are coded
	appF = 0xef
	com  = 0xfe
)

func stripJPEG(data []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(data)), 0xff, soi)
	turned := uint16(1)
	body := false // the picture's tables have begun, so that no head may be put before them
	for at := 2; ; {
		for at < len(data) && data[at] == 0xff && at+1 < len(data) && data[at+1] == 0xff {
			at++ // fill bytes
		}
		if at+4 > len(data) {
			return nil, errCut
		}
		if data[at] != 0xff {
			return nil, errForm
		}
		marker := data[at+1]
		if marker == eoi || marker == soi || marker < 0xc0 {
			return nil, errForm // no picture
		}
		n := int(binary.BigEndian.Uint16(data[at+2:]))
		if n < 2 || at+2+n > len(data) {
			return nil, errCut
		}
		segment, payload := data[at:at+2+n], data[at+4:at+2+n]
		at += 2 + n
		if marker == app1 {
			if o := orientation(payload); o > 1 {
				turned = o
			}
			continue
		}
		if !keptSegment(marker, payload) {
			continue
		}
		if !body && marker != app0 {
			body = true
			if turned > 1 {
				out = append(out, upright(turned)...)
			}
		}
		out = append(out, segment...)
		if marker != sos {
			continue
		}
		end, last := scan(data, at)
		if end < 0 {
			return nil, errCut
		}
		out = append(out, data[at:end]...)
		if at = end; last {
			return append(out, 0xff, eoi), nil
		}
	}
}

// keptSegment: what the picture needs. An APP2 that is no colour profile holds further
// pictures.
func keptSegment(marker byte, payload []byte) bool {
	switch {
	case marker == app2:
		return bytes.HasPrefix(payload, []byte("ICC_PROFILE\x00"))
	case marker == app0:
		return bytes.HasPrefix(payload, []byte("JFIF\x00"))
	case marker >= app0 && marker <= appF:
		return marker == appE
	}
	return marker != com
}

// scan is where the coded pixels that begin at a place end, and whether the picture ends
// there too; -1 where neither comes.
func scan(data []byte, at int) (end int, last bool) {
	for ; at+1 < len(data); at++ {
		if data[at] != 0xff {
			continue
		}
		switch m := data[at+1]; {
		case m == 0 || m >= 0xd0 && m <= 0xd7 || m == 0xff: // stuffed, restart, fill
		case m == eoi:
			return at, true
		default:
			return at, false
		}
	}
	return -1, false
}

// tagOrientation is the number of EXIF's field that says which way is up.
const tagOrientation = 0x0112

// orientation is the value of that field, 1 to 8; 0 where there is none.
func orientation(payload []byte) uint16 {
	tiff, ok := bytes.CutPrefix(payload, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	n := int64(order.Uint16(tiff[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(tiff)) {
			return 0
		}
		if order.Uint16(tiff[e:]) == tagOrientation {
			if o := order.Uint16(tiff[e+8:]); o >= 1 && o <= 8 {
				return o
			}
			return 0
		}
	}
	return 0
}

// upright is an EXIF segment that says which way is up and nothing else.
func upright(o uint16) []byte {
	b := []byte{0xff, app1, 0, 34}
	b = append(b, "Exif\x00\x00MM\x00*"...)
	b = binary.BigEndian.AppendUint32(b, 8)
	b = binary.BigEndian.AppendUint16(b, 1)
	b = binary.BigEndian.AppendUint16(b, tagOrientation)
	b = binary.BigEndian.AppendUint16(b, 3) // a short
	b = binary.BigEndian.AppendUint32(b, 1)
	b = binary.BigEndian.AppendUint16(b, o)
	b = binary.BigEndian.AppendUint16(b, 0)
	return binary.BigEndian.AppendUint32(b, 0)
}
