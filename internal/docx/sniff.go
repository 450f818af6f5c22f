package docx

import (
	"bytes"
	"io"

	"shuping/internal/decider"
)

// signatures are the first bytes of files that people hand in by mistake.
var signatures = []struct{ start, code string }{
	{"%PDF-", "file.pdf"},
	{"{\\rtf", "file.rtf"},
	{"\x89PNG", "file.image"},
	{"\xff\xd8\xff", "file.image"},
	{"II*\x00", "file.image"},
	{"MM\x00*", "file.image"},
	{"Rar!", "file.packed"},
	{"7z\xbc\xaf", "file.packed"},
	{"\x1f\x8b", "file.packed"},
	{"<!DOCTYPE html", "file.html"},
	{"<html", "file.html"},
	{"MIME-Version", "file.html"},
	{"<?xml", "file.xml"},
}

const (
	zipStart = "PK\x03\x04"
	oleStart = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

// sniff names a file that is not a zip. It answers nil for a zip.
func sniff(r io.ReaderAt, size int64) error {
	if size == 0 {
		return decider.Refuse("", "file.empty")
	}
	head := make([]byte, min(size, 512))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return err
	}
	switch {
	case bytes.HasPrefix(head, []byte(zipStart)):
		return nil
	case bytes.HasPrefix(head, []byte(oleStart)):
		return oleKind(r, size)
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \r\n\t")
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.start)) {
			return decider.Refuse("", s.code)
		}
	}
	return decider.Refuse("", "file.unknown")
}

// oleKind tells the old Word and WPS format (.doc, .wps) from a .docx with a
// password: both are compound files, told apart by the names in their directory
// (UTF-16). An encrypted file hides everything else.
func oleKind(r io.ReaderAt, size int64) error {
	body, err := io.ReadAll(io.NewSectionReader(r, 0, size))
	if err != nil {
		return err
	}
	switch {
	case bytes.Contains(body, utf16le("EncryptedPackage")):
		return decider.Refuse("", "file.encrypted")
	case bytes.Contains(body, utf16le("WordDocument")):
		return decider.Refuse("", "file.doc")
	case bytes.Contains(body, utf16le("Workbook")):
		return decider.Refuse("", "file.sheet")
	}
	return decider.Refuse("", "file.ole")
}

func utf16le(ascii string) []byte {
	b := make([]byte, 0, 2*len(ascii))
	for i := 0; i < len(ascii); i++ {
		b = append(b, ascii[i], 0)
	}
	return b
}
