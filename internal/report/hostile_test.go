package report

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What nobody writes by hand, as long as a file may be: lines that are all equal, few
// that take turns, one long sentence. A quadratic step would take minutes.
func hostile() map[string]string {
	lines := func(n int, of ...string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(of[i%len(of)])
		}
		return b.String()
	}
	return map[string]string{
		"equal lines":       lines(100_000, "我\n"),
		"equal sentences":   lines(8_000, "带头学习，走访群众。\n"),
		"two lines by turn": lines(50_000, "我\n", "他\n"),
		"three by turn":     lines(60_000, "我\n", "他\n", "她\n"),
		"no line at all":    lines(80_000, "我"),
		"one long sentence": lines(10_000, "带头学习，走访群众，"),
		"words":             lines(20_000, "a b "),
		"digits":            lines(40_000, "12 "),
		"long sentences":    varied(250, 320),
	}
}

// varied are sentences of n characters of which no two are the same.
func varied(sentences, n int) string {
	var b strings.Builder
	x := uint32(1)
	for range sentences {
		for range n {
			x = x*1664525 + 1013904223
			b.WriteRune('一' + rune(x>>16)%3000)
		}
		b.WriteString("。\n")
	}
	return b.String()
}

func soon(t *testing.T, what string, f func()) {
	t.Helper()
	from := time.Now()
	f()
	if took := time.Since(from); took > hostileMost {
		t.Errorf("%s took %v", what, took)
	} else {
		t.Logf("%s took %v", what, took.Round(time.Millisecond))
	}
}

// hostileMost is a second, and room for a slow machine with the race detector on.
const hostileMost = 5 * time.Second

func TestHostileTexts(t *testing.T) {
	for name, text := range hostile() {
		soon(t, name+": check", func() { Check(text, ask()) })
		others := map[string]string{"one more before": "一是" + text}
		if name == "equal lines" || name == "long sentences" {
			soon(t, name+": pledges", func() { Pledges(text) })
			others["the same"], others["half"], others["another"], others["other sentences"] = text, text[:len(text)/2], strings.Repeat("乙", 60_000), varied(251, 319)
		}
		for kind, other := range others {
			soon(t, name+": difference from "+kind, func() {
				old, now := "", ""
				for _, p := range Diff(other, text) {
					if p.Op != Added {
						old += p.Text
					}
					if p.Op != Removed {
						now += p.Text
					}
				}
				if old != string([]rune(other)) || now != text {
					t.Errorf("%s: difference from %s does not make up the texts", name, kind)
				}
			})
			soon(t, name+": likeness with "+kind, func() {
				x := NewIndex(Likening{Common: 5})
				for range 3 {
					x.Add("a", other)
				}
				x.Compare(text)
			})
		}
	}
}

// Compared by pieces or place by place: the share is the one found by eye.
func TestCompareByPiecesIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pool := []string{"甲乙丙", "丁", "戊己庚辛", "甲乙", "壬"}
	draw := func() string {
		var b strings.Builder
		for b.Len() < 900 {
			b.WriteString(strings.Repeat(pool[random.IntN(len(pool))], 1+random.IntN(40)))
		}
		return b.String()
	}
	byPieces := 0
	for range 60 {
		how := Likening{Least: 6, Common: random.IntN(4), Phrases: []string{"戊己庚"}}
		x := NewIndex(how)
		var docs [][]rune
		var texts []string
		for i := range 4 {
			texts = append(texts, draw())
			x.Add(strconv.Itoa(i), texts[i])
			norm, _ := normalise([]rune(texts[i]), x.phrases)
			docs = append(docs, norm)
		}
		text := draw()
		norm, _ := normalise([]rune(text), x.phrases)
		if repetitive(winnow(norm, x.piece, x.window)) || x.repeating > 0 {
			byPieces++
		}
		want := naive(norm, docs, how.Least, how.Common)
		got := map[string]Likeness{}
		for _, l := range x.Compare(text) {
			got[l.With] = l
		}
		for i := range docs {
			l := got[strconv.Itoa(i)]
			if l.Share.Num != len(want[i]) {
				t.Fatalf("common from %d, with %d: %d characters, want %d\n%s\n%s", how.Common, i, l.Share.Num, len(want[i]), text, texts[i])
			}
			end := 0
			for _, p := range l.Passages {
				left, _ := normalise([]rune(text)[p.From:p.To], nil)
				right, _ := normalise([]rune(texts[i])[p.OtherFrom:p.OtherTo], nil)
				if p.From < end || string(left) != string(right) {
					t.Fatalf("passage %+v after %d: %s is not %s", p, end, string(left), string(right))
				}
				end = p.To
			}
		}
	}
	if byPieces < 30 {
		t.Errorf("only %d of 60 were compared by pieces", byPieces)
	}
}
