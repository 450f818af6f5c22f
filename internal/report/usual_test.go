package report

import (
	"slices"
	"testing"

	"shuping/internal/policy"
)

// What everybody says is not likeness.
func TestUsualPhrasesDoNotCount(t *testing.T) {
	c := policy.Content{Areas: []policy.Area{{ID: "a", Name: "党建", Points: []string{"上级决议和指示的执行情况及其监督检查工作", "扫黑除恶"}}}}
	phrases := Usual(c)
	if !slices.Contains(phrases, c.Areas[0].Points[0]) || slices.Contains(phrases, "扫黑除恶") || slices.Contains(phrases, "党建") {
		t.Errorf("got %q", phrases)
	}
	x := NewIndex(Likening{Phrases: phrases})
	x.Add("a", "我们认真学习贯彻习近平新时代中国特色社会主义思想和党的十九大精神，每周一读。上级决议和指示的执行情况及其监督检查工作。")
	if got := x.Compare("支部认真学习贯彻习近平新时代中国特色社会主义思想和党的十九大精神，人人过关；上级决议和指示的执行情况及其监督检查工作，逐项报告。"); got != nil {
		t.Errorf("slogans: %+v", got)
	}
}

// With the phrases taken out the copied report of the demo is still found.
func TestUsualPhrasesLeaveCopies(t *testing.T) {
	x := NewIndex(Likening{Common: 5, Phrases: Usual(policy.Content{})})
	var copied string
	for _, d := range demoReports(t) {
		x.Add(subject(d.name), d.text)
		if d.fault == "copied" {
			copied = d.text
		}
	}
	got := x.Compare(copied, "O10")
	if len(got) == 0 || got[0].With != "O08" || got[0].Share.Num < 200 {
		t.Errorf("got %+v", got)
	}
}
