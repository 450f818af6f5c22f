package report

import (
	"slices"
	"strings"
	"testing"
)

// Headings as secretaries write them, and the part that each opens.
func TestClassifyHeadings(t *testing.T) {
	for want, titles := range map[classes][]string{
		isProblems: {
			"存在的主要问题及原因分析", "存在的突出问题和原因", "存在问题及原因", "存在的问题与不足", "存在的差距和不足", "存在的主要问题和不足", "工作中存在的困难和问题",
			"查摆的问题及原因", "自查存在的问题", "问题和不足", "不足之处", "主要差距", "短板和弱项", "存在的短板弱项", "问题短板", "突出问题", "原因分析", "产生问题的原因", "主要原因",
			"问题产生的根源", "剖析根源", "查找不足", "查摆问题", "正视问题，剖析原因", "反思不足", "自我剖析", "党性分析", "检视剖析", "问题检视", "存在的主要问题",
			"履职中存在的问题", "个人存在的问题及原因剖析", "抓党建工作存在的问题", "支部建设存在的问题", "面临的问题和困难", "工作不足", "工作中的不足", "主要问题", "有待改进的方面", "需要改进的地方",
			"教训与反思", "对照检查存在的问题", "个人不足及成因", "亮短揭丑", "问题剖析", "失职与反思", "还存在哪些不足", "有哪些差距", "我的不足", "几点遗憾",
		},
		isNext: {
			"下一步工作打算", "下一步工作思路和打算", "下步工作思路", "下一步努力方向", "今后努力方向", "今后工作打算", "今后的打算", "努力方向和改进措施", "整改措施", "整改措施及努力方向",
			"改进措施", "2019年工作计划", "2019年工作思路", "明年工作安排", "来年打算", "新年打算", "下一阶段工作重点", "下一步工作措施", "今后工作思路", "工作打算", "下步打算", "改进方向", "未来展望", "努力目标",
			"下一步整改措施", "整改打算", "下一步怎么办", "2019年重点工作", "下年度工作计划", "今后工作重点", "以后的打算", "整改落实措施", "解决问题的思路和打算", "针对问题的改进措施", "加强和改进工作的思路措施", "新学期工作打算", "新的奋斗目标", "下一步的思路", "明年怎么干",
		},
		isProblems | isNext: {
			"存在问题及努力方向", "存在的问题和下一步打算", "存在不足及今后打算", "存在的不足与改进措施", "存在问题及整改措施", "主要问题及下步打算", "问题、原因及整改措施", "差距和努力方向", "存在问题、原因及下步打算",
			"主要问题及改进", "存在问题及整改", "反思与改进", "不足与努力", "存在的问题和工作建议",
		},
		isTasks: {
			"主要工作任务完成情况", "重点工作完成情况", "工作任务推动落实情况", "完成的主要工作", "推动中心工作情况", "服务群众情况", "党建工作开展情况", "主要工作成效", "工作亮点", "脱贫攻坚工作", "重点任务落实", "取得的成绩",
			"上年度问题整改情况", "上年述职评议考核点评问题整改落实情况", "2018年述职评议存在问题整改情况", "成绩清单", "去年承诺事项完成情况", "上年度述职评议反馈问题整改情况", "服务企业解决困难", "主要做法和成效", "解决群众反映强烈的问题", "推进项目建设",
		},
		isDuty: {
			"个人履行职责情况", "履行第一责任人职责情况", "履职尽责情况", "廉洁自律情况", "个人思想政治学习情况", "履行党风廉政建设责任", "加强理论学习，提高自身素质",
		},
		isOther: {"基本情况", "单位概况", "支部基本情况", "个人简介"},
	} {
		for _, title := range titles {
			if got := classify(foldString(title), 0, "2019年") &^ isMended; got != want {
				t.Errorf("%s: got %d, want %d", title, got, want)
			}
		}
	}
}

// Headings of work done that name problems or plans all the same, below a heading
// of what was done or beside one; and problems below theirs that sound like work.
func TestClassifyMisleadingHeadings(t *testing.T) {
	for _, title := range []string{
		"针对“党建责任压得不实”的问题", "直面问题抓整改", "坚持问题导向，狠抓整改落实", "聚焦短板强弱项", "聚焦薄弱环节，夯实基层基础", "化解矛盾纠纷", "着力解决突出问题", "破解发展难题", "整治形式主义突出问题",
		"补短板、强弱项，推进项目建设", "帮助困难群众解决实际问题", "扎实推进主题教育检视问题整改", "办好民生实事", "制定工作计划，明确目标任务", "强化工作措施", "完善工作思路，推动发展", "巡察反馈问题整改", "排查整治安全隐患问题",
		"关心困难党员", "解决历史遗留问题", "软弱涣散党组织整顿", "创新思路，打造品牌", "明确今年目标任务", "认真查摆问题，开展批评与自我批评",
	} {
		for _, inside := range []classes{0, isDuty, isTasks, isDone} {
			if got := classify(foldString(title), inside, "2019年"); got&(isProblems|isNext) != 0 {
				t.Errorf("%s inside %d: got %d", title, inside, got)
			}
		}
	}
	for _, title := range []string{"工作开展不平衡", "党建工作抓得不够", "学习教育有差距", "廉政教育抓得不紧", "服务群众不够主动", "履职尽责不到位", "落实三会一课制度不严", "思想认识方面", "工作作风方面", "抓落实的力度不大", "重点工作推进缓慢", "个人学习放松"} {
		if got := classify(foldString(title), isProblems, "2019年"); got&^isProblems != 0 {
			t.Errorf("%s inside problems: got %d", title, got)
		}
	}
	for _, title := range []string{"学习教育再加强", "解决突出问题", "补齐短板", "抓好重点工作", "履行职责再用力", "党风廉政建设常抓不懈", "查找不足，改进作风", "完成目标任务"} {
		if got := classify(foldString(title), isNext, "2019年"); got&^isNext != 0 {
			t.Errorf("%s inside plans: got %d", title, got)
		}
	}
}

// Below a heading about what was found before and put right, headings name the old problems.
func TestMendedIsWork(t *testing.T) {
	text := "述职报告\n一、上年度述职评议反馈问题整改情况\n1.关于“创新意识不强、特色不鲜明”的问题。打造议事品牌，全年议定事项27件，办结25件。\n" +
		"2.关于“组织生活不严肃”的问题。开展两轮督查，下发整改通知3份，整顿后进支部1个。\n二、存在问题\n一是学习不够深入，满足于读文件。二是服务不够主动，上门少。原因是我重视不够。\n" +
		"三、下步打算\n一是每月学习一次。二是每季度走访一遍。\n"
	got := Split(text)
	var kinds []string
	for _, p := range got {
		kinds = append(kinds, p.Part)
	}
	if want := []string{Other, Tasks, Problems, Next}; !slices.Equal(kinds, want) {
		t.Errorf("parts %v, want %v\n%s", kinds, want, sketch(text, got))
	}
}

// Behind problems a heading that could be about work is about plans.
func TestPlansBehindProblems(t *testing.T) {
	for _, title := range []string{"三、加强基层党建工作的主要措施", "三、任务清单", "三、重点工作任务"} {
		text := "一、成绩清单\n建成阵地三处，走访慰问群众四十户，调解纠纷九起。\n二、问题清单\n学习不够深入，走过场；服务不够主动，是我重视不够。\n" + title + "\n每月组织一次学习，每季度入户走访一遍，年内建好活动室。\n"
		got := Split(text)
		if last := got[len(got)-1]; last.Part != Next || last.Heading != title {
			t.Errorf("%s\n%s", title, sketch(text, got))
		}
	}
}

// The cells of a table of problems are told apart by the heads of their columns: one line a row
// with tabs, or one cell a line as Word files are read.
func TestTableColumns(t *testing.T) {
	rows := [][]string{
		{"序号", "问题", "原因", "整改措施"},
		{"1", "护林站分散，集中学习全年九人不足六次。", "把地处偏远当理由，没有主动送学。", "每月由支委带教材上门送学。"},
		{"2", "福利分配不透明，职工意见六条。", "怕公开了矛盾多，图省事。", "结果张榜公布，先征求意见。"},
	}
	for name, by := range map[string]string{"tabs": "\t", "lines": "\n"} {
		text := "三、查摆的问题、原因及整改措施\n"
		for _, row := range rows {
			text += strings.Join(row, by) + "\n"
		}
		r := read(text + "述职人：某人\n")
		for _, row := range rows[1:] {
			for col, want := range map[int]int{1: problems, 2: problems, 3: next} {
				at := len([]rune(text[:strings.Index(text, row[col])]))
				for i := range r.units {
					if u := &r.units[i]; u.from <= at && at < u.to && r.label[i] != want {
						t.Errorf("%s: %s is %s", name, row[col], names()[r.label[i]])
					}
				}
			}
		}
	}
}
