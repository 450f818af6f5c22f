package report

import (
	"strings"
	"unicode/utf8"
)

// unit is the smallest piece that belongs to one part: a sentence, an item of a
// list, a heading. Units cover the text without gap or overlap; blanks and line
// breaks belong to the unit before them.
type unit struct {
	from, to int
	text     string  // folded, without blanks at its ends
	line     bool    // begins a line
	whole    bool    // is a line by itself
	form     form    // its number's form, plain without one
	number   int     // runes of the number
	said     classes // what a label at its beginning says: 整改措施：…
	chars    int     // as Count
	scope    classes // what the headings above it, or itself, announce
	fading   bool    // comes in running text behind the items of that scope
	leaning  classes // what the nearest heading or item sounds like, however weakly: duty, tasks or both
	heads    bool    // is or begins with a heading that announces a part
	sibling  bool    // is a heading beside the one before it that says nothing of its part
	border   bool    // is a short line that may be a heading, whatever it says
}

// title is the text of the unit as a heading: without its number, up to the
// first stop, at most 30 characters.
func (u *unit) title() string {
	r := []rune(u.text)[u.number:]
	if u.form == spoken && len(r) > 2 && (string(r[:2]) == "问题" || string(r[:2]) == "方面") && (r[2] == ',' || r[2] == ':') {
		r = r[3:] // 第一个问题，… names a topic, not a problem
	}
	for len(r) > 0 && (r[0] == ',' || r[0] == ':' || r[0] == ' ') {
		r = r[1:]
	}
	for i, c := range r {
		if c == ':' && u.whole && len(r) <= 20 && i+1 < len(r) {
			continue // 立诚：自身检视
		}
		if i == 30 || u.form == sign && c == '】' || strings.ContainsRune("。:;!?\n", c) || i > 12 && c == ',' || i > 0 && c == '(' {
			r = r[:i]
			break
		}
	}
	return strings.Trim(string(r), " \t()[]【】<>《》#*、.,。")
}

// heading reports whether the unit is a line with a number above those of sentences: 三、…, （三）…
func (u *unit) heading() bool { return u.line && u.form != plain && u.form < digit }

// divide cuts a text into units: at line ends, after sentences, before numbers
// of list items.
func divide(text, folded []rune) []unit {
	var units []unit
	start := 0
	cut := func(at int) {
		if u := newUnit(text, folded, start, at); u.text == "" && len(units) > 0 {
			units[len(units)-1].to = at
		} else if at > start {
			units = append(units, u)
		}
		start = at
	}
	for i := 1; i < len(folded); i++ {
		if (endsUnit(folded, i) || startsItem(folded, start, i)) && !insideWord(text, i) {
			cut(i)
		}
	}
	cut(len(folded))
	for i := range units {
		u := &units[i]
		u.line = beginsLine(folded, u.from)
		u.whole = u.line && (i+1 == len(units) || beginsLine(folded, u.to))
		u.chars = count(text[u.from:u.to])
	}
	return units
}

func newUnit(text, folded []rune, from, to int) unit {
	lead := from
	for lead < to && isBlank(folded[lead]) {
		lead++
	}
	f := unspaced(folded[lead:to])
	u := unit{from: from, to: to, text: strings.TrimSpace(string(f))}
	u.form, u.number = enumerator(f)
	begins := beginsLine(folded, from)
	if (u.form == plain || u.form == spoken) && begins {
		if k, n := lineNumber(f); k != plain {
			u.form, u.number = k, n
		}
	}
	u.said = saidBy(u.text) | opens(strings.TrimLeft(string([]rune(u.text)[min(u.number, utf8.RuneCountInString(u.text)):]), " "))
	if begins {
		u.said |= topicOf(u.text)
	}
	return u
}

// unspaced takes out the blanks of a text that has one between most of its
// characters, as scanned and justified texts do: 一 、 工 作 回 顾.
func unspaced(f []rune) []rune {
	apart, joined := 0, 0
	for i := 1; i < len(f); i++ {
		switch {
		case f[i] < 0x2e80:
		case f[i-1] >= 0x2e80:
			joined++
		case i > 1 && f[i-1] == ' ' && f[i-2] >= 0x2e80:
			apart++
		}
	}
	if apart < 3 || apart < joined {
		return f
	}
	out := make([]rune, 0, len(f))
	for i, r := range f {
		if r == ' ' && i > 0 && i+1 < len(f) && (f[i-1] >= 0x2e80 || f[i+1] >= 0x2e80 || isBlank(f[i+1])) {
			continue
		}
		out = append(out, r)
	}
	return out
}

// beginsLine reports whether nothing but blanks stands before at in its line or
// its cell of a table, as the two 　　 of a paragraph do.
func beginsLine(f []rune, at int) bool {
	for at > 0 && f[at-1] != '\n' && f[at-1] != '\t' && isBlank(f[at-1]) {
		at--
	}
	return at == 0 || f[at-1] == '\n' || f[at-1] == '\t'
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0xa0 }

// endsUnit reports whether a sentence or line has ended before i. Closing marks
// and blanks go with what they close.
func endsUnit(f []rune, i int) bool {
	if strings.ContainsRune("。!?;”’)』」》 \t\n", f[i]) {
		return false
	}
	for k := i - 1; k >= 0; k-- {
		switch {
		case f[k] == '\n':
			return true
		case f[k] == '\t':
			return strings.TrimSpace(string(f[max(0, k-30):k])) != "" // the end of a cell
		case strings.ContainsRune("。!?;", f[k]):
			return !isDigit(f[i]) || !isDigit(f[i-1])
		case f[k] == ' ' || f[k] == '\t' || strings.ContainsRune("”’)』」》", f[k]):
		default:
			return false
		}
	}
	return false
}

// startsItem reports whether a list item begins at i, inside a line.
func startsItem(f []rune, start, i int) bool {
	k, _ := enumerator(f[i:])
	if k == plain || i == start {
		return false
	}
	if e, n := enumerator(f[start:]); e != plain && i <= start+n {
		return false // inside the number of the unit itself
	}
	before := f[i-1]
	switch k {
	case bracketHan: // （一） hardly ever stands in a sentence
		return before != '第' && before != '(' && !strings.ContainsRune("按照据即见", before)
	case spoken:
		return strings.ContainsRune("。!?;:, \t”)", before)
	}
	return strings.ContainsRune("。!?;: \t”", before)
}

// insideWord reports whether a cut at i would make two words of one, so that
// the units together would count more characters than the text.
func insideWord(text []rune, i int) bool {
	before, after := i-1, i
	for before >= 0 && class(text, before) == none {
		before--
	}
	for after < len(text) && class(text, after) == none {
		after++
	}
	return before >= 0 && after < len(text) && class(text, before) == word && class(text, after) == word
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
