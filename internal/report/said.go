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
