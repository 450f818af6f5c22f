package archive

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// book is a year read from the text of its journals.
type book struct {
	cycle    *cycle.State
	meetings []*meeting.State
	streams  []Stream
	names    map[string]string
	files    map[blob.Hash]string // names in the archive
	records  map[string][]journal.Record
}

// readBook reads and replays the streams, the year's first. The errors name the
// stream and the record.
func readBook(ctx context.Context, id string, streams []Stream, read func(file string) ([]byte, error)) (*book, error) {
	b := &book{cycle: &cycle.State{}, streams: streams, records: map[string][]journal.Record{}}
	for i, s := range streams {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		text, err := read(s.File)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.File, err)
		}
		want := "cycle/" + id
		if i > 0 {
			want = s.Name
		}
		records, err := readStream(want, text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.File, err)
		}
		b.records[s.Name] = records
		if i == 0 {
			err = replay(cycle.Decider(), b.cycle, records)
		} else {
			m := &meeting.State{}
			b.meetings = append(b.meetings, m)
			err = replay(meeting.Decider(), m, records)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.File, err)
		}
	}
	return b, nil
}

// readStream reads a journal's text and verifies its chain.
func readStream(name string, text []byte) ([]journal.Record, error) {
	chain := journal.Chain{Stream: name}
	var records []journal.Record
	for r, err := range journal.ReadLines(bytes.NewReader(text)) {
		if err == nil {
			err = chain.Next(&r)
		}
		if err != nil {
			return nil, err
		}
		records = append(records, r)
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("no records")
	}
	return records, nil
}

func replay[S any](d *decider.Decider[S], s *S, records []journal.Record) error {
	for _, r := range records {
		e, err := d.DecodeEvent(r.Kind, r.Body)
		if err != nil {
			return fmt.Errorf("record %d: %w", r.Seq, err)
		}
		if err := unharmed(func() error { d.Apply(s, e); return nil }); err != nil {
			return fmt.Errorf("record %d: %w", r.Seq, err)
		}
	}
	return nil
}

// recordedBox is a ballot box as a meeting recorded it.
type recordedBox struct {
	id, meeting, seal string
	form              ballot.Form
	tallies           []ballot.Tally
}

// boxes are all recorded boxes, in the order of the meetings and rounds.
func (b *book) boxes() (all []recordedBox) {
	for _, m := range b.meetings {
		for _, sitting := range append(m.Past[:len(m.Past):len(m.Past)], m.Sitting) {
			for _, r := range sitting.Rounds {
				if r.Phone != nil {
					all = append(all, recordedBox{r.Box, m.Brief.Meeting, r.Phone.Seal, r.Form, r.Phone.Tallies})
				}
			}
		}
	}
	return all
}

// nameFiles notes how the files on record are called in the archive.
func (b *book) nameFiles(listed []Listed) {
	b.files = map[blob.Hash]string{}
	for _, f := range listed {
		if strings.HasPrefix(f.Name, "files/") {
			b.files[f.SHA256] = f.Name
		}
	}
}
