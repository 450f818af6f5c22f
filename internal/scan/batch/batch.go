// Package batch reads many scanned pages with several workers and gives the readings in
// the order of the files. It says which pages look like one sheet that was scanned
// twice; it counts nothing and decides nothing.
package batch

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"shuping/internal/scan"
	"shuping/internal/scan/feed"
	"shuping/internal/sheet/layout"
)

// Source is a file that is opened when its turn comes.
type Source struct {
	Name string
	Load func() ([]byte, error)
}

// Place is a page in a file, counted from 1.
type Place struct {
	File string `json:"file"`
	Page int    `json:"page"`
}

// Page is what became of one page. A file that cannot be opened is one page, its first.
type Page struct {
	Place
	scan.Reading
	// Detail is what a decoder said of a broken file, in its own words.
	Detail string
	// SameAs is an earlier page that shows the same ink: the sheet was scanned twice.
	SameAs *Place
	// Crops and Failed are what Options.Look left: names of pictures by row, and why it
	// could not leave them.
	Crops  map[int]string
	Failed error
}

// task is a page on its way.
type task struct {
	place Place
	file  *feed.File
	err   error
	done  chan Page
}

// Options say how pages are read.
type Options struct {
	Jobs   int         // workers, at least one
	Limits scan.Limits // of judging
	// Skip is how many pages were read before, from the first one on; they are not given.
	Skip int
	// Look is called for each page that was decoded, by the worker that has its image, whose
	// memory is used again afterwards; nil: nobody looks.
	Look func(*scan.Gray, *Page)
}

// Read reads all pages by the standard limits. See ReadBy.
func Read(ctx context.Context, l *layout.Layout, files []Source, jobs int, give func(Page) error) error {
	return ReadBy(ctx, l, files, Options{Jobs: jobs, Limits: scan.StandardLimits()}, give)
}

// ReadBy reads all pages with some workers and calls give for each in order; an error of
// give or of loading a file ends it. At most Jobs pages are decoded at a time, so that
// memory is bounded by them and by the files in which they are.
func ReadBy(ctx context.Context, l *layout.Layout, files []Source, o Options, give func(Page) error) error {
	jobs := max(1, o.Jobs)
	ctx, stop := context.WithCancel(ctx)
	var workers sync.WaitGroup
	defer workers.Wait()
	defer stop()
	waiting, order := make(chan task), make(chan task, 2*jobs)
	for range jobs {
		workers.Go(func() {
			var memory feed.Memory
			for t := range waiting {
				t.done <- t.read(l, &o, &memory)
			}
		})
	}
	var failed error
	workers.Go(func() {
		defer close(order)
		defer close(waiting)
		failed = tasks(ctx, files, o.Skip, func(t task) error {
			for _, to := range []chan task{order, waiting} {
				select {
				case to <- t:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	})
	var twice Likeness
	for t := range order {
		var p Page
		select {
		case p = <-t.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		p.SameAs = twice.Earlier(p.Place, p.FormPage, p.Ink)
		if err := give(p); err != nil {
			return err
		}
	}
	return failed
}

// tasks opens the files one after the other and leaves the first pages out.
func tasks(ctx context.Context, files []Source, skip int, put func(task) error) error {
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := f.Load()
		if err != nil {
			return err
		}
		file, err := feed.Open(data)
		n := 1
		if err == nil {
			n = file.Len()
		}
		for i := range n {
			if skip > 0 {
				skip--
				continue
			}
			if err := put(task{Place{f.Name, i + 1}, file, err, make(chan Page, 1)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// read decodes and reads a page.
func (t task) read(l *layout.Layout, o *Options, memory *feed.Memory) (p Page) {
	p.Place = t.place
	defer func() {
		if r := recover(); r != nil {
			p.Reading, p.Detail = scan.Reading{Problem: scan.Unreadable}, fmt.Sprint(r)
		}
	}()
	g, err := (*scan.Gray)(nil), t.err
	if err == nil {
		g, err = t.file.PageIn(t.place.Page-1, memory)
	}
	if err != nil {
		p.Problem = scan.Unreadable
		var e *feed.Error
		if errors.As(err, &e) {
			p.Problem = e.Problem
			if e.Err != nil {
				p.Detail = e.Err.Error()
			}
		}
		return p
	}
	p.Reading = scan.ReadBy(g, l, o.Limits)
	if o.Look != nil {
		o.Look(g, &p)
	}
	return p
}
