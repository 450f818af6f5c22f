package report

import (
	"strconv"
	"strings"
)

// Held is how often a kind of meeting was held, as it is on file.
type Held struct {
	Meeting string // as reports name it: 党员大会
	Times   int
}

// figured: N3.5, figures of the report that are not those on file: the members
// of the own organisation and the meetings held. A report may count otherwise
// (with candidates, up to another day), so it is a question.
func (r *reading) figured(res *Result, want Want) {
	if want.Members > 0 {
		r.differs(res, want, "党员", want.Members, membersIn)
	}
	for _, h := range want.Held {
		name := foldString(h.Meeting)
		if name == "" {
			continue
		}
		r.differs(res, want, h.Meeting, h.Times, func(s string) (int, bool) { return timesIn(s, name) })
	}
}

// differs asks about the first unit that gives another number than the one on file.
func (r *reading) differs(res *Result, want Want, what string, file int, read func(string) (int, bool)) {
	for i := range r.units {
		u := &r.units[i]
		if r.label[i] == next {
			continue // how many there are to be
		}
		if n, ok := read(u.text); ok && n != file {
			res.ask(want.Truth, Finding{Rule: "N3.5", Code: "report.figure", From: u.from, To: u.to,
				Args: map[string]string{"what": what, "got": strconv.Itoa(n), "file": strconv.Itoa(file)}})
			return
		}
	}
}

// membersIn is how many members a folded sentence says there are: 现有党员23名,
// 党员23人，其中…, 全体二十三名党员, 正式党员21名、预备党员2名. Members who did
// something are not all members.
func membersIn(s string) (int, bool) {
	if full, ok := numberAfter(s, "正式党员", "名", "人", "个"); ok {
		more, ok := numberAfter(s, "预备党员", "名", "人", "个")
		return full + more, ok // full members alone are not all
	}
	for _, lead := range []string{"共有党员", "现有党员", "支部有党员", "所有党员", "院有党员", "校有党员", "站有党员", "园有党员", "村有党员", "公司有党员", "党员总数", "全体党员共"} {
		if n, ok := numberAfter(s, lead, "名", "人", "个"); ok {
			return n, true
		}
	}
	if !hit(s, newcomers) {
		if n, ok := numberAfter(s, "党员", "名,其中", "人,其中"); ok {
			return n, true
		}
	}
	for _, lead := range []string{"全体", "支部共有", "支部共", "支部现有"} {
		if n, ok := numberAfter(s, lead, "名党员", "位党员", "个党员"); ok {
			return n, true
		}
	}
	return 0, false
}

// newcomers: members who were taken in, or some of them.
var newcomers = cueList("发展", "预备", "接收", "吸收", "转入", "转出", "流动党员", "困难党员", "女党员")

// timesIn is how often a folded sentence says a meeting was held: 召开党员大会4次,
// 党员大会开了四次, 4次党员大会.
func timesIn(s, meeting string) (int, bool) {
	for _, between := range []string{"", "共", "召开", "开了", "开过", "共召开", "召开了", "全年", ":"} {
		if n, ok := numberAfter(s, meeting+between, "次", "场", "回"); ok {
			return n, true
		}
	}
	for _, unit := range []string{"次", "场", "回"} {
		i := strings.Index(s, unit+meeting)
		if i < 0 {
			continue
		}
		r := []rune(s[max(0, i-numberBytes):i])
		k := len(r)
		for k > 0 && isNumeral(r[k-1]) {
			k--
		}
		if k == len(r) || k > 0 && r[k-1] == '第' {
			continue
		}
		if n, ok := number(r[k:]); ok {
			return n, true
		}
	}
	return 0, false
}

// numberAfter is the number that stands behind lead and before one of the units.
func numberAfter(s, lead string, units ...string) (int, bool) {
	for from := 0; ; {
		i := strings.Index(s[from:], lead)
		if i < 0 {
			return 0, false
		}
		from += i + len(lead)
		rest := []rune(strings.TrimLeft(s[from:min(len(s), from+numberBytes)], " "))
		k := 0
		for k < len(rest) && isNumeral(rest[k]) {
			k++
		}
		n, ok := number(rest[:k])
		if ok && hasAnyPrefix(strings.TrimLeft(string(rest[k:]), " "), units...) {
			return n, true
		}
	}
}

// numberBytes is more than any number that is read has, with the word behind it; a
// character cut off at its end is no numeral.
const numberBytes = 90

func isNumeral(r rune) bool {
	return isDigit(r) || strings.ContainsRune("零〇一二三四五六七八九十百两", r)
}

// number reads 23, 二十三, 一百零四, up to 9999; not 三四, which is a guess.
func number(r []rune) (int, bool) {
	if len(r) == 0 || len(r) > 7 {
		return 0, false
	}
	if isDigit(r[0]) {
		n, err := strconv.Atoi(string(r))
		return n, err == nil && len(r) <= 4
	}
	total, digit := 0, 0
	for i, c := range r {
		switch d := strings.IndexRune("零一二三四五六七八九", c) / 3; {
		case strings.ContainsRune("零一二三四五六七八九", c):
			if digit > 0 {
				return 0, false // 三四 is a guess, not a number
			}
			digit = d
		case c == '〇':
		case c == '两':
			digit = 2
		case c == '十' || c == '百':
			unit := map[rune]int{'十': 10, '百': 100}[c]
			if digit == 0 && (c == '百' || i > 0 && r[i-1] != '零' && total == 0) {
				return 0, false
			}
			total, digit = total+max(digit, 1)*unit, 0
		default:
			return 0, false
		}
	}
	return total + digit, true
}
