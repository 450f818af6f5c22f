package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"

	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// Source is where a year is taken from.
type Source struct {
	Journal  journal.Store
	Cycles   *engine.Streams[cycle.State]
	Meetings *engine.Streams[meeting.State]
	Blobs    interface {
		Get(ctx context.Context, h blob.Hash) ([]byte, error)
	}
	// Sealed gives the sealed list of a box.
	Sealed func(box string) ([]byte, error)
	// Names gives the names of those of the texts that are numbers of persons.
	Names func(ctx context.Context, numbers []string) (map[string]string, error)
}

// Written is what Export says of the archive it wrote.
type Written struct {
	Files  int          `json:"files"`
	Bytes  int64        `json:"bytes"`
	SHA256 string       `json:"sha256"`
	Head   journal.Head `json:"head"` // of the year's stream
}

// Export writes the archive of a year. progress, if not nil, is told how many of
// how many files are written.
func Export(ctx context.Context, src Source, id string, w io.Writer, progress func(done, total int)) (Written, error) {
	p := &packer{ctx: ctx, src: src, refs: newReferences(), parts: map[string]func() ([]byte, error){}}
	if err := p.gather(id); err != nil {
		return Written{}, fmt.Errorf("archive of %s: %w", id, err)
	}
	out := &summing{w: w, sum: sha256.New()}
	names, total, done := p.names(), len(p.parts), 0
	err := writeContainer(out, names, func(name string) ([]byte, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		data, err := p.parts[name]()
		done++
		if progress != nil {
			progress(done, total)
		}
		return data, err
	})
	if err != nil {
		return Written{}, fmt.Errorf("archive of %s: %w", id, err)
	}
	return Written{Files: total, Bytes: out.n, SHA256: fmt.Sprintf("%x", out.sum.Sum(nil)), Head: p.manifest.Streams[0].Head}, nil
}

// summing counts and hashes what is written.
type summing struct {
	w   io.Writer
	sum hash.Hash
	n   int64
}

func (s *summing) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.sum.Write(p[:n])
	s.n += int64(n)
	return n, err
}

// packer gathers the parts of an archive: small ones are kept, files on record are
// read again when they are written.
type packer struct {
	ctx      context.Context
	src      Source
	refs     *references
	manifest Manifest
	parts    map[string]func() ([]byte, error)
}

func (p *packer) names() []string {
	names := make([]string, 0, len(p.parts))
	for n := range p.parts {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// keep adds a part that is in memory.
func (p *packer) keep(name string, data []byte) {
	p.list(name, data)
	p.parts[name] = func() ([]byte, error) { return data, nil }
}

func (p *packer) list(name string, data []byte) {
	p.manifest.Files = append(p.manifest.Files, Listed{name, len(data), blob.HashOf(data)})
}

func (p *packer) gather(id string) error {
	p.manifest = Manifest{Format: Format, Cycle: id}
	book, err := p.streams(id)
	if err != nil {
		return err
	}
	if err := p.boxes(book); err != nil {
		return err
	}
	names, err := p.people()
	if err != nil {
		return err
	}
	if err := p.files(); err != nil {
		return err
	}
	book.names = names
	book.streams = p.manifest.Streams
	book.nameFiles(p.manifest.Files)
	page, err := book.page()
	if err != nil {
		return err
	}
	p.keep("index.html", page)
	p.keep("style.css", styleSheet)
	slices.SortFunc(p.manifest.Files, func(a, b Listed) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	text, err := p.manifest.encode()
	if err != nil {
		return err
	}
	p.parts["manifest.json"] = func() ([]byte, error) { return text, nil }
	return nil
}

// streams packs the year's stream and those of its meetings.
func (p *packer) streams(id string) (*book, error) {
	s, err := p.src.Cycles.Find(p.ctx, id)
	if err != nil {
		return nil, err
	}
	var meetings []string
	s.View(func(s *cycle.State, _ journal.Head) { meetings = slices.Clone(s.MeetingOrder) })
	if err := p.stream("cycle/" + id); err != nil {
		return nil, err
	}
	for _, m := range meetings {
		switch _, err := p.src.Meetings.Find(p.ctx, m); {
		case errors.Is(err, engine.ErrNoStream): // cancelled before it was begun
		case err != nil:
			return nil, err
		default:
			if err := p.stream("meeting/" + m); err != nil {
				return nil, err
			}
		}
	}
	return readBook(p.ctx, id, p.manifest.Streams, func(file string) ([]byte, error) { return p.parts[file]() })
}

func (p *packer) stream(name string) error {
	var text bytes.Buffer
	chain := journal.Chain{Stream: name}
	var line []byte
	for r, err := range p.src.Journal.Read(p.ctx, name, 1) {
		if err == nil {
			err = chain.Next(&r)
		}
		if err == nil {
			err = p.refs.add(&r)
		}
		if err == nil {
			line, err = journal.AppendLine(line[:0], r)
		}
		if err != nil {
			return err
		}
		text.Write(line)
	}
	file := journalFile(name)
	p.manifest.Streams = append(p.manifest.Streams, Stream{name, file, chain.Head})
	p.keep(file, text.Bytes())
	return nil
}

// boxes packs the sealed lists that meetings refer to.
func (p *packer) boxes(b *book) error {
	for _, box := range b.boxes() {
		list, err := p.src.Sealed(box.id)
		if err != nil {
			return err
		}
		p.keep(boxFile(box.id), list)
	}
	return nil
}

// people packs the names of the persons who occur in the records.
func (p *packer) people() (map[string]string, error) {
	texts := make([]string, 0, len(p.refs.texts))
	for t := range p.refs.texts {
		texts = append(texts, t)
	}
	slices.Sort(texts)
	names, err := p.src.Names(p.ctx, texts)
	if err != nil {
		return nil, err
	}
	text, err := encodeNames(names)
	if err != nil {
		return nil, err
	}
	p.keep("people.json", text)
	return names, nil
}

func encodeNames(names map[string]string) ([]byte, error) {
	text, err := json.MarshalIndent(names, "", "  ")
	return append(text, '\n'), err
}

// files packs the files on record.
func (p *packer) files() error {
	for h := range p.refs.files {
		data, err := p.src.Blobs.Get(p.ctx, h)
		if err != nil {
			return err
		}
		name := blobFile(h, data)
		p.list(name, data)
		p.parts[name] = func() ([]byte, error) { return p.src.Blobs.Get(p.ctx, h) }
	}
	return nil
}
