package feed

import "bytes"

// lexer takes a page's drawing apart into words. It reads over strings, arrays and
// dictionaries, whose contents say nothing about places.
type lexer struct {
	data []byte
	at   int
}

// wordKind is what a word of a drawing is.
type wordKind int

const (
	atEnd wordKind = iota
	aNumber
	aName
	aValue // a string or a bracket
	anOperator
)

const (
	blanks     = " \t\r\n\f\x00"
	delimiters = "()<>[]{}/%"
)

func (l *lexer) next() (string, wordKind) {
	for l.at < len(l.data) {
		c := l.data[l.at]
		switch {
		case bytes.IndexByte([]byte(blanks), c) >= 0:
			l.at++
		case c == '%':
			l.until("\r\n")
		case c == '(':
			l.text()
			return "", aValue
		case c == '/':
			l.at++
			return l.plain(), aName
		case c == '<' && l.at+1 < len(l.data) && l.data[l.at+1] != '<':
			l.until(">")
			return "", aValue
		case bytes.IndexByte([]byte(delimiters), c) >= 0:
			l.at++
			return "", aValue
		case c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.':
			return l.plain(), aNumber
		default:
			return l.plain(), anOperator
		}
	}
	return "", atEnd
}

// plain is a word up to the next blank or delimiter.
func (l *lexer) plain() string {
	from := l.at
	for l.at < len(l.data) && bytes.IndexByte([]byte(blanks+delimiters), l.data[l.at]) < 0 {
		l.at++
	}
	return string(l.data[from:l.at])
}

// until goes behind the next of some characters.
func (l *lexer) until(ends string) {
	for l.at < len(l.data) {
		l.at++
		if bytes.IndexByte([]byte(ends), l.data[l.at-1]) >= 0 {
			return
		}
	}
}

// text goes behind a string, which may have strings in brackets inside.
func (l *lexer) text() {
	deep := 0
	for l.at < len(l.data) {
		c := l.data[l.at]
		l.at++
		switch c {
		case '\\':
			l.at++
		case '(':
			deep++
		case ')':
			if deep--; deep == 0 {
				return
			}
		}
	}
}
