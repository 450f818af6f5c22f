package report

import (
	"strconv"
	"strings"
)

// answered: N3.2, the next steps have to answer the problems found. A plan is taken
// to answer a problem when the two share words that are not everybody's. Next
// year's priorities answer none and are right to; so only a report none of whose
// plans answers anything it confessed is a question.
func (r *reading) answered(res *Result, want Want) {
	basis, ok := want.part(Next)
	if !ok {
		return
	}
	confessed := map[[2]rune]bool{}
	for i := range r.units {
		if r.label[i] == problems {
			tellingPairs(r.units[i].text, confessed)
		}
	}
	if len(confessed) == 0 {
		return
	}
	plans, open := r.plans(), 0
	var first Span
	for _, p := range plans {
		said := map[[2]rune]bool{}
		for _, k := range p.units {
			tellingPairs(r.units[k].text, said)
		}
		shared := 0
		for w := range said {
			if confessed[w] {
				shared++
			}
		}
		if shared < 2 {
			if open++; open == 1 {
				first = p.Span
			}
		}
	}
	if len(plans) < 3 || open < len(plans) {
		return
	}
	res.ask(basis, Finding{Rule: "N3.2", Code: "report.plans-loose", From: first.From, To: first.To,
		Args: map[string]string{"n": strconv.Itoa(open), "of": strconv.Itoa(len(plans))}})
}

// plan is one measure: a numbered item or a line with what belongs to it, or in
// running text a sentence.
type plan struct {
	Span
	units []int
}

// prose says of each unit whether it stands in running text: it has no number, and
// its paragraph has more than three sentences.
func (r *reading) prose() []bool {
	out := make([]bool, len(r.units))
	for from := 0; from < len(r.units); {
		to := from + 1
		for to < len(r.units) && !r.units[to].line {
			to++
		}
		for i := from; i < to; i++ {
			out[i] = r.units[i].form == plain && to-from > 3
		}
		from = to
	}
	return out
}

func (r *reading) plans() []plan {
	var list []plan
	prose := r.prose()
	for i := range r.units {
		u := &r.units[i]
		if r.label[i] != next || u.heads && u.whole {
			continue
		}
		if n := len(list); n > 0 && list[n-1].To == u.from && u.form == plain && !u.line && !prose[list[n-1].units[0]] {
			list[n-1].To = u.to
			list[n-1].units = append(list[n-1].units, i)
			continue
		}
		list = append(list, plan{Span{u.from, u.to}, []int{i}})
	}
	return list
}

// everyday are the words of every plan and every confession; they tie none to another.
var everyday = pairSet("党员 支部 书记 工作 学习 组织 群众 问题 不足 方面 一是 二是 三是 四是 五是 第一 第二 第三 自己 我们 他们 没有 一次 每月 每年 每季 季度 一个 两个 三个 今年 明年 全年 加强 提高 提升 " +
	"开展 落实 坚持 进一步 认真 制度 活动 建设 管理 服务 发展 思想 认识 意识 责任 作风 能力 教育 情况 措施 会议 时间 同志 本人 就是 不是 这个 起来 下来 以上 以下 不能 可以 需要 对于 由于 通过 建立 推进 做到 抓好")

// dull are characters that tell nothing by themselves.
var dull = runeSet("的了是在和与及或也都就还把被对为着过不有一二三四五六七八九十百我他她它这那个人年月日次")

// pairSet is the words of two characters of a list divided by blanks.
func pairSet(words string) map[[2]rune]bool {
	set := map[[2]rune]bool{}
	for w := range strings.FieldsSeq(words) {
		r := []rune(w)
		for i := 0; i+1 < len(r); i++ {
			set[[2]rune{r[i], r[i+1]}] = true
		}
	}
	return set
}

func runeSet(s string) map[rune]bool {
	set := map[rune]bool{}
	for _, r := range s {
		set[r] = true
	}
	return set
}

// tellingPairs adds the pairs of Chinese characters of a folded text that say something.
func tellingPairs(text string, into map[[2]rune]bool) {
	var last rune
	for _, c := range text {
		if c < 0x4e00 || dull[c] {
			last = 0
			continue
		}
		if last != 0 && !everyday[[2]rune{last, c}] {
			into[[2]rune{last, c}] = true
		}
		last = c
	}
}
