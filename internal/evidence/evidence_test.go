package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"shuping/internal/decider"
)

func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 40, 24))
	for y := range 24 {
		for x := range 40 {
			m.Set(x, y, color.RGBA{uint8(x * 6), uint8(y * 10), uint8(x * y), 255})
		}
	}
	return m
}

func jpegOf(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func segment(marker byte, payload string) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2))
	return append(b, payload...)
}

// exif is little-endian, with a position and a turned picture, as phones write it.
func exif(orientation uint16) string {
	b := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00")
	b = append(b, 0x12, 0x01, 3, 0, 1, 0, 0, 0, byte(orientation), 0, 0, 0)
	b = append(b, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0) // GPS
	return string(b) + "GPSLatitude 29N"
}

// phone is a photo as a phone sends it: position, device, comment, a film behind it.
func phone(t testing.TB) []byte {
	plain := jpegOf(t)
	b := append([]byte{}, plain[:2]...)
	b = append(b, segment(app1, exif(6))...)
	b = append(b, segment(app1, "http://ns.adobe.com/xap/1.0/\x00<xmp>GPSLatitude</xmp>")...)
	b = append(b, segment(app2, "MPF\x00second picture")...)
	b = append(b, segment(com, "taken by a phone")...)
	b = append(b, plain[2:]...)
	return append(b, "ftypmp42 film GPSLatitude"...)
}

func pixels(t testing.TB, data []byte) string {
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			r, g, bl, _ := m.At(x, y).RGBA()
			b.WriteString(string([]rune{rune(r >> 8), rune(g >> 8), rune(bl >> 8)}))
		}
	}
	return b.String()
}

func TestPhotoWithoutPosition(t *testing.T) {
	sent := phone(t)
	m, kept, err := Take(sent, true)
	if err != nil || m != JPEG {
		t.Fatal(m, err)
	}
	for _, word := range []string{"GPS", "phone", "film", "second", "xmp"} {
		if bytes.Contains(kept, []byte(word)) {
			t.Errorf("%s is still there", word)
		}
	}
	if pixels(t, kept) != pixels(t, sent) {
		t.Error("the picture is another")
	}
	found := uint16(0)
	for at := 2; at+4 < len(kept) && kept[at+1] != sos; at += 2 + int(binary.BigEndian.Uint16(kept[at+2:])) {
		if kept[at+1] == app1 {
			found = orientation(kept[at+4 : at+2+int(binary.BigEndian.Uint16(kept[at+2:]))])
		}
	}
	if found != 6 {
		t.Errorf("which way is up: %d, want 6", found)
	}
	again, err := Strip(JPEG, kept)
	if err != nil || !bytes.Equal(again, kept) {
		t.Error("what was taken in is changed a second time", err)
	}
	if out, err := Strip(JPEG, jpegOf(t)); err != nil || !bytes.Equal(out, jpegOf(t)) {
		t.Error("a photo that says nothing is changed", err)
	}
}

func TestPNGWithoutTexts(t *testing.T) {
	plain := pngOf(t)
	chunk := append(binary.BigEndian.AppendUint32(nil, 12), "tEXtGPSLatitude\x00"...)
	sent := append(append(append([]byte{}, plain[:33]...), append(chunk, 0, 0, 0, 0)...), plain[33:]...)
	binary.BigEndian.PutUint32(sent[33:], uint32(len(chunk)-8))
	m, kept, err := Take(append(sent, "behind"...), true)
	if err == nil && (m != PNG || !bytes.Equal(kept, plain)) {
		t.Errorf("%s, %d bytes, want %d", m, len(kept), len(plain))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func zipped(name string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte("<x/>"))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestTake(t *testing.T) {
	good := jpegOf(t)
	huge := pngOf(t)
	binary.BigEndian.PutUint32(huge[16:], 20000)
	other := bytes.Clone(huge)
	binary.BigEndian.PutUint32(huge[20:], 20000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	for _, c := range []struct {
		name  string
		data  []byte
		photo bool
		want  string // media, or code of the refusal
	}{
		{"empty", nil, false, "evidence.empty"},
		{"large", make([]byte, MaxBytes+1), false, "evidence.size"},
		{"photo", good, true, "jpeg"},
		{"photo of a paper", good, false, "jpeg"},
		{"cut", good[:len(good)/2], true, "evidence.damaged"},
		{"head only", good[:2], true, "evidence.photo"},
		{"not the size it says", other, true, "evidence.damaged"},
		{"too many pixels", huge, true, "evidence.pixels"},
		{"png", pngOf(t), true, "png"},
		{"pdf", []byte("%PDF-1.4\n"), false, "pdf"},
		{"pdf as photo", []byte("%PDF-1.4\n"), true, "evidence.photo"},
		{"text", []byte("走访记录：门卫说每周一次。"), false, "text"},
		{"zip", zipped("a.exe"), false, "file.packed"},
		{"heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), true, "evidence.heic"},
		{"program", []byte("MZ\x90\x00\x03\x00\x00\x00"), false, "evidence.kind"},
	} {
		m, _, err := Take(c.data, c.photo)
		got := string(m)
		var r *decider.Refusal
		if errors.As(err, &r) {
			got = r.Code
		} else if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Whatever is sent: no panic, and what is kept is stripped already.
func FuzzTake(f *testing.F) {
	f.Add(phone(f), true)
	f.Add(pngOf(f), true)
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x02\xff\xda\x00\x02\xff\xd9"), true)
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\x7f"), true)
	f.Add([]byte("%PDF-"), false)
	f.Add(zipped("[Content_Types].xml"), false)
	f.Fuzz(func(t *testing.T, data []byte, photo bool) {
		m, kept, err := Take(data, photo)
		if err != nil {
			return
		}
		if m.Photo() {
			again, err := Strip(m, kept)
			if err != nil || !bytes.Equal(again, kept) {
				t.Fatalf("stripping is not done at once: %v", err)
			}
		}
	})
}
