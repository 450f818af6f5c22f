package report

import "strings"

// classes is a set of parts that a heading announces.
type classes uint8

const (
	isDuty classes = 1 << iota
	isTasks
	isProblems
	isNext
	isOther
	isMended // with isTasks: what was found wrong before and has been put right

	isDone = isDuty | isTasks // what was done, duty and tasks not told apart
)

// Words of headings, folded. A heading is looked at whole, so the lists are short.
var (
	nextSure = cueList("下一步", "下步", "下一阶段", "下阶段", "下一个", "今后", "往后", "明年", "来年", "新的一年", "努力方向", "打算", "整改措施", "改进措施", "改进方向",
		"整改方向", "改进计划", "整改计划", "提升计划", "roadmap", "next step", "整改提高", "整改方面", "整改落实措施", "落实措施", "整改落实方面", "改进提高", "改进方面", "改进办法", "改进思路", "整改思路", "改进举措", "整改举措", "怎么办", "怎么改", "怎么干", "如何改", "再出发", "思路和措施", "思路措施", "思路与措施", "思路及措施", "新一年", "新学期", "新学年", "奋斗目标")
	nextWords    = cueList("工作计划", "对策", "展望", "工作安排", "努力目标", "工作思路", "设想", "规划")
	problemNouns = cueList("问题", "不足", "差距", "短板", "薄弱环节", "缺点", "教训", "缺憾", "原因", "成因")
	problemSure  = cueList("存在*问题", "存在*不足", "存在*差距", "存在*短板", "存在*薄弱", "存在*困难", "存在*缺点", "存在*倾向", "存在*现象", "存在*毛病", "存在*误区", "存在*苗头", "存在*偏差", "存在*欠缺", "存在*盲区", "有差距", "有不足", "有短板", "原因分析", "原因剖析", "产生*原因", "主要原因", "自我剖析", "根源", "反思与", "检视问题", "短板检视", "问题检视", "党性分析", "不足之处", "有待改进", "需要改进", "有待提高", "亮短", "揭丑", "揭短", "遗憾", "毛病", "病根", "自我检视", "自身检视", "自身查摆", "自身不足", "检视剖析", "自我检查", "对照检查", "自我批评", "反思", "检讨", "查摆问题", "问题查摆", "没做好", "没有做好", "没做到", "没有做到", "做得不好", "root cause", "bug", "差在哪", "为什么差", "欠账", "短处")
	// a problem that somebody acts on is work, not a confession
	actedOn = cueList("聚焦*环节", "聚焦*短板", "夯实*环节", "补*环节", "发现*问题", "查出*问题", "揭示*问题", "推动*整改", "督促*整改", "解决*问题", "解决*困难", "聚焦*问题", "整改*问题", "化解*问题", "问题导向", "反馈*问题", "整治*问题", "排查*问题", "破解*问题", "围绕*问题", "针对*问题", "针对*不足", "补齐*短板", "补短板", "问题整改", "问题清单", "整改落实", "整改完成", "整改情况", "帮助*困难", "缩小*差距", "弥补*不足", "克服*不足")
	// a plan or a self-criticism that is work of the year
	planned   = cueList("制定*计划", "制订*计划", "完善*思路", "创新*思路", "理清*思路", "明确*思路", "编制*规划", "完善*规划")
	criticism = cueList("开展批评", "组织生活会", "民主生活会", "民主评议")
	rectified = cueList("整改情况", "整改落实", "整改完成", "整改成效", "问题整改")
	lastYear  = cueList("去年", "上年", "上一年", "上次", "往年", "答应", "承诺")
	// a deficiency as the name of a problem: 学习不够深入
	lacking    = cueList("不够", "不足", "不强", "不高", "不深", "不实", "不严", "不到位", "不及时", "不多", "欠缺", "缺乏", "滞后", "薄弱", "有待", "不力", "不细", "弱化", "松懈", "放松", "不透", "不主动")
	dutyWords  = cueList("履职", "履行", "职责", "责任", "第一责任人", "个人", "自身", "思想", "理论学习", "廉洁", "廉政", "自律", "述廉", "表率", "带头", "尽责", "从严治党", "作风", "政治站位", "学习", "守住", "角色")
	taskWords  = cueList("做的事", "办成", "做成", "哪几件", "实事", "任务", "重点工作", "做了哪些", "干了什么", "做了的", "收获", "中心工作", "中心", "完成", "落实", "推动", "推进", "开展", "服务", "群众", "民生", "业务", "支部建设", "组织建设", "党建工作", "扶贫", "脱贫", "治理", "发展", "阵地", "队伍", "活动", "亮点", "成效", "做法", "成绩", "三会一课", "五化")
	doneWords  = cueList("工作", "情况", "回顾", "业绩")
	doneEnds   = []string{"情况", "工作", "回顾", "成绩", "做法", "成效", "业绩", "履职", "职责", "落实", "自律", "亮点", "建设"}
	unitWords  = cueList("支部书记", "党委书记", "总支书记", "党支部 ", "党委 ", "总支 ")
	factsWords = cueList("基本情况", "基本概况", "支部概况", "基本信息", "单位概况", "社区概况", "村情概况", "支部简介", "基本简介", "个人简历", "个人简介")
)

// bare are headings of one word that say more by standing alone.
var bare = map[string]classes{
	"问题": isProblems, "不足": isProblems, "差距": isProblems, "短板": isProblems, "反思": isProblems, "剖析": isProblems, "检视": isProblems,
	"亮丑": isProblems, "揭短": isProblems, "原因": isProblems, "根源": isProblems, "教训": isProblems, "自省": isProblems, "查摆": isProblems,
	"整改": isNext, "改": isNext, "改进": isNext, "改过": isNext, "措施": isNext, "计划": isNext, "目标": isNext, "方向": isNext, "提高": isNext,
	"成效": isTasks, "成绩": isTasks, "工作": isTasks, "干事": isTasks, "做事": isTasks, "亮点": isTasks,
	"成绩清单": isTasks, "问题清单": isProblems, "整改清单": isNext, "措施清单": isNext,
	"履职": isDuty, "履责": isDuty, "本分": isDuty, "守廉": isDuty, "述廉": isDuty,
}

// classify is what a heading announces, judged by its words. inside is what the
// heading above it announces: a weak word does not take a sub-heading out of
// problems or plans, and the name of a deficiency stays a problem.
func classify(title string, inside classes, year string) classes {
	if title == "" {
		return 0
	}
	if inside&isProblems != 0 && hit(title, lacking) {
		return 0
	}
	if c, ok := bare[title]; ok && inside != isNext {
		return c
	}
	next := hit(title, nextSure) || inside != isProblems && (hit(title, nextWords) && !hit(title, planned) || ofYear(title, year))
	acted := hit(title, actedOn) || strings.HasPrefix(title, "针对")
	if inside&isMended != 0 && !next {
		return 0 // 关于“…不够”的问题, and what has been done about it
	}
	problems := hit(title, problemSure) && !hit(title, criticism) || hit(title, problemNouns) && !acted && !hit(title, criticism) && endsInProblem(title)
	next = next || problems && endsInPlan(title)
	switch {
	case inside == isNext: // plans name the problems that they answer
		return 0
	case hit(title, rectified) && !next, inside&isProblems == 0 && !next && hit(title, lastYear) && (acted || !hit(title, problemSure)):
		return isTasks | isMended
	case problems && next:
		return isProblems | isNext
	case problems:
		return isProblems
	case next:
		return isNext
	case inside&(isProblems|isNext) != 0:
		return 0
	case hit(title, factsWords):
		return isOther
	}
	return doneClass(title)
}

// ofYear reports whether a folded text names the year, 2019年 or 2019 年.
func ofYear(s, year string) bool {
	return year != "" && (strings.Contains(s, year) || strings.Contains(s, strings.TrimSuffix(year, "年")+" 年"))
}

func doneClass(title string) classes {
	duty, tasks := hits(title, dutyWords), hits(title, taskWords)
	switch {
	case duty > tasks:
		return isDuty
	case tasks > duty:
		return isTasks
	case duty > 0 || hit(title, doneWords):
		return isDone
	}
	return 0
}

// endsInPlan: 问题及改进, 反思与建议, 主要问题及改进举措.
func endsInPlan(title string) bool {
	for _, join := range []string{"及", "和", "与", "、"} {
		if i := strings.LastIndex(title, join); i >= 0 && hasAnyPrefix(title[i+len(join):], "改进", "整改", "努力", "提高", "建议", "工作建议", "打算", "措施", "举措", "对策", "思路") {
			return true
		}
	}
	return false
}

// endsInProblem: the noun stands at the end of its phrase: 主要问题, 问题及原因,
// 问题与对策, not 问题线索.
func endsInProblem(title string) bool {
	for _, c := range problemNouns {
		word := c.parts[0]
		rest := title
		for {
			i := strings.Index(rest, word)
			if i < 0 {
				break
			}
			rest = rest[i+len(word):]
			if rest == "" || hasAnyPrefix(rest, "及", "和", "与", "、", ",", "以及", "原因", " ", "方面", "分析", "查摆", "剖析", "困难") {
				return true
			}
		}
	}
	return false
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// scopes gives every unit what the headings above it announce.
func scopes(units []unit, year string) {
	order := ranks(units)
	type open struct {
		rank  int
		class classes
		said  bool // by a line such as …有以下不足：
		items bool // and items have come below it
	}
	var stack []open
	fading, confessed := false, false
	var leaning classes
	for i := range units {
		u := &units[i]
		rank := order[u.form]
		if u.form == plain {
			rank = -1
		}
		title := u.title()
		line := u.whole && isShortLine(u)
		u.border = line && u.form == plain
		said := announces(u)
		heading := said || u.form != plain && (u.form != spoken || len([]rune(title)) <= 14) || line
		if heading {
			depth := len(stack)
			for u.form != plain && depth > 0 && stack[depth-1].rank >= rank {
				depth--
			}
			var inside classes
			if depth > 0 {
				inside = stack[depth-1].class
			}
			own := classify(title, inside, year)
			if own&^isDone == 0 && confessed && inside == 0 && u.line && endsAhead(title) {
				own = isNext
			}
			confessed = confessed || own&isProblems != 0 && u.heading()
			leaning = own & isDone
			if own == 0 {
				leaning = doneClass(title)
			}
			undecided := inside == isDone && u.line && u.form >= bracketHan && u.form < spoken
			weak := (said || strings.Contains(title, ",")) && own&isDone != 0 && !undecided || u.form == plain && !endsDone(title) || u.form == spoken && !u.whole || !u.line && u.form >= digit && u.form < decimal
			switch {
			case weak && own&(isProblems|isNext|isOther) == 0: // no part is opened by a weak word
				if u.border && depth > 0 && stack[0].rank < 0 {
					stack = stack[:0] // but a line of the same kind ends one
				}
			case u.form == spoken && own == isProblems && hit(title, lacking):
			default:
				if u.form == plain {
					depth = 0
				}
				class := own
				if class == 0 {
					class = inside
				}
				u.sibling = own == 0 && u.form != plain && u.whole && depth == 0 && len(stack) > 0
				stack = append(stack[:depth], open{rank: rank, class: class, said: said})
				u.heads = own != 0
				fading = fading && own == 0
			}
		}
		u.leaning = leaning
		if u.line && u.form == plain && !u.heads && len(stack) > 0 && begins(u.text, fromNow) && !hit(u.text, lacking) {
			stack, u.said = stack[:0], u.said|isNext // a paragraph such as 明年，我要… ends what was headed
		}
		if len(stack) == 0 {
			continue
		}
		if top := &stack[0]; u.line && top.said {
			top.items = top.items || u.form != plain
			fading = fading || top.items && u.form == plain && !u.heads
		}
		u.scope, u.fading = stack[len(stack)-1].class, fading
	}
}

// endsAhead: behind a heading of problems, one that ends so is about plans: 加强党建的主要措施, 任务清单.
func endsAhead(title string) bool {
	for _, w := range []string{"措施", "举措", "任务清单", "工作任务", "工作安排", "工作重点", "重点工作", "目标任务", "工作目标", "目标", "承诺", "建议"} {
		if strings.HasSuffix(title, w) {
			return true
		}
	}
	return false
}

// endsDone: a line such as 主要成绩, 履职回顾, 去年答应的事.
func endsDone(title string) bool {
	if len([]rune(title)) > 16 {
		return false
	}
	if hit(title, lastYear) {
		return true
	}
	for _, e := range doneEnds {
		if strings.HasSuffix(title, e) {
			return true
		}
	}
	return false
}

// isShortLine: a line that can be a heading without a number.
func isShortLine(u *unit) bool {
	n := len([]rune(u.text))
	return n >= 2 && n <= 24 && !strings.ContainsAny(strings.TrimRight(u.text, "?!"), "。;!?") && !hit(u.text, titleWords) && !hit(u.text, unitWords)
}

// announces: a whole line that ends in a colon, as long as a sentence: 虽然…，但还存在以下不足：
func announces(u *unit) bool {
	n := len([]rune(u.text))
	return u.whole && u.form == plain && n > 4 && n <= 60 && strings.HasSuffix(u.text, ":")
}

// ranks orders the forms of numbers by where they first appear, the spoken ones last.
func ranks(units []unit) [spoken + 1]int {
	var order [spoken + 1]int
	next := 1
	for i := range units {
		if f := units[i].form; f != plain && f != spoken && order[f] == 0 {
			order[f] = next
			next++
		}
	}
	order[spoken] = next
	return order
}
