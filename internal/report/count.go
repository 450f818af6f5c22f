package report

import (
	"strings"
	"unicode"
)

// AsFiled is the text of a file as it is measured and hashed: lines end with "\n", and nothing
// blank stands around it. Text files end with a line end that nobody typed as part of a report.
func AsFiled(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

// Count is the length of a text as Word and WPS show it under "字数" (N3.4).
//
//   - Each character of Chinese writing is one: Han (also beyond U+FFFF), kana,
//     hangul, bopomofo, full-width letters, digits and marks, and the marks that
//     Chinese shares with other scripts: “ ” ‘ ’ — … · № ① Ⅳ √ × ℃.
//     So —— and …… are two each.
//   - Everything else up to the next blank or Chinese character is one word,
//     whatever it holds: 2018, 3.14, 80%, 2018-12-29, state-of-the-art, it's. A
//     half-width mark between Chinese characters is therefore one as well.
//   - ’ and · between two letters belong to the word (it’s, A·B).
//   - An emoji is one, with its skin, its selectors and all that a joiner ties
//     to it; a flag is one.
//   - Blanks, line breaks, control characters, marks without width and combining
//     marks are none.
//   - Numbers that Word makes itself are none, as Word does not count them: what stands
//     between two U+2063 in a line, at most autoMost characters.
//
// 2018年12月29日 has 6, 你好,世界 has 5, （一）工作 has 5, 党员 23名 has 4.
func Count(text string) int { return count([]rune(text)) }

func count(text []rune) int {
	n := 0
	inWord := false
	for i := 0; i < len(text); i++ {
		if text[i] == auto {
			i, inWord = autoEnd(text, i), false
			continue
		}
		switch class(text, i) {
		case blank:
			inWord = false
		case wide:
			n++
			inWord = false
		case emoji:
			n++
			inWord = false
			i = emojiEnd(text, i) - 1
		case word:
			if !inWord {
				n++
			}
			inWord = true
		}
	}
	return n
}

// auto stands before and behind a number that Word makes itself (docx.Auto).
const auto = '\u2063'

// autoMost is longer than any such number.
const autoMost = 130

// autoEnd is where the number that begins at i ends: i itself where none does.
func autoEnd(text []rune, i int) int {
	for k := i + 1; k < len(text) && k-i <= autoMost && text[k] != '\n'; k++ {
		if text[k] == auto {
			return k
		}
	}
	return i
}

const (
	blank = iota // divides words
	none         // neither counts nor divides
	wide         // one by itself
	word         // part of a word
	emoji        // one by itself, may go on
)

func class(text []rune, i int) int {
	r := text[i]
	switch {
	case r > ' ' && r < 0x7f:
		return word
	case unicode.IsSpace(r) || unicode.IsControl(r):
		return blank
	case r == '’' || r == '·':
		if i > 0 && i+1 < len(text) && latin(text[i-1]) && latin(text[i+1]) {
			return word
		}
		return wide
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return none
	case isEmoji(r):
		return emoji
	case isWide(r):
		return wide
	}
	return word
}

func latin(r rune) bool { return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) }

// isWide: the blocks of East Asian writing, and the marks of ambiguous width
// that a Chinese text sets in full width.
func isWide(r rune) bool {
	switch {
	case r >= 0x2e80 && r <= 0x9fff, r >= 0xa000 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7ff,
		r >= 0x1100 && r <= 0x11ff, r >= 0xe000 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f,
		r >= 0xff01 && r <= 0xffee, r >= 0x16fe0 && r <= 0x1b2ff, r >= 0x20000 && r <= 0x3ffff:
		return true
	case r >= 0x2010 && r <= 0x2027, r >= 0x2030 && r <= 0x205e, r >= 0x2100 && r <= 0x2bff:
		return true
	}
	switch r {
	case '×', '÷', '±', '°', '§':
		return true
	}
	return false
}

func isEmoji(r rune) bool { return r >= 0x1f000 && r <= 0x1faff }

func isFlag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// emojiEnd is where the emoji that starts at i ends.
func emojiEnd(text []rune, i int) int {
	if isFlag(text[i]) && i+1 < len(text) && isFlag(text[i+1]) {
		return i + 2
	}
	for i++; i < len(text); i++ {
		switch r := text[i]; {
		case r >= 0x1f3fb && r <= 0x1f3ff, r == 0xfe0f, r == 0xfe0e: // skin, selectors
		case r == 0x200d && i+1 < len(text) && (isEmoji(text[i+1]) || isWide(text[i+1])): // joiner
			i++
		default:
			return i
		}
	}
	return i
}
