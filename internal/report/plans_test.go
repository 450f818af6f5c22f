package report

import (
	"slices"
	"testing"
)

func TestPlansAnswerProblems(t *testing.T) {
	confess := "三、存在的问题及原因\n1、流动党员管理松散。外出务工的七名党员一年没有参加过组织生活，我没有主动联系。\n2、台账补记。会议记录常常隔月补写，是我图省事。\n"
	own := "四、下一步打算\n1、流动党员建微信群，每月联系一次，返乡必谈。\n2、会议记录当天写完，书记签字，台账不再补记。\n3、继续抓好春季植树。\n"
	foreign := "四、下一步打算\n1、推进旧厂房拆迁，完成签约。\n2、引进农产品加工企业两家。\n3、办好重阳节文艺汇演。\n"
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"answered":     {confess + own, false},
		"another's":    {confess + foreign, true},
		"two only":     {confess + "四、下一步打算\n1、推进旧厂房拆迁，完成签约。\n2、办好重阳节文艺汇演。\n", false},
		"no confessed": {foreign, false},
	} {
		res := Check(c.text, ask())
		i := slices.IndexFunc(res.Findings, func(f Finding) bool { return f.Code == "report.plans-loose" })
		if (i >= 0) != c.want {
			t.Errorf("%s: got %v\n%s", name, codes(res), sketch(c.text, res.Parts))
		}
		if i >= 0 && (res.Findings[i].Level != LevelAsk || res.Findings[i].Args["n"] != "3" || res.Findings[i].Args["of"] != "3") {
			t.Errorf("%s: %+v", name, res.Findings[i])
		}
	}
}

// A label at the beginning of a sentence says what the sentence is about.
func TestSaidBy(t *testing.T) {
	for text, want := range map[string]classes{
		"整改措施：每月一次": isNext, "1、怎么改：建群": isNext, "下步打算：建群": isNext,
		"原因：重视不够": isProblems, "主要问题：学习少": isProblems, "症结：图省事": isProblems,
		"会议时间：每月五日": 0, "一是：": 0, "解决了群众问题": 0, "": 0,
	} {
		if got := saidBy(foldString(text)); got != want {
			t.Errorf("%s: got %d, want %d", text, got, want)
		}
	}
}
