package docx

import (
	"strconv"
	"strings"
)

// spell writes a number as Word does in a format of numbering; in figures where the
// format is none that Chinese documents use, or has no sign for it.
func spell(n int, format string) string {
	if n < 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanDigital2":
		return counting(n, "〇一二三四五六七八九", "十百千")
	case "chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal":
		return counting(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟")
	case "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital":
		return digits(n, []rune("〇一二三四五六七八九"))
	case "decimalFullWidth", "decimalFullWidth2":
		return digits(n, []rune("０１２３４５６７８９"))
	case "ideographTraditional":
		return pick(n, "甲乙丙丁戊己庚辛壬癸")
	case "ideographZodiac":
		return pick(n, "子丑寅卯辰巳午未申酉戌亥")
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return pick(n, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
	case "decimalEnclosedParen":
		return pick(n, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇")
	case "decimalEnclosedFullstop":
		return pick(n, "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛")
	case "ideographEnclosedCircle":
		return pick(n, "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉")
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "upperLetter", "lowerLetter":
		return letters(n, format == "lowerLetter")
	case "upperRoman", "lowerRoman":
		return roman(n, format == "lowerRoman")
	}
	return strconv.Itoa(n)
}

// pick is the nth sign, figures beyond them.
func pick(n int, signs string) string {
	if r := []rune(signs); n >= 1 && n <= len(r) {
		return string(r[n-1])
	}
	return strconv.Itoa(n)
}

func digits(n int, signs []rune) string {
	var b strings.Builder
	for _, d := range strconv.Itoa(n) {
		b.WriteRune(signs[d-'0'])
	}
	return b.String()
}

// counting: 十、十一、二十、一百零五.
func counting(n int, digits, units string) string {
	d, u := []rune(digits), []rune(units)
	if n < 10 {
		return string(d[n])
	}
	var b strings.Builder
	gap := false
	for place, value := range []int{1000, 100, 10, 1} {
		k := n / value % 10
		switch {
		case k == 0:
			gap = gap || b.Len() > 0
			continue
		case gap:
			b.WriteRune('零')
		}
		gap = false
		if !(value == 10 && k == 1 && b.Len() == 0) {
			b.WriteRune(d[k])
		}
		if value > 1 {
			b.WriteRune(u[2-place])
		}
	}
	return b.String()
}

// letters: A to Z, then AA, BB ...
func letters(n int, small bool) string {
	if n < 1 || n > 260 {
		return strconv.Itoa(n)
	}
	from := 'A'
	if small {
		from = 'a'
	}
	return strings.Repeat(string(from+rune((n-1)%26)), (n-1)/26+1)
}

func roman(n int, small bool) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, r := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.value {
			n -= r.value
			b.WriteString(r.sign)
		}
	}
	if small {
		return strings.ToLower(b.String())
	}
	return b.String()
}
