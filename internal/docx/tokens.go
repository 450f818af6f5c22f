package docx

import (
	"encoding/xml"
	"io"
	"strings"

	"shuping/internal/decider"
)

// tokens hands out the XML tokens of one part, counts how deep they are nested
// and refuses a document type (DTD): nothing in a Word file needs one, and
// without one there are no entities to expand or to fetch (XXE).
type tokens struct {
	dec   *xml.Decoder
	in    *metered
	depth int
	max   int
	part  string
}

// next is io.EOF at the end, a *decider.Refusal for anything that is wrong.
func (t *tokens) next() (xml.Token, error) {
	tok, err := t.dec.Token()
	if err == io.EOF && t.in.refused == nil {
		return nil, err
	}
	if t.in.refused != nil {
		return nil, t.in.refused
	}
	if err != nil {
		return nil, broken(t.part, err)
	}
	switch tok.(type) {
	case xml.StartElement:
		if t.depth++; t.depth > t.max {
			return nil, tooMuch("file.depth", int64(t.depth), int64(t.max))
		}
	case xml.EndElement:
		t.depth--
	case xml.Directive:
		return nil, decider.Refuse("", "file.dtd", "part", t.part)
	}
	return tok, nil
}

// skip passes over everything up to the end of the element just opened.
func (t *tokens) skip() error {
	for open := 1; open > 0; {
		tok, err := t.next()
		if err != nil {
			return broken(t.part, err)
		}
		switch tok.(type) {
		case xml.StartElement:
			open++
		case xml.EndElement:
			open--
		}
	}
	return nil
}

// attr is an attribute by its local name: attributes of Word carry the
// namespace of their element, and strict and transitional files differ in it.
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// on reports whether a switch element such as <w:vanish/> is set.
func on(e xml.StartElement) bool {
	switch strings.ToLower(attr(e, "val")) {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// space tells the vocabularies apart that Text reads.
func space(n xml.Name) string {
	switch {
	case strings.HasSuffix(n.Space, "/wordprocessingml/2006/main"), strings.HasSuffix(n.Space, "/wordprocessingml/main"):
		return "w"
	case strings.HasSuffix(n.Space, "/markup-compatibility/2006"):
		return "mc"
	case strings.HasSuffix(n.Space, "/officeDocument/2006/math"), strings.HasSuffix(n.Space, "/officeDocument/math"):
		return "m"
	}
	return ""
}
