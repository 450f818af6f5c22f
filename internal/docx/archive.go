package docx

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"shuping/internal/decider"
)

// parts is the opened zip: its entries by name (lower case, forward slashes, as
// part names are compared without case) and what may still be read out of it.
type parts struct {
	byName map[string]*zip.File
	limits Limits
	left   int64
}

func open(r io.ReaderAt, size int64, limits Limits) (*parts, error) {
	if size > limits.Compressed {
		return nil, tooMuch("file.size", size, limits.Compressed)
	}
	if err := sniff(r, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, broken("zip", err)
	}
	if len(z.File) > limits.Entries {
		return nil, tooMuch("file.entries", int64(len(z.File)), int64(limits.Entries))
	}
	p := &parts{byName: make(map[string]*zip.File, len(z.File)), limits: limits, left: limits.Uncompressed}
	for _, f := range z.File {
		name := partName(f.Name)
		if _, twice := p.byName[name]; twice {
			return nil, decider.Refuse("", "file.broken", "part", f.Name, "detail", "two entries with one name")
		}
		p.byName[name] = f
	}
	return p, p.kind()
}

func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(s, "\\", "/"), "/"))
}

// kind refuses a zip that is not a Word file, by name where it is another
// well-known kind.
func (p *parts) kind() error {
	for _, k := range []struct{ part, code string }{
		{"xl/workbook.xml", "file.sheet"},
		{"ppt/presentation.xml", "file.slides"},
		{"mimetype", "file.odf"},
		{"ofd.xml", "file.ofd"},
	} {
		if p.byName[k.part] != nil {
			return decider.Refuse("", k.code)
		}
	}
	if p.byName["[content_types].xml"] == nil {
		return decider.Refuse("", "file.packed")
	}
	return nil
}

// decode opens one part as a stream of XML tokens under the limits.
func (p *parts) decode(name string) (*tokens, io.Closer, error) {
	f := p.byName[name]
	if f == nil {
		return nil, nil, decider.Refuse("", "file.broken", "part", name, "detail", "the part is not there")
	}
	if f.Flags&1 != 0 {
		return nil, nil, decider.Refuse("", "file.encrypted")
	}
	rc, err := f.Open()
	if err != nil {
		return nil, nil, broken(name, err)
	}
	in := &metered{from: rc, left: &p.left, limits: p.limits, compressed: int64(f.CompressedSize64)}
	d := xml.NewDecoder(transform.NewReader(in, unicode.BOMOverride(encoding.Nop.NewDecoder())))
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(label, "utf-16") { // BOMOverride has made it UTF-8 already
			return r, nil
		}
		return nil, decider.Refuse("", "file.charset", "charset", label)
	}
	return &tokens{dec: d, in: in, max: p.limits.Depth, part: name}, rc, nil
}

// relations reads a relationships part: the last word of each type -> target,
// as a part name. A part without relationships has an empty map.
func (p *parts) relations(of string) (map[string]string, error) {
	dir, base := path.Split(of)
	name := dir + "_rels/" + base + ".rels"
	found := map[string]string{}
	if p.byName[name] == nil {
		return found, nil
	}
	in, closer, err := p.decode(name)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	for {
		t, err := in.next()
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		e, ok := t.(xml.StartElement)
		if !ok || e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			continue
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		found[path.Base(attr(e, "Type"))] = partName(target)
	}
}
