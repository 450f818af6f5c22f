// Package archive is a year as one file (归档): everything that is needed to
// understand and to check it in ten years, with nothing but the file and this
// program.
//
// # The file
//
// A zip with the files below, sorted by name, stored without compression, without
// times, comments or extra fields, so that the same year always gives the same
// bytes and a changed byte anywhere can be named:
//
//	index.html                a page a person can read; style.css belongs to it
//	manifest.json             what is here: name, size and SHA-256 of every other
//	                          file, and the head of every stream
//	journals/<stream>.journal the records of the year and of each meeting, one a line (package journal)
//	boxes/<box>.sealed        the sealed list of each ballot box (package ballot)
//	files/<hash><ending>      the files on record, by SHA-256
//	people.json               the names behind the person numbers, as they were when it was written
//
// A stream's or box's name that has other characters than A-Z, a-z, 0-9, '.', '_' and '-' is
// written as "x-" and the hex of its UTF-8 bytes.
//
// The page's form (index.html.tmpl, style.css) belongs to the format, because Verify
// makes the page again: a page that looks otherwise is a new [Format], and the old
// form stays for the old archives.
//
// # What verifying shows, and what not
//
// Verify recomputes every hash and chain, replays every stream strictly, counts every
// sealed box again, draws every lot again, and re-checks the rules of the notice on what
// came out. A change of any bit is found and named. Somebody who makes a whole new
// archive with new hashes is found only by comparing the head of the year's stream
// with a copy that was kept elsewhere; the report filed with the department above
// and the posted results are such copies if they name it.
package archive

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"shuping/internal/blob"
	"shuping/internal/journal"
)

// Format is the version of the archive's form.
const Format = 1

// Manifest says what an archive holds. It is derived from the rest, so it can be
// checked byte for byte.
type Manifest struct {
	Format  int      `json:"format"`
	Cycle   string   `json:"cycle"` // id of the year's stream
	Streams []Stream `json:"streams"`
	Files   []Listed `json:"files"` // sorted by name
}

// Stream is a stream with the head it had when the archive was written.
type Stream struct {
	Name string       `json:"name"`
	File string       `json:"file"`
	Head journal.Head `json:"head"`
}

// Listed is one file of the archive.
type Listed struct {
	Name   string    `json:"name"`
	Size   int       `json:"size"` // bytes
	SHA256 blob.Hash `json:"sha256"`
}

func (m *Manifest) encode() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}

var plainName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// fileName makes the name of a file out of the name of a stream or box.
func fileName(name string) string {
	plain := strings.ReplaceAll(name, "/", "-")
	if plainName.MatchString(plain) && !strings.HasPrefix(plain, "x-") {
		return plain
	}
	return "x-" + hex.EncodeToString([]byte(name))
}

func journalFile(stream string) string { return "journals/" + fileName(stream) + ".journal" }
func boxFile(box string) string        { return "boxes/" + fileName(box) + ".sealed" }

// blobFile is the name of a file on record, with an ending by which a person's
// computer knows what it is.
func blobFile(h blob.Hash, data []byte) string {
	ending := ".bin"
	switch s := string(data[:min(len(data), 1<<16)]); {
	case strings.HasPrefix(s, "PK") && strings.Contains(s, "word/"):
		ending = ".docx"
	case strings.HasPrefix(s, "PK") && strings.Contains(s, "xl/"):
		ending = ".xlsx"
	case strings.HasPrefix(s, "%PDF-"):
		ending = ".pdf"
	case strings.HasPrefix(s, "\xff\xd8\xff"):
		ending = ".jpg"
	case strings.HasPrefix(s, "\x89PNG"):
		ending = ".png"
	case !strings.Contains(s, "\x00"):
		ending = ".txt"
	}
	return "files/" + string(h) + ending
}

// fileKeys are the names of the fields of events that hold the hash of a file.
var fileKeys = map[string]bool{"file": true, "document": true, "report": true, "policy_source_hash": true,
	// Of papers that were read: what was measured, and the form. Their scans and pictures show
	// handwriting and stay with the office.
	"layout": true, "readings": true}

// references are what the records of a stream refer to: hashes of files, and all
// texts that may be the number of a person.
type references struct {
	files map[blob.Hash]bool
	texts map[string]bool
}

func newReferences() *references {
	return &references{map[blob.Hash]bool{}, map[string]bool{}}
}

// add reads the body of a record.
func (r *references) add(rec *journal.Record) error {
	r.texts[rec.Who] = true
	var body any
	if err := json.Unmarshal(rec.Body, &body); err != nil {
		return fmt.Errorf("record %d of %s: %w", rec.Seq, rec.Stream, err)
	}
	r.walk("", body)
	return nil
}

func (r *references) walk(key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			r.texts[k] = true
			r.walk(k, x)
		}
	case []any:
		for _, x := range v {
			r.walk(key, x)
		}
	case string:
		r.texts[v] = true
		if h, err := blob.ParseHash(v); err == nil && fileKeys[key] {
			r.files[h] = true
		}
	}
}
