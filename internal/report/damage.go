package report

import (
	"strconv"
	"strings"
)

// damaged: N3.5, what copying from a form or a file on the web leaves behind:
// years and names made unreadable (20××, XX社区, 某某), fields nobody filled in,
// characters that were decoded wrongly. One finding names the first few.
func (r *reading) damaged(res *Result, want Want) {
	spans := damage(r.text)
	if len(spans) == 0 {
		return
	}
	var seen []string
	for _, s := range spans {
		if text := string(r.text[s.From:s.To]); len(seen) < 3 && !within(text, seen) {
			seen = append(seen, text)
		}
	}
	res.find(want.Truth, false, Finding{Rule: "N3.5", Code: "report.damaged", From: spans[0].From, To: spans[0].To,
		Args: map[string]string{"n": strconv.Itoa(len(spans)), "text": strings.Join(seen, "、")}})
}

// leftovers are words of forms and of download pages, folded.
var leftovers = []string{"某某", "此处填写", "请填写", "(姓名)", "(单位名称)", "(填写", "待补充", "请补充", "此处输入", "单击此处", "点击此处",
	"此处省略", "此处插入", "下载文档", "仅展示", "全文共", "()", "《》", "“”", "todo", "{{", "锟斤拷", "烫烫烫", "屯屯屯", "�"}

// damage lists the damaged places in their order, without overlap.
func damage(text []rune) []Span {
	var out []Span
	folded := fold(text)
	for i := 0; i < len(text); {
		n := leftover(folded[i:])
		if n == 0 {
			n = masked(text, i)
		}
		if n == 0 {
			n = misread(text[i:])
		}
		if n == 0 {
			i++
			continue
		}
		if k := len(out); k > 0 && out[k-1].To == i {
			out[k-1].To = i + n
		} else {
			out = append(out, Span{i, i + n})
		}
		i += n
	}
	return out
}

// leftoversBy are the leftovers by their first character; read only.
var leftoversBy = func() map[rune][][]rune {
	by := map[rune][][]rune{}
	for _, w := range leftovers {
		r := []rune(w)
		by[r[0]] = append(by[r[0]], r)
	}
	return by
}()

func leftover(f []rune) int {
	for _, w := range leftoversBy[f[0]] {
		if len(w) <= len(f) && equal(w, f[:len(w)]) {
			return len(w)
		}
	}
	return 0
}

// masked is the length of a run of two or more signs put in place of others, with
// the digits before them: 20××, ××, XX, **, __. Between Latin letters xx is a word.
func masked(text []rune, i int) int {
	if i > 0 && (isDigit(text[i-1]) || isMask(text[i-1]) || latin(text[i-1])) {
		return 0 // looked at from its beginning
	}
	k := i
	for k < len(text) && isDigit(text[k]) && k-i < 4 {
		k++
	}
	from := k
	for k < len(text) && isMask(text[k]) {
		k++
	}
	digits, n := from-i, k-from
	if n < 1 {
		return 0
	}
	if text[from] == '*' && digits == 0 && bold(text, i, k) {
		return 0
	}
	if allNoughts(text[from:k]) && (hanNumeral(text, i-1) || hanNumeral(text, k)) {
		return 0 // 二○○九年: the sign stands for nought
	}
	year := digits == 3 && i+1 < len(text) && text[i] == '2' && text[i+1] == '0' && k < len(text) && text[k] == '年'
	if n < 2 && !(n == 1 && year) || k < len(text) && (latin(text[k]) && !isMask(text[k]) || isDigit(text[k])) {
		return 0
	}
	return k - i
}

// bold reports whether the stars from i to k are those of **bold** in Markdown: a
// word right behind or before them, and stars at its other end in the same line.
func bold(text []rune, i, k int) bool {
	return starsNear(text[k:min(len(text), k+60)], 1) || starsNear(text[max(0, i-60):i], -1)
}

// starsNear looks for ** in the direction of step, before the line ends; there has
// to be something between.
func starsNear(text []rune, step int) bool {
	at := 0
	if step < 0 {
		at = len(text) - 1
	}
	for n := 0; at >= 0 && at < len(text) && text[at] != '\n'; n, at = n+1, at+step {
		if text[at] == '*' && at+step >= 0 && at+step < len(text) && text[at+step] == '*' {
			return n > 0
		}
	}
	return false
}

func allNoughts(r []rune) bool { return strings.Trim(string(r), "○") == "" }

func hanNumeral(text []rune, i int) bool {
	return i >= 0 && i < len(text) && strings.ContainsRune("一二三四五六七八九", text[i])
}

func isMask(r rune) bool {
	switch r {
	case 'x', 'X', 'ｘ', 'Ｘ', '×', '＊', '*', '＿', '_', '□', '○':
		return true
	}
	return false
}

// misread is the length of characters that only a wrong decoding makes: UTF-8
// read as Latin (Ã¤, â€) or as GBK (锛 and 銆 are its commas and stops).
func misread(text []rune) int {
	switch r := text[0]; {
	case r >= 0x80 && r <= 0x9f, r == '锛', r == '銆', r == '鐨':
		return 1
	case r >= 0xc0 && r <= 0xff && r != '×' && r != '÷':
		n := 1
		for n < len(text) && text[n] >= 0xa0 && text[n] <= 0xff && text[n] != '·' && text[n] != '×' {
			n++
		}
		if n >= 3 {
			return n
		}
	}
	return 0
}
