package docx

import (
	"encoding/xml"
	"io"
	"strings"

	"shuping/internal/decider"
)

// Text is the text of a Word file: one line for each paragraph, divided by
// "\n", in reading order, as the package comment describes.
//
// A file that is too large, damaged, protected or of another kind is answered
// with a *decider.Refusal ("file.size", "file.broken", "file.encrypted",
// "file.doc" ...). An error of r inside the zip shows as "file.broken" with the
// error in its detail.
func Text(r io.ReaderAt, size int64, limits Limits) (string, error) {
	p, err := open(r, size, limits.filled())
	if err != nil {
		return "", err
	}
	main, err := p.mainPart()
	if err != nil {
		return "", err
	}
	rels, err := p.relations(main)
	if err != nil {
		return "", err
	}
	notes := map[string]string{}
	for _, kind := range []string{"footnote", "endnote"} {
		if name := rels[kind+"s"]; p.byName[name] != nil {
			if err := p.notes(name, kind, notes); err != nil {
				return "", err
			}
		}
	}
	numbers, err := p.numbering(rels)
	if err != nil {
		return "", err
	}
	lines, err := p.story(main, notes, numbers)
	if err != nil {
		return "", err
	}
	return strings.Join(lines, "\n"), nil
}

// mainPart is the name of the part with the document's body.
func (p *parts) mainPart() (string, error) {
	rels, err := p.relations("")
	if err != nil {
		return "", err
	}
	for _, name := range []string{rels["officeDocument"], "word/document.xml"} {
		if p.byName[name] != nil {
			return name, nil
		}
	}
	return "", decider.Refuse("", "file.packed")
}

func (p *parts) story(name string, notes map[string]string, numbers *numbering) ([]string, error) {
	in, closer, err := p.decode(name)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	r := &reader{in: in, notes: notes, story: &story{}, numbers: numbers}
	for {
		tok, err := in.next()
		if err == io.EOF {
			return r.story.done(), nil
		}
		if err != nil {
			return nil, err
		}
		if e, ok := tok.(xml.StartElement); ok {
			if err := r.element(e); err != nil {
				return nil, err
			}
		}
	}
}

// notes reads footnotes or endnotes: kind and id -> text. Separators between
// text and notes are notes too, of a type, and hold no words.
func (p *parts) notes(name, kind string, into map[string]string) error {
	in, closer, err := p.decode(name)
	if err != nil {
		return err
	}
	defer closer.Close()
	for {
		tok, err := in.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := tok.(xml.StartElement)
		if !ok || space(e.Name) != "w" || e.Name.Local != kind {
			continue
		}
		r := &reader{in: in, story: &story{}}
		if err := r.children(); err != nil {
			return err
		}
		into[kind+attr(e, "id")] = strings.TrimSpace(strings.Join(r.story.done(), "\n"))
	}
}

// story is one flow of paragraphs: the body, a note, a text box.
type story struct {
	lines  []string
	line   strings.Builder
	after  []string // notes and text boxes of the paragraph being read
	tables int      // how deep in tables; empty cells make no lines
	fields []bool   // open fields, true while in the code of one
}

// end closes a paragraph. joined says that its mark is a tracked deletion, so
// that the next paragraph goes on in the same line.
func (s *story) end(joined bool) {
	for i := range s.fields { // a code that never ends must not swallow the rest
		s.fields[i] = false
	}
	if joined {
		return
	}
	if s.line.Len() > 0 || s.tables == 0 {
		s.lines = append(s.lines, s.line.String())
	}
	s.line.Reset()
	for _, a := range s.after {
		if a != "" {
			s.lines = append(s.lines, a)
		}
	}
	s.after = s.after[:0]
}

func (s *story) done() []string {
	if s.line.Len() > 0 || len(s.after) > 0 {
		s.end(false)
	}
	return s.lines
}

func (s *story) inCode() bool {
	for _, code := range s.fields {
		if code {
			return true
		}
	}
	return false
}
