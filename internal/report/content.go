package report

import (
	"slices"
	"strconv"
	"strings"

	"shuping/internal/policy"
)

// missing: N3.2, the four things to state clearly. Few reports give duty and
// tasks a part each, so both are there when what was done shows both: the
// secretary in person, and work with a result.
func (r *reading) missing(res *Result, want Want) {
	kinds := names()
	for _, p := range want.Parts {
		label := -1
		for l, name := range kinds {
			if name == p.ID {
				label = l
			}
		}
		if label < 0 || r.has(label) || len(r.units) == 0 {
			continue
		}
		certain := !r.mayHave(label)
		for i := range r.units {
			certain = certain && r.about[i][label] >= want.SureAt
		}
		f := Finding{Rule: "N3.2", Code: "report.part-missing", Args: map[string]string{"part": "report.part." + p.ID}}
		switch {
		case label <= tasks:
			res.find(p.Basis, certain && !r.has(duty) && !r.has(tasks), f)
		case certain:
			res.find(p.Basis, true, f)
		case label == next: // for problems in doubt the share is the question
			f.Code = "report.part-unsure"
			res.ask(p.Basis, f)
		}
	}
}

// mayHave reports whether units that were given to other parts could be of this
// one: one that says so plainly, or a twelfth of the text that may.
func (r *reading) mayHave(label int) bool {
	chars, all := 0, 0
	for i := range r.units {
		all += r.units[i].chars
		if r.could(i, label) {
			chars += r.units[i].chars
			if r.alone[i][label] >= 10 {
				return true
			}
		}
	}
	return chars*12 > all
}

var (
	inPerson = cueList("我", "本人", "个人", "自己", "书记", "带头", "亲自", "履职", "职责")
	asWork   = cueList("完成", "开展", "组织", "召开", "落实", "建成", "解决", "走访", "举办", "推进", "服务", "办理", "全年")
)

func (r *reading) has(label int) bool {
	signs := inPerson
	if label == tasks {
		signs = asWork
	}
	confessed := slices.Index(r.label, problems)
	for i, l := range r.label {
		if l == label {
			return true
		}
		if label == duty && (l == other || l == next && i < confessed) && hit(r.units[i].text, person) && !hit(r.units[i].text, leadsIn) && !hit(r.units[i].text, closings) {
			return true
		}
		if label <= tasks && l <= tasks && (hit(r.units[i].text, signs) || label == tasks && figures(r.units[i].text) > 0) {
			return true
		}
	}
	return false
}

var (
	causeLeads = cueList("原因", "究其", "剖析", "根源", "根子", "成因", "症结", "归根", "说到底", "为什么会", "反思起来", "追根溯源")
	causeWords = cueList("由于", "因为", "主观", "客观", "造成", "导致", "怪我", "要怪", "缘由", "在于", "之所以", "出在", "源于", "这里面有", "归结")
	// what makes a cause one's own (主观原因): the words for it, and in the
	// sentences that give a cause also the first person
	ownWords = cueList("主观", "思想", "自身", "认识", "意识", "责任心", "觉悟", "宗旨", "作风", "担当", "重视", "惰性", "畏难", "自满", "满足于", "松懈", "放松", "侥幸",
		"情面", "老好人", "好人主义", "应付", "心里", "心态", "心胸", "观念", "修养", "党性", "图省事", "怕麻烦", "怕得罪", "面子", "敷衍", "用心", "钻研", "学习不", "本位主义", "形式主义",
		"怪我", "责任在我", "失职", "失察", "难辞其咎", "淡漠", "感情淡", "勇气", "初心", "官僚主义", "架子", "骄傲", "自负", "私心", "粗心", "疏忽", "麻木", "漠视", "我怕", "懒", "歇一歇", "习惯于", "我这颗心", "心硬")
	person    = cueList("我", "本人")
	alsoNames = cueList("问题", "不足", "差距", "短板")
)

// causes: N3.2, the causes of the problems, one's own above all. It is found by
// words, so it is never certain.
func (r *reading) causes(res *Result, want Want) {
	var at Span
	section, line := false, false // under a heading of causes; behind "原因是" in a line
	any, own, analysed := false, false, false
	for i := range r.units {
		u := &r.units[i]
		if r.label[i] != problems {
			section, line = false, false
			continue
		}
		any = true
		lead := hit(u.text, causeLeads)
		section = lead && u.heads && !hit(u.title(), alsoNames) || section && !u.heads
		line = lead || line && !u.line
		analysed = analysed || hit(u.text, ownWords)
		if section || line || hit(u.text, causeWords) {
			if at.To == 0 {
				at.From = u.from
			}
			at.To = u.to
			own = own || hit(u.text, person)
		}
	}
	switch {
	case !any || own || analysed: // without problems the missing part is the finding
	case at.To > 0:
		res.find(want.Causes, false, Finding{Rule: "N3.2", Code: "report.causes-objective", From: at.From, To: at.To})
	default:
		f := Finding{Rule: "N3.2", Code: "report.causes-none"}
		f.From, f.To = firstOf(res.Parts, Problems)
		res.find(want.Causes, false, f)
	}
}

// areas: N2.1 to N2.3. An area is touched where one of its words stands; one that
// the policy calls optional may be left out.
func (r *reading) areas(res *Result, want Want) {
	for _, a := range want.Areas {
		words := areaCues(a)
		got := Area{Area: a.ID, Where: []Span{}}
		for i := range r.units {
			if u := &r.units[i]; hit(u.text, words) {
				got.Where = grow(got.Where, Span{u.from, u.to})
			}
		}
		got.Covered = len(got.Where) > 0
		res.Areas = append(res.Areas, got)
		if !got.Covered && !a.Optional {
			res.find(a.Basis, false, Finding{Rule: a.Rule, Code: "report.area-missing",
				Args: map[string]string{"area": a.ID, "name": a.Name, "points": strings.Join(a.Points, "；")}})
		}
	}
}

func areaCues(a policy.Area) []cue {
	var words []string
	for _, w := range a.Words {
		if strings.Trim(w, "* ") != "" {
			words = append(words, strings.Trim(w, "* "))
		}
	}
	return cueList(words...)
}

// grow adds a span, joined to the one before where they touch.
func grow(list []Span, s Span) []Span {
	if n := len(list); n > 0 && list[n-1].To == s.From {
		list[n-1].To = s.To
		return list
	}
	return append(list, s)
}

// promises: N2.4. A promise counts as mentioned when a stretch of up to three
// units holds at least two fifths of its pairs of characters; whether it was
// kept is for people to say.
func (r *reading) promises(res *Result, want Want) {
	if want.Promised.Strength == "" {
		return
	}
	said := make([][][2]rune, len(r.units))
	if len(want.Promises) > 0 {
		for i := range r.units {
			said[i] = pairsOf(r.units[i].text)
		}
	}
	for _, p := range want.Promises {
		got := Promise{Promise: p, Where: []Span{}}
		if at, best := r.nearest(p, said); best >= 400 {
			got.Covered, got.Where = true, []Span{at}
		}
		res.Promises = append(res.Promises, got)
		if !got.Covered {
			res.find(want.Promised, false, Finding{Rule: "N2.4", Code: "report.promise-missing", Args: map[string]string{"promise": p}})
		}
	}
}

// pairsOf are the pairs of neighbouring letters and digits of a text.
func pairsOf(text string) [][2]rune {
	key, _ := normalise([]rune(text), nil)
	var list [][2]rune
	for i := 0; i+1 < len(key); i++ {
		list = append(list, [2]rune{key[i], key[i+1]})
	}
	return list
}

// nearest is the stretch of units that shares most pairs of characters with the
// text p, and how many of them in per mille. said holds the pairs of each unit.
func (r *reading) nearest(p string, said [][][2]rune) (Span, PerMille) {
	pairs := map[[2]rune]int{} // pair -> its number
	for _, k := range pairsOf(p) {
		if _, ok := pairs[k]; !ok {
			pairs[k] = len(pairs)
		}
	}
	found := make([][]int, len(said)) // of each unit, the numbers of p's pairs
	for i, list := range said {
		for _, k := range list {
			if id, ok := pairs[k]; ok {
				found[i] = append(found[i], id)
			}
		}
	}
	var at Span
	best := PerMille(0)
	for i := range r.units {
		seen := make([]bool, len(pairs))
		n := 0
		for k := i; k < min(i+3, len(r.units)); k++ {
			for _, id := range found[k] {
				if !seen[id] {
					seen[id] = true
					n++
				}
			}
			if share := PerMille(1000 * n / max(1, len(pairs))); share > best {
				best, at = share, Span{r.units[i].from, r.units[k].to}
			}
		}
	}
	return at, best
}

// names: N3.5, the name of another unit is what copying leaves behind. A visit
// to it or work with it is not.
func (r *reading) names(res *Result, want Want) {
	var own []string
	for _, o := range want.Own {
		own = append(own, foldString(o))
	}
	for _, name := range want.Others {
		c := foldString(name)
		if c == "" || within(c, own) {
			continue
		}
		n, from, to := 0, 0, 0
		for i := range r.units {
			u := &r.units[i]
			if strings.Contains(u.text, c) && !hit(u.text, together) {
				if n++; n == 1 {
					from, to = u.from, u.to
				}
			}
		}
		if n > 0 {
			res.find(want.Truth, false, Finding{Rule: "N3.5", Code: "report.other-unit", From: from, To: to,
				Args: map[string]string{"name": name, "n": strconv.Itoa(n)}})
		}
	}
}

var together = cueList("参观", "观摩", "交流", "结对", "共建", "联合", "联建", "协助", "对接", "配合", "学习*经验", "取经", "走访", "到*调研", "帮扶", "支援", "邀请", "会同", "慰问")

func within(name string, own []string) bool {
	for _, o := range own {
		if strings.Contains(o, name) {
			return true
		}
	}
	return false
}
