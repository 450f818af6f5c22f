package report

import (
	"slices"
	"strings"
	"testing"
)

func TestUnitOf(t *testing.T) {
	for text, want := range map[string]string{
		"司法所党支部2018年度书记述职报告\n述职人：区文澜":            "司法所党支部",
		"中共石桥村支部委员会\n书记述职报告":                     "石桥村支部委员会",
		"述职报告\n汇报单位：湘岳重工装备有限公司第三党支部\n":           "湘岳重工装备有限公司第三党支部",
		"关于2018年度履行党建工作责任的述职报告\n\n（税务分局党支部　查敏行）": "税务分局党支部",
		"2018年度党支部书记述职报告\n述职人：王某":                "",
		"述职报告\n各位领导：\n我是水利站党支部书记。":               "",
		"白石铺镇党委书记抓基层党建工作述职报告":                    "白石铺镇党委",
		"楓橋街道社區衛生服務中心黨支部書記述職報告":                  "楓橋街道社區衛生服務中心黨支部",
		strings.Repeat("一年来，", 20) + "财政所党支部":    "",
		"": "",
	} {
		if got := UnitOf(text); got != want {
			t.Errorf("%.40s: got %q, want %q", text, got, want)
		}
	}
}

func TestPledges(t *testing.T) {
	text := "述职报告\n一、履职情况\n我带头学习12次，完成任务。\n二、存在问题\n台账补记，是我图省事。\n三、下一步打算\n1、记录当天写。会议当天由书记签字，逾期公示。第三句不要。\n（二）每月走访退休党员一次，生病住院必到，困难必帮扶到位。其他。\n3、学习。\n谢谢大家。"
	want := []string{"记录当天写。会议当天由书记签字,逾期公示", "每月走访退休党员一次,生病住院必到,困难必帮扶到位"}
	if got := Pledges(text); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Pledges(""); got != nil {
		t.Errorf("got %q", got)
	}
}

// A plan of last year is come back to or not, whatever its form.
func TestPledgesAreFollowed(t *testing.T) {
	old := "述职报告\n三、下一步打算\n1、流动党员建微信群，每月联系一次，返乡必谈。\n2、会议记录当天写完，书记签字，台账不再补记。\n"
	w := ask()
	w.Promises = Pledges(old)
	res := Check("述职报告\n一、去年整改情况\n我们给流动党员建了微信群，每月联系一次，返乡的都谈了话。\n二、工作完成情况\n全年开展活动十二次。", w)
	var covered []bool
	for _, p := range res.Promises {
		covered = append(covered, p.Covered)
	}
	if !slices.Equal(covered, []bool{true, false}) {
		t.Errorf("got %+v", res.Promises)
	}
}
