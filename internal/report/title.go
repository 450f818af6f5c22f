package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// UnitOf is the name of the organisation (党组织名称) that the head of a report
// gives, 财政所党支部; empty where it gives none, or none that tells it from others.
// It is for reports that come as files, without a roster.
func UnitOf(text string) string {
	lines := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if lines++; lines > 6 {
			break
		}
		if n := utf8.RuneCountInString(line); n > 60 {
			break // the report has begun
		}
		if name := unitIn([]rune(line)); name != "" {
			return name
		}
	}
	return ""
}

// kindsOfUnit end the name of an organisation, folded.
var kindsOfUnit = []string{"党支部", "党总支", "支部委员会", "总支委员会", "党委", "支部"}

func unitIn(line []rune) string {
	f := string(fold(line))
	for _, kind := range kindsOfUnit {
		i := strings.Index(f, kind)
		if i < 0 {
			continue
		}
		end := utf8.RuneCountInString(f[:i+len(kind)])
		from := end - utf8.RuneCountInString(kind)
		for from > 0 && (unicode.IsLetter(line[from-1]) || unicode.IsDigit(line[from-1])) {
			from--
		}
		name := strings.TrimPrefix(string(line[from:end]), "中共")
		own := strings.TrimSuffix(name, string(line[end-utf8.RuneCountInString(kind):end]))
		if n := utf8.RuneCountInString(own); n >= 2 && n <= 20 && !hit(foldString(own), nameless) {
			return name
		}
	}
	return ""
}

// nameless are in what stands before 党支部 where that is no name.
var nameless = cueList("年", "述职", "报告", "汇报", "书记", "各位", "我们", "咱们", "今天", "我是", "本人", "担任", "关于", "同志", "一名", "作为")

// Pledges are the plans of a report, one text each: what the next year's report
// has to come back to (N2.4). An item that begins with a short sentence is taken with the next one;
// no more than the first two sentences are taken.
func Pledges(text string) []string {
	r := read(text)
	var list []string
	for _, p := range r.plans() {
		var b strings.Builder
		for k, i := range p.units {
			if k > 0 && (k > 1 || utf8.RuneCountInString(b.String()) >= pledge) {
				break
			}
			u := &r.units[i]
			if k == 0 {
				b.WriteString(strings.TrimLeft(string([]rune(u.text)[u.number:]), " ,"))
				continue
			}
			b.WriteString(u.text)
		}
		if s := strings.Trim(b.String(), " 。;"); utf8.RuneCountInString(s) >= 8 && !strings.HasSuffix(s, ":") {
			list = append(list, s)
		}
	}
	return list
}

// pledge is the length in characters from which one sentence says enough.
const pledge = 20
