package batch

import "shuping/internal/scan"

// Likeness remembers the ink of pages (重复页). Two scans of one sheet show the same
// strokes at the same places; two sheets on which the same was ticked do not. The zero
// value remembers nothing yet.
type Likeness struct {
	seen []known
}

type known struct {
	place Place
	page  int
	ink   *scan.Ink
}

// Earlier is a page that was given before and shows the same ink on the same page of the
// form, nil if there is none; then the page is remembered. A page with hardly any ink is
// like every other and is not compared.
func (l *Likeness) Earlier(at Place, formPage int, ink *scan.Ink) *Place {
	if ink == nil || ink.Little() {
		return nil
	}
	for i := range l.seen {
		if k := &l.seen[i]; k.page == formPage && k.ink.Same(ink) {
			return &k.place
		}
	}
	l.seen = append(l.seen, known{at, formPage, ink})
	return nil
}
