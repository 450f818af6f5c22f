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

// give makes cues of a list of phrases divided by blanks, all for one label.
func give(label int, points int16, phrases string) []cue {
	list := cueList(strings.Fields(phrases)...)
	for i := range list {
		list[i].gives[label] = points
	}
	return list
}

func join(lists ...[]cue) []cue {
	var all []cue
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// sentenceCues are what sentences of each part say, with points chosen on
// sample reports; docs/REPORT-CHECK.md says how well they do.
var sentenceCues = newLexicon(join(
	give(problems, 7, "不足有 主要不足 不足是 不足主要 问题有 问题也有 问题主要 问题是 做得*不够 远远不够 差距很 差距也 有愧 为什么会这样 回头看 冷静下来 存在*不足 存在*问题 存在*差距 存在*短板 存在*薄弱 不足之处 不足的地方 问题和不足 缺点和不足 困难和问题 究其原因 原因主要 主要原因 原因分析 原因在于 原因有 的原因 归根结底 根子在 根源在 主观上 主观原因 客观上 客观原因 值得反思 深刻反思"),
	give(problems, 5, "不到位 流于形式 形式单一 浮于表面 不够深入 不够扎实 不够主动 不够严格 不够高 不够强 不够细 重视不够 认识不够 学习不够 还不够 做得不够 抓得不 畏难 老好人 惰性 有所放松 放松了 差距 短板 欠缺 亏欠 失职 检讨 愧疚 惭愧 遗憾 弱项 心有余 薄弱 走过场 应付 打折扣 一手硬一手软 重业务轻党建 重业务 轻党建 碍于情面 怕得罪"),
	give(problems, 4, "谈不上 得少 得不多 顾不上 想不到 想起来才 能省就省 往后放 往后推 补记 补录 不够 不足 缺乏 有待 滞后 不深 不强 不高 不严 不实 不细 不透 不多 不及时 不及 不力 不经常 不善于 不主动 不愿 不敢 不会 未能 没能 没有真正 没有及时 没有把 没有做到 偏少 偏低 偏弱 偏软 较少 较弱 较差 不平衡 不匹配 不适应 不规范 忽视 忽略 松懈 懈怠 不明显 不高的 没抓 没管 没跟 没盯 没想 没顾 没落 说得多 讲得少 跟不上 依赖 满足于 停留在 局限于 自身 思想根源 造成 导致 归结 说到底"),
	give(problems, 2, "没有 才知道 可是 不过 但 虽然 尽管 然而 仍 还有 原因 主要是 由于 因为 问题 客观 主观 教训 反思 清醒 一些"),
	give(next, 8, "往后我 往后,我 下一年 下一步 下步 下一阶段 新的一年里 明年 来年 接下来 今后的工作 努力方向 我将 将进一步 将继续 将从 本人将 支部将 我们将 打算 请大家监督 接受监督"),
	give(next, 5, "今后 新的一年 针对*问题 针对*不足 针对*情况 针对以上 针对上述 针对这些 力争 争取 决心 整改措施 我会 我要 计划在 准备在 拟 定于 以后"),
	give(next, 3, "将 确保 继续 进一步 要 努力 克服 弥补 补齐 补上 改进 改为 改掉 整改 做到 不断 逐步 每季度 每月 每半年 月底前 年底前 月前 之前完成 以内"),
	give(tasks, 4, "去年述评 去年评议 去年点评 上年述评 上年评议 上年度述评 上年度述职 去年答应 去年承诺 上年承诺"),
	give(tasks, 3, "完成了 开展了 组织了 召开了 落实了 建立了 解决了 成立了 举办了 实现了 建成 荣获 获得 被评为 先后 累计 共计 共组织 共开展 共召开 今年以来 一年来 全年 年内 走访了 慰问了 已全部 已完成 已经 得到了 受到"),
	give(tasks, 1, "支部 全院 全所 全站 全校 我们"),
	give(tasks, 2, "完成 召开 开展 组织 举办 走访 慰问 入户 发展党员 三会一课 主题党日 党员活动日 五化 扶贫 网格 民生 环境 创建 志愿 服务 调解 安全生产 项目 台账 整治 宣传 群众 纠纷 贫困户 慰问金 阵地 活动室 公开栏 扫黑 岳农 移风易俗 企业 生产 车间 人次"),
	give(duty, 4, "第一责任人 一岗双责 带头 亲自 以身作则 严格要求自己 廉洁自律 履行*职责 履行*责任 履职 本人坚持 我坚持 我始终 自觉 作为书记 作为支部书记 作为党 担任书记 我把 我深知 主体责任 讲党课 上党课 八项规定 谈心谈话 廉洁 廉政 党风廉政 民主集中制 个人 撰写 笔记 学习了 自学"),
	give(duty, 1, "我 自己"),
	give(duty, 2, "本人 书记 责任 学习 党章 党规 纪律 思想 理论 精神 政治 研究 部署 安排 班子"),
	give(other, 9, "批评指正 批评和指正 我代表*述职 述职如下 汇报如下 报告如下 述职报告如下 汇报一下 作如下述职 作如下汇报 作述职 向大家述职 向各位述职 请批评指正 请*批评 请*评议 敬请 特此报告 汇报完毕 述职完毕 谢谢大家 谢谢! 不妥之处 不当之处 以上是我 以上述职 述职人: 报告人: 姓名: 职务:"),
	give(other, 4, "各位领导 各位党员 各位同志 同志们 尊敬的 大家好 现有党员 共有党员 下设*党小组 出生 入党 任现职 学历 文化程度 民族 担任*书记 退休党员"),
	// what takes a word back
	give(problems, -7, "个问题, 几个问题 三个问题 四个问题"),
	give(problems, -5, "解决*问题 解决*困难 发现*问题 问题导向 化解*问题 反映*问题 问题*整改到位 解决群众 困难群众 困难党员 困难户 困难家庭 问题已 针对*问题 针对*不足 针对以上 针对上述 针对这些 去年*问题 上年*问题 上年度*问题 问题都 没有问题 整改落实"),
	give(problems, -2, "没有发生 没有出现 没有一 没有缺 没有接 没有上访 没有收 没有插手 没有迟到 有问题 突出问题 关键问题 问题的 不足的 不仅 不断 不忘 不折不扣 毫不 不低于 不少于 不搞 不准 不再 不出 不能"),
	give(next, -4, "要求 重要 主要 需要 只要 必要 要素 要点 首要 将军 即将"),
	give(next, -3, "进一步增强了 进一步提高了 进一步提升了 得到进一步 了进一步 努力完成了 要我 总是要 不要"),
))

// titleWords are in the title of a report and in no sentence.
var titleWords = cueList("述职报告", "述职述廉", "述职材料", "履职报告", "工作报告", "述职评议", "述职", "情况的报告", "情况报告", "情况汇报")

// turns begin a paragraph that turns from what was done to what was not.
var turns = cueList("当然", "但是", "但", "可是", "然而", "不过", "回头看", "回过头", "总的看", "总之", "冷静", "对照", "反思", "同时也", "与此同时", "在看到", "在总结", "尽管", "虽然")

// closings end a report.
var closings = cueList("批评指正", "批评和指正", "请*批评", "请*评议", "谢谢", "特此报告", "汇报完毕", "述职完毕", "以上报告", "以上是我", "以上述职", "述职人", "报告人", "恳请", "敬请")

// hopes begin a sentence that says what will be done, in plans, or what was, in
// what was done; alone they say only that it is not a problem.
var hopes = cueList("加强", "强化", "完善", "提高", "提升", "深化", "抓好", "坚持", "推进", "健全", "落实", "严格", "认真", "突出", "聚焦", "持续", "加大", "狠抓", "做好", "带头", "建立")

// weigh is how much each label would like to have the unit.
func weigh(u *unit, i, n, before, total int, year string, seen []int32) [labels]int {
	var w [labels]int
	sentenceCues.each(u.text, seen, int32(i+1), func(c *cue) {
		for l, g := range c.gives {
			w[l] += int(g)
		}
	})
	for l := range w {
		w[l] = min(w[l], 16)
	}
	w[tasks] += min(figures(u.text), 3)
	if year != "" && strings.Contains(u.text, year) {
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
	w[other] += otherness(u, i, n) - 3
	place(&w, before, total)
	announce(&w, u)
	return w
}

// otherness is what a unit has of a title, a greeting, a signature.
func otherness(u *unit, i, n int) int {
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
	case i >= n-4 && hit(u.text, closings):
		return 20
	case short && i >= n-3 && u.form == plain:
		return 20
	case u.whole && strings.HasSuffix(u.text, ":") && u.form == plain && i < 6:
		return 8
	}
	return 0
}

// place: problems are seldom at the very beginning, plans never.
func place(w *[labels]int, before, total int) {
	if before*5 < total {
		w[problems] -= 3
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
	if s&isProblems != 0 {
		w[problems] += 9
	}
	if s&isNext != 0 {
		w[next] += 9
	}
	if s == isProblems|isNext && (u.heads || u.line && u.form != plain) {
		w[problems] += 6 // an item names its problem first
	}
	if s&isDuty != 0 {
		w[duty] += 5
	}
	if s&isTasks != 0 {
		w[tasks] += 5
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
