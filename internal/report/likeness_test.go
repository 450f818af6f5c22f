package report

import (
	"fmt"
	"math/rand"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"shuping/internal/policy"
)

// naive says which characters of norm stand in a piece of least characters that
// the document has too and fewer than common documents have: all pairs, by eye.
func naive(norm []rune, docs [][]rune, least, common int) []map[int]bool {
	has := func(d []rune, piece []rune) bool {
		for j := 0; j+len(piece) <= len(d); j++ {
			if equal(piece, d[j:j+len(piece)]) {
				return true
			}
		}
		return false
	}
	shared := make([]map[int]bool, len(docs))
	for i := range docs {
		shared[i] = map[int]bool{}
	}
	for i := 0; i+least <= len(norm); i++ {
		piece := norm[i : i+least]
		if strings.ContainsRune(string(piece), barrier) {
			continue
		}
		var in []int
		for k, d := range docs {
			if has(d, piece) {
				in = append(in, k)
			}
		}
		if common > 0 && len(in) >= common {
			continue
		}
		for _, k := range in {
			for c := i; c < i+least; c++ {
				shared[k][c] = true
			}
		}
	}
	return shared
}

// Texts of few letters share a lot; copied pieces make long passages.
func drawText(t *rapid.T, name string, pool []string) string {
	var b strings.Builder
	for range rapid.IntRange(0, 6).Draw(t, name) {
		if len(pool) > 0 && rapid.Bool().Draw(t, "copy") {
			p := []rune(rapid.SampledFrom(pool).Draw(t, "from"))
			i := rapid.IntRange(0, len(p)).Draw(t, "i")
			b.WriteString(string(p[i:rapid.IntRange(i, len(p)).Draw(t, "j")]))
			continue
		}
		b.WriteString(rapid.StringOfN(rapid.RuneFrom([]rune("甲乙丙ab。，　Ａ")), 0, 30, -1).Draw(t, "own"))
	}
	return b.String()
}

func TestCompareIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		how := Likening{Least: rapid.IntRange(4, 9).Draw(t, "least"), Common: rapid.IntRange(0, 3).Draw(t, "common")}
		if rapid.Bool().Draw(t, "phrases") {
			how.Phrases = []string{"甲乙甲", "aaa", "，"}
		}
		x := NewIndex(how)
		var texts []string
		var docs [][]rune
		for i := range rapid.IntRange(0, 5).Draw(t, "docs") {
			s := drawText(t, "pieces", texts)
			texts = append(texts, s)
			x.Add(fmt.Sprint(i), s)
			norm, _ := normalise([]rune(s), x.phrases)
			docs = append(docs, norm)
		}
		text := drawText(t, "text", texts)
		norm, _ := normalise([]rune(text), x.phrases)
		want := naive(norm, docs, how.Least, how.Common)
		got := map[string]Likeness{}
		for _, l := range x.Compare(text) {
			got[l.With] = l
		}
		for i := range docs {
			l, ok := got[fmt.Sprint(i)]
			if ok != (len(want[i]) > 0) || l.Share.Num != len(want[i]) || ok && l.Share.Den != len(norm) {
				t.Fatalf("with %d: %d of %d characters, want %d of %d\n%q\n%q", i, l.Share.Num, l.Share.Den, len(want[i]), len(norm), text, texts[i])
			}
			checkPassages(t, text, texts[i], l, x.phrases)
		}
	})
}

// A text that says the same again and again meets another like it on very many
// lines; the result is no less exact.
func TestCompareRepetitiveTexts(t *testing.T) {
	a := strings.Repeat("甲乙丙丁戊", 30) + "己" + strings.Repeat("乙丙甲", 25)
	b := strings.Repeat("乙丙甲", 30) + "庚" + strings.Repeat("甲乙丙丁戊", 25) + "己乙丙"
	for _, common := range []int{0, 1, 2} {
		how := Likening{Least: 6, Common: common}
		x := NewIndex(how)
		x.Add("b", b)
		norm, _ := normalise([]rune(a), nil)
		other, _ := normalise([]rune(b), nil)
		want := len(naive(norm, [][]rune{other}, how.Least, common)[0])
		got := 0
		for _, l := range x.Compare(a) {
			got = l.Share.Num
		}
		if got != want || common != 1 && want < 200 {
			t.Errorf("common from %d: %d characters, want %d", common, got, want)
		}
	}
}

// Each passage is the same on both sides, and they follow without overlap.
func checkPassages(t *rapid.T, text, other string, l Likeness, common *phrases) {
	a, b := []rune(text), []rune(other)
	end, sum := 0, 0
	for _, p := range l.Passages {
		if p.From < end || p.To <= p.From || p.To > len(a) || p.OtherTo > len(b) {
			t.Fatalf("passage %+v after %d", p, end)
		}
		end = p.To
		left, _ := normalise(a[p.From:p.To], nil)
		right, _ := normalise(b[p.OtherFrom:p.OtherTo], nil)
		if string(left) != string(right) {
			t.Fatalf("%q is not %q", string(left), string(right))
		}
		sum += len(left)
	}
	if sum != l.Share.Num {
		t.Fatalf("passages hold %d, the share says %d", sum, l.Share.Num)
	}
}

func TestCompareExceptAndOrder(t *testing.T) {
	x := NewIndex(Likening{})
	whole := "一年来我走遍了全村四十二户困难群众把每一户的难处都记在本子上逐条办理逐条销号"
	x.Add("self", whole)
	x.Add("self", whole+"，再加一句不同的话。")
	x.Add("half", whole[:len(whole)/2/3*3]+"其余各有不同")
	x.Add("full", "前言。"+whole)
	if x.Len() != 4 {
		t.Fatalf("%d documents", x.Len())
	}
	got := x.Compare(whole, "self")
	if len(got) != 1 || got[0].With != "full" || got[0].Share != (Fraction{38, 38}) || got[0].Passages[0] != (Passage{Span{0, 38}, 3, 41}) {
		t.Errorf("got %+v", got)
	}
	if got := x.Compare("毫不相干的一句话"); got != nil {
		t.Errorf("got %+v", got)
	}
}

// paper is a report-like text: its own sentences, and phrases that all use.
func paper(r *rand.Rand, n int) string {
	common := []string{"认真学习贯彻习近平新时代中国特色社会主义思想和党的十九大精神", "严格落实“三会一课”、主题党日等组织生活制度", "充分发挥党支部的战斗堡垒作用和党员的先锋模范作用"}
	letters := []rune("支部党员群众工作学习服务走访困难帮扶网格整治环境会议制度落实问题原因自身思想认识不足下一步打算加强提高我们这个那里有些时候因为所以但是今年去年全街道社区小区楼栋企业车间")
	var b strings.Builder
	for i := 0; i < n; {
		if r.Intn(25) == 0 {
			s := common[r.Intn(len(common))]
			b.WriteString(s + "。")
			i += len([]rune(s))
			continue
		}
		for range 20 {
			b.WriteRune(letters[r.Intn(len(letters))])
		}
		b.WriteString("。")
		i += 20
	}
	return b.String()
}

func benchIndex(n int, phrases []string) (*Index, []string) {
	r := rand.New(rand.NewSource(1))
	x := NewIndex(Likening{Common: 10, Phrases: phrases})
	texts := make([]string, n)
	for i := range texts {
		texts[i] = paper(r, 1500)
		x.Add(fmt.Sprint(i), texts[i])
	}
	return x, texts
}

// One report against 10,000 that all use the same three phrases.
func BenchmarkCompare10000(b *testing.B) {
	x, texts := benchIndex(10_000, nil)
	for i := 0; b.Loop(); i++ {
		if got := x.Compare(texts[i%len(texts)]); len(got) == 0 {
			b.Fatal("a report is not like itself")
		}
	}
}

// The same where the phrases are listed.
func BenchmarkCompare10000Phrases(b *testing.B) {
	x, texts := benchIndex(10_000, Usual(policy.Content{}))
	for i := 0; b.Loop(); i++ {
		if got := x.Compare(texts[i%len(texts)]); len(got) == 0 {
			b.Fatal("a report is not like itself")
		}
	}
}

// 10,000 reports taken in and each compared with all the others, on all cores; one
// op is the whole.
func BenchmarkAll10000(b *testing.B) {
	for _, c := range []struct {
		name    string
		phrases []string
	}{{"unlisted", nil}, {"listed", Usual(policy.Content{})}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				x, texts := benchIndex(10_000, c.phrases)
				var group sync.WaitGroup
				var next atomic.Int32
				for range runtime.GOMAXPROCS(0) {
					group.Go(func() {
						for i := next.Add(1) - 1; int(i) < len(texts); i = next.Add(1) - 1 {
							x.Compare(texts[i], strconv.Itoa(int(i)))
						}
					})
				}
				group.Wait()
			}
		})
	}
}

func BenchmarkIndexAdd(b *testing.B) {
	r := rand.New(rand.NewSource(1))
	text := paper(r, 1500)
	x := NewIndex(Likening{})
	for b.Loop() {
		x.Add("a", text)
	}
}
