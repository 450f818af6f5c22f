package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCount(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0}, {" \n\t　", 0},
		{"你好，世界。", 6}, {"你好,世界", 5},
		{"2018年12月29日", 6}, {"党员 23名", 4}, {"2018-12-29", 1},
		{"3.14", 1}, {"80%", 1}, {"1,500元", 2}, {"A/B", 1}, {"a.b.c", 1},
		{"it's ok", 2}, {"it’s ok", 2}, {"’", 1}, {"A·B", 1}, {"阿·买买提", 5},
		{"state-of-the-art", 1},
		{"ＡＢＣ１２３", 6}, {"１．５", 3}, {"－５％", 3},
		{"“三会一课”", 6}, {"——好", 3}, {"党员……群众", 6},
		{"一、二", 3}, {"(一)工作", 5}, {"（一）工作", 5}, {"①②", 2}, {"Ⅳ", 1},
		{"𬭩㛃堃", 3}, {"\U00030000", 1}, {"\ue000", 1},
		{"√ 好", 2}, {"😀好", 2}, {"👍🏽", 1}, {"👩‍❤️‍👩", 1}, {"🇨🇳🇨🇳", 2}, {"a😀b", 3},
		{"e\u0301te\u0301", 1}, {"你\u200b好", 2}, {"a\u200bb", 1}, {"\ufeff述", 1},
		{"カタカナ 한글", 6},
	} {
		if got := Count(c.text); got != c.want {
			t.Errorf("Count(%q) = %d, want %d", c.text, got, c.want)
		}
	}
}

// A text and the same text with blanks between its lines have the same count,
// and cutting at a blank never changes the sum.
func TestCountAddsUpAtBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.StringOf(rapid.RuneFrom([]rune("ab1述职。，,.- ’·—😀①Ａ1\u0301")))).Draw(t, "pieces")
		sum := 0
		for _, p := range pieces {
			sum += Count(p)
		}
		if got := Count(strings.Join(pieces, " \n ")); got != sum {
			t.Fatalf("%q: %d, pieces %d", pieces, got, sum)
		}
	})
}

func FuzzCount(f *testing.F) {
	f.Add("述职 report 2018，👩‍❤️‍👩")
	f.Add("\xff\u200d\U0001f1e6")
	f.Fuzz(func(t *testing.T, s string) {
		if n := Count(s); n < 0 || n > utf8.RuneCountInString(s) {
			t.Fatalf("Count(%q) = %d", s, n)
		}
	})
}
