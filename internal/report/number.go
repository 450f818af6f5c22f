package report

import "strings"

// form is a form of numbering (序号); which stands above which is seen from the
// text, because reports differ.
type form int

const (
	plain        form = iota
	chapter           // 第一部分
	han               // 一、 一.
	bracketHan        // （一） 〔一〕 ㈠
	digit             // 1. 1、 ⒈
	bracketDigit      // （1） 1） ⑴ ①
	decimal           // 1.1 2.3.1
	sign              // ◆ ■ ★ 【】
	dot               // ● ○ ·
	spoken            // 一是 第一， 首先， 其次，
)

const hanDigits = "一二三四五六七八九十"

// enumerator is the form and the length of the number that a folded text begins
// with; plain and 0 where it begins with none.
func enumerator(f []rune) (form, int) {
	if len(f) < 2 {
		return plain, 0
	}
	switch r := f[0]; {
	case r >= '㈠' && r <= '㈩':
		return bracketHan, 1
	case r >= '⒈' && r <= '⒛':
		return digit, 1
	case r >= '⑴' && r <= '⒇', r >= '①' && r <= '⑳', r >= '❶' && r <= '❿':
		return bracketDigit, 1
	case isDigit(r):
		return digitNumber(f)
	case strings.ContainsRune(hanDigits, r):
		return hanNumber(f)
	case r == '(' || r == '〔' || r == '[' || r == '【':
		return bracketNumber(f)
	}
	return spokenNumber(f)
}

// lineNumber is enumerator for what is a number only at the beginning of a line:
// 1.1, 问题一：, the signs of lists.
func lineNumber(f []rune) (form, int) {
	if len(f) < 3 {
		return plain, 0
	}
	switch r := f[0]; {
	case strings.ContainsRune("◆■★▲※▶➢§", r):
		return sign, 1
	case strings.ContainsRune("●○•·◇□▪☆△", r):
		return dot, 1
	case r == '【':
		return sign, 1
	case isDigit(r):
		return decimalNumber(f)
	case r == '问' && f[1] == '题':
		if n := runOf(f[2:], hanDigits); n > 0 && n+2 < len(f) && (f[n+2] == ':' || f[n+2] == '、') {
			return han, n + 3
		}
	}
	return plain, 0
}

// decimalNumber: 1.1 and 2.3.1 before a blank or a word, not 3.5万 or 1.2 公里.
func decimalNumber(f []rune) (form, int) {
	n, dots := 0, 0
	for n < len(f) && (isDigit(f[n]) || f[n] == '.' && n > 0 && isDigit(f[n-1])) {
		if f[n] == '.' {
			dots++
		}
		n++
	}
	if dots == 0 || n > 6 || n >= len(f) || !isDigit(f[n-1]) || f[0] == '0' {
		return plain, 0
	}
	rest := strings.TrimLeft(string(f[n:min(len(f), n+4)]), " 、")
	for _, unit := range []string{"万", "亿", "千", "百", "倍", "个", "公里", "米", "元", "分", "%", "平方", "亩", "吨", "小时", "年", "天", "‰", "人", "户"} {
		if strings.HasPrefix(rest, unit) {
			return plain, 0
		}
	}
	return decimal, n
}

// runOf is the length of the run of characters of set that f begins with, at
// most 4: no number is longer.
func runOf(f []rune, set string) int {
	n := 0
	for n < len(f) && n < 4 && strings.ContainsRune(set, f[n]) {
		n++
	}
	return n
}

func digitNumber(f []rune) (form, int) {
	n := runOf(f, "0123456789")
	if n > 2 || n >= len(f) {
		return plain, 0
	}
	switch f[n] {
	case ')':
		return bracketDigit, n + 1
	case '、':
		return digit, n + 1
	case ' ':
		if f[0] == '0' && n == 2 { // 01 02
			return digit, n + 1
		}
	case '.':
		if n+1 < len(f) && isDigit(f[n+1]) {
			return plain, 0
		}
		return digit, n + 1
	}
	return plain, 0
}

func hanNumber(f []rune) (form, int) {
	n := runOf(f, hanDigits)
	if n > 3 || n >= len(f) {
		return plain, 0
	}
	switch f[n] {
	case '、', '.':
		if n+2 < len(f) && strings.ContainsRune(hanDigits, f[n+1]) && strings.ContainsRune("、季期两月", f[n+2]) {
			return plain, 0 // 二、三季度
		}
		return han, n + 1
	case '是', '要':
		return spoken, n + 1
	case ',', ' ':
		if n == 1 && f[n] == ' ' {
			return han, n + 1
		}
	}
	return plain, 0
}

func bracketNumber(f []rune) (form, int) {
	set, k := hanDigits, bracketHan
	if isDigit(f[1]) {
		set, k = "0123456789", bracketDigit
	}
	n := runOf(f[1:], set)
	if n > 0 && n <= 3 && n+1 < len(f) && strings.ContainsRune(")〕]】", f[n+1]) {
		return k, n + 2
	}
	return plain, 0
}

func spokenNumber(f []rune) (form, int) {
	if f[0] == '第' {
		n := runOf(f[1:], hanDigits)
		if n == 0 || n+1 >= len(f) {
			return plain, 0
		}
		switch rest := f[n+1:]; {
		case strings.ContainsRune(",、:是个桩笔件条点", rest[0]):
			return spoken, n + 2
		case len(rest) >= 2 && string(rest[:2]) == "部分":
			return chapter, n + 3
		case len(rest) >= 2 && string(rest[:2]) == "方面":
			return han, n + 3
		}
		return plain, 0
	}
	if f[0] == '其' && len(f) > 2 && strings.ContainsRune(hanDigits, f[1]) && (f[2] == ',' || f[2] == '是') {
		return spoken, 3
	}
	for _, w := range ordinals {
		if len(f) > 2 && f[0] == w[0] && f[1] == w[1] && (f[2] == ',' || f[2] == '是') {
			return spoken, 3
		}
	}
	return plain, 0
}

// ordinals begin a sentence that goes on with a comma or 是.
var ordinals = [][2]rune{{'首', '先'}, {'其', '次'}, {'再', '次'}, {'再', '者'}, {'最', '后'}, {'此', '外'}, {'另', '外'}}
