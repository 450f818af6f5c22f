package carry

import (
	"archive/zip"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
)

// Format is the version of the box. Another one is not opened.
const Format = 1

// mostBytes is how much a box may hold when it is opened, so that a small file cannot
// fill the memory.
const mostBytes = 512 << 20

// The two ways that a box goes.
const (
	outward  = "out"
	homeward = "back"
)

// manifest is the first file of a box, and says what else is in it.
type manifest struct {
	Format  int    `json:"format"`
	Way     string `json:"way"`
	Meeting string `json:"meeting"` // id of the stream
	Trip    string `json:"trip"`
	Device  string `json:"device"`
	// Home is the public key of the folder that the meeting belongs to.
	Home string `json:"home"`
	// Secret proves, when the box comes back, that it is from who was given this one. It
	// is in a box on its way out only, which the device alone can open.
	Secret []byte `json:"secret,omitempty"`
	// Door is the secret of the codes that people show at the door, which were sent to them from
	// home. It is in a box on its way out only.
	Door  []byte            `json:"door,omitempty"`
	Boxes []sealedBox       `json:"boxes,omitempty"`
	Files map[string]string `json:"files"` // SHA-256 by name, lower-case hex
}

// sealedBox is a sealed ballot box; its list is the file boxes/<place>.sealed.
type sealedBox struct {
	ID    string            `json:"id"`
	Form  ballot.Form       `json:"form"`
	Hash  string            `json:"hash"`
	Slips []ballotbox.Slips `json:"slips"`
}

const (
	manifestFile = "manifest.json"
	proofFile    = "proof" // HMAC-SHA-256 of the manifest by the trip's secret, on the way back
	recordsFile  = "meeting.journal"
	peopleFile   = "people.json"
)

// errNoBox says that a file is not what this program packs.
var errNoBox = errors.New("not packed by this program")

// pack makes the file of a box. secret is that of the trip.
func pack(m manifest, files map[string][]byte, secret []byte) ([]byte, error) {
	m.Format, m.Files = Format, map[string]string{}
	for name, data := range files {
		m.Files[name] = sum(data)
	}
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, data []byte) error {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	}
	errs := []error{put(manifestFile, text), put(proofFile, proof(secret, text))}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		errs = append(errs, put(name, files[name]))
	}
	if err := errors.Join(append(errs, z.Close())...); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// unpack reads the file of a box and finds every file in it as its manifest says.
func unpack(data []byte) (m manifest, files map[string][]byte, proved func(secret []byte) bool, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return m, nil, nil, fmt.Errorf("%w: %v", errNoBox, err)
	}
	files, err = readAll(z)
	if err != nil {
		return m, nil, nil, err
	}
	text, mac := files[manifestFile], files[proofFile]
	delete(files, manifestFile)
	delete(files, proofFile)
	if err := json.Unmarshal(text, &m); err != nil {
		return m, nil, nil, fmt.Errorf("%w: %s: %v", errNoBox, manifestFile, err)
	}
	if m.Format != Format {
		return m, nil, nil, fmt.Errorf("%w: format %d, this program reads %d", errNoBox, m.Format, Format)
	}
	if len(files) != len(m.Files) {
		return m, nil, nil, fmt.Errorf("%w: %d files, the manifest names %d", errNoBox, len(files), len(m.Files))
	}
	for name, want := range m.Files {
		if got, ok := files[name]; !ok || sum(got) != want {
			return m, nil, nil, fmt.Errorf("%w: %s is not the file that the manifest names", errNoBox, name)
		}
	}
	return m, files, func(secret []byte) bool { return hmac.Equal(mac, proof(secret, text)) }, nil
}

func readAll(z *zip.Reader) (map[string][]byte, error) {
	files, left := map[string][]byte{}, int64(mostBytes)
	for _, f := range z.File {
		if _, twice := files[f.Name]; twice {
			return nil, fmt.Errorf("%w: %s stands twice", errNoBox, f.Name)
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %v", errNoBox, f.Name, err)
		}
		data, err := io.ReadAll(io.LimitReader(r, left+1))
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, fmt.Errorf("%w: %s: %v", errNoBox, f.Name, err)
		}
		if left -= int64(len(data)); left < 0 {
			return nil, fmt.Errorf("%w: more than %d bytes", errNoBox, mostBytes)
		}
		files[f.Name] = data
	}
	return files, nil
}

func proof(secret, text []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write(text)
	return mac.Sum(nil)
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}
