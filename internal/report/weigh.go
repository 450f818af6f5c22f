package report

import "strings"

// labels is how many kinds of parts there are; a label is one of them.
const labels = 5

const (
	duty = iota
	tasks
	problems
	next
	other
)

func names() [labels]string { return [labels]string{"duty", "tasks", "problems", "next", "other"} }

// weigh is how much each label would like to have the unit, headings apart.
func weigh(u *unit, i, n, before, total int, year string, seen []int32) [labels]int {
	var w [labels]int
	sentenceCues.each(u.text, seen, int32(i+1), func(c *cue) {
		for l, g := range c.gives {
			w[l] += int(g)
		}
	})
	for l := range w {
		w[l] = min(w[l], 24)
	}
	w[tasks] += min(figures(u.text), 3)
	if ofYear(u.text, year) {
		w[next] += 5
	}
	start := strings.TrimLeft(string([]rune(u.text)[u.number:]), " ")
	if begins(start, hopes) {
		w[next] += 3
		w[tasks] += 2
	}
	if u.line && begins(start, turns) {
		w[problems] += 5
	}
	if lacks(u) {
		w[problems] += 6
	}
	if !u.line && hasAnyPrefix(start, "但", "可是", "然而", "不过") {
		w[problems] += 3
	}
	if begins(start, fromNow) {
		w[next] += 5
		w[problems] -= 3
	}
	w[other] += otherness(u, i, n) - 3
	if before*6 < total {
		w[other] += min(4*hits(u.text, facts), 12)
	}
	if u.scope&isMended != 0 {
		w[problems] -= 8
	}
	place(&w, before, total)
	for l := range w {
		if u.said&(1<<l) != 0 {
			w[l] += 10
		}
	}
	return w
}

// otherness is what a unit has of a title, a greeting, a signature.
func otherness(u *unit, i, n int) int {
	if u.said&(isProblems|isNext) != 0 {
		return 0
	}
	short := u.whole && len([]rune(u.text)) <= 40 && !strings.ContainsAny(u.text, "。;")
	switch {
	case short && i < 4 && u.form == plain:
		if hit(u.text, titleWords) {
			return 24
		}
		if u.heads {
			return 0
		}
		return 10
	case i >= n-4 && u.form == plain && hit(u.text, closings):
		if u.whole && i >= n-2 {
			return 28
		}
		return 20
	case short && i >= n-3 && u.form == plain:
		return 24
	case i == 0 && hasAnyPrefix(u.text, "各位", "同志们", "尊敬的", "大家好"):
		return 16
	case i < 8 && announcesReport(u.text):
		return 24
	case i < 8 && hit(u.text, leadsIn):
		return 16
	case u.whole && strings.HasSuffix(u.text, ":") && u.form == plain && i < 6:
		return 8
	}
	return 0
}

// lacks: an item named after what there is too little of, 对派遣工关心少, 项目推进慢.
func lacks(u *unit) bool {
	title := []rune(u.title())
	n := len(title)
	return u.form != plain && n >= 4 && n <= 16 && strings.ContainsRune("少慢差难弱松软浅窄薄", title[n-1])
}

// announcesReport: 现将…情况报告如下, however much stands between.
func announcesReport(s string) bool {
	for _, from := range []string{"现将", "现就", "现从", "现把", "下面,我", "下面我"} {
		if _, rest, ok := strings.Cut(s, from); ok && (strings.Contains(rest, "报告") || strings.Contains(rest, "汇报") || strings.Contains(rest, "述职")) {
			return true
		}
	}
	return false
}

// place: problems are seldom at the very beginning, plans never.
func place(w *[labels]int, before, total int) {
	if before*5 < total {
		w[problems] -= 4
		w[next] -= 4
	}
	if before*2 > total {
		w[duty]--
		w[tasks]--
	}
}

// announce adds what the headings say. Problems and plans are headed for their
// own sake; headings of what was done often run on into an unheaded rest.
func announce(w *[labels]int, u *unit) {
	s := u.scope
	if u.said&(isProblems|isNext) != 0 && s&isDone != 0 {
		return // 第二方面 支部建设。…差在…
	}
	headed := 9
	if u.fading {
		headed = 4
	}
	if s&isProblems != 0 {
		w[problems] += headed
	}
	if s&isNext != 0 {
		w[next] += headed
	}
	if s == isProblems|isNext && (u.heads || u.line && u.form != plain) {
		w[problems] += 9 // an item names its problem first
	}
	if s&isDuty != 0 {
		w[duty] += 5
	}
	if s&isTasks != 0 {
		w[tasks] += 9
	}
	if s == isDone { // nothing said which; one of the two is enough
		w[duty] -= 2
		w[tasks]--
	}
	if s&isOther != 0 {
		w[other] += 9
	}
	if u.heads {
		for l := range w {
			if s&(1<<l) != 0 {
				w[l] += 8
			}
		}
	}
}

// figures is how many numbers are in a text, 270 or 二百七十.
func figures(s string) int {
	n, in := 0, false
	for _, r := range s {
		is := isDigit(r) || strings.ContainsRune("十百千万", r)
		if is && !in {
			n++
		}
		in = is
	}
	return n
}

func begins(s string, list []cue) bool {
	for k := range list {
		if strings.HasPrefix(s, list[k].parts[0]) {
			return true
		}
	}
	return false
}
