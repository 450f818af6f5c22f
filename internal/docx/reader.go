package docx

import (
	"encoding/xml"
	"strconv"
	"strings"

	"shuping/internal/decider"
)

// reader walks one story. Every element that it does not know is transparent:
// its children are read, so that a wrapper nobody has heard of loses no words.
type reader struct {
	in      *tokens
	notes   map[string]string
	story   *story
	hidden  bool       // in a hidden run
	written int        // bytes of text taken so far
	numbers *numbering // nil: paragraphs have no numbers of their own
	number  string     // of the paragraph being read, until its first text
}

// children reads up to the end of the element just opened.
func (r *reader) children() error {
	for {
		tok, err := r.in.next()
		if err != nil {
			return broken(r.in.part, err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := r.element(t); err != nil {
				return err
			}
		}
	}
}

func (r *reader) element(e xml.StartElement) error {
	switch space(e.Name) {
	case "w":
		return r.word(e)
	case "mc":
		if e.Name.Local == "AlternateContent" {
			return r.alternatives()
		}
	case "m":
		if e.Name.Local == "t" {
			return r.text(true)
		}
	}
	return r.children()
}

func (r *reader) word(e xml.StartElement) error {
	switch e.Name.Local {
	case "p":
		return r.paragraph()
	case "r":
		return r.run()
	case "t":
		return r.text(attr(e, "space") == "preserve")
	case "tbl":
		r.story.tables++
		defer func() { r.story.tables-- }()
		return r.children()
	case "tr":
		return r.row()
	case "sdt":
		return r.control()
	case "txbxContent":
		return r.box()
	case "fldChar":
		r.field(attr(e, "fldCharType"))
	case "footnoteReference":
		r.story.after = append(r.story.after, r.notes["footnote"+attr(e, "id")])
	case "endnoteReference":
		r.story.after = append(r.story.after, r.notes["endnote"+attr(e, "id")])
	case "tab", "ptab":
		r.emit("\t")
	case "br", "cr":
		if attr(e, "type") == "" || attr(e, "type") == "textWrapping" || r.story.line.Len() > 0 {
			r.emit("\n")
		}
	case "noBreakHyphen":
		r.emit("-")
	case "sym":
		r.emit(symbol(attr(e, "font"), attr(e, "char")))
	case "altChunk", "subDoc":
		return decider.Refuse("", "file.chunk")
	case "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "tblPr", "tblGrid", "tcPr", "sectPr":
		return r.in.skip()
	}
	return r.children()
}

// emit takes text unless it is not there to be read.
func (r *reader) emit(s string) {
	if r.hidden || r.story.inCode() {
		return
	}
	s = strings.ReplaceAll(s, string(Auto), "")
	if r.number != "" && strings.TrimSpace(s) != "" && r.story.line.Len() == 0 {
		s = string(Auto) + r.number + string(Auto) + s
		r.number = ""
	}
	r.story.line.WriteString(s)
	r.written += len(s)
}

// text reads a text element; without xml:space="preserve" the blanks at its
// ends are layout of the XML, as Word has it.
func (r *reader) text(preserve bool) error {
	var b strings.Builder
	for {
		tok, err := r.in.next()
		if err != nil {
			return broken(r.in.part, err)
		}
		switch t := tok.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			if err := r.in.skip(); err != nil {
				return err
			}
		case xml.EndElement:
			s := b.String()
			if !preserve {
				s = strings.Trim(s, " \t\r\n")
			}
			r.emit(s)
			if max := r.in.in.limits.Text; r.written > max {
				return tooMuch("file.unpacked", int64(r.written), int64(max))
			}
			return nil
		}
	}
}

func (r *reader) paragraph() error {
	joined := false
	outer := r.number
	r.number = ""
	defer func() { r.number = outer }() // a text box stands inside a paragraph
	for {
		tok, err := r.in.next()
		if err != nil {
			return broken(r.in.part, err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			r.story.end(joined)
			return nil
		case xml.StartElement:
			if space(t.Name) == "w" && t.Name.Local == "pPr" {
				joined, err = r.looks()
			} else {
				err = r.element(t)
			}
			if err != nil {
				return err
			}
		}
	}
}

// looks reads the properties of the paragraph just opened: its number, and whether its
// mark is a tracked deletion, so that the next one goes on in its line.
func (r *reader) looks() (joined bool, err error) {
	num, style, ilvl := "", "", -1
	for open := 1; open > 0; {
		tok, err := r.in.next()
		if err != nil {
			return false, broken(r.in.part, err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			open--
		case xml.StartElement:
			if strings.HasSuffix(t.Name.Local, "Change") {
				if err := r.in.skip(); err != nil {
					return false, err
				}
				continue
			}
			open++
			switch t.Name.Local {
			case "del", "moveFrom":
				joined = joined || on(t)
			case "pStyle":
				style = attr(t, "val")
			case "numId":
				num = attr(t, "val")
			case "ilvl":
				ilvl = levelOf(attr(t, "val"))
			}
		}
	}
	if r.numbers != nil {
		r.number = r.numbers.number(num, ilvl, style)
	}
	return joined, nil
}

// run reads w:r; its properties come first and may hide it.
func (r *reader) run() error {
	outer := r.hidden
	defer func() { r.hidden = outer }()
	for {
		tok, err := r.in.next()
		if err != nil {
			return broken(r.in.part, err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if space(t.Name) == "w" && t.Name.Local == "rPr" {
				var hidden bool
				hidden, err = r.has("vanish")
				r.hidden = outer || hidden
			} else {
				err = r.element(t)
			}
			if err != nil {
				return err
			}
		}
	}
}

// has reads the properties just opened and reports whether one of the named
// switches is set in them now; what a tracked change replaced does not count.
func (r *reader) has(names ...string) (bool, error) {
	found := false
	for open := 1; open > 0; {
		tok, err := r.in.next()
		if err != nil {
			return false, broken(r.in.part, err)
		}
		switch t := tok.(type) {
		case xml.EndElement:
			open--
		case xml.StartElement:
			if strings.HasSuffix(t.Name.Local, "Change") {
				if err := r.in.skip(); err != nil {
					return false, err
				}
				continue
			}
			open++
			for _, n := range names {
				found = found || t.Name.Local == n && on(t)
			}
		}
	}
	return found, nil
}

// symbol is the character of a w:sym: fonts of symbols keep theirs in the
// private use area, where only marks that mean something in an office are known.
func symbol(font, hex string) string {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || n == 0 || n > 0x10ffff {
		return ""
	}
	if strings.HasPrefix(font, "Wingdings") {
		switch n & 0xff {
		case 0xfc:
			return "√"
		case 0xfb:
			return "×"
		case 0xfe, 0x52:
			return "☑"
		case 0xa8, 0x6f:
			return "□"
		}
	}
	return string(rune(n))
}
