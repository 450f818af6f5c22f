package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/document"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// ErrNoDraft says that there is no such document, or that it is not due yet.
var ErrNoDraft = errors.New("no such document, or not due yet")

// Drafts lists the official documents of a year that can be written now (公文稿).
// They are made from a copy of what was on record at the call, so that nobody
// waits for them.
func (o *Office) Drafts(ctx context.Context, id string) ([]document.Draft, error) {
	y, err := o.year(ctx, id)
	if err != nil {
		return nil, err
	}
	return document.Drafts(y), nil
}

// Draft is the document with that key (document.Draft.Key), or ErrNoDraft.
func (o *Office) Draft(ctx context.Context, id, key string) (document.Draft, error) {
	drafts, err := o.Drafts(ctx, id)
	if err != nil {
		return document.Draft{}, err
	}
	at := slices.IndexFunc(drafts, func(d document.Draft) bool { return d.Key == key })
	if at < 0 {
		return document.Draft{}, ErrNoDraft
	}
	return drafts[at], nil
}

// ArchiveDrafts puts into the year's file what it lacks of the documents that can
// be written and of the papers on record that belong there (归档), and lists what
// it put. What has not changed since it was archived is not archived twice. Papers
// that only the office has, such as the notice itself, are handed in by hand.
func (o *Office) ArchiveDrafts(ctx context.Context, call decider.Call, id string) (archived []cycle.Document, err error) {
	y, err := o.year(ctx, id)
	if err != nil {
		return nil, err
	}
	lacks := func(d cycle.Document) bool {
		return !slices.ContainsFunc(y.Cycle.Documents, func(x cycle.Document) bool { return x.Document == d.Document && x.File == d.File })
	}
	for _, paper := range document.Papers(y.Cycle) {
		if lacks(paper) {
			if err := o.archive(ctx, call, id, paper, nil); err != nil {
				return archived, err
			}
			archived = append(archived, paper)
		}
	}
	for _, d := range document.Archivable(y.Cycle, document.Drafts(y)) {
		data, err := d.Bytes()
		if err != nil {
			return archived, fmt.Errorf("%s: %w", d.Title, err)
		}
		paper := cycle.Document{Document: d.ID, File: string(blob.HashOf(data)), Title: d.Title, Subject: d.Subject}
		if !lacks(paper) {
			continue
		}
		if err := o.archive(ctx, call, id, paper, &File{d.Name, data}); err != nil {
			return archived, err
		}
		archived = append(archived, paper)
	}
	return archived, nil
}

// archive hands in one paper; without a file it is on record.
func (o *Office) archive(ctx context.Context, call decider.Call, id string, d cycle.Document, f *File) error {
	p := Paper{Stream: "cycle/" + id, Kind: "archive-document", Values: map[string][]string{
		"document": {d.Document}, "title": {d.Title}, "subject": {d.Subject}, "file": {d.File}}}
	if f != nil {
		p.Files = map[string]File{"file": *f}
	}
	if _, err := o.Hand(ctx, call, p); err != nil {
		return fmt.Errorf("%s: %w", d.Title, err)
	}
	return nil
}

// year copies the state of a year and of its meetings.
func (o *Office) year(ctx context.Context, id string) (document.Year, error) {
	s, err := o.Cycles.Find(ctx, id)
	if err != nil {
		return document.Year{}, err
	}
	y := document.Year{Cycle: &cycle.State{}, Meetings: map[string]*meeting.State{}}
	if y.Head, err = copyOf(s, y.Cycle); err != nil {
		return y, err
	}
	for _, m := range y.Cycle.MeetingOrder {
		s, err := o.Meetings.Find(ctx, m)
		if errors.Is(err, engine.ErrNoStream) {
			continue // called and not begun
		}
		if err != nil {
			return y, err
		}
		y.Meetings[m] = &meeting.State{}
		if _, err := copyOf(s, y.Meetings[m]); err != nil {
			return y, err
		}
	}
	names, err := o.names(ctx)
	y.Names = func(person string) string { return names[person] }
	return y, err
}

// names are the names of everybody in the rosters, by number.
func (o *Office) names(ctx context.Context) (map[string]string, error) {
	r, err := o.People.Roster(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(r.Persons))
	for _, p := range r.Persons {
		names[p.ID] = p.Name
	}
	return names, nil
}

// copyOf copies a stream's state by way of its stored form.
func copyOf[S any](s *engine.Stream[S], to *S) (journal.Head, error) {
	var text []byte
	var at journal.Head
	var err error
	s.View(func(state *S, head journal.Head) {
		at = head
		text, err = json.Marshal(state)
	})
	if err == nil {
		err = json.Unmarshal(text, to)
	}
	if err != nil {
		return at, fmt.Errorf("%s: %w", s.Name(), err)
	}
	return at, nil
}
