package tellers

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"sync"

	"shuping/internal/blob"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
	"shuping/internal/scan"
	"shuping/internal/scan/feed"
	"shuping/internal/scan/readings"
	"shuping/internal/sheet/layout"
)

// Looked is a pile that was read, for people who look at it.
type Looked struct {
	Batch  meeting.Batch
	Layout *layout.Layout
	Pages  []readings.Page // as first read
	ballot policy.Ballot
}

// Look opens the readings of a pile of the last vote.
func (t *Table) Look(ctx context.Context, id string, no int) (*Looked, error) {
	s, err := t.Meetings.Find(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &Looked{}
	found := false
	s.View(func(s *meeting.State, _ journal.Head) {
		if r := s.Round(); r != nil && r.Reading != nil && no >= 1 && no <= len(r.Reading.Batches) {
			out.Batch, out.ballot, found = r.Reading.Batches[no-1], s.Type().Ballot, true
		}
	})
	if !found || out.Batch.Read == nil {
		return nil, ErrNoPage
	}
	if out.Layout, err = t.layout(ctx, blob.Hash(out.Batch.Layout)); err != nil {
		return nil, err
	}
	data, err := t.Blobs.Get(ctx, blob.Hash(out.Batch.Read.File))
	if err != nil {
		return nil, err
	}
	f, err := readings.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("pile %d: %w", no, err)
	}
	out.Pages = f.Pages
	return out, nil
}

// Page is a page's readings; ErrNoPage where there is none.
func (l *Looked) Page(no int) (*readings.Page, error) {
	if no < 1 || no > len(l.Pages) {
		return nil, ErrNoPage
	}
	return &l.Pages[no-1], nil
}

// lastFile keeps the file that was opened last: people look at one page after the other.
type lastFile struct {
	mu   sync.Mutex
	hash blob.Hash
	file *feed.File
}

func (t *Table) open(ctx context.Context, h blob.Hash) (*feed.File, error) {
	t.last.mu.Lock()
	defer t.last.mu.Unlock()
	if t.last.hash == h && t.last.file != nil {
		return t.last.file, nil
	}
	data, err := t.Blobs.Get(ctx, h)
	if err != nil {
		return nil, err
	}
	f, err := feed.Open(data)
	if err != nil {
		return nil, err
	}
	t.last.hash, t.last.file = h, f
	return f, nil
}

// Of pictures of whole pages.
const pageDots = 5 // pixels a mm

// Picture is a page as a JPEG, upright as the layout has it where the page was read, and
// otherwise as it was scanned, made smaller.
func (t *Table) Picture(ctx context.Context, l *Looked, no int) ([]byte, error) {
	g, p, err := t.image(ctx, l, no)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if p.Problem == scan.NoProblem {
		r := scan.ReadBy(g, l.Layout, limits(&l.ballot))
		if img := r.Picture(g, 0, 0, float64(l.Layout.Paper.W)/layout.MM, float64(l.Layout.Paper.H)/layout.MM, pageDots); img != nil {
			err := encode(&out, img)
			return out.Bytes(), err
		}
	}
	err = encode(&out, smaller(g))
	return out.Bytes(), err
}

// Crop is the picture of an entry of a page that was read.
func (t *Table) Crop(ctx context.Context, l *Looked, no, row int) ([]byte, error) {
	g, p, err := t.image(ctx, l, no)
	if err != nil {
		return nil, err
	}
	b := CropOf(l.Layout, row)
	if p.Problem != scan.NoProblem || b == (Crop{}) {
		return nil, ErrNoPage
	}
	r := scan.ReadBy(g, l.Layout, limits(&l.ballot))
	var out bytes.Buffer
	err = encode(&out, r.Picture(g, b.X0, b.Y0, b.X1, b.Y1, cropDots))
	return out.Bytes(), err
}

func (t *Table) image(ctx context.Context, l *Looked, no int) (*scan.Gray, *readings.Page, error) {
	p, err := l.Page(no)
	if err != nil {
		return nil, nil, err
	}
	if p.Image < 1 || p.Image > len(l.Batch.Images) {
		return nil, nil, ErrNoPage
	}
	f, err := t.open(ctx, blob.Hash(l.Batch.Images[p.Image-1]))
	if err != nil || p.Page > f.Len() {
		return nil, nil, ErrNoPage // a file that was refused has no pages to show
	}
	g, err := f.Page(p.Page - 1)
	if err != nil {
		return nil, nil, ErrNoPage
	}
	return g, p, nil
}

// smaller is an image of at most 1,200 pixels on its longer side.
func smaller(g *scan.Gray) *image.Gray {
	const most = 1200
	k := max(1, (max(g.W, g.H)+most-1)/most)
	out := image.NewGray(image.Rect(0, 0, max(1, g.W/k), max(1, g.H/k)))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Pix[y*out.Stride+x] = g.Pix[min(y*k, g.H-1)*g.W+min(x*k, g.W-1)]
		}
	}
	return out
}
