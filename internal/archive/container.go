package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// entryName is what a file in the archive may be called: no path that leaves it,
// nothing that one operating system reads otherwise than another.
var entryName = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*$`)

// maxEntry is the largest single file, in bytes, that is read from an archive.
const maxEntry = 1 << 30

// writeContainer writes the files as a zip: sorted by name, stored without compression,
// no times, no comments, no extra fields. The same files give the same bytes.
func writeContainer(w io.Writer, names []string, open func(name string) ([]byte, error)) error {
	names = slices.Clone(names)
	slices.Sort(names)
	z := zip.NewWriter(w)
	seen := map[string]bool{} // in lower case: some file systems do not tell them apart
	for _, name := range names {
		if !entryName.MatchString(name) || seen[strings.ToLower(name)] {
			return fmt.Errorf("%q cannot be the name of a file in an archive", name)
		}
		seen[strings.ToLower(name)] = true
		data, err := open(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		h := &zip.FileHeader{
			Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(data),
			CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(data)),
		}
		part, err := z.CreateRaw(h)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, err := part.Write(data); err != nil {
			return err
		}
	}
	return z.Close()
}

// container is an opened archive.
type container struct {
	files map[string]*zip.File
	names []string // sorted
}

// openContainer reads the table of an archive. It does not check the files.
func openContainer(r io.ReaderAt, size int64) (*container, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("not a readable zip file: %w", err)
	}
	c := &container{files: map[string]*zip.File{}}
	for _, f := range z.File {
		switch {
		case !entryName.MatchString(f.Name):
			return nil, fmt.Errorf("%q is no name of a file in an archive", f.Name)
		case c.files[f.Name] != nil:
			return nil, fmt.Errorf("%s is there twice", f.Name)
		case f.Method != zip.Store:
			return nil, fmt.Errorf("%s is compressed: an archive's files are stored as they are", f.Name)
		case f.UncompressedSize64 > maxEntry:
			return nil, fmt.Errorf("%s is larger than %d MB", f.Name, maxEntry>>20)
		}
		c.files[f.Name] = f
		c.names = append(c.names, f.Name)
	}
	slices.Sort(c.names)
	return c, nil
}

// under lists the names in a folder.
func (c *container) under(folder string) []string {
	var out []string
	for _, n := range c.names {
		if strings.HasPrefix(n, folder+"/") {
			out = append(out, n)
		}
	}
	return out
}

// read returns a file's bytes, checked against the CRC in the container.
func (c *container) read(name string) ([]byte, error) {
	f := c.files[name]
	if f == nil {
		return nil, fs.ErrNotExist
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var b bytes.Buffer
	b.Grow(int(f.UncompressedSize64))
	if _, err := io.Copy(&b, io.LimitReader(r, maxEntry+1)); err != nil {
		if errors.Is(err, zip.ErrChecksum) {
			return nil, fmt.Errorf("its bytes do not match their check sum: the file was damaged")
		}
		return nil, err
	}
	return b.Bytes(), nil
}

// raw returns a file's bytes without any check, so that damage can be named by
// what the manifest says of it.
func (c *container) raw(name string) ([]byte, error) {
	f := c.files[name]
	if f == nil {
		return nil, fs.ErrNotExist
	}
	r, err := f.OpenRaw()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, maxEntry+1))
}

// canonical says whether the container is byte for byte what writeContainer makes
// of its files, so that not even a byte between the files can differ.
func (c *container) canonical(r io.ReaderAt, size int64) error {
	cmp := &comparer{want: io.NewSectionReader(r, 0, size)}
	if err := writeContainer(cmp, c.names, c.raw); err != nil {
		return err
	}
	if cmp.at != size {
		return fmt.Errorf("%d bytes too many at its end", size-cmp.at)
	}
	return nil
}

// comparer is a writer that fails at the first byte that is not the wanted one.
type comparer struct {
	want io.Reader
	at   int64
	buf  []byte
}

func (c *comparer) Write(p []byte) (int, error) {
	if cap(c.buf) < len(p) {
		c.buf = make([]byte, len(p))
	}
	buf := c.buf[:len(p)]
	n, err := io.ReadFull(c.want, buf)
	for i := range n {
		if buf[i] != p[i] {
			return i, fmt.Errorf("byte %d of the file is not what it should be", c.at+int64(i))
		}
	}
	c.at += int64(n)
	if err != nil {
		return n, fmt.Errorf("the file ends early, at byte %d", c.at)
	}
	return n, nil
}
