package docx

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// Auto stands before and behind a number that Word or WPS makes itself (自动编号), in the
// text as Text gives it: it has no width and divides no word, and who counts characters
// as Word does can leave out what stands between two of them. It is taken out of what
// people typed, so that nobody can hide words between two.
const Auto = '\u2063'

// deepest is how many levels a list has.
const deepest = 9

// level is how one level of a list is numbered.
type level struct {
	start  int
	format string // ST_NumberFormat
	text   string // with %1 ... %9 for the numbers of the levels
	arabic bool   // all levels in figures (isLgl)
}

// list is a definition of numbering, shared by the lists of one look, and where its
// numbers stand.
type list struct {
	levels [deepest]level
	link   string // style of numbering that defines it instead, "" for none
	counts [deepest]int
	begun  [deepest]bool
}

// instance is one list: a definition, and where it begins anew.
type instance struct {
	of    string
	start map[int]int
	begun map[int]bool
}

// paragraphStyle is what a style says of numbering.
type paragraphStyle struct {
	based, num string
	level      int
}

// numbering is what numbers the paragraphs of a document.
type numbering struct {
	lists     map[string]*list
	instances map[string]*instance
	styles    map[string]paragraphStyle
	linked    map[string]*list // by the style of numbering that it defines
}

// numbering reads the parts that say how paragraphs are numbered; a document without
// them has none.
func (p *parts) numbering(rels map[string]string) (*numbering, error) {
	n := &numbering{map[string]*list{}, map[string]*instance{}, map[string]paragraphStyle{}, map[string]*list{}}
	for _, part := range []struct {
		name string
		read func(xml.StartElement)
	}{{rels["numbering"], (&definitions{numbering: n}).read}, {rels["styles"], (&styleReader{numbering: n}).read}} {
		if p.byName[part.name] == nil {
			continue
		}
		if err := p.each(part.name, part.read); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// each hands out the start of every element of Word's in a part.
func (p *parts) each(name string, f func(xml.StartElement)) error {
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
		if e, ok := tok.(xml.StartElement); ok && space(e.Name) == "w" {
			f(e)
		}
	}
}

// definitions reads numbering.xml. Elements come in order: those inside belong to the
// last one that was opened.
type definitions struct {
	*numbering
	list     *list
	instance *instance
	level    int // -1: none is open
	over     int // level that an instance begins anew, -1: none
}

func (d *definitions) read(e xml.StartElement) {
	value := attr(e, "val")
	switch e.Name.Local {
	case "abstractNum":
		d.list, d.instance, d.level = &list{}, nil, -1
		for i := range d.list.levels {
			d.list.levels[i].start = 1
		}
		d.lists[attr(e, "abstractNumId")] = d.list
	case "num":
		d.list, d.instance, d.level, d.over = nil, &instance{start: map[int]int{}, begun: map[int]bool{}}, -1, -1
		d.instances[attr(e, "numId")] = d.instance
	case "abstractNumId":
		if d.instance != nil {
			d.instance.of = value
		}
	case "numStyleLink":
		if d.list != nil {
			d.list.link = value
		}
	case "styleLink":
		if d.list != nil {
			d.linked[value] = d.list
		}
	case "lvlOverride":
		d.over = levelOf(attr(e, "ilvl"))
	case "startOverride":
		if d.instance != nil && d.over >= 0 {
			d.instance.start[d.over] = small(value)
		}
	case "lvl":
		d.level = levelOf(attr(e, "ilvl"))
	case "start", "numFmt", "lvlText", "isLgl":
		if d.list != nil && d.level >= 0 {
			d.look(e, value)
		}
	}
}

func (d *definitions) look(e xml.StartElement, value string) {
	l := &d.list.levels[d.level]
	switch e.Name.Local {
	case "start":
		l.start = small(value)
	case "numFmt":
		l.format = value
	case "lvlText":
		l.text = value
	case "isLgl":
		l.arabic = on(e)
	}
}

// levelOf is a level from 0, -1 for what is none.
func levelOf(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n >= deepest {
		return -1
	}
	return n
}

// small is a first number; what nobody counts from is 1.
func small(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 9999 {
		return 1
	}
	return n
}

// styleReader reads which styles of paragraphs are numbered.
type styleReader struct {
	*numbering
	id string
}

func (r *styleReader) read(e xml.StartElement) {
	s := r.styles[r.id]
	switch e.Name.Local {
	case "style":
		if r.id = attr(e, "styleId"); attr(e, "type") != "paragraph" {
			r.id = ""
		}
		return
	case "basedOn":
		s.based = attr(e, "val")
	case "numId":
		s.num = attr(e, "val")
	case "ilvl":
		s.level = max(levelOf(attr(e, "val")), 0)
	default:
		return
	}
	if r.id != "" {
		r.styles[r.id] = s
	}
}

// number is the number of the next paragraph with that list and level, or else by its
// style; empty where it has none. Counting goes on.
func (n *numbering) number(num string, ilvl int, style string) string {
	for tries := 0; num == "" && style != "" && tries < 16; tries++ { // styles may be based on each other in a ring
		s := n.styles[style]
		num, style = s.num, s.based
		if ilvl < 0 {
			ilvl = s.level
		}
	}
	i := n.instances[num]
	if i == nil || num == "0" {
		return ""
	}
	l := n.lists[i.of]
	if l != nil && l.link != "" && n.linked[l.link] != nil {
		l = n.linked[l.link]
	}
	if l == nil {
		return ""
	}
	at := max(ilvl, 0)
	switch first, anew := i.start[at]; {
	case anew && !i.begun[at]:
		l.counts[at] = first
	case l.begun[at]:
		l.counts[at]++
	default:
		l.counts[at] = l.levels[at].start
	}
	i.begun[at], l.begun[at] = true, true
	for k := at + 1; k < deepest; k++ {
		l.begun[k] = false
	}
	return l.say(at)
}

// say writes the number of a level with those above it.
func (l *list) say(at int) string {
	look := l.levels[at]
	if look.format == "bullet" {
		return "•"
	}
	if look.format == "none" {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(look.text) && b.Len() < 120; i++ {
		c := look.text[i]
		if c != '%' || i+1 == len(look.text) || look.text[i+1] < '1' || look.text[i+1] > '9' {
			b.WriteByte(c)
			continue
		}
		k := int(look.text[i+1] - '1')
		i++
		n, format := l.counts[k], l.levels[k].format
		if !l.begun[k] && k < at {
			n = l.levels[k].start // a level that no paragraph had
		}
		if look.arabic {
			format = "decimal"
		}
		b.WriteString(spell(n, format))
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == Auto {
			return -1
		}
		return r
	}, strings.ToValidUTF8(b.String(), ""))
}
