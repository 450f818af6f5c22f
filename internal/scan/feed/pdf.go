package feed

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"shuping/internal/scan"
)

// Limits of a PDF.
const (
	openWithin  = 60 * time.Second // the structure of a file of 256 MB is read in a few
	maxContent  = 4 << 20          // bytes of a page's drawing; a scan's has under a hundred
	maxDepth    = 20               // of the tree of pages, and of forms in forms
	maxPictures = 4000             // on a page
)

// quiet keeps the library from making a folder for its settings.
var quiet = sync.OnceFunc(func() { model.ConfigPath = "disable" })

// openPDF reads the structure of the file and what each page shows. The pictures stay
// as they are stored until their page is taken.
func openPDF(data []byte) (*File, error) {
	quiet()
	conf := model.NewDefaultConfiguration()
	conf.Limits.MaxStreamBytes, conf.Limits.MaxDecodeBytes = MaxFile, maxBytes
	conf.Limits.MaxObjectCount, conf.Limits.MaxXRefEntries = 1<<20, 1<<20
	within, stop := context.WithTimeout(context.Background(), openWithin)
	defer stop()
	ctx, err := pdfcpu.ReadWithContext(within, bytes.NewReader(data), conf)
	if errors.Is(err, pdfcpu.ErrWrongPassword) {
		return nil, &Error{scan.Locked, nil}
	}
	if err != nil {
		return nil, broken(err)
	}
	root, err := ctx.Catalog()
	if err != nil {
		return nil, broken(err)
	}
	d := &pdf{table: ctx.XRefTable, file: &File{}, seen: map[int]bool{}}
	kids, _ := root.Find("Pages")
	if err := d.tree(kids, nil, 0); err != nil {
		return nil, err
	}
	if len(d.file.pages) == 0 {
		return nil, broken(errors.New("PDF without a page"))
	}
	return d.file, nil
}

// pdf is a file while its pages are looked for.
type pdf struct {
	table *model.XRefTable
	file  *File
	seen  map[int]bool // nodes of the tree, which must be one
}

// tree walks the pages in their order. Resources come from above where a page has none.
func (d *pdf) tree(o types.Object, resources types.Dict, depth int) error {
	if ref, ok := o.(types.IndirectRef); ok {
		n := ref.ObjectNumber.Value()
		if d.seen[n] || depth > maxDepth {
			return broken(errors.New("PDF whose pages go round in a ring"))
		}
		d.seen[n] = true
	}
	node, err := d.table.DereferenceDict(o)
	if err != nil {
		return broken(err)
	}
	if r := d.dict(node, "Resources"); r != nil {
		resources = r
	}
	kids := d.array(node, "Kids")
	if kids == nil {
		if t := node.Type(); node == nil || t == nil || *t != "Page" {
			return nil
		}
		if len(d.file.pages) == MaxPages {
			return &Error{scan.ManyPages, nil}
		}
		d.file.pages = append(d.file.pages, d.page(node, resources))
		return nil
	}
	for _, k := range kids {
		if err := d.tree(k, resources, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// page finds out what a page shows and gives what decodes it.
func (d *pdf) page(node, resources types.Dict) func(*Memory) (*scan.Gray, error) {
	fails := func(err error) func(*Memory) (*scan.Gray, error) {
		return func(*Memory) (*scan.Gray, error) { return nil, err }
	}
	content, err := d.content(node)
	if err != nil {
		return fails(err)
	}
	p := &placing{pdf: d}
	if err := p.run(content, resources, unit, 0); err != nil {
		return fails(err)
	}
	pictures, err := join(p.placed)
	if err != nil {
		return fails(err)
	}
	return func(m *Memory) (*scan.Gray, error) { return stack(pictures, m) }
}

// content is the drawing of a page, in one piece.
func (d *pdf) content(node types.Dict) ([]byte, error) {
	o, _ := node.Find("Contents")
	o, err := d.table.Dereference(o)
	if err != nil {
		return nil, broken(err)
	}
	parts, ok := o.(types.Array)
	if !ok {
		parts = types.Array{o}
	}
	var out []byte
	for _, part := range parts {
		if part == nil {
			continue
		}
		s, _, err := d.table.DereferenceStreamDict(part)
		if err != nil {
			return nil, broken(err)
		}
		if s == nil {
			continue
		}
		b, err := unpacked(s, maxContent)
		if err != nil {
			return nil, err
		}
		if out = append(append(out, b...), '\n'); len(out) > maxContent {
			return nil, broken(errors.New("a page with too much drawn on it"))
		}
	}
	return out, nil
}

// unpacked is what a stream holds. The stream is not changed.
func unpacked(s *types.StreamDict, limit int) ([]byte, error) {
	if len(s.FilterPipeline) == 0 {
		return s.Raw, nil
	}
	c := *s
	c.Content = nil
	if err := c.DecodeWithLimit(int64(limit)); err != nil {
		if errors.Is(err, filter.ErrDecodeLimitExceeded) {
			return nil, &Error{scan.TooLarge, nil}
		}
		return nil, broken(err)
	}
	return c.Content, nil
}

// dict is a dictionary under a key, nil if it is not there.
func (d *pdf) dict(in types.Dict, key string) types.Dict {
	if o, ok := in.Find(key); ok {
		if out, err := d.table.DereferenceDict(o); err == nil {
			return out
		}
	}
	return nil
}

func (d *pdf) array(in types.Dict, key string) types.Array {
	if o, ok := in.Find(key); ok {
		if out, err := d.table.DereferenceArray(o); err == nil {
			return out
		}
	}
	return nil
}

// number is a whole number under a key.
func (d *pdf) number(in types.Dict, key string, missing int) int {
	if o, ok := in.Find(key); ok {
		if n, err := d.table.DereferenceNumber(o); err == nil {
			return int(n)
		}
	}
	return missing
}

func (d *pdf) truth(in types.Dict, key string) bool {
	o, _ := in.Find(key)
	o, err := d.table.Dereference(o)
	b, ok := o.(types.Boolean)
	return err == nil && ok && bool(b)
}
