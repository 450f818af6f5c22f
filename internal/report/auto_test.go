package report

import (
	"slices"
	"testing"
)

// Headings that Word numbers are headings, and their numbers are not counted, as Word
// does not.
func TestNumbersOfWordHead(t *testing.T) {
	typed := "述职报告\n一、履职尽责\n带头学习十二次。\n二、工作开展\n走访四十一户，组织活动。\n三、问题与根源\n台账补记，是我图省事。\n四、今后怎么干\n当天记录。"
	made := "述职报告\n\u2063一、\u2063履职尽责\n带头学习十二次。\n\u2063二、\u2063工作开展\n走访四十一户，组织活动。\n\u2063三、\u2063问题与根源\n台账补记，是我图省事。\n\u2063四、\u2063今后怎么干\n当天记录。"
	kinds := func(text string) (out []string) {
		for _, p := range Split(text) {
			out = append(out, p.Part)
		}
		return out
	}
	if got, want := kinds(made), kinds(typed); !slices.Equal(got, want) || len(want) != 5 {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := Count(made), Count(typed)-8; got != want {
		t.Errorf("counted %d, want %d", got, want)
	}
	for text, want := range map[string]int{"\u2063一、\u2063甲": 1, "甲\u2063乙": 2, "\u2063甲\n乙\u2063": 2, "a\u20631.\u2063b": 2, "\u2063": 0, "\u2063\u2063甲": 1} {
		if got := Count(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	x := NewIndex(Likening{Least: 4})
	x.Add("a", "\u20631.\u2063甲乙丙丁戊")
	if l := x.Compare("\u20632.\u2063甲乙丙丁戊"); len(l) != 1 || l[0].Share != (Fraction{5, 5}) {
		t.Errorf("likeness: %+v", l)
	}
}
