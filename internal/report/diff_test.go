package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// marked shows a difference as text: [-removed-]{+added+}.
func marked(list []Piece) string {
	var b strings.Builder
	for _, p := range list {
		switch p.Op {
		case Removed:
			b.WriteString("[-" + p.Text + "-]")
		case Added:
			b.WriteString("{+" + p.Text + "+}")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"both empty", "", "", ""},
		{"the same", "一、履职。\n二、问题。", "一、履职。\n二、问题。", "一、履职。\n二、问题。"},
		{"all new", "", "新写的。", "{+新写的。+}"},
		{"all gone", "旧的。", "", "[-旧的。-]"},
		{"a sentence more", "台账补记。", "台账补记。是我图省事。", "台账补记。{+是我图省事。+}"},
		{"a sentence less", "台账补记。是我图省事。下月改。", "台账补记。下月改。", "台账补记。[-是我图省事。-]下月改。"},
		{"words in a sentence", "全年召开党员大会3次，支委会12次。", "全年召开党员大会4次，支委会12次。", "全年召开党员大会[-3-]{+4+}次，支委会12次。"},
		{"a number is one word", "走访2018户群众。", "走访2019户群众。", "走访[-2018-]{+2019+}户群众。"},
		{"another sentence", "学习不够深入。\n结尾。", "明年每月走访一次老党员。\n结尾。", "[-学习不够深入。\n-]{+明年每月走访一次老党员。\n+}结尾。"},
		{"no crumbs", "这主要是我思想上重视不够，安排少。", "这主要是我思想上不够重视，管得少。", "这主要是我思想上[-重视-]不够[-，安排-]{+重视，管得+}少。"},
	} {
		got := marked(Diff(c.old, c.new))
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// checkDiff holds a difference against the promises of Diff.
func checkDiff(t interface{ Fatalf(string, ...any) }, old, new string, list []Piece) {
	a, b := []rune(old), []rune(new)
	var left, right strings.Builder
	i, j := 0, 0
	for k, p := range list {
		if p.Text == "" || k > 0 && (list[k-1].Op == p.Op || list[k-1].Op == Added && p.Op == Removed) {
			t.Fatalf("piece %d: %+v after %+v", k, p, list[max(k-1, 0)])
		}
		if p.Old.From != i || p.New.From != j {
			t.Fatalf("piece %d: %+v, want at %d and %d", k, p, i, j)
		}
		i, j = p.Old.To, p.New.To
		if p.Op != Added {
			left.WriteString(p.Text)
		}
		if p.Op != Removed {
			right.WriteString(p.Text)
		}
	}
	if left.String() != string(a) || right.String() != string(b) || i != len(a) || j != len(b) {
		t.Fatalf("%q and %q of %q and %q", left.String(), right.String(), old, new)
	}
}

func TestDiffMakesBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sentences := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("甲乙丙丁ab12 ，。\n一、")), 1, 12, -1), 0, 8)
		x := sentences.Draw(t, "old")
		y := append([]string{}, x...)
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			i := rapid.IntRange(0, len(y)).Draw(t, "at")
			y = append(y[:i:i], append(sentences.Draw(t, "new"), y[min(i+rapid.IntRange(0, 2).Draw(t, "gone"), len(y)):]...)...)
		}
		old, new := strings.Join(x, "。"), strings.Join(y, "。")
		checkDiff(t, old, new, Diff(old, new))
	})
}

func FuzzDiff(f *testing.F) {
	f.Add("一、履职。\n二、问题。", "一、履责。二、问题")
	f.Add("\xff", "")
	f.Fuzz(func(t *testing.T, old, new string) {
		if len(old)+len(new) < 20_000 {
			checkDiff(t, old, new, Diff(old, new))
		}
	})
}

// Two versions of a report, a third of it rewritten.
func BenchmarkDiff(b *testing.B) {
	all := labelled(b, "full", 24)
	old := all[0].text + all[1].text + all[2].text
	new := all[0].text + all[3].text + strings.ReplaceAll(all[2].text, "党员", "同志")
	for b.Loop() {
		Diff(old, new)
	}
}
