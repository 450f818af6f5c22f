package docx

import "encoding/xml"

// alternatives reads one branch of an mc:AlternateContent: the first that has
// words. The others say the same thing for older programs.
func (r *reader) alternatives() error {
	taken := false
	for {
		tok, err := r.in.next()
		if err != nil {
			return broken(r.in.part, err)
		}
		switch tok.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if taken {
				err = r.in.skip()
			} else {
				before := r.written
				err = r.children()
				taken = r.written > before
			}
			if err != nil {
				return err
			}
		}
	}
}

// row reads a table row unless it is a tracked deletion.
func (r *reader) row() error {
	gone := false
	for {
		tok, err := r.in.next()
		if err != nil {
			return broken(r.in.part, err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			switch {
			case space(t.Name) == "w" && t.Name.Local == "trPr":
				gone, err = r.has("del")
			case gone:
				err = r.in.skip()
			default:
				err = r.element(t)
			}
			if err != nil {
				return err
			}
		}
	}
}

// control reads a content control; one that still shows its prompt ("click
// here") is empty.
func (r *reader) control() error {
	prompt := false
	for {
		tok, err := r.in.next()
		if err != nil {
			return broken(r.in.part, err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			switch {
			case t.Name.Local == "sdtPr":
				prompt, err = r.has("showingPlcHdr")
			case prompt:
				err = r.in.skip()
			default:
				err = r.element(t)
			}
			if err != nil {
				return err
			}
		}
	}
}

// box reads a text box: a story of its own, put after the paragraph it is
// anchored in.
func (r *reader) box() error {
	outer := r.story
	r.story = &story{}
	err := r.children()
	lines := r.story.done()
	r.story = outer
	if !r.hidden {
		outer.after = append(outer.after, lines...)
	}
	return err
}

// field follows a complex field: begin, code, separate, result, end.
func (r *reader) field(kind string) {
	s := r.story
	switch n := len(s.fields); kind {
	case "begin":
		s.fields = append(s.fields, true)
	case "separate":
		if n > 0 {
			s.fields[n-1] = false
		}
	case "end":
		if n > 0 {
			s.fields = s.fields[:n-1]
		}
	}
}
