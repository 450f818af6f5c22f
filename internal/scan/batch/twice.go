package batch

import "shuping/internal/scan"

// likeness remembers the ink of pages (重复页). Two scans of one sheet show the same
// strokes at the same places; two sheets on which the same was ticked do not.
type likeness struct {
	seen []known
}

type known struct {
	place Place
	page  int
	ink   *scan.Ink
}

// earlier is the page before p that shows the same ink, nil if there is none. A page
// with hardly any ink is like every other and is not compared.
func (l *likeness) earlier(p *Page) *Place {
	if p.Ink == nil || p.Ink.Little() {
		return nil
	}
	for i := range l.seen {
		if k := &l.seen[i]; k.page == p.FormPage && k.ink.Same(p.Ink) {
			return &k.place
		}
	}
	l.seen = append(l.seen, known{p.Place, p.FormPage, p.Ink})
	return nil
}
