package report

import (
	"slices"
	"strings"
	"testing"
)

// Scanned and justified texts have a blank between their characters; the parts
// are those of the text without.
func TestSplitSpacedText(t *testing.T) {
	s := named(t, "a01")
	var spaced strings.Builder
	for _, r := range s.text {
		spaced.WriteRune(r)
		if r != '\n' {
			spaced.WriteByte(' ')
		}
	}
	var got, want []string
	for _, p := range Split(spaced.String()) {
		got = append(got, p.Part)
	}
	for _, p := range Split(s.text) {
		want = append(want, p.Part)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The first cell of a table's row is a heading, as a line is.
func TestSplitCells(t *testing.T) {
	text := "姓名\t张三\n履行职责情况\t我带头学习12次。\n工作完成情况\t组织活动12次，走访41户。\n存在的问题及原因\t台账补记，是我图省事。\n下一步打算\t当天记录，书记签字。"
	var got []string
	for _, p := range Split(text) {
		got = append(got, p.Part)
	}
	if want := []string{Other, Duty, Tasks, Problems, Next}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v\n%s", got, want, sketch(text, Split(text)))
	}
}

func TestEnumerator(t *testing.T) {
	for text, want := range map[string]form{
		"第一部分 工作": chapter, "第二方面，支部": han, "一、履职": han, "（一）履职": bracketHan, "〔二〕": bracketHan, "㈠学习": bracketHan,
		"1、学习": digit, "1.学习": digit, "⒈学习": digit, "01 学习": digit, "（1）学习": bracketDigit, "1）学习": bracketDigit, "①学习": bracketDigit,
		"一是学习": spoken, "第一，学习": spoken, "第一条，学习": spoken, "首先，学习": spoken, "其一，学习": spoken,
		"二、三季度": plain, "2018年": plain, "3.5万元": plain, "第三季度": plain, "一年来": plain, "（详见附表）": plain,
	} {
		if got, _ := enumerator(fold([]rune(text))); got != want {
			t.Errorf("%s: got form %d, want %d", text, got, want)
		}
	}
}

func TestLineNumber(t *testing.T) {
	for text, want := range map[string]form{
		"1.1 学习": decimal, "2.3.1学习": decimal, "◆ 学习": sign, "【学习】": sign, "● 学习": dot, "问题一：学习": han,
		"1.2公里": plain, "3.5万元": plain, "学习": plain, "": plain, "0.5个": plain,
	} {
		if got, _ := lineNumber(fold([]rune(text))); got != want {
			t.Errorf("%s: got form %d, want %d", text, got, want)
		}
	}
}

// What people never write must not take for ever: no line ends, only stars, only
// blanks, only numbers. A quadratic step would not end within the test's time.
func TestCheckLongTexts(t *testing.T) {
	w := ask()
	w.Promises, w.Members, w.Held = []string{"走访退休党员，每季度一遍"}, 23, []Held{{"党员大会", 4}}
	for name, piece := range map[string]string{
		"sentences": "我没有做到位，原因是思想松懈。明年每月走访一次党员。", "stars": "**户 ", "blanks": "　 \t", "numbers": "一、（一）1、①", "one sentence": "党员大会四次，",
		"spaced": "工 作 ", "years": "20×× ", "zero width": "党\u200b", "quotes": "”“",
	} {
		res := Check(strings.Repeat(piece, 100_000/len([]rune(piece))), w)
		if name != "blanks" && len(res.Parts) == 0 {
			t.Errorf("%s: no parts", name)
		}
	}
}
