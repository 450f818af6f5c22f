package report

import "strings"

// saidBy is what a short label at the beginning of a unit says the unit is about:
// 问题：… 原因：… 整改措施：… It is part of the sentence and opens nothing.
func saidBy(text string) classes {
	r := []rune(text)
	colon := -1
	for i := 0; i < len(r) && i < 12; i++ {
		if r[i] == ':' {
			colon = i
			break
		}
	}
	if colon < 2 {
		return 0
	}
	label := strings.TrimLeft(string(r[:colon]), "0123456789一二三四五六七八九十.、()①②③④⑤⑥ ")
	for _, w := range []string{"措施", "对策", "整改", "改进", "改进方向", "打算", "下一步", "下步", "怎么改", "努力方向", "办法", "整改时限", "今后打算", "完成时限", "责任人"} {
		if strings.HasSuffix(label, w) || strings.HasPrefix(label, w) {
			return isNext
		}
	}
	for _, w := range []string{"问题", "原因", "不足", "表现", "根源", "根子", "差距", "短板", "剖析", "症结", "病根", "主观上", "客观上", "主观", "客观", "存在的主要问题"} {
		if label == w || strings.HasSuffix(label, w) && len([]rune(label)) <= 8 {
			return isProblems
		}
	}
	return 0
}

// topicOf is what a spoken paragraph says first that it is about: 要说问题嘛，…
func topicOf(text string) classes {
	for _, t := range topics {
		if strings.HasPrefix(text, t.lead) {
			return t.class
		}
	}
	return 0
}

// topics are such beginnings, folded.
var topics = []struct {
	lead  string
	class classes
}{
	{"问题,", isProblems}, {"问题嘛", isProblems}, {"问题呢", isProblems}, {"要说问题", isProblems}, {"要讲问题", isProblems}, {"说问题", isProblems},
	{"讲问题", isProblems}, {"谈问题", isProblems}, {"再说问题", isProblems}, {"说到问题", isProblems}, {"不足嘛", isProblems}, {"要说不足", isProblems},
	{"说说不足", isProblems}, {"再讲不足", isProblems}, {"要说原因", isProblems}, {"说到原因", isProblems}, {"至于原因", isProblems}, {"讲原因", isProblems},
	{"工作上呢", isTasks}, {"工作上,", isTasks}, {"工作方面", isTasks}, {"要说成绩", isTasks}, {"先说工作", isTasks},
	{"先说我自己", isDuty}, {"我个人呢", isDuty}, {"我自己呢", isDuty}, {"个人方面", isDuty},
	{"明年嘛", isNext}, {"明年呢", isNext}, {"往后呢", isNext}, {"下步我", isNext}, {"往后怎么办", isNext}, {"怎么改呢", isNext},
}

// opens is what the first words of a sentence say that it is about, wherever it stands.
func opens(text string) classes {
	for _, t := range openings {
		if strings.HasPrefix(text, t.lead) {
			return t.class
		}
	}
	return 0
}

// openings are such words, folded.
var openings = []struct {
	lead  string
	class classes
}{
	{"差在", isProblems}, {"差距在", isProblems}, {"不足在", isProblems}, {"不足之处", isProblems}, {"不足的是", isProblems}, {"欠缺的是", isProblems}, {"缺点是", isProblems},
	{"问题是", isProblems}, {"问题在于", isProblems}, {"问题出在", isProblems}, {"短处是", isProblems}, {"毛病是", isProblems}, {"毛病在", isProblems}, {"做得不", isProblems},
	{"我先作自我批评", isProblems}, {"先作自我批评", isProblems}, {"先作检讨", isProblems}, {"先作检查", isProblems}, {"作自我批评", isProblems}, {"没做好的", isProblems}, {"没有做好的", isProblems}, {"原因是", isProblems}, {"原因在于", isProblems}, {"根子在", isProblems}, {"根源在", isProblems}, {"根源是", isProblems}, {"究其原因", isProblems},
	{"补的办法", isNext}, {"改的办法", isNext}, {"改进办法", isNext}, {"整改办法", isNext}, {"办法是", isNext}, {"措施是", isNext}, {"打算是", isNext}, {"今后", isNext}, {"往后", isNext}, {"下步", isNext}, {"下一步", isNext},
}
