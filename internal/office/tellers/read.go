package tellers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"strconv"

	"shuping/internal/blob"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/scan"
	"shuping/internal/scan/batch"
	"shuping/internal/scan/feed"
	"shuping/internal/scan/readings"
	"shuping/internal/sheet/layout"
)

// errStopped says that a pile was made void while it was being read.
var errStopped = errors.New("the pile was made void")

// read reads a pile from where its working file ends and hands in what was read.
func (t *Table) read(ctx context.Context, s *engine.Stream[meeting.State], w *work) error {
	l, err := t.layout(ctx, blob.Hash(w.batch.Layout))
	if err != nil {
		return fmt.Errorf("pile %d of %s: %w", w.pile.batch, w.box, err)
	}
	all, err := t.pages(ctx, s, w, l)
	if err != nil {
		return fmt.Errorf("pile %d of %s: %w", w.pile.batch, w.box, err)
	}
	var pages []readings.Page
	for _, k := range all {
		pages = append(pages, k.Page)
	}
	file := &readings.File{Form: l.Form, Grades: l.Grades, Scales: l.Scales(), Pages: pages}
	h, err := t.Blobs.Put(ctx, bytes.NewReader(file.JSON()))
	if err != nil {
		return err
	}
	_, err = s.Do(ctx, call(), record(w, h, file.Sum(formPages(l))))
	t.finish(w.pile)
	return err
}

// formPages are the pages of the form by row.
func formPages(l *layout.Layout) (pages []int) {
	for _, p := range l.Pages {
		for range p.Rows {
			pages = append(pages, p.Page)
		}
	}
	return pages
}

// record is the command with what was read.
func record(w *work, h blob.Hash, s readings.Sum) *meeting.RecordReadings {
	c := &meeting.RecordReadings{Batch: w.batch.No, Readings: string(h), Pages: s.Pages, Refused: s.Refused}
	for _, r := range s.Rows {
		c.Rows = append(c.Rows, meeting.ReadRow{Row: r.Row, FormPage: r.FormPage, Options: r.Options, Blank: r.Blank, Multiple: r.Multiple, Unclear: r.Unclear})
	}
	for _, u := range s.Unclear {
		c.Unclear = append(c.Unclear, meeting.ReadDoubt{Page: u.Page, Row: u.Row, Reason: string(u.Reason), Crop: u.Crop})
	}
	for _, x := range s.Twins {
		c.Twins = append(c.Twins, meeting.ReadTwin{Page: x.Page, FormPage: x.FormPage, Of: meeting.PageRef(x.Of), Entries: x.Codes})
	}
	if w.whole {
		c.Entries = s.Codes
	}
	return c
}

// pages reads the pages that are missing in the working file and gives all of them.
func (t *Table) pages(ctx context.Context, s *engine.Stream[meeting.State], w *work, l *layout.Layout) ([]kept, error) {
	f, err := t.openWork(w.pile)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var seen batch.Likeness
	for _, no := range w.earlier {
		before, err := t.worked(pile{w.box, no})
		if err != nil {
			return nil, err
		}
		remember(&seen, no, before)
	}
	remember(&seen, w.pile.batch, f.pages)
	sources, total, err := t.sources(ctx, w.batch.Images)
	if err != nil {
		return nil, err
	}
	t.begin(w.pile, total, f.pages)
	options := batch.Options{Jobs: t.Jobs, Limits: limits(&w.ballot), Skip: len(f.pages), Look: t.crops(ctx, l)}
	err = batch.ReadBy(ctx, l, sources, options, func(p batch.Page) error {
		if void(s, w.pile) {
			return errStopped
		}
		if p.Failed != nil {
			return p.Failed
		}
		k := kept{Page: readings.Of(p.Reading, l.GradesOf(p.FormPage)), Ink: p.Ink}
		k.Image, _ = strconv.Atoi(p.File)
		k.Page.Page, k.Detail = p.Place.Page, p.Detail
		for i := range k.Rows {
			k.Rows[i].Crop = p.Crops[k.Rows[i].Row]
		}
		no := len(f.pages) + 1
		if same := seen.Earlier(place(w.pile.batch, no), k.FormPage, p.Ink); same != nil {
			k.SameAs = refOf(same)
		}
		if err := f.add(k); err != nil {
			return err
		}
		t.step(w.pile, no, &k.Page)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return f.pages, nil
}

// place and refOf bring pages of several piles into the words of package batch.
func place(no, page int) batch.Place { return batch.Place{File: strconv.Itoa(no), Page: page} }

func refOf(p *batch.Place) *readings.Ref {
	no, _ := strconv.Atoi(p.File)
	return &readings.Ref{Batch: no, Page: p.Page}
}

func remember(seen *batch.Likeness, no int, pages []kept) {
	for i, k := range pages {
		seen.Earlier(place(no, i+1), k.FormPage, k.Ink)
	}
}

// void says whether a pile counts no more.
func void(s *engine.Stream[meeting.State], p pile) (void bool) {
	s.View(func(s *meeting.State, _ journal.Head) {
		r := s.Round()
		void = r == nil || r.Box != p.box || r.Voided != nil || r.Accepted != nil || r.Reading.Batches[p.batch-1].Voided != nil
	})
	return void
}

// sources are the scanned files, called by their place, and how many pages they have. A file
// that cannot be opened counts as one page, as in package batch.
func (t *Table) sources(ctx context.Context, images []string) (out []batch.Source, pages int, err error) {
	for i, h := range images {
		load := func() ([]byte, error) { return t.Blobs.Get(ctx, blob.Hash(h)) }
		data, err := load()
		if err != nil {
			return nil, 0, err
		}
		n := 1
		if f, err := feed.Open(data); err == nil {
			n = f.Len()
		}
		pages += n
		out = append(out, batch.Source{Name: strconv.Itoa(i + 1), Load: load})
	}
	return out, pages, nil
}

// Of the pictures of entries.
const (
	cropDots    = 8 // pixels a mm
	cropQuality = 85
)

// crops keeps the pictures of a page's unclear entries: the row with its name, and the rows
// beside it.
func (t *Table) crops(ctx context.Context, l *layout.Layout) func(*scan.Gray, *batch.Page) {
	return func(g *scan.Gray, p *batch.Page) {
		for _, row := range p.Rows {
			if row.Verdict != scan.Unclear {
				continue
			}
			b := CropOf(l, row.Row)
			img := p.Picture(g, b.X0, b.Y0, b.X1, b.Y1, cropDots)
			var out bytes.Buffer
			err := encode(&out, img)
			if err == nil {
				var h blob.Hash
				if h, err = t.Blobs.Put(ctx, &out); err == nil {
					if p.Crops == nil {
						p.Crops = map[int]string{}
					}
					p.Crops[row.Row] = string(h)
				}
			}
			p.Failed = errors.Join(p.Failed, err)
		}
	}
}

func encode(out *bytes.Buffer, img *image.Gray) error {
	if img == nil {
		return ErrNoPage
	}
	return jpeg.Encode(out, img, &jpeg.Options{Quality: cropQuality})
}

// Crop is a part of a page in mm, with the row in question in it.
type Crop struct {
	X0, Y0, X1, Y1 float64
	Top, Bottom    float64 // of the row
}

// CropOf is what is shown of a row: the whole row, from its number on, and the rows beside it.
func CropOf(l *layout.Layout, row int) Crop {
	mm := func(um int) float64 { return float64(um) / layout.MM }
	for _, p := range l.Pages {
		l := l.Of(p)
		for i, r := range p.Rows {
			if r.Row != row {
				continue
			}
			up, down := max(0, i-1), min(len(p.Rows)-1, i+1)
			const edge = 3.0
			return Crop{X0: mm(l.Columns.Number) - edge/2, X1: mm(l.Columns.Grades[len(l.Columns.Grades)-1]) + edge,
				Y0: mm(p.Rows[up].Top) - edge, Y1: mm(p.Rows[down].Bottom) + edge, Top: mm(r.Top), Bottom: mm(r.Bottom)}
		}
	}
	return Crop{}
}
